//! Counts how the scenarios of a run ended.

use std::collections::BTreeSet;

use super::event::{Outcome, ScenarioFinished};

/// How many scenarios ended how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those for which the environment could not be opened.
    pub environment: usize,
    /// Those that found something else than expected.
    pub failed: usize,
    /// Those that the harness itself broke.
    pub internal: usize,
    /// Those not run, whether for a reason of their own or because the run ended before them.
    pub not_run: usize,
    /// Those that passed.
    pub passed: usize,
    /// Those that passed and stood on at least one guessed rule.
    pub passed_on_guesses: usize,
    /// Those that wait for a person or a time.
    pub suspended: usize,
    /// Those with a step that the catalogue does not have.
    pub undefined: usize,
    /// The guessed rules that passed scenarios stood on.
    pub guessed: BTreeSet<String>,
}

impl Tally {
    /// Counts one scenario.
    pub fn add(&mut self, scenario: &ScenarioFinished) {
        match &scenario.outcome {
            Outcome::Environment { .. } => self.environment += 1,
            Outcome::Failed { .. } => self.failed += 1,
            Outcome::Internal { .. } => self.internal += 1,
            Outcome::NotReached { .. } | Outcome::NotRun { .. } => self.not_run += 1,
            Outcome::Suspended { .. } => self.suspended += 1,
            Outcome::Undefined => self.undefined += 1,
            Outcome::Passed { guessed, .. } => {
                self.passed += 1;
                self.passed_on_guesses += usize::from(!guessed.is_empty());
                self.guessed.extend(guessed.iter().cloned());
            }
        }
    }

    /// Returns how many scenarios were counted.
    pub fn scenarios(&self) -> usize {
        let amiss = self.environment + self.failed + self.internal + self.undefined;
        amiss + self.not_run + self.passed + self.suspended
    }
}
