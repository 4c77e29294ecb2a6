//! One tenant: its state, its clock, its journal and its trust.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use jiff::Timestamp;
use raccord_certs::Certificate;
use raccord_kernel::{Clock, Journal, Office, Outcome, Trace};
use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;
use tokio::sync::watch;

use super::connections::Connections;
use super::door_keys::DoorKeys;
use super::host_certificates::HostCertificates;
use super::systems::{MISTAKEN, RETIRED, Settings, Systems};
use crate::chorus_pro::sftp::SftpPort;
use crate::web::nearest::{self, Nearest};
use crate::web::{self, Host};

/// One tenant of a gateway. A scenario's environment is a gateway with one.
#[derive(Debug)]
pub struct Tenant {
    name: String,
    office: Arc<Office>,
    systems: Systems,
    hosts: HashMap<&'static str, Host>,
    certificates: HostCertificates,
    connections: Arc<Connections>,
    client_roots: Mutex<Arc<RootCertStore>>,
    sftp_port: Arc<SftpPort>,
    sftp_host_key: String,
    has_left: watch::Sender<bool>,
}

/// A tenant could not be set up.
#[derive(Debug, thiserror::Error)]
#[error("failed to set up the tenant `{name}`")]
pub struct OpenError {
    name: String,
    source: Box<dyn std::error::Error + Send + Sync>,
}

/// Who stands behind a host name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Host(&'static str),
    Retired { successor: &'static str },
    Mistaken { meant: &'static str },
    Nobody,
}

impl Tenant {
    /// Sets a tenant up, its systems empty.
    ///
    /// # Errors
    ///
    /// When its throwaway root cannot be made.
    pub fn open(name: &str, clock: Arc<Clock>, settings: &Settings) -> Result<Self, OpenError> {
        Self::open_with(name, clock, settings, Vec::new())
    }

    /// As [`open`](Self::open), with hosts beside those of the systems.
    ///
    /// # Errors
    ///
    /// When its throwaway root cannot be made.
    pub fn open_with(
        name: &str,
        clock: Arc<Clock>,
        settings: &Settings,
        more: Vec<Host>,
    ) -> Result<Self, OpenError> {
        let journal = settings.journal_newest.map_or_else(Journal::default, Journal::of_the_newest);
        let office = Arc::new(Office::with_journal(clock, journal).with_chance(settings.seed));
        let systems = Systems::new(&office, settings);
        let hosts: HashMap<_, _> =
            systems.hosts().into_iter().chain(more).map(|host| (host.name, host)).collect();
        let names: Vec<&str> = hosts.keys().copied().collect();
        let cannot = |source| OpenError { name: name.to_owned(), source };
        let door_keys = DoorKeys::from(&settings.door_keys, &names, office.clock.now())
            .map_err(|error| cannot(error.into()))?;
        let host_key = door_keys.sftp_key().map_err(|error| cannot(error.into()))?;
        let certificates = HostCertificates::new(door_keys);
        let sftp_host_key =
            host_key.public_key().to_openssh().map_err(|error| cannot(error.into()))?;
        let sftp_port = Arc::new(SftpPort::new(systems.qualification.clone(), host_key));
        Ok(Self {
            name: name.to_owned(),
            office,
            systems,
            hosts,
            certificates,
            connections: Arc::default(),
            client_roots: Mutex::new(Arc::new(RootCertStore::empty())),
            sftp_port,
            sftp_host_key,
            has_left: watch::Sender::new(false),
        })
    }

    /// Its name, by which connections reach it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its clock, journal and faults.
    #[must_use]
    pub const fn office(&self) -> &Arc<Office> {
        &self.office
    }

    /// Its systems.
    #[must_use]
    pub const fn systems(&self) -> &Systems {
        &self.systems
    }

    /// What its doors prove themselves by.
    #[must_use]
    pub const fn door_keys(&self) -> &Arc<DoorKeys> {
        self.certificates.door_keys()
    }

    /// The root that vouches for its hosts, to be trusted by connectors.
    #[must_use]
    pub fn root(&self) -> &Certificate {
        self.certificates.door_keys().root()
    }

    /// The public key of its SFTP server, as its operator would publish it: an OpenSSH line.
    #[must_use]
    pub fn sftp_host_key(&self) -> &str {
        &self.sftp_host_key
    }

    /// The certificates that its hosts show, by host, in DER: those that were asked for already.
    #[must_use]
    pub fn shown_certificates(&self) -> Vec<(String, Vec<u8>)> {
        self.certificates.shown()
    }

    /// The names of its hosts, sorted.
    #[must_use]
    pub fn host_names(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.hosts.keys().copied().collect();
        names.sort_unstable();
        names
    }

    /// The paths of a host, in the order it has them; nothing where it is no host.
    #[must_use]
    pub fn routes(&self, host: &str) -> Option<&[web::routes::Known]> {
        Some(self.host(host)?.routes.known())
    }

    /// Trusts a root for the client certificates that hosts ask for.
    pub fn trust_clients_of(&self, root: &Certificate) {
        let mut roots = self.client_roots.lock().unwrap_or_else(PoisonError::into_inner);
        // A root that cannot be parsed vouches for nobody.
        let _ = Arc::make_mut(&mut roots).add(root.der().to_vec().into());
    }

    /// When something will happen by itself.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.systems.next_due()
    }

    /// Moves time to `instant`: one due event at a time, in order. Returns when nothing is due,
    /// nothing is under way, and connections that were idle for too long are closed.
    pub async fn advance_to(&self, instant: Timestamp) {
        loop {
            self.settle().await;
            self.systems.catch_up();
            match self.next_due().filter(|due| *due <= instant) {
                Some(due) => self.office.clock.move_to(due),
                None => break,
            }
        }
        self.office.clock.move_to(instant);
        self.connections.close_idle(self.office.clock.now()).await;
    }

    /// Waits until nothing is under way; a client that stalls in the middle of something does not
    /// hold time up for ever, and fails the scenario.
    async fn settle(&self) {
        if tokio::time::timeout(SETTLING, self.office.flights.settled()).await.is_err() {
            self.incident(format!("time moved although something was under way for {SETTLING:?}"));
        }
    }

    /// Writes down a host that no mock stands in for.
    pub(super) fn knows_no_host(&self, operation: &str, host: &str) {
        let asked = format!("the host {host}");
        self.office.write("gateway", operation, Outcome::Unknown { asked }, Trace::default());
    }

    /// Writes down a fault of the mocks themselves.
    pub(super) fn incident(&self, what: String) {
        self.office.write("gateway", "gateway", Outcome::Incident { what }, Trace::default());
    }

    /// Ends its connections: it is behind no door any more.
    pub(super) fn leave(&self) {
        self.has_left.send_replace(true);
        self.sftp_port.close();
    }

    /// Returns once it is behind no door any more.
    pub(super) async fn left(&self) {
        // The sender lives in `self`, so the wait cannot end with an error.
        let _ = self.has_left.subscribe().wait_for(|has_left| *has_left).await;
    }

    /// Its port of EDI over SFTP.
    pub(super) const fn sftp_port(&self) -> &Arc<SftpPort> {
        &self.sftp_port
    }

    pub(super) fn serves(&self, host: &str) -> bool {
        matches!(self.known(host), Known::Host(_))
    }

    /// Whether a real name may be asked in clear.
    pub(super) fn serves_in_clear(&self, host: &str) -> bool {
        self.host(host).is_some_and(|host| host.in_clear)
    }

    pub(super) fn known(&self, name: &str) -> Known {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        if let Some(host) = self.hosts.get(&*name) {
            return Known::Host(host.name);
        }
        let listed = |hosts: &[(&str, &'static str)]| {
            hosts.iter().find(|(listed, _)| *listed == name).map(|(_, instead)| *instead)
        };
        let retired = listed(RETIRED).map(|successor| Known::Retired { successor });
        let mistaken = || listed(MISTAKEN).map(|meant| Known::Mistaken { meant });
        retired.or_else(mistaken).unwrap_or(Known::Nobody)
    }

    /// What a request to a host comes nearest to: a route of that host, or the same path of another.
    pub(super) fn nearest_route(&self, host: &str, method: &str, path: &str) -> Option<Nearest> {
        let here = self.host(host)?.routes.known();
        nearest::route(method, path, here).or_else(|| {
            let mut others: Vec<_> = self.hosts.values().filter(|it| it.name != host).collect();
            others.sort_by_key(|other| other.name);
            let other =
                others.into_iter().find(|it| nearest::is_served(path, it.routes.known()))?;
            let route = format!("{path} of {}", other.name);
            Some(Nearest { route, why: "another host has this path".to_owned() })
        })
    }

    pub(super) fn host(&self, name: &str) -> Option<&Host> {
        self.hosts.get(name)
    }

    pub(super) const fn certificates(&self) -> &HostCertificates {
        &self.certificates
    }

    pub(super) const fn connections(&self) -> &Arc<Connections> {
        &self.connections
    }

    pub(super) fn client_roots(&self) -> Arc<RootCertStore> {
        Arc::clone(&self.client_roots.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// How long, in real time, time waits for what is under way.
const SETTLING: std::time::Duration = std::time::Duration::from_secs(30);

/// The cryptography of every TLS connection, set up once.
pub(super) fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: LazyLock<Arc<CryptoProvider>> =
        LazyLock::new(|| Arc::new(rustls::crypto::aws_lc_rs::default_provider()));
    Arc::clone(&PROVIDER)
}
