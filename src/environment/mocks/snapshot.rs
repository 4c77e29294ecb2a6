//! All that one tenant is, as plain data: it can be put back in place, or go on in another process.
//!
//! A snapshot holds secrets and private keys: it is written only where it was asked for.

use jiff::{SignedDuration, Timestamp};
use raccord_certs::certificate::CertificateError;
use raccord_certs::key::KeyError;
use raccord_certs::{Certificate, Key};
use raccord_kernel::clock::{after, machine_now};
use raccord_kernel::{Evidence, Past, Secret};
use raccord_mocks::gateway::{NoState, States};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Mocks;
use super::supplier::SavedSupplier;
use crate::connectors::{Identity, Vault};

/// The version of what is written; another is refused.
const VERSION: u32 = 1;

/// One tenant: the states of its systems, its supplier of certificates, its secrets, its instant.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    version: u32,
    /// The tenant's name.
    pub name: String,
    /// The seed that its identifiers are drawn from.
    pub seed: u64,
    at: Timestamp,
    machine_at: Timestamp,
    /// Whether its clock stood.
    is_frozen: bool,
    pub(super) supplier: SavedSupplier,
    vault: SavedVault,
    #[serde(default)]
    ordered: Past<String>,
    evidence: Evidence,
    pub(super) systems: States,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedVault {
    identities: Vec<SavedIdentity>,
    secrets: Vec<(String, Secret)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedIdentity {
    name: String,
    certificate: String,
    chain: Vec<String>,
    key: Secret,
}

/// Why a snapshot could not be taken or put back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// It was written by a raccord that writes otherwise.
    #[error("found a state of version {found}, expected version {VERSION}")]
    Version {
        /// Its version.
        found: u32,
    },
    /// A state cannot be written as JSON.
    #[error("failed to write a state as JSON")]
    Write(#[source] serde_json::Error),
    /// A state is none of its system.
    #[error(transparent)]
    State(#[from] NoState),
    /// It is of somebody else: its certificates were issued by authorities that are not here.
    #[error("found the state of another supplier of certificates, expected this tenant's own")]
    AnotherSupplier,
    /// A certificate is none.
    #[error("failed to read the certificate `{name}`")]
    Certificate {
        /// Its name.
        name: String,
        /// Why.
        source: CertificateError,
    },
    /// A key is none.
    #[error("failed to read the key of `{name}`")]
    Key {
        /// Its certificate's name.
        name: String,
        /// Why.
        source: KeyError,
    },
}

impl Snapshot {
    /// Takes all that a tenant is.
    pub(super) fn of(mocks: &Mocks) -> Result<Self, SnapshotError> {
        Ok(Self {
            version: VERSION,
            name: mocks.tenant_name().to_owned(),
            seed: mocks.seed,
            at: mocks.tenant.office().clock.now(),
            machine_at: machine_now(),
            is_frozen: mocks.tenant.office().clock.is_frozen(),
            supplier: mocks.supplier.saved(),
            vault: SavedVault::of(&mocks.vault),
            ordered: mocks.ordered().clone(),
            evidence: mocks.tenant.office().journal.evidence(|evidence| evidence.clone()),
            systems: mocks.tenant.systems().snapshot().map_err(SnapshotError::Write)?,
        })
    }

    /// It as JSON.
    ///
    /// # Errors
    ///
    /// When it cannot be written so.
    pub fn to_json(&self) -> Result<Box<RawValue>, SnapshotError> {
        serde_json::value::to_raw_value(self).map_err(SnapshotError::Write)
    }

    /// The tenant's instant when it was taken.
    #[must_use]
    pub const fn taken_at(&self) -> Timestamp {
        self.at
    }

    /// Whether its clock stood.
    pub(super) const fn stood_still(&self) -> bool {
        self.is_frozen
    }

    /// The instant to go on at: time went on while nobody looked, unless the clock stood.
    #[must_use]
    pub fn resumes_at(&self) -> Timestamp {
        if self.is_frozen {
            return self.at;
        }
        let gone = machine_now().duration_since(self.machine_at);
        after(self.at, gone.max(SignedDuration::ZERO))
    }

    /// Puts all back that time does not change.
    pub(super) fn put_into(&self, mocks: &Mocks) -> Result<(), SnapshotError> {
        if self.version != VERSION {
            return Err(SnapshotError::Version { found: self.version });
        }
        if !mocks.supplier.is_that_of(&self.supplier) {
            return Err(SnapshotError::AnotherSupplier);
        }
        let identities = self.vault.identities.iter().map(SavedIdentity::read);
        let identities = identities.collect::<Result<Vec<_>, _>>()?;
        mocks.tenant.systems().restore(&self.systems)?;
        mocks.vault.replace(identities, self.vault.secrets.clone());
        *mocks.ordered() = self.ordered.clone();
        mocks.supplier.go_on(&self.supplier);
        let evidence = self.evidence.clone();
        mocks.tenant.office().journal.evidence(|kept| *kept = evidence);
        Ok(())
    }
}

impl SavedVault {
    fn of(vault: &Vault) -> Self {
        let (identities, secrets) = vault.kept();
        let saved = |identity: Identity| SavedIdentity {
            certificate: identity.certificate.pem(),
            chain: identity.chain.iter().map(Certificate::pem).collect(),
            key: Secret::new(identity.key.pkcs8_pem()),
            name: identity.name,
        };
        Self { identities: identities.into_iter().map(saved).collect(), secrets }
    }
}

impl SavedIdentity {
    fn read(&self) -> Result<Identity, SnapshotError> {
        let certificate = |pem: &String| {
            let read = Certificate::from_pem(pem.as_bytes());
            read.map_err(|source| SnapshotError::Certificate { name: self.name.clone(), source })
        };
        let key = Key::from_pkcs8_pem(self.key.reveal());
        Ok(Identity {
            name: self.name.clone(),
            certificate: certificate(&self.certificate)?,
            chain: self.chain.iter().map(certificate).collect::<Result<_, _>>()?,
            key: key.map_err(|source| SnapshotError::Key { name: self.name.clone(), source })?,
        })
    }
}
