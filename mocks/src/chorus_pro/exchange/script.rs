//! How flows to come will end, since invoices are not read.

use serde::{Deserialize, Serialize};

use super::FlowError;

/// What the next flows of a sender will come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Script {
    /// Whose flows: a "code appli partenaire", a technical account's login or, in the portal, a
    /// structure's SIRET; anybody's if absent.
    pub for_sender: Option<String>,
    /// How many flows.
    pub flows: u32,
    /// What they come to.
    pub outcome: Outcome,
}

/// What a flow comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// All invoices are integrated.
    #[default]
    Integrated,
    /// It is rejected as a whole.
    Rejected {
        /// Why. An error without an invoice number is about the flow's first invoice.
        errors: Vec<FlowError>,
    },
    /// The invoices without an error are integrated (`CPP-FLOW-05`).
    PartlyIntegrated {
        /// What is wrong with the others. An error without an invoice number is about the flow's
        /// first invoice.
        errors: Vec<FlowError>,
    },
}
