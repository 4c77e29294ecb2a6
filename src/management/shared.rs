//! What all routes share.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use raccord_kernel::Secret;
use tokio::sync::{Notify, watch};

use super::problem::{self, Problem};
use crate::environment::{Mocks, Snapshot, SnapshotError, Tenancy};
use crate::starts::Exports;

/// What all routes share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) tenancy: Arc<Tenancy>,
    token: Secret,
    stop: Arc<Notify>,
    turned: watch::Sender<()>,
    beginnings: Mutex<BTreeMap<String, Arc<Beginning>>>,
}

/// What a tenant was when its starting state was arranged.
#[derive(Debug)]
pub(super) struct Beginning {
    /// All that it was.
    pub(super) state: Snapshot,
    /// Who was connected.
    pub(super) exports: Exports,
}

impl Shared {
    pub(super) fn new(tenancy: Arc<Tenancy>, token: Secret, stop: Arc<Notify>) -> Self {
        let (turned, beginnings) = (watch::Sender::default(), Mutex::default());
        Self { tenancy, token, stop, turned, beginnings }
    }

    /// Keeps what a tenant is now as its beginning, with what was exported.
    pub(super) fn begin(&self, mocks: &Mocks, exports: Exports) -> Result<(), SnapshotError> {
        let beginning = Beginning { state: mocks.snapshot()?, exports };
        self.beginnings().insert(mocks.tenant_name().to_owned(), Arc::new(beginning));
        Ok(())
    }

    /// The beginning of a tenant.
    pub(super) fn beginning(&self, name: &str) -> Option<Arc<Beginning>> {
        self.beginnings().get(name).map(Arc::clone)
    }

    /// Forgets the beginning of a tenant that is gone.
    pub(super) fn forget(&self, name: &str) {
        self.beginnings().remove(name);
    }

    fn beginnings(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Beginning>>> {
        self.beginnings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether somebody shows the token.
    pub(super) fn admits(&self, attempt: &str) -> bool {
        self.token.matches(attempt)
    }

    /// The tenant of a name; the first where none is named.
    pub(super) fn tenant(&self, name: Option<&str>) -> Result<Arc<Mocks>, Problem> {
        let Some(name) = name else { return Ok(Arc::clone(self.tenancy.first())) };
        self.tenancy.tenant(name).ok_or_else(|| {
            let tenants = self.tenancy.tenants();
            let names: Vec<_> =
                tenants.iter().map(|mocks| format!("`{}`", mocks.tenant_name())).collect();
            Problem::new(
                problem::UNKNOWN_TENANT,
                format!(
                    "found the tenant `{name}`, expected one of {}; add it with POST \
                     /__admin/tenants, or leave `tenant` out for the first",
                    names.join(", ")
                ),
            )
        })
    }

    /// Asks the process to end.
    pub(super) fn stop(&self) {
        self.stop.notify_one();
    }

    /// Says that a clock was turned.
    pub(super) fn turn(&self) {
        self.turned.send_replace(());
    }

    /// Tells whenever a clock was turned.
    pub(super) fn turned(&self) -> watch::Receiver<()> {
        self.turned.subscribe()
    }
}
