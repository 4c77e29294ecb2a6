//! One period of work.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::declaration::Action;
use crate::social_security::api::employer::Employer;
use crate::social_security::api::ssin::Ssin;

/// A worker's time with an employer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// Its number, of ten digits.
    pub number: u64,
    /// The employer.
    pub employer: Employer,
    /// The worker.
    pub worker: Ssin,
    /// The first day.
    pub start: Date,
    /// The last day, where it is known.
    pub end: Option<Date>,
    /// Whether it was cancelled.
    pub is_cancelled: bool,
    /// The last declaration about it that was processed.
    #[serde(default)]
    pub(super) last_declaration: u64,
}

impl Period {
    /// Does to the period what was accepted.
    pub(super) fn undergo(&mut self, action: &Action) {
        match action {
            Action::In { .. } => {}
            Action::Out { end, .. } => self.end = Some(*end),
            Action::Update { start, end, .. } => {
                self.start = start.unwrap_or(self.start);
                self.end = end.or(self.end);
            }
            Action::Cancel { .. } => self.is_cancelled = true,
        }
    }
}
