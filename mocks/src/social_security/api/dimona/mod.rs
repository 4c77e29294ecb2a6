//! Dimona, version 2: who begins to work for whom, and when it ends.
//!
//! # Shape
//! `POST /REST/dimona/v2/declarations` takes one action (`dimonaIn`, `dimonaOut`, `dimonaUpdate`
//! or `dimonaCancel`) and answers 201, with the declaration's place in `Location` and no body. It
//! is processed a while later; until then its place answers 404, then 200 with
//! `declarationStatus`, whose result is `A` (accepted), `W` (accepted with warnings), `B` (refused)
//! or `S` (waiting for Sigedis to identify the worker). What is accepted makes, changes, ends or
//! cancels a period. A [`Script`] says how declarations to come will end; they are accepted else.
//! Whoever waits asks first after 2 s, then every second up to 30 s, then every minute up to 20
//! minutes: other paces are noted in the journal, or refused where [`Knobs`] say so.
//!
//! # Rules
//! See [`rules`].
//!
//! # Not modelled
//! - What ONSS finds wrong with a declaration, but for a period that is cancelled already: scripts
//!   say it. Whether a period is open, and whether two overlap.
//! - Workers without an SSIN, and what Sigedis answers after an `S`.
//! - Searching, and reading periods and relations: their addresses are answered as unknown paths.
//! - Daily registrations, the control cards of construction, and small statutes.

mod consult;
mod declaration;
mod declare;
mod period;
mod polling;
mod process;
mod routes;
pub mod rules;
mod script;
mod wire;

pub use declaration::{Action, Anomaly, Declaration, Status, Verdict};
pub use period::Period;
pub(super) use routes::routes;
pub use script::{Outcome, Script};

use std::collections::BTreeMap;

use raccord_kernel::Past;
use serde::{Deserialize, Serialize};

/// What is guessed of Dimona; each field says the rule whose guess it sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// After how many seconds a declaration is processed (`SS-DIMONA-03`).
    pub processing_s: u32,
    /// Whether whoever asks too soon or too often is refused with 429 (`SS-DIMONA-06`).
    pub polling_is_enforced: bool,
}

impl Default for Knobs {
    fn default() -> Self {
        Self { processing_s: 3, polling_is_enforced: false }
    }
}

/// Declarations and periods by number, and what scripts say of declarations to come.
///
/// Where a clock runs, the newest declarations that were processed are kept, and the periods that
/// they are about.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Dimona {
    declarations: BTreeMap<u64, Declaration>,
    /// The declarations that were processed.
    #[serde(default)]
    processed: Past<u64>,
    periods: BTreeMap<u64, Period>,
    scripts: Vec<Script>,
}

impl Dimona {
    /// The declaration of a number.
    #[must_use]
    pub fn declaration(&self, number: u64) -> Option<&Declaration> {
        self.declarations.get(&number)
    }

    /// All declarations, by number.
    pub fn declarations(&self) -> impl Iterator<Item = &Declaration> {
        self.declarations.values()
    }

    /// The period of a number.
    #[must_use]
    pub fn period(&self, number: u64) -> Option<&Period> {
        self.periods.get(&number)
    }

    /// All periods, by number.
    pub fn periods(&self) -> impl Iterator<Item = &Period> {
        self.periods.values()
    }

    /// Forgets the declarations that were processed, but for the `newest`, and each period with the
    /// last of them that was about it.
    pub(super) fn forget(&mut self, newest: usize) {
        for number in self.processed.all_but(newest) {
            let forgotten = self.declarations.remove(&number).and_then(|it| it.status);
            let Some(about) = forgotten.and_then(|status| status.period) else { continue };
            let is_last = |period: &Period| period.last_declaration == number;
            if self.periods.get(&about).is_some_and(is_last) {
                self.periods.remove(&about);
            }
        }
    }

    /// Says how declarations to come will end; scripts are used up in the order they were given.
    pub fn script(&mut self, script: Script) {
        self.scripts.push(script);
    }

    /// The scripts that have not been used up: each fails the scenario.
    #[must_use]
    pub fn unused_scripts(&self) -> &[Script] {
        &self.scripts
    }
}
