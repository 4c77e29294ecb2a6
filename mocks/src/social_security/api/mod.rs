//! The gateway before the REST APIs, and the APIs behind it.
//!
//! # Shape
//! Three hosts (production, simulation, acceptance), each with the same APIs under
//! `/REST/<api>/v<n>`. A call is checked in this order, and what is found first is answered: the
//! path (404) and the method (405); then, but for `GET …/health`, which is open to everybody, the
//! bearer (401), its scopes (403), `Accept` (406), `Content-Type` (415) and the size (413); then by
//! the API itself the query and the body (400), what may be done for whom (403), and whether it is
//! there (404). Whatever is refused is told as a Belgif problem, but for 405, 406 and 415, which
//! have no body. Each answer has a trace id of its own. Production and simulation share their
//! tokens, for simulation has no token server.
//!
//! - [`dimona`]: version 2 of Dimona.
//! - [`learning_account`]: version 1 of the Federal Learning Account, whose resources are guessed.
//!
//! # Rules
//! See [`rules`], [`dimona::rules`] and [`learning_account::rules`]; what is guessed of them is
//! [`Knobs`].
//!
//! # Not modelled
//! Quotas, whose numbers are in no source: a fault can answer 429. `DEGRADED` and `DOWN` of
//! `/health`. HTTP caching with `ETag`. The same member twice in one JSON object: the last is taken.

mod admission;
pub mod dimona;
mod employer;
mod issue;
pub mod learning_account;
mod negotiation;
mod refusal;
mod routes;
pub mod rules;
mod ssin;
mod wire;

pub use employer::Employer;
pub use routes::routes;
pub use ssin::{NoSsin, Ssin};

use raccord_kernel::Trace;
use serde::{Deserialize, Serialize};

use super::{Environment, SocialSecurity};

/// What is guessed of the APIs; each field says the rule whose guess it sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// The realm of every challenge (`SS-API-12`).
    pub realm: String,
    /// Whether the tokens of an account are refused as soon as it is deleted (`SS-API-13`).
    pub deleted_accounts_are_refused: bool,
    /// Whether an `Accept` that takes nothing of what the operation answers is refused
    /// (`SS-API-07`).
    pub accept_is_negotiated: bool,
    /// How many octets the body of a request may have (`SS-API-09`).
    pub body_bytes_max: usize,
    /// Whether what belongs to somebody else is hidden: answered 404 instead of 403 (`SS-API-15`).
    pub strangers_are_told_nothing: bool,
    /// Dimona.
    pub dimona: dimona::Knobs,
    /// The Federal Learning Account.
    pub learning_account: learning_account::Knobs,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            realm: "socialsecurity.be".to_owned(),
            deleted_accounts_are_refused: false,
            accept_is_negotiated: true,
            body_bytes_max: 1 << 20,
            strangers_are_told_nothing: false,
            dimona: dimona::Knobs::default(),
            learning_account: learning_account::Knobs::default(),
        }
    }
}

/// What the APIs of one environment keep: plain data.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Apis {
    /// Dimona.
    pub dimona: dimona::Dimona,
    /// The Federal Learning Account.
    pub learning_account: learning_account::LearningAccount,
}

impl Apis {
    /// Forgets what is over, but for the `newest` of each kind.
    pub(super) fn forget(&mut self, newest: usize) {
        self.dimona.forget(newest);
        self.learning_account.forget(newest);
    }
}

/// What happens by itself in the APIs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A Dimona declaration is processed.
    DimonaProcessed {
        /// Its number.
        declaration: u64,
    },
}

impl SocialSecurity {
    /// Makes something happen in the APIs of an environment, and says what it is called.
    pub(super) fn fire_in_api(
        &mut self,
        environment: Environment,
        event: &Event,
        trace: &mut Trace,
    ) -> &'static str {
        match event {
            Event::DimonaProcessed { declaration } => {
                self.process(environment, *declaration, trace);
                "dimona.process"
            }
        }
    }
}
