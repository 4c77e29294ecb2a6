//! The pages of the space "Raccordements EDI et API".

use askama::Template;
use jiff::civil::Date;

use super::{Chrome, french};
use crate::chorus_pro::portal::NetworkData;
use crate::chorus_pro::portal::account::Structure;
use crate::chorus_pro::sheet::{Criteria, INTERFACE_CODES, Line, Registered, Sheet, SheetState};
use raccord_kernel::cet;

/// "Rechercher fiche EDI".
#[derive(Template)]
#[template(path = "chorus_pro_portal/search.html")]
pub(in crate::chorus_pro::portal) struct SearchPage {
    pub(in crate::chorus_pro::portal) chrome: Chrome,
    pub(in crate::chorus_pro::portal) criteria: Criteria,
    /// What was found; nothing before a search.
    pub(in crate::chorus_pro::portal) lines: Option<Vec<Line>>,
    /// The name of the state in which a certificate waits.
    pub(in crate::chorus_pro::portal) waiting_state: String,
}

impl SearchPage {
    fn period(&self) -> String {
        self.criteria.period.map(|day| day.to_string()).unwrap_or_default()
    }

    fn is_integration(&self, label: &str) -> bool {
        self.criteria.integration.is_some_and(|one| one.label() == label)
    }

    fn is_state(&self, code: &str) -> bool {
        self.criteria.state.is_some_and(|one| one.code() == code)
    }

    fn state(&self, state: &SheetState) -> &str {
        state_name(*state, &self.waiting_state)
    }
}

/// A sheet and its blocks.
#[derive(Template)]
#[template(path = "chorus_pro_portal/sheet.html")]
pub(in crate::chorus_pro::portal) struct SheetPage {
    pub(in crate::chorus_pro::portal) chrome: Chrome,
    pub(in crate::chorus_pro::portal) sheet: Sheet,
    pub(in crate::chorus_pro::portal) network: NetworkData,
    pub(in crate::chorus_pro::portal) waiting_state: String,
    /// Whether the manager may update the sheet.
    pub(in crate::chorus_pro::portal) may_change: bool,
}

impl SheetPage {
    fn state_name(&self) -> &str {
        state_name(self.sheet.state(), &self.waiting_state)
    }

    fn waiting(&self) -> Option<&Registered> {
        self.sheet.slot.waiting.as_ref().map(|waiting| &waiting.registered)
    }
}

/// "Mettre à jour le certificat".
#[derive(Template)]
#[template(path = "chorus_pro_portal/update.html")]
pub(in crate::chorus_pro::portal) struct UpdatePage {
    pub(in crate::chorus_pro::portal) chrome: Chrome,
    pub(in crate::chorus_pro::portal) sheet: Sheet,
}

/// "Saisie fiche EDI".
#[derive(Template)]
#[template(path = "chorus_pro_portal/create.html")]
pub(in crate::chorus_pro::portal) struct CreatePage {
    pub(in crate::chorus_pro::portal) chrome: Chrome,
    /// The structures that the manager may create a sheet for.
    pub(in crate::chorus_pro::portal) structures: Vec<Structure>,
    pub(in crate::chorus_pro::portal) network: NetworkData,
    /// Today.
    pub(in crate::chorus_pro::portal) today: Date,
}

impl CreatePage {
    fn codes(&self) -> &'static [&'static str] {
        INTERFACE_CODES
    }
}

fn state_name(state: SheetState, waiting: &str) -> &str {
    match state {
        SheetState::Active => "Activée",
        SheetState::Waiting => waiting,
    }
}

fn end_of(registered: &Registered) -> String {
    french(&cet::day(registered.not_after))
}
