//! One declaration, and what it came to.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::script::Outcome;
use crate::social_security::api::employer::Employer;
use crate::social_security::api::ssin::Ssin;
use crate::social_security::directory::EnterpriseNumber;

/// One declaration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Declaration {
    /// Its number, of twelve digits.
    pub number: u64,
    /// Who declared it.
    pub declarer: EnterpriseNumber,
    /// For whom.
    pub employer: Employer,
    /// What is declared.
    pub action: Action,
    /// The worker and the action, as they were written.
    pub(super) written: Value,
    /// When it was taken.
    pub received_at: Timestamp,
    /// When its result was last asked for by somebody who may.
    pub asked_at: Option<Timestamp>,
    /// Whether its result was handed out.
    pub is_delivered: bool,
    /// How it will end.
    pub(super) outcome: Outcome,
    /// What it came to, once it is processed.
    pub status: Option<Status>,
}

/// What is declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Action {
    /// `dimonaIn`: a worker begins.
    In {
        /// The worker.
        worker: Ssin,
        /// The first day.
        start: Date,
        /// The last day, where it is known.
        end: Option<Date>,
    },
    /// `dimonaOut`: a period ends.
    Out {
        /// The period's number.
        period: u64,
        /// The last day.
        end: Date,
    },
    /// `dimonaUpdate`: a period has other days.
    Update {
        /// The period's number.
        period: u64,
        /// The first day, where it is another.
        start: Option<Date>,
        /// The last day, where it is another.
        end: Option<Date>,
    },
    /// `dimonaCancel`: there was no such period.
    Cancel {
        /// The period's number.
        period: u64,
    },
}

/// What a declaration came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The result.
    pub verdict: Verdict,
    /// The period that it made or is about.
    pub period: Option<u64>,
    /// What was found.
    pub anomalies: Vec<Anomaly>,
}

/// The result of a declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// Accepted.
    #[serde(rename = "A")]
    Accepted,
    /// Accepted, with anomalies that do not block.
    #[serde(rename = "W")]
    AcceptedWithWarnings,
    /// Refused: blocking anomalies.
    #[serde(rename = "B")]
    Refused,
    /// Waiting for Sigedis to identify the worker.
    #[serde(rename = "S")]
    WaitingForSigedis,
}

/// One anomaly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Anomaly {
    /// Its code: `90017-369`.
    pub code: String,
    /// What it is, in French.
    pub description_fr: String,
    /// What it is, in Dutch.
    pub description_nl: String,
}

impl Action {
    /// What the wire calls it.
    #[must_use]
    pub const fn wire_name(&self) -> &'static str {
        match self {
            Self::In { .. } => "dimonaIn",
            Self::Out { .. } => "dimonaOut",
            Self::Update { .. } => "dimonaUpdate",
            Self::Cancel { .. } => "dimonaCancel",
        }
    }

    /// The period that it is about; a period to be made has no number.
    #[must_use]
    pub const fn period(&self) -> Option<u64> {
        match self {
            Self::In { .. } => None,
            Self::Out { period, .. } | Self::Update { period, .. } | Self::Cancel { period } => {
                Some(*period)
            }
        }
    }
}

impl Verdict {
    /// The letter of the wire.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Accepted => "A",
            Self::AcceptedWithWarnings => "W",
            Self::Refused => "B",
            Self::WaitingForSigedis => "S",
        }
    }

    /// Whether what was declared is so.
    #[must_use]
    pub const fn is_accepted(self) -> bool {
        matches!(self, Self::Accepted | Self::AcceptedWithWarnings)
    }
}
