//! What is guessed of the exchange, and can be set otherwise.

use serde::{Deserialize, Serialize};

use super::Limits;

/// What is guessed of the exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// From the deposit over the API to `IN_RECU`, in minutes (`CPP-FLOW-03`).
    pub minutes_to_received: u64,
    /// From there to `IN_TRAITE_SE_CPP`, in minutes (`CPP-FLOW-03`).
    pub minutes_to_exchanged: u64,
    /// From there to `IN_EN_COURS_TRAITEMENT_CPP`, in minutes (`CPP-FLOW-03`).
    pub minutes_to_processing: u64,
    /// From there to the final state, in minutes (`CPP-FLOW-03`).
    pub minutes_to_final: u64,
    /// From the final state to the integration report in pick-up, in minutes (`CPP-FLOW-07`).
    pub minutes_to_report: u64,
    /// From a drop to the report of its refusal in pick-up, in minutes (`CPP-FLOW-08`).
    pub minutes_to_refusal_report: u64,
    /// How long a file waits in pick-up, in days (`CPP-FLOW-10`).
    pub days_in_pick_up: u64,
    /// How the sender learns that a drop was refused (`CPP-FLOW-08`).
    pub refusal_of_drop: RefusalOfDrop,
    /// The sizes and types that receivability allows.
    pub limits: Limits,
    /// The application code at the head of the number of a flow deposited over the API
    /// (`CPP-FLOW-01`).
    pub api_application_code: String,
}

/// How the sender learns that what it dropped was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalOfDrop {
    /// The upload succeeds; a report comes in pick-up.
    ReportInPickUp,
    /// The end of the upload fails; no report comes.
    FailureAtClose,
}

impl Knobs {
    /// How long a file waits in pick-up, in minutes.
    pub(super) const fn minutes_in_pick_up(&self) -> u64 {
        self.days_in_pick_up.saturating_mul(24 * 60)
    }
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            minutes_to_received: 1,
            minutes_to_exchanged: 1,
            minutes_to_processing: 1,
            minutes_to_final: 2,
            minutes_to_report: 1,
            minutes_to_refusal_report: 1,
            days_in_pick_up: 7,
            refusal_of_drop: RefusalOfDrop::ReportInPickUp,
            limits: Limits::default(),
            api_application_code: "CPP001".to_owned(),
        }
    }
}
