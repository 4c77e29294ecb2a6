//! The mocks: an environment of its own for each scenario, on ports of its own.

mod chorus_pro;
mod observe;
mod revocation;
mod social_security;
mod supplier;

use std::sync::Arc;

use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use jiff::Timestamp;
use raccord_kernel::{Clock, Faults};
use raccord_mocks::chorus_pro::portal::NetworkData;
use raccord_mocks::gateway::{self, Doors, Gateway, Listen, Settings, Tenant, Tenants};

use super::{
    Addresses, CannotDo, ChorusProStates, Environment, IssueCertificates, Observe, OpenError,
    RevokeCertificates, SocialSecurityStates,
};
use crate::connectors::{Network, Vault};
use supplier::Supplier;

/// The instant at which a held clock starts: Monday 2 March 2026, 9 o'clock in Paris, far from any
/// change of hour.
pub const START: Timestamp = Timestamp::constant(1_772_438_400, 0);

/// How many entries of its journal an environment keeps whose clock runs: some ten megabytes.
const JOURNAL_NEWEST: usize = 10_000;

/// The mocks of one scenario. Dropping them closes every door.
#[derive(Debug)]
pub struct Mocks {
    tenant: Arc<Tenant>,
    gateway: Gateway,
    network: Network,
    addresses: Addresses,
    vault: Vault,
    supplier: Supplier,
}

impl Mocks {
    /// Opens mocks whose identifiers are drawn from `seed`, with this clock.
    ///
    /// # Errors
    ///
    /// When no door can be opened, or no throwaway authority made.
    pub async fn open(seed: u64, clock: Clock, listen: Listen) -> Result<Self, OpenError> {
        let doors = Doors::listen(listen).await.map_err(cannot_open)?;
        let (http, sftp) = (doors.addresses().http, doors.addresses().sftp);
        let settings = Settings {
            seed,
            network: NetworkData { address: sftp.ip().to_string(), port: sftp.port() },
            // What is served may be served for days; what is run is judged by its whole journal.
            journal_newest: (!clock.is_held()).then_some(JOURNAL_NEWEST),
            ..Settings::default()
        };
        let clock = Arc::new(clock);
        let tenant = Tenant::open("default", Arc::clone(&clock), &settings).map_err(cannot_open)?;
        let tenant = Arc::new(tenant);
        let vault = Vault::default();
        let supplier =
            Supplier::open(Arc::clone(&tenant), vault.clone(), seed).map_err(cannot_open)?;
        tenant.trust_clients_of(supplier.root());
        let network = Network {
            proxy: Some(format!("http://{http}")),
            roots: vec![tenant.root().clone()],
            edi_sftp: sftp,
            edi_sftp_host_key: tenant.sftp_host_key().to_owned(),
        };
        let gateway = doors.open_for(Arc::new(Tenants::one(Arc::clone(&tenant))));
        let addresses = Addresses::qualification();
        Ok(Self { tenant, gateway, network, addresses, vault, supplier })
    }

    /// Where the doors are.
    #[must_use]
    pub const fn doors(&self) -> gateway::Addresses {
        self.gateway.addresses()
    }

    /// The names of the hosts behind the HTTP door, sorted.
    #[must_use]
    pub fn host_names(&self) -> Vec<&'static str> {
        self.tenant.host_names()
    }
}

fn cannot_open(source: impl std::error::Error + Send + Sync + 'static) -> OpenError {
    OpenError { environment: "mocks".to_owned(), source: source.into() }
}

impl Environment for Mocks {
    fn name(&self) -> &str {
        "mocks"
    }

    fn now(&self) -> Timestamp {
        self.tenant.office().clock.now()
    }

    fn network(&self) -> &Network {
        &self.network
    }

    fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    fn vault(&self) -> &Vault {
        &self.vault
    }

    fn pass_to(&self, instant: Timestamp) -> LocalBoxFuture<'_, ()> {
        self.tenant.advance_to(instant).boxed_local()
    }

    fn next_event(&self) -> Option<Timestamp> {
        self.tenant.next_due()
    }

    fn faults(&self) -> Result<&Faults, CannotDo> {
        Ok(&self.tenant.office().faults)
    }

    fn observe(&self) -> Result<&dyn Observe, CannotDo> {
        Ok(self)
    }

    fn issue_certificates(&self) -> Result<&dyn IssueCertificates, CannotDo> {
        Ok(&self.supplier)
    }

    fn revoke_certificates(&self) -> Result<&dyn RevokeCertificates, CannotDo> {
        Ok(self)
    }

    fn chorus_pro_states(&self) -> Result<&dyn ChorusProStates, CannotDo> {
        Ok(self)
    }

    fn social_security_states(&self) -> Result<&dyn SocialSecurityStates, CannotDo> {
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::START;

    #[test]
    fn a_held_clock_starts_on_a_monday_morning() {
        assert_eq!(START.to_string(), "2026-03-02T08:00:00Z");
    }
}
