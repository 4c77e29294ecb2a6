//! Chorus Pro, as far as a supplier who sends invoices sees it.
//!
//! - [`sheet`]: the "fiche de raccordement EDI" and its certificate slots.
//! - [`portal`]: the pages in which a manager creates and updates sheets.
//! - [`exchange`]: receivability, the life of a flow and its reports.
//! - [`api`]: the operations behind PISTE. It and [`sftp`] carry flows to the exchange.

pub mod api;
pub mod exchange;
pub mod portal;
pub mod sftp;
pub mod sheet;

use jiff::Timestamp;
use raccord_kernel::{Ids, Schedule, System, Trace};
use serde::{Deserialize, Serialize};

use exchange::Exchange;
use portal::Portal;
use sheet::Sheets;

/// The state of Chorus Pro: plain data.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChorusPro {
    /// Identifiers, seeded.
    pub ids: Ids,
    /// What is guessed of the real system, and can be set otherwise.
    pub knobs: Knobs,
    /// Who may call the API.
    pub access: api::Access,
    /// The sheets.
    pub sheets: Sheets,
    /// Accounts, structures and sessions of the portal.
    pub portal: Portal,
    /// Flows and reports.
    pub exchange: Exchange,
    /// What will happen.
    pub schedule: Schedule<Event>,
}

/// What is guessed of the real system; each field says the rule whose guess it sets.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// Sheets.
    pub sheet: sheet::Knobs,
    /// The portal.
    pub portal: portal::Knobs,
    /// Flows.
    pub exchange: exchange::Knobs,
    /// The API.
    pub api: api::Knobs,
    /// The SFTP port.
    pub sftp: sftp::Knobs,
}

/// What happens by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// A sheet's new certificate takes effect.
    CertificateTakesEffect {
        /// The sheet's number.
        sheet: u64,
    },
    /// Something of a flow.
    Exchange(exchange::Event),
}

impl ChorusPro {
    /// An empty Chorus Pro that draws its identifiers from `seed`.
    #[must_use]
    pub fn new(seed: u64, knobs: Knobs) -> Self {
        Self {
            ids: Ids::new(seed),
            knobs,
            access: api::Access::default(),
            sheets: Sheets::default(),
            portal: Portal::default(),
            exchange: Exchange::default(),
            schedule: Schedule::default(),
        }
    }
}

impl System for ChorusPro {
    const NAME: &'static str = "chorus-pro";

    fn next_due(&self) -> Option<Timestamp> {
        self.schedule.next_due()
    }

    fn fire(&mut self, now: Timestamp, trace: &mut Trace) -> Option<&'static str> {
        let operation = match self.schedule.take_due(now)? {
            Event::CertificateTakesEffect { sheet } => {
                self.sheets.take_effect(sheet, trace);
                "sheet.certificate-takes-effect"
            }
            Event::Exchange(event) => self.fire_exchange(event, now, trace),
        };
        Some(operation)
    }

    fn forget(&mut self, newest: usize) {
        self.exchange.forget(newest);
    }
}
