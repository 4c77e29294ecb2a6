//! Receivability, the life of a flow and its reports.
//!
//! # Shape
//! A flow is known by its `numeroFluxDepot`, 25 characters. The API, the portal and SFTP only carry to it: the
//! API and the portal call [`ChorusPro::deposit`](super::ChorusPro::deposit), SFTP calls
//! [`ChorusPro::receive`](super::ChorusPro::receive), which judges the receivability of what was
//! dropped first. A flow then goes through its states as time passes, up to a final one; what came
//! over EDI gets its integration report in the partner's pick-up space.
//!
//! # Rules
//! [`rules`] holds the rules of flows (`CPP-FLOW-nn`) and of receivability (`CPP-EDI-nn`).
//!
//! # Not modelled
//! - Invoices are not read: a flow is integrated, unless a [`Script`] says otherwise. So neither
//!   an XSD nor a business rule refuses anything.
//! - The antivirus, attachments (`IRR_…_PJ`) and life-cycle returns (`FEN…`).
//! - `IN_EN_ATTENTE_RETRAITEMENT_CPP` and other states that only the administration's staff end.

mod batch;
mod deposit;
mod envelope;
mod flow;
mod inspection;
mod inspector;
mod knobs;
mod life;
mod pick_up;
mod receivability;
mod receive;
mod received;
mod report;
pub mod rules;
mod script;

pub(super) use batch::invoice_files;
pub use deposit::Deposit;
pub use envelope::{Envelope, Extension};
pub use flow::{Carrier, Flow, FlowError, FlowState, Invoice};
pub use inspection::{Content, EntryKind, File, Inspection, Limits, Syntax};
pub use inspector::inspect;
pub use knobs::{Knobs, RefusalOfDrop};
pub use pick_up::Outgoing;
pub(super) use receivability::is_open;
pub use receivability::{Code, Irrecevable};
pub use receive::{Dropped, Refusal};
pub use script::{Outcome, Script};

use std::collections::BTreeMap;

use raccord_kernel::Past;
use serde::{Deserialize, Serialize};

use pick_up::PickUp;
use received::Received;

/// What happens to a flow by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A flow goes on to a state that is not final.
    FlowMoves {
        /// The flow's number.
        flow: String,
        /// The state.
        to: FlowState,
    },
    /// A flow reaches its final state.
    FlowEnds {
        /// The flow's number.
        flow: String,
    },
    /// The integration report of a flow is put in pick-up.
    ReportIssued {
        /// The flow's number.
        flow: String,
    },
    /// The report of a refusal is put in pick-up.
    RefusalReported {
        /// The refusal.
        refusal: Refusal,
    },
    /// A file that nobody fetched leaves pick-up.
    PickUpPurged {
        /// The file's number.
        file: u64,
    },
}

/// Flows by number, what scripts say of flows to come, and what waits to be picked up.
///
/// Where a clock runs, the newest flows whose life is over are kept, and no others: of those that
/// came over EDI it is known for longer that they were received.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Exchange {
    flows: BTreeMap<String, Flow>,
    /// The flows to which nothing happens any more.
    #[serde(default)]
    over: Past<String>,
    /// Those that are forgotten.
    #[serde(default)]
    received: Received,
    #[serde(default)]
    has_forgotten: bool,
    scripts: Vec<Script>,
    pick_up: PickUp,
}

impl Exchange {
    /// The flow of a `numeroFluxDepot`.
    #[must_use]
    pub fn flow(&self, number: &str) -> Option<&Flow> {
        self.flows.get(number)
    }

    /// All flows, by number.
    pub fn flows(&self) -> impl Iterator<Item = &Flow> {
        self.flows.values()
    }

    /// Says how flows to come will end; scripts are used up in the order they were given.
    pub fn script(&mut self, script: Script) {
        self.scripts.push(script);
    }

    /// The scripts that have not been used up: each fails the scenario.
    #[must_use]
    pub fn unused_scripts(&self) -> &[Script] {
        &self.scripts
    }

    /// What waits to be fetched by a "code appli partenaire", oldest first.
    pub fn pick_up(&self, application_code: &str) -> impl Iterator<Item = &Outgoing> {
        self.pick_up.of(application_code)
    }

    /// Whether a flow of this number was received before; of those that are forgotten, the newest
    /// that came over EDI are still known by their numbers.
    fn was_received(&self, number: &str) -> bool {
        self.flows.contains_key(number) || self.received.knows(number)
    }

    /// Whether there were flows that are forgotten.
    #[must_use]
    pub const fn has_forgotten(&self) -> bool {
        self.has_forgotten
    }

    /// Forgets the flows whose life is over, but for the `newest`.
    pub(in crate::chorus_pro) fn forget(&mut self, newest: usize) {
        for number in self.over.all_but(newest) {
            self.has_forgotten = true;
            let flow = self.flows.remove(&number);
            // The numbers of the others are given here, and never twice.
            if flow.is_some_and(|flow| flow.carrier == Carrier::EdiSftp) {
                self.received.keep(&number, newest);
            }
        }
    }

    /// Puts a flow in its place, which must be free.
    fn take(&mut self, flow: Flow) -> &Flow {
        self.flows.entry(flow.number.clone()).or_insert(flow)
    }
}
