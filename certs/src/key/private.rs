//! A private key as it lies in somebody's file: of any kind, read for its public half.

use std::fmt;

use openssl::{
    ec::EcKey,
    error::ErrorStack,
    pkey::{PKey, Private},
    rsa::Rsa,
};
use x509_parser::asn1_rs::{Any, Tag};

use super::PublicKey;
use crate::format::{asn1, limits};

/// A private key out of a file. It never shows itself: `Debug` tells its kind alone.
///
/// [`Key`](super::Key) is one that signs, of a kind that the systems here ask for; this is whatever
/// an operator has.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivateKey {
    public: PublicKey,
    pkcs8: Vec<u8>,
}

/// Why bytes could not be read as a private key. No variant holds key material.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PrivateKeyError {
    /// The bytes are no private key, or a damaged one.
    #[error("failed to read a private key: found a damaged one, expected PKCS#8, PKCS#1 or SEC1")]
    Damaged,
    /// The modulus is longer than [`limits::RSA_BITS`].
    #[error(
        "failed to read a private key: found RSA of {bits} bits, expected at most {}",
        limits::RSA_BITS
    )]
    TooLarge {
        /// The length of the modulus.
        bits: u32,
    },
    /// The key may be sound; its algorithm is not known here.
    #[error(
        "failed to read a private key: found the algorithm {algorithm}, expected RSA, an elliptic curve with a name, Ed25519 or Ed448"
    )]
    Unsupported {
        /// The algorithm, by name or dotted identifier.
        algorithm: String,
    },
}

impl PrivateKey {
    /// Reads an unencrypted key in PKCS#8, PKCS#1 or SEC1, in DER.
    ///
    /// # Errors
    ///
    /// When the bytes are no such key, or one that takes too much work.
    pub fn from_der(der: &[u8]) -> Result<Self, PrivateKeyError> {
        if der.len() > limits::PRIVATE_KEY_OCTETS {
            let bits = u32::try_from(der.len().saturating_mul(2)).unwrap_or(u32::MAX);
            return Err(PrivateKeyError::TooLarge { bits });
        }
        let key = match form(der)? {
            Form::Pkcs8 => PKey::private_key_from_pkcs8(der),
            Form::Pkcs1 => Rsa::private_key_from_der(der).and_then(PKey::from_rsa),
            Form::Sec1 => EcKey::private_key_from_der(der).and_then(PKey::from_ec_key),
        };
        key.and_then(|key| Self::holding(&key)).map_err(|_| PrivateKeyError::Damaged)
    }

    pub(crate) fn holding(key: &PKey<Private>) -> Result<Self, ErrorStack> {
        let public = PublicKey::from_spki_der(&key.public_key_to_der()?);
        Ok(Self { public, pkcs8: key.private_key_to_pkcs8()? })
    }

    /// Returns the public half.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Returns the private key as PKCS#8 DER, unencrypted.
    #[must_use]
    pub fn pkcs8_der(&self) -> &[u8] {
        &self.pkcs8
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({})", self.public.shape())
    }
}

enum Form {
    Pkcs8,
    Pkcs1,
    Sec1,
}

/// Tells the forms apart, and refuses what would take long, before OpenSSL sees it.
fn form(der: &[u8]) -> Result<Form, PrivateKeyError> {
    let outer = asn1::elements(der);
    let parts = outer.first().map(|outer| asn1::elements(outer.data)).unwrap_or_default();
    match parts.as_slice() {
        [_version, algorithm, octets, ..] if algorithm.tag() == Tag::Sequence => {
            check_pkcs8(algorithm, octets)?;
            Ok(Form::Pkcs8)
        }
        [_version, modulus, ..] if modulus.tag() == Tag::Integer => {
            check_modulus(modulus)?;
            // A DSA key has five numbers after its version, an RSA key eight.
            if parts.len() < 9 {
                return Err(unsupported("DSA"));
            }
            Ok(Form::Pkcs1)
        }
        [_version, octets, rest @ ..] if octets.tag() == Tag::OctetString => {
            let parameters = rest.iter().find(|part| part.header.raw_tag() == Some(&[0xa0]));
            let parameters = parameters.map(|tagged| asn1::elements(tagged.data));
            check_curve(parameters.as_ref().and_then(|parameters| parameters.first()))?;
            Ok(Form::Sec1)
        }
        _ => Err(PrivateKeyError::Damaged),
    }
}

fn check_pkcs8(algorithm: &Any<'_>, octets: &Any<'_>) -> Result<(), PrivateKeyError> {
    let parts = asn1::elements(algorithm.data);
    let oid = parts.first().and_then(|oid| oid.as_oid().ok()).map(|oid| oid.to_id_string());
    match oid.as_deref() {
        Some("1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10") => {
            let inner = asn1::elements(octets.data);
            let numbers = inner.first().map(|key| asn1::elements(key.data)).unwrap_or_default();
            check_modulus(numbers.get(1).ok_or(PrivateKeyError::Damaged)?)
        }
        Some("1.2.840.10045.2.1") => check_curve(parts.get(1)),
        // X25519, X448, Ed25519, Ed448.
        Some("1.3.101.110" | "1.3.101.111" | "1.3.101.112" | "1.3.101.113") => Ok(()),
        Some("1.2.840.10040.4.1") => Err(unsupported("DSA")),
        Some(other) => Err(unsupported(other)),
        None => Err(PrivateKeyError::Damaged),
    }
}

fn check_modulus(modulus: &Any<'_>) -> Result<(), PrivateKeyError> {
    let significant = modulus.data.iter().skip_while(|octet| **octet == 0).count();
    let bits = u32::try_from(significant.saturating_mul(8)).unwrap_or(u32::MAX);
    if bits > limits::RSA_BITS { Err(PrivateKeyError::TooLarge { bits }) } else { Ok(()) }
}

/// A curve has a name. One that is described by its numbers may be any, and slow.
fn check_curve(parameters: Option<&Any<'_>>) -> Result<(), PrivateKeyError> {
    let named = parameters.is_some_and(|parameters| parameters.tag() == Tag::Oid);
    if named { Ok(()) } else { Err(unsupported("elliptic curve without a name")) }
}

fn unsupported(algorithm: &str) -> PrivateKeyError {
    PrivateKeyError::Unsupported { algorithm: algorithm.to_owned() }
}
