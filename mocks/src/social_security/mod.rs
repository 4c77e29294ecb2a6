//! The portal of Belgian social security, as far as an employer who declares by REST sees it, or
//! whoever declares for one.
//!
//! - [`directory`]: enterprises, their qualities, and the people who act for them.
//! - [`csam`]: how a person logs in.
//! - [`access`]: "Gestion des accès", where qualities and roles are given.
//! - [`chaman`]: the technical channels: accounts, permissions, certificates, client ids.
//! - [`mahis`]: the mandates between employers and those who declare for them.
//! - [`oauth`]: the token server, version 5.
//! - [`api`]: the gateway before the REST APIs; Dimona and the Federal Learning Account behind it.

pub mod access;
pub mod api;
pub mod chaman;
pub mod csam;
pub mod directory;
mod environment;
pub mod mahis;
pub mod oauth;
mod routes;

pub use environment::Environment;
pub use routes::{World, hosts};

use std::collections::BTreeMap;

use jiff::Timestamp;
use raccord_kernel::{Ids, Schedule, System, Trace};
use serde::{Deserialize, Serialize};

use chaman::Chaman;
use csam::Csam;
use directory::Directory;
use mahis::Mandates;
use oauth::OAuth;

/// The state of social security: plain data. Production and simulation share one, for they share
/// accounts, mandates and tokens; acceptance has its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SocialSecurity {
    /// Identifiers, seeded.
    pub ids: Ids,
    /// What is guessed of the real system, and can be set otherwise.
    pub knobs: Knobs,
    /// Enterprises and people.
    pub directory: Directory,
    /// Who is logged in.
    pub csam: Csam,
    /// Accounts and senders.
    pub chaman: Chaman,
    /// Mandates.
    pub mandates: Mandates,
    /// Tokens, and the assertions that were seen.
    pub oauth: OAuth,
    /// What the APIs keep, by environment.
    pub apis: BTreeMap<Environment, api::Apis>,
    /// What will happen.
    pub schedule: Schedule<Event>,
}

/// What is guessed of the real system; each field says the rule whose guess it sets.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// The login.
    pub csam: csam::Knobs,
    /// ChaMan.
    pub chaman: chaman::Knobs,
    /// Mahis.
    pub mahis: mahis::Knobs,
    /// The token server.
    pub oauth: oauth::Knobs,
    /// The APIs.
    pub api: api::Knobs,
}

/// What happens by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// The token server knows a certificate of an account from now on.
    CertificateTakesEffect {
        /// The account's number.
        account: u64,
        /// The certificate's number in it.
        certificate: u64,
    },
    /// Something in the APIs of an environment.
    Api(Environment, api::Event),
}

impl SocialSecurity {
    /// A social security that knows nobody, and draws its identifiers from `seed`.
    #[must_use]
    pub fn new(seed: u64, knobs: Knobs) -> Self {
        Self {
            ids: Ids::new(seed),
            knobs,
            directory: Directory::default(),
            csam: Csam::default(),
            chaman: Chaman::default(),
            mandates: Mandates::default(),
            oauth: OAuth::default(),
            apis: BTreeMap::new(),
            schedule: Schedule::default(),
        }
    }

    /// What the APIs of an environment keep.
    pub fn apis(&mut self, environment: Environment) -> &mut api::Apis {
        self.apis.entry(environment).or_default()
    }
}

impl System for SocialSecurity {
    const NAME: &'static str = "social-security";

    fn next_due(&self) -> Option<Timestamp> {
        self.schedule.next_due()
    }

    fn fire(&mut self, now: Timestamp, trace: &mut Trace) -> Option<&'static str> {
        Some(match self.schedule.take_due(now)? {
            Event::CertificateTakesEffect { account, certificate } => {
                self.certificate_takes_effect((account, certificate), trace)
            }
            Event::Api(environment, event) => self.fire_in_api(environment, &event, trace),
        })
    }

    fn forget(&mut self, newest: usize) {
        self.apis.values_mut().for_each(|apis| apis.forget(newest));
    }
}
