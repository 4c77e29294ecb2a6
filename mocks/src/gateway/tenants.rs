//! The tenants behind one gateway, and how a connection says whose it is.

use std::sync::{Arc, OnceLock, PoisonError, RwLock, RwLockReadGuard};

use super::door::Addresses;
use super::listing::Notice;
use super::tenant::Tenant;
use crate::chorus_pro::sftp::{Ports, SftpPort};

/// One or more tenants, each with its state, clock, journal and trust.
///
/// A connection belongs to the first, unless it names another: by the user of its `CONNECT`
/// request, by the label in `<tenant>.<host>.localhost`, or by that of the SSH user
/// `<tenant>.<code appli>`.
#[derive(Debug)]
pub struct Tenants {
    first: Arc<Tenant>,
    others: RwLock<Vec<Arc<Tenant>>>,
    addresses: OnceLock<Addresses>,
    notice: RwLock<Notice>,
}

impl Tenants {
    /// A single tenant.
    #[must_use]
    pub fn one(tenant: Arc<Tenant>) -> Self {
        Self {
            first: tenant,
            others: RwLock::default(),
            addresses: OnceLock::new(),
            notice: RwLock::default(),
        }
    }

    /// Shows something on the page of the doors, instead of what was shown before.
    pub fn show(&self, notice: Notice) {
        *self.notice.write().unwrap_or_else(PoisonError::into_inner) = notice;
    }

    /// Adds a tenant that connections reach by its name.
    #[must_use]
    pub fn and(self, tenant: Arc<Tenant>) -> Self {
        self.add(tenant);
        self
    }

    /// Adds a tenant that connections reach by its name, while the doors are open.
    pub fn add(&self, tenant: Arc<Tenant>) {
        self.others.write().unwrap_or_else(PoisonError::into_inner).push(tenant);
    }

    /// Takes a tenant away, and ends its connections. The first stays; whether there was such
    /// another.
    pub fn remove(&self, name: &str) -> bool {
        let mut others = self.others.write().unwrap_or_else(PoisonError::into_inner);
        let Some(place) = others.iter().position(|tenant| tenant.name() == name) else {
            return false;
        };
        let removed = others.remove(place);
        drop(others);
        removed.leave();
        true
    }

    /// The names of all, the first one first.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let others = self.others();
        let all = std::iter::once(&self.first).chain(others.iter());
        all.map(|tenant| tenant.name().to_owned()).collect()
    }

    /// The tenant of a connection that names none.
    #[must_use]
    pub const fn by_default(&self) -> &Arc<Tenant> {
        &self.first
    }

    /// The tenant of that name.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<Arc<Tenant>> {
        let others = self.others();
        let mut all = std::iter::once(&self.first).chain(others.iter());
        all.find(|tenant| tenant.name() == name).map(Arc::clone)
    }

    /// Says where the doors are, once they open.
    pub(super) fn are_behind(&self, addresses: Addresses) {
        // Doors open once.
        let _ = self.addresses.set(addresses);
    }

    pub(super) fn addresses(&self) -> Option<Addresses> {
        self.addresses.get().copied()
    }

    pub(super) fn notice(&self) -> Notice {
        self.notice.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The tenant that a proxy's user names; nobody where there is no tenant of that name.
    pub(super) fn by_proxy_user(&self, user: Option<&str>) -> Option<Arc<Tenant>> {
        user.map_or_else(|| Some(Arc::clone(&self.first)), |user| self.by_name(user))
    }

    /// The tenant and the host of a request in clear, whose proxy user may name a tenant.
    pub(super) fn in_clear<'a>(
        &self,
        name: &'a str,
        user: Option<&str>,
    ) -> Option<(Arc<Tenant>, &'a str)> {
        let tenant = self.by_proxy_user(user)?;
        if tenant.serves_in_clear(name) {
            return Some((tenant, name));
        }
        self.by_local_name(name)
    }

    /// The tenant and the host that a name under `.localhost` speaks of.
    pub(super) fn by_local_name<'a>(&self, name: &'a str) -> Option<(Arc<Tenant>, &'a str)> {
        let host = name.strip_suffix(".localhost")?;
        if self.first.serves(host) {
            return Some((Arc::clone(&self.first), host));
        }
        self.by_label(host).filter(|(tenant, host)| tenant.serves(host))
    }

    /// The tenant that a name before a dot speaks of, and what follows the dot; nobody where there
    /// is no such tenant.
    fn by_label<'a>(&self, name: &'a str) -> Option<(Arc<Tenant>, &'a str)> {
        let (label, rest) = name.split_once('.')?;
        Some((self.by_name(label)?, rest))
    }

    fn others(&self) -> RwLockReadGuard<'_, Vec<Arc<Tenant>>> {
        self.others.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An SSH user is of the first tenant, or names its own: `<tenant>.<code appli>`.
impl Ports for Arc<Tenants> {
    fn of<'a>(&self, user: &'a str) -> (Arc<SftpPort>, &'a str) {
        match self.by_label(user) {
            Some((tenant, user)) => (Arc::clone(tenant.sftp_port()), user),
            None => (Arc::clone(self.first.sftp_port()), user),
        }
    }
}
