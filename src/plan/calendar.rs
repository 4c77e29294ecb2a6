//! Every renewal that was asked about, the most urgent first.

use jiff::Timestamp;

use super::renewal::Renewal;
use super::schedule::{Plan, plan};
use super::settings::Settings;
use super::verdict::Verdict;

/// Every renewal that was asked about.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The instant that was taken for now.
    pub now: Timestamp,
    /// The plans: by verdict, the worst first, then by the day on which to begin.
    pub plans: Vec<Plan>,
    /// What needs no certificate: the modes, or the lines of an inventory, as they are told.
    pub not_needed: Vec<String>,
    /// What could not be read.
    pub not_read: Vec<NotRead>,
}

/// A file, or a line of an inventory, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRead {
    /// Where: a file, or an inventory and a line of it.
    pub place: String,
    /// Why.
    pub why: String,
}

impl Calendar {
    /// Plans every renewal as of an instant.
    #[must_use]
    pub fn new(renewals: Vec<Renewal>, now: Timestamp, settings: &Settings) -> Self {
        let plans = renewals.into_iter().filter_map(|renewal| plan(renewal, now, settings));
        let mut plans: Vec<_> = plans.collect();
        // Stable, so that what is equally urgent stays in the order in which it was given.
        plans.sort_by_key(|plan| (std::cmp::Reverse(plan.verdict), plan.latest_start));
        Self { now, plans, not_needed: Vec::new(), not_read: Vec::new() }
    }

    /// Returns the worst verdict; none where there is nothing to renew.
    #[must_use]
    pub fn worst(&self) -> Option<Verdict> {
        self.plans.iter().map(|plan| plan.verdict).max()
    }

    /// Returns how many plans have a verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.plans.iter().filter(|plan| plan.verdict == verdict).count()
    }
}
