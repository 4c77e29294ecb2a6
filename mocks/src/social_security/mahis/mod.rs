//! Mahis: the mandates between employers and those who declare for them.

pub mod mandate;
mod routes;

pub use mandate::{Group, Mandate, Mandates, Quarter};
pub(in crate::social_security) use routes::routes;

use jiff::{SignedDuration, Timestamp};
use raccord_kernel::clock::after;
use serde::{Deserialize, Serialize};

use super::SocialSecurity;
use super::directory::EnterpriseNumber;

/// What is guessed of Mahis.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Knobs {
    /// After how many seconds the APIs know that a mandate was validated.
    pub propagation_s: u32,
}

impl SocialSecurity {
    /// The mandate by which an enterprise may act for another at `now`, as the APIs know it.
    #[must_use]
    pub fn mandate_for(
        &self,
        mandatary: &EnterpriseNumber,
        principal: &EnterpriseNumber,
        group: Group,
        now: Timestamp,
    ) -> Option<&Mandate> {
        let delay = SignedDuration::from_secs(i64::from(self.knobs.mahis.propagation_s));
        self.mandates.iter().find(|mandate| {
            mandate.mandatary == *mandatary
                && mandate.principal == *principal
                && mandate.group == group
                && mandate.is_in_its_quarters(now)
                && mandate.validated_at().is_some_and(|at| after(at, delay) <= now)
        })
    }
}
