//! What a step leaves for the next: plain data, with secrets by name, so that a scenario can stop
//! between any two steps and go on elsewhere.

use raccord_kernel::Ledger;
use serde::{Deserialize, Serialize};

use super::{chorus_pro, social_security};

/// The facts of one scenario.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Facts {
    /// What concerns Chorus Pro.
    pub chorus_pro: chorus_pro::Facts,
    /// What concerns social security.
    pub social_security: social_security::Facts,
    /// What the connectors did, as they say it.
    pub ledger: Ledger,
    /// What was measured, for people to read.
    pub remarks: Vec<String>,
    /// What a connector did amiss that no step asks about: it fails the scenario at its end.
    pub amiss: Vec<String>,
    /// How much of the journal was written before the last action.
    pub journal_mark: usize,
}
