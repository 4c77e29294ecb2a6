//! One flow: a file of invoices on its way.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Outcome;

/// What carried a flow here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Carrier {
    /// The API behind PISTE.
    Api,
    /// EDI over SFTP.
    EdiSftp,
    /// A person, in the portal.
    Portal,
}

/// The state of a flow, under its wire name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FlowState {
    /// Deposited, waiting for the exchange system.
    InDepotPortailEnAttenteTraitementSeCpp,
    /// Received.
    InRecu,
    /// Through the exchange system.
    InTraiteSeCpp,
    /// Being processed.
    InEnCoursTraitementCpp,
    /// Processed and rejected: final.
    InRejete,
    /// All invoices integrated: final.
    InIntegre,
    /// Only the right invoices integrated: final.
    InIntegrePartiel,
}

impl FlowState {
    /// Its wire name.
    #[must_use]
    pub const fn wire_name(self) -> &'static str {
        match self {
            Self::InDepotPortailEnAttenteTraitementSeCpp => {
                "IN_DEPOT_PORTAIL_EN_ATTENTE_TRAITEMENT_SE_CPP"
            }
            Self::InRecu => "IN_RECU",
            Self::InTraiteSeCpp => "IN_TRAITE_SE_CPP",
            Self::InEnCoursTraitementCpp => "IN_EN_COURS_TRAITEMENT_CPP",
            Self::InRejete => "IN_REJETE",
            Self::InIntegre => "IN_INTEGRE",
            Self::InIntegrePartiel => "IN_INTEGRE_PARTIEL",
        }
    }

    /// Whether a flow stays in it for good.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::InRejete | Self::InIntegre | Self::InIntegrePartiel)
    }
}

/// One invoice of a flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// Its number: the name of its file without the extension (`CPP-FLOW-06`).
    pub number: String,
    /// `identifiantFactureCPP`, from when it is integrated.
    pub identifier: Option<u64>,
}

/// One thing wrong with a flow's invoices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowError {
    /// The invoice's number.
    pub invoice_number: String,
    /// What is wrong, in French as on the wire.
    pub text: String,
}

/// One flow.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Flow {
    /// `numeroFluxDepot`, 25 characters.
    pub number: String,
    /// What carried it.
    pub carrier: Carrier,
    /// Who sent it: the "code appli partenaire"; over the API, the technical account's login; in the
    /// portal, the structure's SIRET.
    pub sender: String,
    /// The interface code: `FSO1100A`.
    pub interface_code: String,
    /// The name it was sent under.
    pub file_name: String,
    /// `syntaxeFlux`, over the API and in the portal.
    pub syntax: Option<String>,
    /// When it was deposited.
    pub deposited_at: Timestamp,
    /// Its state.
    pub state: FlowState,
    /// Since when.
    pub state_since: Timestamp,
    /// What is wrong with it; empty until its state is final.
    pub errors: Vec<FlowError>,
    /// The invoices in it.
    pub invoices: Vec<Invoice>,
    /// Its size.
    pub size_bytes: u64,
    /// The SHA-256 of its content, in lowercase hexadecimal.
    pub sha256: String,
    /// What it will come to, decided at the deposit.
    pub(super) outcome: Outcome,
}
