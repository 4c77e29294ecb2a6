//! A real environment, as its settings describe it: qualification, acceptance, simulation.
//!
//! It is dialled over a real network, on the machine's clock, with the operator's own secrets.
//! Portal steps are done by the person who runs raccord. What the mocks can do beside that (move
//! time, break things, show their journal, arrange states) it cannot.
//!
//! - [`settings`]: how it is written down.
//! - `guard`: which hosts are contacted, and production.
//! - `secrets`, `identities`: what is fetched from variables and files.
//! - `connections`: who is connected, and with which certificates.

mod connections;
mod guard;
mod identities;
mod opening;
mod pace;
mod secrets;
pub mod settings;
#[cfg(test)]
mod tests;

pub use guard::{GuardError, is_production};
pub use identities::{ConfiguredCertificate, IdentityError};
pub use opening::{Opening, OpeningError, TrustError, roots};
pub use pace::Pace;
pub use secrets::{SecretError, Secrets};

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use jiff::{SignedDuration, Timestamp};
use raccord_certs::fingerprint::Fingerprint;
use raccord_kernel::Clock;
use raccord_kernel::pause::hold_back;

use self::settings::{EnvironmentSettings, WaitSettings};
use super::{
    Addresses, CannotDo, ChorusProConnections, Environment, IssueCertificates, Operator, OwnFlow,
    Patience, SocialSecurityAddresses, SocialSecurityConnections, Stage, Wait,
};
use crate::connectors::outside::Withheld;
use crate::connectors::{Network, Vault};
use crate::sha256;

/// A machine that slept is noticed so soon after it woke: timers stand still meanwhile.
const NAP: SignedDuration = SignedDuration::from_secs(20);

/// A real environment.
#[derive(Debug)]
pub struct Qualification {
    name: String,
    settings: EnvironmentSettings,
    clock: Clock,
    network: Network,
    addresses: Addresses,
    vault: Vault,
    withheld: Withheld,
    operator: Option<Rc<dyn Operator>>,
    own_flow: Option<OwnFlow>,
    pace: Arc<Pace>,
    /// When it was opened, in milliseconds: no flow has a number that one of an earlier run had.
    first_flow_number: u64,
    /// The company that a scenario speaks of; there is one.
    company: RefCell<Option<String>>,
}

impl Qualification {
    /// What it was opened with.
    #[must_use]
    pub const fn settings(&self) -> &EnvironmentSettings {
        &self.settings
    }

    /// The SHA-256 of what its files hold that decide as whom and with what it acts: certificates,
    /// by their keys in the settings, and the flow that is sent.
    #[must_use]
    pub fn fingerprints(&self) -> BTreeMap<String, String> {
        let certificates = self.settings.certificates();
        let certificates = certificates.iter().filter_map(|named| {
            let identity = self.vault.identity(&named.name()).ok()?;
            let fingerprint = Fingerprint::of(identity.certificate.der());
            Some((named.key(), fingerprint.to_string()))
        });
        let flow = self.own_flow.as_ref().map(|own| ("chorus_pro.flow", sha256::of(&own.content)));
        let flow = flow.map(|(key, sha256)| (key.to_owned(), sha256));
        certificates.chain(flow).collect()
    }

    async fn wait_until(&self, instant: Timestamp) {
        loop {
            let left = instant.duration_since(self.now());
            if !left.is_positive() {
                return;
            }
            hold_back(left.min(NAP).unsigned_abs()).await;
        }
    }
}

impl Environment for Qualification {
    fn name(&self) -> &str {
        &self.name
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
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

    fn withheld(&self) -> Withheld {
        self.withheld.clone()
    }

    fn pass_to(&self, instant: Timestamp) -> LocalBoxFuture<'_, ()> {
        self.wait_until(instant).boxed_local()
    }

    fn next_event(&self) -> Option<Timestamp> {
        None
    }

    fn patience(&self, wait: Wait) -> Patience {
        let waits = &self.settings.waits;
        let said = match wait {
            Wait::Activation => &waits.activation,
            Wait::Report => &waits.report,
            Wait::DetailedReport => &waits.detailed_report,
            Wait::Token => &waits.token,
            Wait::Declaration => &waits.declaration,
        };
        said.as_ref().map_or_else(|| wait.usual(), WaitSettings::patience)
    }

    fn longest_wait(&self) -> Option<SignedDuration> {
        self.settings.longest_wait_here.map(|it| it.duration())
    }

    fn turn(&self) -> Timestamp {
        self.pace.turn(self.now())
    }

    fn asked_to_wait(&self, until: Timestamp) {
        self.pace.wait_until(until);
    }

    fn not_before(&self) -> Option<Timestamp> {
        self.pace.not_before()
    }

    fn operator(&self) -> Option<&dyn Operator> {
        self.operator.as_deref()
    }

    fn own_flow(&self) -> Option<&OwnFlow> {
        self.own_flow.as_ref()
    }

    fn first_flow_number(&self) -> u64 {
        self.first_flow_number
    }

    fn social_security_addresses(&self, stage: Stage) -> SocialSecurityAddresses {
        let settings = self.settings.social_security.as_ref();
        settings.map_or_else(|| SocialSecurityAddresses::of(stage), |it| it.addresses())
    }

    fn issue_certificates(&self) -> Result<&dyn IssueCertificates, CannotDo> {
        Ok(self)
    }

    fn chorus_pro_connections(&self) -> Result<&dyn ChorusProConnections, CannotDo> {
        match self.settings.chorus_pro {
            Some(_) => Ok(self),
            None => Err(self.cannot("connect to Chorus Pro: it has no table chorus_pro")),
        }
    }

    fn social_security_connections(&self) -> Result<&dyn SocialSecurityConnections, CannotDo> {
        match self.settings.social_security {
            Some(_) => Ok(self),
            None => Err(self.cannot("connect to social security: it has no table social_security")),
        }
    }
}

impl WaitSettings {
    const fn patience(&self) -> Patience {
        Patience { period: self.every.duration(), deadline: self.deadline.duration() }
    }
}
