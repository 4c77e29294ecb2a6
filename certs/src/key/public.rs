//! A public key, and what it shows of itself.

use std::{fmt, sync::Arc};

use openssl::{
    error::ErrorStack,
    pkey::{PKey, Public},
};
use serde::{Deserialize, Serialize};
use x509_parser::{
    prelude::FromDer,
    public_key::RSAPublicKey,
    x509::{AlgorithmIdentifier, SubjectPublicKeyInfo},
};

/// A public key, as the DER of its `SubjectPublicKeyInfo`. Two keys are equal when their DER is.
///
/// A state writes it as hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct PublicKey(Arc<[u8]>);

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        hex::encode(&key.0)
    }
}

impl TryFrom<String> for PublicKey {
    type Error = hex::FromHexError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Ok(Self::from_spki_der(&hex::decode(text)?))
    }
}

/// The algorithm and size of a public key, whatever it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyShape {
    /// An RSA key.
    Rsa {
        /// The length of the modulus in bits.
        bits: u32,
        /// The public exponent, where it fits.
        exponent: Option<u64>,
    },
    /// A key on an elliptic curve.
    Ec {
        /// OpenSSL's short name of the curve, or its dotted identifier.
        curve: String,
        /// The size of the field in bits.
        bits: u32,
    },
    /// Any other key, or one that cannot be read.
    Other {
        /// The name of the algorithm, its dotted identifier, or `unreadable key`.
        algorithm: String,
    },
}

impl PublicKey {
    /// Holds the DER of a `SubjectPublicKeyInfo`; it is read when it is used.
    #[must_use]
    pub fn from_spki_der(der: &[u8]) -> Self {
        Self(der.into())
    }

    /// Returns the DER of the `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn spki_der(&self) -> &[u8] {
        &self.0
    }

    /// Returns an RSA key alone, without its algorithm: the DER of the `RSAPublicKey` of PKCS#1.
    /// Nothing where it is a key of another kind, or cannot be read.
    #[must_use]
    pub fn rsa_pkcs1_der(&self) -> Option<Vec<u8>> {
        let (_, read) = SubjectPublicKeyInfo::from_der(&self.0).ok()?;
        let is_rsa = read.algorithm.algorithm.to_id_string() == RSA_ENCRYPTION;
        is_rsa.then(|| read.subject_public_key.data.into_owned())
    }

    /// Returns the algorithm and size.
    ///
    /// OpenSSL is not asked: its first use costs a process tens of milliseconds.
    #[must_use]
    pub fn shape(&self) -> KeyShape {
        shape_of(&self.0).unwrap_or(KeyShape::Other { algorithm: "unreadable key".to_owned() })
    }

    /// Says whether two keys are the same, however their files write them: a point of a curve has
    /// a short form and a long one.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        let compared = || Some(self.openssl().ok()?.public_eq(other.openssl().ok()?.as_ref()));
        self == other || compared().unwrap_or(false)
    }

    pub(crate) fn openssl(&self) -> Result<PKey<Public>, ErrorStack> {
        PKey::public_key_from_der(&self.0)
    }
}

/// `rsaEncryption`: an RSA key for any use.
const RSA_ENCRYPTION: &str = "1.2.840.113549.1.1.1";

/// The curves with a name of their own, and the sizes of their fields; the last one is ANSSI's.
const CURVES: [(&str, &str, u32); 8] = [
    ("1.2.840.10045.3.1.7", "prime256v1", 256),
    ("1.3.132.0.33", "secp224r1", 224),
    ("1.3.132.0.34", "secp384r1", 384),
    ("1.3.132.0.35", "secp521r1", 521),
    ("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1", 256),
    ("1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1", 384),
    ("1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1", 512),
    ("1.2.250.1.223.101.256.1", "FRP256v1", 256),
];

fn shape_of(spki: &[u8]) -> Option<KeyShape> {
    let (_, read) = SubjectPublicKeyInfo::from_der(spki).ok()?;
    let octets = read.subject_public_key.data.as_ref();
    let algorithm = read.algorithm.algorithm.to_id_string();
    match algorithm.as_str() {
        RSA_ENCRYPTION | "1.2.840.113549.1.1.10" => rsa_shape(octets),
        "1.2.840.10045.2.1" => Some(curve_shape(&read.algorithm, octets)),
        "1.3.101.112" => Some(KeyShape::Other { algorithm: "ED25519".to_owned() }),
        "1.3.101.113" => Some(KeyShape::Other { algorithm: "ED448".to_owned() }),
        _ => Some(KeyShape::Other { algorithm }),
    }
}

fn rsa_shape(octets: &[u8]) -> Option<KeyShape> {
    let (_, key) = RSAPublicKey::from_der(octets).ok()?;
    let zeroes = key.modulus.iter().take_while(|octet| **octet == 0).count();
    let significant = key.modulus.get(zeroes..)?;
    let bits = u32::try_from(significant.len()).ok()?.checked_mul(8)?;
    let bits = bits - significant.first().map_or(0, |first| first.leading_zeros());
    Some(KeyShape::Rsa { bits, exponent: key.try_exponent().ok() })
}

fn curve_shape(algorithm: &AlgorithmIdentifier<'_>, point: &[u8]) -> KeyShape {
    let parameters = algorithm.parameters.as_ref().and_then(|any| any.as_oid().ok());
    let oid = parameters.map_or("unnamed curve".to_owned(), |oid| oid.to_id_string());
    if let Some((_, name, bits)) = CURVES.iter().find(|(known, ..)| *known == oid) {
        return KeyShape::Ec { curve: (*name).to_owned(), bits: *bits };
    }
    // The point is one coordinate, or two after the octet 4.
    let coordinate = match point {
        [4, both @ ..] => both.len() / 2,
        [_, one @ ..] => one.len(),
        [] => 0,
    };
    KeyShape::Ec { curve: oid, bits: u32::try_from(coordinate * 8).unwrap_or(u32::MAX) }
}

impl fmt::Display for KeyShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa { bits, .. } => write!(f, "RSA of {bits} bits"),
            Self::Ec { curve, bits } => write!(f, "elliptic curve {curve} of {bits} bits"),
            Self::Other { algorithm } => f.write_str(algorithm),
        }
    }
}
