//! What crossed while a command ran, as the mocks wrote it down.

use std::collections::BTreeMap;

use raccord_kernel::{Entry, Journal, Outcome, Rule};
use raccord_mocks::rules;

/// What is to be said of a command.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// Every entry, in order.
    pub(super) entries: Vec<Entry>,
    /// How many entries the journal keeps no more.
    pub(super) forgotten: usize,
    /// How often each operation was answered.
    pub(super) answered: BTreeMap<String, usize>,
    /// Refusals that were expected, and those that were not, by rule.
    pub(super) refused: Vec<Refused>,
    /// What no mock knows, with how often it was asked for.
    pub(super) unknown: BTreeMap<String, usize>,
    /// What went wrong in the mocks themselves.
    pub(super) incidents: Vec<String>,
    /// Rules that were expected to refuse, and did not.
    pub(super) unmet: Vec<&'static Rule>,
}

/// What one rule refused.
#[derive(Debug)]
pub(super) struct Refused {
    /// Its id.
    pub(super) id: String,
    /// What it says, where it is known here.
    pub(super) rule: Option<&'static Rule>,
    pub(super) times: usize,
    /// What was found the first time, what was expected, what to do.
    pub(super) reason: String,
    /// Whether it was to be expected.
    pub(super) is_expected: bool,
}

impl Verdict {
    /// Reads the journal.
    pub(super) fn of(journal: &Journal, expected: &[&'static Rule]) -> Self {
        let entries = journal.entries();
        let forgotten = journal.written().saturating_sub(entries.len());
        let mut verdict = Self { forgotten, ..Self::default() };
        for entry in &entries {
            verdict.take(entry, expected);
        }
        let is_unmet = |rule: &&&Rule| !verdict.refused.iter().any(|it| it.id == rule.id);
        verdict.unmet = expected.iter().filter(is_unmet).copied().collect();
        Self { entries, ..verdict }
    }

    fn take(&mut self, entry: &Entry, expected: &[&'static Rule]) {
        match &entry.outcome {
            Outcome::Accepted | Outcome::Faulted { .. } => {
                *self.answered.entry(entry.operation.clone()).or_default() += 1;
            }
            Outcome::Refused { rule, reason } => self.refuse(rule, reason, expected),
            Outcome::Unknown { asked } => *self.unknown.entry(asked.clone()).or_default() += 1,
            Outcome::Incident { what } => self.incidents.push(what.clone()),
        }
    }

    fn refuse(&mut self, id: &str, reason: &str, expected: &[&'static Rule]) {
        if let Some(before) = self.refused.iter_mut().find(|it| it.id == id) {
            before.times += 1;
            return;
        }
        self.refused.push(Refused {
            id: id.to_owned(),
            rule: rules::find(id),
            times: 1,
            reason: reason.to_owned(),
            is_expected: expected.iter().any(|rule| rule.id == id),
        });
    }

    /// Refusals that nobody expected.
    pub(super) fn surprises(&self) -> impl Iterator<Item = &Refused> {
        self.refused.iter().filter(|it| !it.is_expected)
    }

    /// Whether `--strict` finds nothing.
    pub(super) fn is_clean(&self) -> bool {
        self.surprises().next().is_none()
            && self.unknown.is_empty()
            && self.incidents.is_empty()
            && self.unmet.is_empty()
    }
}
