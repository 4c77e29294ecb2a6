//! PISTE: the OAuth token endpoint, and the gateway that stands before the APIs.
//!
//! # Shape
//! Two environments, each with an OAuth host and an API host, and credentials of its own. The
//! token endpoint takes `POST /api/oauth/token`, a form, and answers JSON in whole seconds. The
//! gateway checks each call in this order, and hands what it lets in to the API's publisher:
//! bearer present (400), bearer good (401), route declared, API selected and its terms of use
//! accepted (403, empty body). What comes after (the technical account, the format, the business)
//! is the publisher's affair.
//!
//! # Rules
//! See [`rules`]. The status of `invalid_client`, the scopes and HTTP Basic are [`Knobs`].
//!
//! # Not modelled
//! Quotas: their numbers, and what a 429 says, are in no source (a fault can answer 429). Refusals
//! for a missing scope. The authorization code and implicit grants, which the Swagger declares and
//! nobody uses. API keys, which Chorus Pro does not use. The portal's pages.

mod admission;
mod application;
mod grant;
mod routes;
pub mod rules;
mod wire;

use admission::{Call, GatewayRefusal};

pub use application::{Application, Applications, Environment};
pub use grant::{Grant, Grantee, TOKEN_LIFETIME_S, TokenRefusal, TokenRequest};
pub use routes::hosts;

use jiff::Timestamp;
use raccord_kernel::{Ids, System, Tokens, Trace};
use serde::{Deserialize, Serialize};

use raccord_kernel::Secret;

/// The state of PISTE: plain data.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Piste {
    /// Identifiers, seeded.
    pub ids: Ids,
    /// What is guessed of the real system, and can be set otherwise.
    pub knobs: Knobs,
    /// The applications.
    pub applications: Applications,
    /// The tokens.
    pub tokens: Tokens<Grantee>,
}

/// What is guessed of the real system; each field says the rule whose guess it sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// The status of `invalid_client`: 400 was measured, other sources say 401 (`PISTE-TOKEN-02`).
    pub invalid_client_status: u16,
    /// The scopes that may be asked for (`PISTE-TOKEN-05`).
    pub scopes: Vec<String>,
    /// Whether HTTP Basic is taken beside the body (`PISTE-TOKEN-06`).
    pub basic_is_accepted: bool,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            invalid_client_status: 400,
            scopes: vec!["openid".to_owned(), "resource.READ".to_owned()],
            basic_is_accepted: false,
        }
    }
}

impl Piste {
    /// A PISTE without applications, that draws its identifiers from `seed`.
    #[must_use]
    pub fn new(seed: u64, knobs: Knobs) -> Self {
        Self {
            ids: Ids::new(seed),
            knobs,
            applications: Applications::default(),
            tokens: Tokens::default(),
        }
    }

    /// Makes an application with new OAuth identifiers, enabled and subscribed to nothing.
    pub fn create_application(&mut self, name: &str, environment: Environment) -> Application {
        let application = Application {
            client_id: self.ids.uuid("client-id"),
            secret: Secret::new(self.ids.uuid("client-secret")),
            name: name.to_owned(),
            environment,
            enabled: true,
            selected: std::collections::BTreeSet::new(),
            consented: std::collections::BTreeSet::new(),
        };
        self.applications.put(application.clone());
        application
    }
}

impl System for Piste {
    const NAME: &'static str = "piste";

    /// Nothing happens by itself: a token is over when it is looked at too late.
    fn next_due(&self) -> Option<Timestamp> {
        None
    }

    fn fire(&mut self, _now: Timestamp, _trace: &mut Trace) -> Option<&'static str> {
        None
    }
}
