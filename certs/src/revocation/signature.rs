//! Verifies a signature with the key of whoever should have made it.

use openssl::{
    hash::MessageDigest,
    pkey::{Id, PKey, Public},
    rsa::Padding,
    sign::{RsaPssSaltlen, Verifier},
};
use x509_parser::{asn1_rs::FromDer, x509::AlgorithmIdentifier};

use super::Doubt;
use crate::{Certificate, format::asn1, key::KeyShape};

const PSS: &str = "1.2.840.113549.1.1.10";
/// Without one the hash of RSASSA-PSS is SHA-1.
const SHA_1: &str = "1.3.14.3.2.26";
/// The largest RSA key that is tried, in bits.
const RSA_BITS_MAX: u32 = 16_384;

/// What was signed, and how.
pub(super) struct Signed<'a> {
    /// The DER that was signed.
    pub(super) message: &'a [u8],
    /// The DER of the `AlgorithmIdentifier`.
    pub(super) algorithm: &'a [u8],
    /// The octets of the signature.
    pub(super) signature: &'a [u8],
}

impl Signed<'_> {
    /// Verifies that the key of `signer` made the signature.
    pub(super) fn verify(&self, signer: &Certificate) -> Result<(), Doubt> {
        refuse_large(signer)?;
        let algorithm = Algorithm::read(self.algorithm)?;
        let wrong = || Doubt::Signature { expected: signer.subject().to_string() };
        let key = signer.public_key().openssl().map_err(|_| wrong())?;
        match self.is_made_by(&algorithm, &key) {
            Ok(true) => Ok(()),
            // A key of another kind than the signature is a wrong signature.
            Ok(false) | Err(_) => Err(wrong()),
        }
    }

    fn is_made_by(
        &self,
        algorithm: &Algorithm,
        key: &PKey<Public>,
    ) -> Result<bool, openssl::error::ErrorStack> {
        let Some(digest) = algorithm.digest else {
            if !matches!(key.id(), Id::ED25519 | Id::ED448) {
                return Ok(false);
            }
            return Verifier::new_without_digest(key)?.verify_oneshot(self.signature, self.message);
        };
        let mut verifier = Verifier::new(digest, key)?;
        if algorithm.pss {
            verifier.set_rsa_padding(Padding::PKCS1_PSS)?;
            // -2: as long as the signature says.
            verifier.set_rsa_pss_saltlen(RsaPssSaltlen::custom(-2))?;
        }
        verifier.update(self.message)?;
        verifier.verify(self.signature)
    }
}

/// Refuses, before any work, a key that was made to exhaust us.
pub(super) fn refuse_large(signer: &Certificate) -> Result<(), Doubt> {
    match signer.key_shape() {
        KeyShape::Rsa { bits, .. } if *bits > RSA_BITS_MAX => {
            Err(Doubt::KeyTooLarge { found: signer.key_shape().to_string() })
        }
        KeyShape::Rsa { .. } | KeyShape::Ec { .. } | KeyShape::Other { .. } => Ok(()),
    }
}

struct Algorithm {
    /// None for Ed25519, which hashes by itself.
    digest: Option<MessageDigest>,
    pss: bool,
}

impl Algorithm {
    /// SHA-1 and MD5 are not among them: anybody can make two texts with one signature.
    fn read(der: &[u8]) -> Result<Self, Doubt> {
        let unknown = |oid: String| Doubt::Algorithm { oid };
        let read = AlgorithmIdentifier::from_der(der);
        let (_, read) = read.map_err(|_| unknown("that cannot be read".to_owned()))?;
        let oid = read.algorithm.to_id_string();
        let digest = match oid.as_str() {
            "1.2.840.113549.1.1.11" | "1.2.840.10045.4.3.2" => MessageDigest::sha256(),
            "1.2.840.113549.1.1.12" | "1.2.840.10045.4.3.3" => MessageDigest::sha384(),
            "1.2.840.113549.1.1.13" | "1.2.840.10045.4.3.4" => MessageDigest::sha512(),
            "1.3.101.112" | "1.3.101.113" => return Ok(Self { digest: None, pss: false }),
            PSS => {
                let hash = read.parameters.as_ref().and_then(|any| pss_hash(any.data));
                return match hash.as_deref().and_then(digest_of) {
                    Some(digest) => Ok(Self { digest: Some(digest), pss: true }),
                    None => Err(unknown(hash.unwrap_or_else(|| SHA_1.to_owned()))),
                };
            }
            _ => return Err(unknown(oid)),
        };
        Ok(Self { digest: Some(digest), pss: false })
    }
}

/// The hash of RSASSA-PSS stands in `[0]` of the parameters (RFC 4055 §3.1).
fn pss_hash(parameters: &[u8]) -> Option<String> {
    let elements = asn1::elements(parameters);
    let hash = elements.iter().find(|each| each.tag().0 == 0)?;
    let (_, hash) = AlgorithmIdentifier::from_der(hash.data).ok()?;
    Some(hash.algorithm.to_id_string())
}

fn digest_of(oid: &str) -> Option<MessageDigest> {
    match oid {
        "2.16.840.1.101.3.4.2.1" => Some(MessageDigest::sha256()),
        "2.16.840.1.101.3.4.2.2" => Some(MessageDigest::sha384()),
        "2.16.840.1.101.3.4.2.3" => Some(MessageDigest::sha512()),
        _ => None,
    }
}
