//! What crossed, as the connector knows it: kept on its side, in every environment.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::entry::Fields;

/// One thing that the connector did, or says it did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// The environment's instant.
    pub at: Timestamp,
    /// What was done: `edi.send`.
    pub operation: String,
    /// What it is known by: an envelope name, a `numeroFluxDepot`.
    pub subject: String,
    /// Whether the connector says that it succeeded.
    pub claimed: bool,
    /// The listed fields.
    pub fields: Fields,
}

/// The connector's own account. Conservation is judged on it; truthfulness compares it with the
/// mocks' journal.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Ledger {
    entries: Vec<LedgerEntry>,
}

impl Ledger {
    /// Writes one entry.
    pub fn write(&mut self, entry: LedgerEntry) {
        self.entries.push(entry);
    }

    /// The entries so far, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[LedgerEntry] {
        &self.entries
    }

    /// The entries of one operation, oldest first.
    pub fn of(&self, operation: &str) -> impl Iterator<Item = &LedgerEntry> {
        self.entries.iter().filter(move |entry| entry.operation == operation)
    }
}
