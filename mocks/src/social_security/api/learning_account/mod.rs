//! The Federal Learning Account, version 1: the trainings that employers register.
//!
//! # Shape
//! The API's address, scopes and gateway are known; its resources are not, for its Swagger is not
//! public. Here `POST /REST/federalLearningAccount/v1/registrations` takes one worker's training
//! and answers 201 with its place, which answers 200 at once: that is a guess, and no more of one
//! than a client needs to be tried against (`SS-FLA-01`). An employer registers for itself; a
//! mandatary for those who mandated it.
//!
//! # Rules
//! See [`rules`].
//!
//! # Not modelled
//! Anomalies and warnings, changes and deletions, searches, and the training providers' own way.
//! The real API takes nothing any more: the account was abolished on 1 January 2026. [`Knobs`] can
//! say so; by default the world is the manual's.

mod register;
mod routes;
pub mod rules;
mod wire;

pub use register::Registration;
pub(super) use routes::routes;

use std::collections::BTreeMap;

use raccord_kernel::Past;
use serde::{Deserialize, Serialize};

/// What is guessed of the Federal Learning Account; each field says the rule whose guess it sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// Whether a mandatary registers for itself without a mandate (`SS-FLA-04`).
    pub mandataries_register_for_themselves: bool,
    /// Whether the account is abolished, as it is since 1 January 2026 (`SS-FLA-05`).
    pub is_abolished: bool,
}

impl Default for Knobs {
    fn default() -> Self {
        Self { mandataries_register_for_themselves: true, is_abolished: false }
    }
}

/// The registrations, by identifier. Where a clock runs, the newest are kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct LearningAccount {
    registrations: BTreeMap<String, Registration>,
    /// All of them, in their order.
    #[serde(default)]
    registered: Past<String>,
}

impl LearningAccount {
    /// The registration of an identifier.
    #[must_use]
    pub fn registration(&self, id: &str) -> Option<&Registration> {
        self.registrations.get(id)
    }

    /// Forgets all registrations but for the `newest`.
    pub(super) fn forget(&mut self, newest: usize) {
        for id in self.registered.all_but(newest) {
            self.registrations.remove(&id);
        }
    }

    /// All registrations, by identifier.
    pub fn registrations(&self) -> impl Iterator<Item = &Registration> {
        self.registrations.values()
    }
}
