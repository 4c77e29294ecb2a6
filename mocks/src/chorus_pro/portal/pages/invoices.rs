//! The pages of the space "Factures émises".

use askama::Template;
use raccord_kernel::cet;

use super::{Chrome, french};
use crate::chorus_pro::exchange::{Flow, FlowState};
use crate::chorus_pro::portal::account::Structure;

/// "Dépôt factures".
#[derive(Template)]
#[template(path = "chorus_pro_portal/deposit.html")]
pub(in crate::chorus_pro::portal) struct DepositPage {
    pub(in crate::chorus_pro::portal) chrome: Chrome,
    /// The structures that the manager acts for.
    pub(in crate::chorus_pro::portal) structures: Vec<Structure>,
    /// The extensions that are taken: `.pdf, .xml`.
    pub(in crate::chorus_pro::portal) extensions: String,
    /// How many octets a file may have.
    pub(in crate::chorus_pro::portal) bytes_max: u64,
}

/// One flow, as "Suivi des flux" shows it.
#[derive(Template)]
#[template(path = "chorus_pro_portal/flow.html")]
pub(in crate::chorus_pro::portal) struct FlowPage {
    pub(in crate::chorus_pro::portal) chrome: Chrome,
    pub(in crate::chorus_pro::portal) flow: Flow,
    /// The structure that deposited it.
    pub(in crate::chorus_pro::portal) structure: String,
}

impl FlowPage {
    fn deposited_on(&self) -> String {
        french(&cet::day(self.flow.deposited_at))
    }

    fn since(&self) -> String {
        cet::instant(self.flow.state_since)
    }

    /// The state in words; the portal's own are not known (`CPP-PORTAL-17`).
    const fn state(&self) -> &'static str {
        match self.flow.state {
            FlowState::InDepotPortailEnAttenteTraitementSeCpp => {
                "Déposé sur le portail, en attente de traitement par le système d'échange"
            }
            FlowState::InRecu => "Reçu par Chorus Pro",
            FlowState::InTraiteSeCpp => "Traité par le système d'échange",
            FlowState::InEnCoursTraitementCpp => "En cours de traitement",
            FlowState::InRejete => "Rejeté : le flux comporte des anomalies",
            FlowState::InIntegre => "Intégré",
            FlowState::InIntegrePartiel => "Intégré partiellement : seules les factures correctes",
        }
    }
}
