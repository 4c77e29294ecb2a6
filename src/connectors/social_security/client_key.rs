//! The key with which a client signs its assertions, as it is handed over: in a `.pfx`, mostly.

use std::fmt;

use jsonwebtoken::{Algorithm, EncodingKey};
use raccord_certs::format::contents::Contents;
use raccord_certs::format::pem;
use raccord_kernel::Secret;

/// A key that signs with RS256.
#[derive(Clone)]
pub struct ClientKey {
    key: EncodingKey,
}

/// A file that no key can be taken from.
#[derive(Debug, thiserror::Error)]
pub enum ClientKeyError {
    /// There is no private key in it.
    #[error(
        "failed to take the key from its file: found {found}, expected a private key in a .pfx, in \
         PEM or in DER; check the password, that the certificate was exported with its key, and \
         that line ends were not written out as \\n"
    )]
    NoKey {
        /// What was found.
        found: String,
    },
    /// A connector of another make says that it has no use for it.
    #[error("the connector says that it cannot use its key: {0}")]
    Said(String),
    /// It signs nothing that the token server takes.
    #[error("failed to take the key from its file: expected an RSA key, which RS256 signs with")]
    NotRsa(#[source] jsonwebtoken::errors::Error),
}

impl ClientKey {
    /// Takes the key from a `.pfx`, or from any other file that holds one: PKCS#8 or PKCS#1, in
    /// PEM, in DER or in Base64 without boundaries.
    ///
    /// # Errors
    ///
    /// When the password does not open it, or it holds no RSA key.
    pub fn from_file(file: &[u8], password: &Secret) -> Result<Self, ClientKeyError> {
        let contents = Contents::open(file, password.reveal());
        let Some(key) = contents.keys.iter().find_map(|key| key.private.as_ref()) else {
            return Err(ClientKeyError::NoKey { found: contents.describe() });
        };
        let pkcs8 = pem::armour("PRIVATE KEY", key.pkcs8_der());
        let key = EncodingKey::from_rsa_pem(pkcs8.as_bytes()).map_err(ClientKeyError::NotRsa)?;
        Ok(Self { key })
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

/// A key is not shown.
impl fmt::Debug for ClientKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientKey(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_no_key_is_told_so() {
        let password = Secret::new("password".to_owned());
        let error = ClientKey::from_file(b"no pfx", &password).unwrap_err().to_string();
        assert!(error.contains("expected a private key in a .pfx"), "{error}");
    }
}
