//! The "fiche de raccordement EDI": one partner's connection, its interfaces and its certificates.
//!
//! # Shape
//! A sheet holds certificate *slots*: SFTP has one (SSL client), PeSIT two, AS2 one of two kinds.
//! An accepted upload waits in its slot 2 to 24 hours, then takes the place of the one before.
//!
//! A file is judged by [`raccord_certs::conformity`]; the first rule that it breaks refuses it.
//!
//! # Rules
//! [`rules`], and the `CPP-CERT` rules of certificates.
//!
//! # Not modelled
//! The other states of a sheet: no source names them. AS2 and PeSIT. Changes of a sheet other than
//! its certificate, the fax of its contact, and the partner's own network data.

mod draft;
mod examination;
mod knobs;
mod refusal;
pub mod rules;
mod search;
mod slot;
mod state;
mod subscription;
mod update;

pub(super) use draft::day;
pub use draft::{Draft, INTERFACE_CODES};
pub use examination::{CertificateRefusal, Platform, Upload};
pub use knobs::{Knobs, SecondUpload, takes_effect_at};
pub use refusal::Refusal;
pub use search::{Criteria, Line};
pub use slot::{DuringActivation, Registered, Slot, Waiting};
pub use state::SheetState;
pub use subscription::{Integration, Protocol, Subscription};
pub use update::Accepted;

use std::collections::BTreeMap;

use jiff::civil::Date;
use raccord_kernel::Trace;
use serde::{Deserialize, Serialize};

/// The "contact technique" of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// "Nom".
    pub last_name: String,
    /// "Prénom".
    pub first_name: String,
    /// "Téléphone".
    pub telephone: String,
    /// "Adresse électronique".
    pub email: String,
}

/// One "fiche de raccordement EDI".
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sheet {
    /// Its number, from 1.
    pub number: u64,
    /// The partner's SIRET, 14 digits.
    pub siret: String,
    /// The partner's name.
    pub partner: String,
    /// The protocol.
    pub protocol: Protocol,
    /// The "code appli partenaire", 6 characters: `VFE012`.
    pub application_code: String,
    /// The first day of the "période de raccordement".
    pub from: Date,
    /// Its last day, if it has one.
    pub until: Option<Date>,
    /// The interfaces subscribed to.
    pub subscriptions: Vec<Subscription>,
    /// The technical contact.
    pub contact: Contact,
    /// The slot of its SSL client certificate.
    pub slot: Slot,
}

impl Sheet {
    /// The partner as the pages show it: SIRET and name.
    #[must_use]
    pub fn partner_label(&self) -> String {
        format!("{} - {}", self.siret, self.partner)
    }
}

/// All sheets, by number.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Sheets {
    by_number: BTreeMap<u64, Sheet>,
}

impl Sheets {
    /// Puts a sheet in the place of its number.
    pub fn put(&mut self, sheet: Sheet) {
        self.by_number.insert(sheet.number, sheet);
    }

    /// The number of the next new sheet.
    #[must_use]
    pub fn next_number(&self) -> u64 {
        self.by_number.last_key_value().map_or(1, |(last, _)| last + 1)
    }

    /// The sheet of a number.
    #[must_use]
    pub fn by_number(&self, number: u64) -> Option<&Sheet> {
        self.by_number.get(&number)
    }

    /// The sheet of a number, to change.
    pub fn by_number_mut(&mut self, number: u64) -> Option<&mut Sheet> {
        self.by_number.get_mut(&number)
    }

    /// The sheet of a "code appli partenaire".
    #[must_use]
    pub fn by_application_code(&self, code: &str) -> Option<&Sheet> {
        self.by_number.values().find(|sheet| sheet.application_code == code)
    }

    /// All sheets, by number.
    pub fn iter(&self) -> impl Iterator<Item = &Sheet> {
        self.by_number.values()
    }

    /// Makes the waiting certificate of a sheet the active one.
    pub fn take_effect(&mut self, number: u64, trace: &mut Trace) {
        let Some(sheet) = self.by_number.get_mut(&number) else { return };
        trace.note("sheet", number);
        trace.note("application-code", sheet.application_code.clone());
        trace.stands_on(rules::SHEET_04);
        sheet.slot.take_effect();
    }
}
