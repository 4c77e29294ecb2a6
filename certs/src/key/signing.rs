//! How a key signs a certificate or a request, also where it is too small to be trusted.

use openssl::{error::ErrorStack, hash::MessageDigest, pkey::PKey, sign::Signer};
use rcgen::{Error, PublicKeyData, SignatureAlgorithm, SigningKey};
use x509_parser::{prelude::FromDer, x509::SubjectPublicKeyInfo};

use super::{Key, Material};

/// A key, as the library that writes certificates asks for one.
///
/// aws-lc refuses RSA keys under 2048 bits, rightly. They sign what they certify themselves, such as
/// a request or the self-signed certificate that must be refused, and there OpenSSL does it.
pub(crate) enum Signing<'a> {
    /// A key that aws-lc takes.
    Pair(&'a rcgen::KeyPair),
    /// An RSA key under 2048 bits.
    Small {
        /// The private key, PKCS#8 DER.
        pkcs8_der: &'a [u8],
        /// The public key alone, without its algorithm.
        public: Vec<u8>,
    },
}

impl<'a> Signing<'a> {
    /// Takes any key; `None` where its public half cannot be read, which no key here is.
    pub(crate) fn of(key: &'a Key) -> Option<Self> {
        match &key.0.material {
            Material::Pair(pair) => Some(Self::Pair(pair)),
            Material::Small(pkcs8_der) => {
                let (_, read) = SubjectPublicKeyInfo::from_der(key.public().spki_der()).ok()?;
                let public = read.subject_public_key.data.into_owned();
                Some(Self::Small { pkcs8_der, public })
            }
        }
    }
}

impl PublicKeyData for Signing<'_> {
    fn der_bytes(&self) -> &[u8] {
        match self {
            Self::Pair(pair) => pair.der_bytes(),
            Self::Small { public, .. } => public,
        }
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        match self {
            Self::Pair(pair) => pair.algorithm(),
            Self::Small { .. } => &rcgen::PKCS_RSA_SHA256,
        }
    }
}

impl SigningKey for Signing<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        match self {
            Self::Pair(pair) => pair.sign(message),
            Self::Small { pkcs8_der, .. } => {
                sign(pkcs8_der, message).map_err(|_| Error::RemoteKeyError)
            }
        }
    }
}

fn sign(pkcs8_der: &[u8], message: &[u8]) -> Result<Vec<u8>, ErrorStack> {
    let key = PKey::private_key_from_pkcs8(pkcs8_der)?;
    Signer::new(MessageDigest::sha256(), &key)?.sign_oneshot_to_vec(message)
}
