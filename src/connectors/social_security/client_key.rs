//! The key with which a client signs its assertions, as it is delivered: in a `.pfx`.

use std::fmt;

use jsonwebtoken::{Algorithm, EncodingKey};
use raccord_certs::format::contents::Contents;
use raccord_certs::{Fingerprint, format::pem};
use raccord_kernel::Secret;

/// A key that signs with RS256, and the certificate that it belongs to.
#[derive(Clone)]
pub struct ClientKey {
    certificate: Fingerprint,
    key: EncodingKey,
}

/// A `.pfx` that no key can be taken from.
#[derive(Debug, thiserror::Error)]
pub enum ClientKeyError {
    /// There is no private key with its certificate in it.
    #[error(
        "failed to take the key from a .pfx: found {found}, expected a private key with its \
         certificate; check the password, and export the certificate with its key"
    )]
    NoKey {
        /// What was found.
        found: String,
    },
    /// It signs nothing that the token server takes.
    #[error("failed to take the key from a .pfx: expected an RSA key, which RS256 signs with")]
    NotRsa(#[source] jsonwebtoken::errors::Error),
}

impl ClientKey {
    /// Takes the key from a `.pfx`.
    ///
    /// # Errors
    ///
    /// When the password does not open it, or it holds no RSA key with its certificate.
    pub fn from_pfx(pfx: &[u8], password: &Secret) -> Result<Self, ClientKeyError> {
        let contents = Contents::open(pfx, password.reveal());
        let held = contents.certificates.iter().find_map(|certificate| {
            let key = contents.key_of(certificate)?.private.as_ref()?;
            Some((certificate.fingerprint(), key))
        });
        let Some((certificate, key)) = held else {
            return Err(ClientKeyError::NoKey { found: contents.describe() });
        };
        let pkcs8 = pem::armour("PRIVATE KEY", key.pkcs8_der());
        let key = EncodingKey::from_rsa_pem(pkcs8.as_bytes()).map_err(ClientKeyError::NotRsa)?;
        Ok(Self { certificate, key })
    }

    /// The certificate that the key belongs to.
    #[must_use]
    pub const fn certificate(&self) -> Fingerprint {
        self.certificate
    }

    pub(super) const fn encoding(&self) -> &EncodingKey {
        &self.key
    }

    /// Signs any text, and answers the signature in base64url.
    ///
    /// # Errors
    ///
    /// When the algorithm is none of RSA's.
    pub fn sign(
        &self,
        text: &str,
        algorithm: Algorithm,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        jsonwebtoken::crypto::sign(text.as_bytes(), &self.key, algorithm)
    }
}

/// Only whose key it is.
impl fmt::Debug for ClientKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientKey({})", self.certificate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_pfx_with_a_key_is_told_so() {
        let password = Secret::new("password".to_owned());
        let error = ClientKey::from_pfx(b"no pfx", &password).unwrap_err().to_string();
        assert!(error.contains("expected a private key with its certificate"), "{error}");
    }
}
