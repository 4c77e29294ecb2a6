//! Key pairs, and the public halves that certificates carry.

mod kind;
mod pkcs8;
mod private;
mod public;
pub(crate) mod signing;

pub use kind::{KeyKind, UnknownKeyKind};
pub use pkcs8::Pkcs8;
pub use private::{PrivateKey, PrivateKeyError};
pub use public::{KeyShape, PublicKey};

use std::{fmt, sync::Arc};

use openssl::{error::ErrorStack, pkey::PKey, rsa::Rsa};
use rcgen::{KeyPair, PublicKeyData, RsaKeySize};

use x509_parser::asn1_rs::Tag;

use crate::format::{asn1, pem};

/// A private key. It is cheap to clone, and never shows itself: `Debug` tells its kind alone.
#[derive(Clone)]
pub struct Key(Arc<Held>);

struct Held {
    kind: KeyKind,
    public: PublicKey,
    material: Material,
}

enum Material {
    /// A key that may sign certificates.
    Pair(KeyPair),
    /// The PKCS#8 DER of a key too small for aws-lc, which can only be certified by somebody else.
    Small(Vec<u8>),
}

/// Why a key could not be made or read. No variant holds key material.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The library could not make the key.
    #[error("failed to generate a key of kind {kind}")]
    Generate {
        /// The kind asked for.
        kind: KeyKind,
        /// What the library said.
        source: rcgen::Error,
    },
    /// OpenSSL could not make or write the key.
    #[error("failed to generate a key of kind {kind} with OpenSSL")]
    GenerateSmall {
        /// The kind asked for.
        kind: KeyKind,
        /// What OpenSSL said.
        source: ErrorStack,
    },
    /// The bytes are not a private key in PKCS#8.
    #[error("failed to read a private key: expected PKCS#8")]
    Read {
        /// What OpenSSL said.
        source: ErrorStack,
    },
    /// The text has no block of a private key.
    #[error("failed to read a private key: expected one `PRIVATE KEY` block in PEM")]
    NoPem,
    /// The key is sound, and of a kind nothing here uses.
    #[error(
        "unsupported private key: found {found}, expected RSA of 1024 to 4096 bits, P-256 or P-384"
    )]
    Unsupported {
        /// The kind and size found.
        found: KeyShape,
    },
}

impl Key {
    /// Makes a new key.
    ///
    /// RSA takes tens of milliseconds, P-256 some microseconds; the first key of a process takes tens
    /// of milliseconds more, while aws-lc gathers entropy.
    ///
    /// # Errors
    ///
    /// When the library has no randomness to give.
    pub fn generate(kind: KeyKind) -> Result<Self, KeyError> {
        let pair = match kind {
            KeyKind::Rsa1024 => return Self::generate_small(kind),
            KeyKind::Rsa2048 => {
                KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, RsaKeySize::_2048)
            }
            KeyKind::Rsa3072 => {
                KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, RsaKeySize::_3072)
            }
            KeyKind::Rsa4096 => {
                KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, RsaKeySize::_4096)
            }
            KeyKind::P256 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256),
            KeyKind::P384 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384),
        };
        Ok(Self::from_pair(kind, pair.map_err(|source| KeyError::Generate { kind, source })?))
    }

    /// Reads a key from PKCS#8 DER, unencrypted.
    ///
    /// # Errors
    ///
    /// When the bytes are no such key, or a key of a kind that nothing here uses.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, KeyError> {
        if is_pkcs8(der)
            && let Ok(pair) = KeyPair::try_from(der)
        {
            let public = PublicKey::from_spki_der(&pair.subject_public_key_info());
            let kind = supported(&public)?;
            return Ok(Self::holding(kind, public, Material::Pair(pair)));
        }
        Self::small_from_pkcs8_der(der)
    }

    /// Reads a key that aws-lc does not, for being small or for not being one.
    fn small_from_pkcs8_der(der: &[u8]) -> Result<Self, KeyError> {
        let key = PKey::private_key_from_pkcs8(der).map_err(|source| KeyError::Read { source })?;
        let public = key.public_key_to_der().map_err(|source| KeyError::Read { source })?;
        let public = PublicKey::from_spki_der(&public);
        match supported(&public)? {
            kind @ KeyKind::Rsa1024 => {
                Ok(Self::holding(kind, public, Material::Small(der.to_vec())))
            }
            KeyKind::Rsa2048
            | KeyKind::Rsa3072
            | KeyKind::Rsa4096
            | KeyKind::P256
            | KeyKind::P384 => Err(KeyError::Unsupported { found: public.shape() }),
        }
    }

    /// Reads a key from the first `PRIVATE KEY` block of a PEM text.
    ///
    /// # Errors
    ///
    /// As [`Key::from_pkcs8_der`], and when there is no such block.
    pub fn from_pkcs8_pem(text: &str) -> Result<Self, KeyError> {
        let blocks = pem::blocks(text.as_bytes());
        let block = blocks.iter().find(|block| block.label == "PRIVATE KEY");
        Self::from_pkcs8_der(&block.ok_or(KeyError::NoPem)?.der)
    }

    /// Returns what kind of key it is.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.0.kind
    }

    /// Returns the public half.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.0.public
    }

    /// Returns the private key as PKCS#8 DER, unencrypted.
    #[must_use]
    pub fn pkcs8_der(&self) -> &[u8] {
        match &self.0.material {
            Material::Pair(pair) => pair.serialized_der(),
            Material::Small(der) => der,
        }
    }

    /// Returns the private key as PKCS#8 PEM, unencrypted.
    #[must_use]
    pub fn pkcs8_pem(&self) -> String {
        pem::armour("PRIVATE KEY", self.pkcs8_der())
    }

    /// Returns the pair that signs certificates, which a key of 1024 bits has not.
    pub(crate) fn pair(&self) -> Option<&KeyPair> {
        match &self.0.material {
            Material::Pair(pair) => Some(pair),
            Material::Small(_) => None,
        }
    }

    fn generate_small(kind: KeyKind) -> Result<Self, KeyError> {
        let make = || {
            let key = PKey::from_rsa(Rsa::generate(1024)?)?;
            Ok((key.public_key_to_der()?, key.private_key_to_pkcs8()?))
        };
        let (public, der) = make().map_err(|source| KeyError::GenerateSmall { kind, source })?;
        Ok(Self::holding(kind, PublicKey::from_spki_der(&public), Material::Small(der)))
    }

    fn from_pair(kind: KeyKind, pair: KeyPair) -> Self {
        let public = PublicKey::from_spki_der(&pair.subject_public_key_info());
        Self::holding(kind, public, Material::Pair(pair))
    }

    fn holding(kind: KeyKind, public: PublicKey, material: Material) -> Self {
        Self(Arc::new(Held { kind, public, material }))
    }
}

fn supported(public: &PublicKey) -> Result<KeyKind, KeyError> {
    let shape = public.shape();
    KeyKind::of(&shape).ok_or(KeyError::Unsupported { found: shape })
}

/// Tells PKCS#8 from older formats, which the signing library takes as well: a version, then an
/// algorithm.
fn is_pkcs8(der: &[u8]) -> bool {
    let outer = asn1::elements(der);
    let parts = outer.first().map(|element| asn1::elements(element.data)).unwrap_or_default();
    parts.get(1).is_some_and(|algorithm| algorithm.tag() == Tag::Sequence)
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.kind())
    }
}

#[cfg(test)]
mod tests {
    use openssl::{
        ec::{EcGroup, EcKey},
        nid::Nid,
    };

    use super::*;

    #[test]
    fn a_key_of_every_kind_reads_back_from_its_own_files() {
        for kind in [KeyKind::Rsa1024, KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384] {
            let key = Key::generate(kind).unwrap();
            let read = Key::from_pkcs8_pem(&key.pkcs8_pem()).unwrap();
            assert_eq!((read.kind(), read.public()), (kind, key.public()));
            assert_eq!(read.pkcs8_der(), key.pkcs8_der());
        }
    }

    #[test]
    fn a_key_in_an_older_format_is_refused_rather_than_passed_off_as_pkcs8() {
        let rsa = Rsa::generate(2048).unwrap();
        let error = Key::from_pkcs8_der(&rsa.private_key_to_der().unwrap()).unwrap_err();
        assert_eq!(error.to_string(), "failed to read a private key: expected PKCS#8");
    }

    #[test]
    fn the_size_of_a_key_is_the_one_openssl_finds() {
        for bits in [1024, 2047, 2048] {
            let key = PKey::from_rsa(Rsa::generate(bits).unwrap()).unwrap();
            let public = PublicKey::from_spki_der(&key.public_key_to_der().unwrap());
            assert_eq!(key.bits(), bits);
            assert_eq!(public.shape(), KeyShape::Rsa { bits, exponent: Some(65537) });
        }
        for nid in [Nid::SECP224R1, Nid::X9_62_PRIME256V1, Nid::SECP521R1, Nid::SECP256K1] {
            let group = EcGroup::from_curve_name(nid).unwrap();
            let key = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
            let public = PublicKey::from_spki_der(&key.public_key_to_der().unwrap());
            let KeyShape::Ec { bits, .. } = public.shape() else { panic!("{:?}", public.shape()) };
            assert_eq!(bits, key.bits());
        }
    }

    #[test]
    fn an_rsa_key_alone_is_what_openssl_writes_and_no_other_key_has_one() {
        let rsa = Rsa::generate(2048).unwrap();
        let expected = rsa.public_key_to_der_pkcs1().unwrap();
        let public = PublicKey::from_spki_der(&rsa.public_key_to_der().unwrap());
        assert_eq!(public.rsa_pkcs1_der(), Some(expected));
        let curve = Key::generate(KeyKind::P256).unwrap();
        assert_eq!(curve.public().rsa_pkcs1_der(), None);
        assert_eq!(PublicKey::from_spki_der(b"no key").rsa_pkcs1_der(), None);
    }

    #[test]
    fn a_key_never_shows_itself() {
        let key = Key::generate(KeyKind::P256).unwrap();
        assert_eq!(format!("{key:?}"), "Key(P-256)");
    }

    #[test]
    fn a_key_nothing_uses_is_named_in_the_refusal() {
        let der = PKey::generate_ed25519().unwrap().private_key_to_pkcs8().unwrap();
        let error = Key::from_pkcs8_der(&der).unwrap_err().to_string();
        assert!(error.starts_with("unsupported private key: found ED25519"), "{error}");
    }
}
