//! A throwaway supplier of certificates, whose orders are delivered at once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::SignedDuration;
use raccord_certs::authority::{
    AuthorityError, HierarchyKeys, Issued, ShapedOrder, SubjectKey, SupplierHierarchy,
};
use raccord_certs::format::ssh;
use raccord_certs::{Certificate, Key, KeyKind, Profile, Shape, Validity};
use raccord_kernel::clock::after;
use raccord_kernel::{Ids, Secret};
use raccord_mocks::authority;
use raccord_mocks::gateway::Tenant;
use serde::{Deserialize, Serialize};

use crate::connectors::{Identity, Vault};
use crate::environment::{ArrangeError, CertificateOrder, IssueCertificates, NotConnected, keys};

/// A throwaway root, the authority under it, and what they issued.
#[derive(Debug)]
pub(super) struct Supplier {
    tenant: Arc<Tenant>,
    vault: Vault,
    hierarchy: SupplierHierarchy,
    keys: HierarchyKeys,
    validity: Validity,
    keys_are_fresh: bool,
    drawn: Mutex<Drawn>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Drawn {
    ids: Ids,
    keys: BTreeMap<String, usize>,
}

/// A supplier as it is kept beyond the process: with the keys of its authorities.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedSupplier {
    root_key: Secret,
    issuing_key: Secret,
    validity: Validity,
    drawn: Drawn,
}

const DAY: SignedDuration = SignedDuration::from_hours(24);

impl Supplier {
    /// Makes the hierarchy, valid for thirty years around the environment's now.
    ///
    /// Keys are those that scenarios share where its clock is held, and fresh where it runs: what
    /// is served to other programs has several tenants in one process.
    pub(super) fn open(
        tenant: Arc<Tenant>,
        vault: Vault,
        seed: u64,
    ) -> Result<Self, AuthorityError> {
        let key = || Key::generate(KeyKind::P256).map_err(|source| AuthorityError::Key { source });
        let keys = HierarchyKeys { root: key()?, issuing: key()? };
        let now = tenant.office().clock.now();
        let validity =
            Validity { from: after(now, -DAY * 365 * 5), until: after(now, DAY * 365 * 25) };
        Self::of(
            tenant,
            vault,
            keys,
            validity,
            Drawn { ids: Ids::new(seed), keys: BTreeMap::new() },
        )
    }

    /// The supplier that [`saved`](Self::saved) gave.
    pub(super) fn restore(
        tenant: Arc<Tenant>,
        vault: Vault,
        saved: &SavedSupplier,
    ) -> Result<Self, AuthorityError> {
        let key = |pem: &Secret| {
            Key::from_pkcs8_pem(pem.reveal()).map_err(|source| AuthorityError::Key { source })
        };
        let keys = HierarchyKeys { root: key(&saved.root_key)?, issuing: key(&saved.issuing_key)? };
        Self::of(tenant, vault, keys, saved.validity, saved.drawn.clone())
    }

    fn of(
        tenant: Arc<Tenant>,
        vault: Vault,
        keys: HierarchyKeys,
        validity: Validity,
        drawn: Drawn,
    ) -> Result<Self, AuthorityError> {
        let hierarchy = SupplierHierarchy::reachable_at(authority::addresses(), &keys, validity)?;
        tenant.systems().authority.arrange(|authorities, _| authorities.serve(&hierarchy));
        let keys_are_fresh = !tenant.office().clock.is_held();
        let drawn = Mutex::new(drawn);
        Ok(Self { tenant, vault, hierarchy, keys, validity, keys_are_fresh, drawn })
    }

    /// What to keep, for another process to go on with the same supplier.
    pub(super) fn saved(&self) -> SavedSupplier {
        SavedSupplier {
            root_key: Secret::new(self.keys.root.pkcs8_pem()),
            issuing_key: Secret::new(self.keys.issuing.pkcs8_pem()),
            validity: self.validity,
            drawn: self.lock().clone(),
        }
    }

    /// Whether it has the authorities of the one that was saved.
    pub(super) fn is_that_of(&self, saved: &SavedSupplier) -> bool {
        saved.root_key.matches(&self.keys.root.pkcs8_pem())
            && saved.issuing_key.matches(&self.keys.issuing.pkcs8_pem())
    }

    /// Draws on as the supplier did that was saved, which had the same authorities.
    pub(super) fn go_on(&self, saved: &SavedSupplier) {
        *self.lock() = saved.drawn.clone();
    }

    /// The root, for hosts that ask for client certificates.
    pub(super) fn root(&self) -> &Certificate {
        self.hierarchy.root()
    }

    /// The authority that issues.
    pub(super) fn issuing(&self) -> &Certificate {
        self.hierarchy.issuing()
    }

    fn key(&self, kind: KeyKind, order: &CertificateOrder<'_>) -> Result<Key, ArrangeError> {
        if let Some(name) = order.same_key_as {
            let before = self.vault.identity(name);
            return Ok(before.map_err(|error| cannot(order, error))?.key);
        }
        if self.keys_are_fresh {
            return keys::take_fresh(kind).map_err(|error| cannot(order, error));
        }
        let number = {
            let mut drawn = self.lock();
            let taken = drawn.keys.entry(kind.to_string()).or_default();
            std::mem::replace(taken, *taken + 1)
        };
        keys::take(kind, number).map_err(|error| cannot(order, error))
    }

    fn issue(&self, order: &CertificateOrder<'_>, key: &Key) -> Result<Issued, ArrangeError> {
        let unknown = || cannot(order, format!("no profile is called `{}`", order.profile));
        let now = self.tenant.office().clock.now();
        let [_, serial @ .., _] = self.lock().ids.bytes("certificate.serial");
        let (serial, _) = serial.split_first_chunk().ok_or_else(unknown)?;
        let profile = Profile::named(order.profile).ok_or_else(unknown)?;
        let shape = order.shape.cloned().unwrap_or_else(|| Shape::of(profile));
        let age = order.age.max(SignedDuration::from_hours(1));
        let shaped = ShapedOrder {
            shape: &shape,
            subject: order.subject,
            key: SubjectKey::Pair(key),
            validity: Validity { from: after(now, -age), until: after(now, order.lifetime) },
            defect: order.defect,
            serial: *serial,
        };
        self.hierarchy.issue_shaped(&shaped).map_err(|error| cannot(order, error))
    }

    /// Gives the certificate the next name of its role, and writes what stands behind it.
    fn name(&self, role: &str, certificate: &Certificate) -> String {
        let fingerprint = certificate.fingerprint().to_string();
        let ssh_key = ssh::public_key_line(certificate.public_key(), "").ok();
        self.tenant.office().journal.evidence(|evidence| {
            let name = evidence.name(role, &fingerprint);
            evidence.write(&name, "fingerprint", fingerprint);
            if let Some(key) = ssh_key {
                evidence.alias(&name, key.trim());
            }
            // It may come back long after the journal forgot when it was last seen.
            evidence.keep(&name);
            name
        })
    }

    fn lock(&self) -> MutexGuard<'_, Drawn> {
        self.drawn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl IssueCertificates for Supplier {
    fn order(&self, order: &CertificateOrder<'_>) -> Result<Identity, NotConnected> {
        let profile = Profile::named(order.profile);
        let kind = profile.map_or(KeyKind::Rsa2048, |profile| profile.key_for(order.defect));
        // A key that is spoilt on purpose stays so.
        let kind = order.shape.filter(|_| order.defect.is_none()).map_or(kind, |shape| shape.key);
        let key = self.key(kind, order)?;
        let Issued { certificate, chain } = self.issue(order, &key)?;
        self.tenant.systems().authority.arrange(|it, _| it.issued(&certificate));
        let name = self.name(order.role, &certificate);
        let identity = Identity { name, certificate, chain, key };
        self.vault.keep(identity.clone());
        // A state that was saved meanwhile lacks the key.
        self.tenant.office().saves.changed();
        Ok(identity)
    }
}

fn cannot(
    order: &CertificateOrder<'_>,
    source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> ArrangeError {
    ArrangeError::new(format!("order a certificate for `{}`", order.subject.called()), source)
}
