//! Whatever can be written as PKCS#8.

use super::{Key, PrivateKey};

/// A private key, whether made here or out of somebody's file.
pub trait Pkcs8 {
    /// Returns the private key as PKCS#8 DER, unencrypted.
    fn pkcs8_der(&self) -> &[u8];
}

impl Pkcs8 for Key {
    fn pkcs8_der(&self) -> &[u8] {
        Self::pkcs8_der(self)
    }
}

impl Pkcs8 for PrivateKey {
    fn pkcs8_der(&self) -> &[u8] {
        Self::pkcs8_der(self)
    }
}
