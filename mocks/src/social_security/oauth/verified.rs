//! What was verified of an assertion before anything was decided.
//!
//! A signature takes longer than all the rest of a request, and needs nothing of the state but keys:
//! it is verified while others are served. It is only ever a shortcut: what is not known from before
//! is verified when it is asked for.

use std::borrow::Cow;

use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use raccord_certs::PublicKey;

use super::assertion::{Assertion, Malformed};
use super::knobs::SigningAlgorithm;
use super::{claims, proof};
use crate::social_security::SocialSecurity;

/// The assertion of a request as it was read, by which keys it was found to be signed, and by which
/// not.
#[derive(Debug, Clone, Default)]
pub struct Verified {
    read: Option<Assertion>,
    tried: Vec<(PublicKey, SigningAlgorithm, bool)>,
}

/// The keys of which one may have signed an assertion, and the algorithm.
pub(super) type Candidates = (SigningAlgorithm, Vec<PublicKey>);

impl Verified {
    /// Tries keys until one is found that signed; none where no key is known that might have.
    pub(super) fn by(assertion: Assertion, candidates: Option<Candidates>) -> Self {
        let mut tried = Vec::new();
        if let Some((algorithm, keys)) = candidates {
            for key in keys {
                let is_good = verify(&assertion, algorithm, &key);
                tried.push((key, algorithm, is_good));
                if is_good {
                    break;
                }
            }
        }
        Self { read: Some(assertion), tried }
    }

    /// The assertion of the same request: as it was read, or read now from its text.
    ///
    /// # Errors
    ///
    /// When the text is no assertion.
    pub(super) fn assertion(&self, text: &str) -> Result<Cow<'_, Assertion>, Malformed> {
        self.read
            .as_ref()
            .map_or_else(|| Assertion::read(text).map(Cow::Owned), |it| Ok(Cow::Borrowed(it)))
    }

    /// Whether a key signed an assertion.
    pub(super) fn is_signed_by(
        &self,
        assertion: &Assertion,
        algorithm: SigningAlgorithm,
        key: &PublicKey,
    ) -> bool {
        let known = self.tried.iter().find(|(tried, by, _)| tried == key && *by == algorithm);
        known.map_or_else(|| verify(assertion, algorithm, key), |(_, _, is_good)| *is_good)
    }
}

impl SocialSecurity {
    /// The keys of which one may have signed an assertion: those of the account that it is of.
    pub(super) fn candidates(&self, assertion: &Assertion) -> Option<Candidates> {
        let algorithm = proof::algorithm(assertion, &self.knobs.oauth).ok()?;
        let client_id = claims::client_id(assertion, None).ok()?;
        let account = self.chaman.accounts.by_client_id(client_id)?;
        let keys = account.certificates.iter().map(|registered| registered.public_key.clone());
        Some((algorithm, keys.collect()))
    }
}

/// Whether a key signed an assertion; one that is not RSA signed nothing.
fn verify(assertion: &Assertion, algorithm: SigningAlgorithm, key: &PublicKey) -> bool {
    let Some(key) = key.rsa_pkcs1_der() else { return false };
    let key = DecodingKey::from_rsa_der(&key);
    let algorithm = match algorithm {
        SigningAlgorithm::Rs256 => Algorithm::RS256,
        SigningAlgorithm::Rs384 => Algorithm::RS384,
        SigningAlgorithm::Rs512 => Algorithm::RS512,
        SigningAlgorithm::Ps256 => Algorithm::PS256,
        SigningAlgorithm::Ps384 => Algorithm::PS384,
        SigningAlgorithm::Ps512 => Algorithm::PS512,
    };
    crypto::verify(assertion.signature(), assertion.signed(), &key, algorithm).unwrap_or(false)
}
