//! The mocks: an environment of its own for each scenario, on ports of its own.

mod chorus_pro;
mod delivery;
mod hand_in;
mod observe;
mod ordered;
mod revocation;
mod snapshot;
mod social_security;
mod supplier;
mod survey;
mod tenancy;
mod timeline;

pub use delivery::is_delivered_by_mail;
pub use hand_in::{HandInError, Taken};
pub use snapshot::{Snapshot, SnapshotError};
pub use survey::{SystemSurvey, rules};
pub use tenancy::{Tenancy, TenancyError};
pub use timeline::{KnownCertificate, Place, Standing};

use std::sync::{Arc, Mutex};

use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use jiff::Timestamp;
use raccord_kernel::{Clock, Faults, Mailbox, Past, Saves};
use raccord_mocks::chorus_pro::portal::NetworkData;
use raccord_mocks::gateway::{
    self, DoorKeysFrom, Doors, Gateway, Knobs, Listen, Settings, Tenant, Tenants,
};

use super::{
    Addresses, CannotDo, ChorusProConnections, ChorusProStates, Environment, IssueCertificates,
    Observe, OpenError, RevokeCertificates, SocialSecurityConnections, SocialSecurityStates,
};
use crate::connectors::{Bounds, Network, Vault};
use supplier::Supplier;

/// The instant at which a held clock starts: Monday 2 March 2026, 9 o'clock in Paris, far from any
/// change of hour.
pub const START: Timestamp = Timestamp::constant(1_772_438_400, 0);

/// How many entries of its journal an environment keeps whose clock runs, and how many of each kind
/// of what is over in its systems: some ten megabytes each.
const JOURNAL_NEWEST: usize = 10_000;

/// The mocks of one scenario, or of one tenant of what is served. Dropping those of a scenario
/// closes every door.
#[derive(Debug)]
pub struct Mocks {
    tenant: Arc<Tenant>,
    seed: u64,
    doors: gateway::Addresses,
    network: Network,
    addresses: Addresses,
    vault: Vault,
    supplier: Supplier,
    /// The names of the certificates that are not kept for ever.
    ordered: Mutex<Past<String>>,
    mailbox: Mailbox,
    _gateway: Option<Gateway>,
}

/// What mocks are opened with.
#[derive(Debug)]
struct Opening<'a> {
    name: &'a str,
    seed: u64,
    clock: Clock,
    doors: gateway::Addresses,
    door_keys: DoorKeysFrom,
    knobs: Knobs,
    saved: Option<&'a Snapshot>,
}

impl Mocks {
    /// Opens mocks whose identifiers are drawn from `seed`, with this clock.
    ///
    /// # Errors
    ///
    /// When no door can be opened, or no throwaway authority made.
    pub async fn open(seed: u64, clock: Clock, listen: Listen) -> Result<Self, OpenError> {
        let doors = Doors::listen(listen).await.map_err(cannot_open)?;
        let mocks = Self::behind(Opening {
            name: FIRST,
            seed,
            clock,
            doors: doors.addresses(),
            door_keys: DoorKeysFrom::Afresh,
            knobs: Knobs::default(),
            saved: None,
        })?;
        let gateway = doors.open_for(Arc::new(Tenants::one(Arc::clone(&mocks.tenant))));
        Ok(Self { _gateway: Some(gateway), ..mocks })
    }

    /// Sets mocks up behind doors that somebody else opens.
    fn behind(opening: Opening<'_>) -> Result<Self, OpenError> {
        let Opening { name, seed, clock, doors, door_keys, knobs, saved } = opening;
        let settings = Settings {
            seed,
            network: NetworkData { address: doors.sftp.ip().to_string(), port: doors.sftp.port() },
            // What is served may be served for days; what is run is judged by its whole journal.
            journal_newest: (!clock.is_held()).then_some(JOURNAL_NEWEST),
            door_keys,
            knobs,
        };
        let tenant = Tenant::open(name, Arc::new(clock), &settings).map_err(cannot_open)?;
        let tenant = Arc::new(tenant);
        let vault = Vault::default();
        let supplier = match saved {
            Some(saved) => Supplier::restore(Arc::clone(&tenant), vault.clone(), &saved.supplier),
            None => Supplier::open(Arc::clone(&tenant), vault.clone(), seed),
        };
        let supplier = supplier.map_err(cannot_open)?;
        tenant.trust_clients_of(supplier.root());
        let network = Network {
            proxy: Some(proxy(name, doors)),
            roots: vec![tenant.root().clone()],
            edi_sftp: doors.sftp.into(),
            edi_sftp_host_key: tenant.sftp_host_key().to_owned(),
            bounds: Bounds::default(),
        };
        let addresses = Addresses::qualification();
        let mocks = Self {
            tenant,
            seed,
            doors,
            network,
            addresses,
            vault,
            supplier,
            ordered: Mutex::default(),
            mailbox: Mailbox::default(),
            _gateway: None,
        };
        if let Some(saved) = saved {
            saved.put_into(&mocks).map_err(cannot_open)?;
        }
        Ok(mocks)
    }

    /// The tenant's name.
    #[must_use]
    pub fn tenant_name(&self) -> &str {
        self.tenant.name()
    }

    /// What time it is there.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.tenant.office().clock
    }

    /// What stands behind the doors: its office (clock, journal, faults), its systems.
    #[must_use]
    pub const fn tenant(&self) -> &Arc<Tenant> {
        &self.tenant
    }

    /// The supplier of certificates.
    #[must_use]
    pub const fn supplier(&self) -> &impl IssueCertificates {
        &self.supplier
    }

    /// Where the doors are.
    #[must_use]
    pub const fn doors(&self) -> gateway::Addresses {
        self.doors
    }

    /// The names of the hosts behind the HTTP door, sorted.
    #[must_use]
    pub fn host_names(&self) -> Vec<&'static str> {
        self.tenant.host_names()
    }

    /// Moves time to `instant`: one due event at a time, in order; returns when all has settled,
    /// and is kept where states are kept.
    pub async fn advance_to(&self, instant: Timestamp) {
        self.tenant.advance_to(instant).await;
        self.saves().changed();
        self.saves().kept().await;
    }

    /// What has changed here, and how much of it is kept beyond the process.
    #[must_use]
    pub fn saves(&self) -> &Saves {
        &self.tenant.office().saves
    }

    /// All that this tenant is, with its secrets and keys.
    ///
    /// # Errors
    ///
    /// When a state cannot be written as JSON.
    pub fn snapshot(&self) -> Result<Snapshot, SnapshotError> {
        Snapshot::of(self)
    }

    /// Puts back what [`snapshot`](Self::snapshot) gave; time does not go back.
    ///
    /// # Errors
    ///
    /// When it is none of these systems.
    pub fn restore(&self, snapshot: &Snapshot) -> Result<(), SnapshotError> {
        snapshot.put_into(self)
    }
}

/// The tenant that connections reach which name none.
const FIRST: &str = "default";

/// The proxy of a tenant: its name is the proxy's user, except the first's.
fn proxy(name: &str, doors: gateway::Addresses) -> String {
    if name == FIRST {
        return format!("http://{}", doors.http);
    }
    // Some clients send no user without a password; what it is does not matter.
    format!("http://{name}:{name}@{}", doors.http)
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
        Self::advance_to(self, instant).boxed_local()
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

    fn time_travel(&self) -> Result<(), CannotDo> {
        Ok(())
    }

    fn chorus_pro_connections(&self) -> Result<&dyn ChorusProConnections, CannotDo> {
        Ok(self)
    }

    fn social_security_connections(&self) -> Result<&dyn SocialSecurityConnections, CannotDo> {
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
