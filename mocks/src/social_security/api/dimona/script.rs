//! How declarations to come will end, since ONSS's checks are not modelled.

use serde::{Deserialize, Serialize};

use super::Dimona;
use super::declaration::Anomaly;
use crate::social_security::directory::EnterpriseNumber;

/// What the next declarations for an employer will come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Script {
    /// For which employer; for anybody if absent.
    pub for_employer: Option<EnterpriseNumber>,
    /// How many declarations.
    pub declarations: u32,
    /// What they come to.
    pub outcome: Outcome,
}

/// What a declaration comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// `A`.
    #[default]
    Accepted,
    /// `W`.
    AcceptedWithWarnings {
        /// What was found.
        anomalies: Vec<Anomaly>,
    },
    /// `B`.
    Refused {
        /// What was found.
        anomalies: Vec<Anomaly>,
    },
    /// `S`.
    WaitingForSigedis,
}

impl Dimona {
    /// What the next declaration for an employer comes to; the script is used up by one.
    pub(super) fn next_outcome(&mut self, employer: &EnterpriseNumber) -> Outcome {
        let is_for = |script: &Script| script.for_employer.as_ref().is_none_or(|it| it == employer);
        let Some(place) = self.scripts.iter().position(is_for) else { return Outcome::default() };
        let Some(script) = self.scripts.get_mut(place) else { return Outcome::default() };
        let outcome = script.outcome.clone();
        script.declarations = script.declarations.saturating_sub(1);
        if script.declarations == 0 {
            self.scripts.remove(place);
        }
        outcome
    }
}
