//! The secrets of a run, by name: what a step leaves for the next names them, and never holds them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use raccord_certs::format::pkcs12::{self, Pkcs12Error};
use raccord_certs::{Certificate, Fingerprint, Key};
use raccord_kernel::Secret;

/// A certificate with its key and the authorities above it.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Its name: `supplier/edi#2`.
    pub name: String,
    /// The certificate.
    pub certificate: Certificate,
    /// The authorities above it, as delivered, from the one that issued it to the root.
    pub chain: Vec<Certificate>,
    /// Its private key.
    pub key: Key,
}

impl Identity {
    /// The certificate and the authorities above it.
    #[must_use]
    pub fn with_chain(&self) -> Vec<Certificate> {
        std::iter::once(&self.certificate).chain(&self.chain).cloned().collect()
    }

    /// The key and the certificates as a `.pfx` behind a password.
    ///
    /// # Errors
    ///
    /// When the password cannot be one of a `.pfx`.
    pub fn pfx(&self, password: &Secret) -> Result<Vec<u8>, Pkcs12Error> {
        pkcs12::encode(&self.key, &self.certificate, &self.chain, password.reveal())
    }
}

/// Identities and passwords, by name.
#[derive(Debug, Clone, Default)]
pub struct Vault {
    kept: Arc<Mutex<Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    identities: BTreeMap<String, Identity>,
    secrets: BTreeMap<String, Secret>,
}

/// A name that the vault does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("nothing is kept under the name `{0}`")]
pub struct NotKept(pub String);

impl Vault {
    /// Keeps an identity under its name.
    pub fn keep(&self, identity: Identity) {
        self.lock().identities.insert(identity.name.clone(), identity);
    }

    /// Forgets an identity.
    pub fn forget(&self, name: &str) {
        self.lock().identities.remove(name);
    }

    /// Keeps a secret.
    pub fn keep_secret(&self, name: &str, secret: Secret) {
        self.lock().secrets.insert(name.to_owned(), secret);
    }

    /// Forgets a secret.
    pub fn forget_secret(&self, name: &str) {
        self.lock().secrets.remove(name);
    }

    /// The identity of a name.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn identity(&self, name: &str) -> Result<Identity, NotKept> {
        self.lock().identities.get(name).cloned().ok_or_else(|| NotKept(name.to_owned()))
    }

    /// The name of the identity whose certificate has a fingerprint, if it is kept.
    #[must_use]
    pub fn name_of(&self, fingerprint: &Fingerprint) -> Option<String> {
        let kept = self.lock();
        let mut all = kept.identities.values();
        all.find(|it| it.certificate.fingerprint() == *fingerprint).map(|it| it.name.clone())
    }

    /// The secret of a name.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn secret(&self, name: &str) -> Result<Secret, NotKept> {
        self.lock().secrets.get(name).cloned().ok_or_else(|| NotKept(name.to_owned()))
    }

    /// All that is kept: names, identities, secrets. For whoever keeps it beyond the process.
    #[must_use]
    pub fn kept(&self) -> (Vec<Identity>, Vec<(String, Secret)>) {
        let kept = self.lock();
        let secrets = kept.secrets.iter().map(|(name, secret)| (name.clone(), secret.clone()));
        (kept.identities.values().cloned().collect(), secrets.collect())
    }

    /// Keeps these, and forgets all else.
    pub fn replace(&self, identities: Vec<Identity>, secrets: Vec<(String, Secret)>) {
        let identities = identities.into_iter().map(|it| (it.name.clone(), it)).collect();
        *self.lock() = Kept { identities, secrets: secrets.into_iter().collect() };
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
