//! What all routes share.

use std::sync::Arc;

use raccord_kernel::Secret;
use tokio::sync::{Notify, watch};

use super::problem::{self, Problem};
use crate::environment::{Mocks, Tenancy};

/// What all routes share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) tenancy: Arc<Tenancy>,
    token: Secret,
    stop: Arc<Notify>,
    turned: watch::Sender<()>,
}

impl Shared {
    pub(super) fn new(tenancy: Arc<Tenancy>, token: Secret, stop: Arc<Notify>) -> Self {
        Self { tenancy, token, stop, turned: watch::Sender::default() }
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
            let names: Vec<_> = tenants.iter().map(|mocks| format!("`{}`", mocks.name())).collect();
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
