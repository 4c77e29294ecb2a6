//! What crossed while a command ran, as the mocks wrote it down, whatever the tenant.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};

use raccord_kernel::{Entry, Outcome, Rule};
use raccord_mocks::rules;

/// What is to be said of a command.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// How many entries came too fast to be read.
    pub(super) missed: u64,
    expected: Vec<&'static Rule>,
    /// How often each operation was answered.
    pub(super) answered: BTreeMap<String, usize>,
    /// How often a fault struck each operation.
    pub(super) struck: BTreeMap<String, usize>,
    /// Refusals that were expected, and those that were not, by rule.
    pub(super) refused: Vec<Refused>,
    /// What no mock knows, with how often it was asked for.
    pub(super) unknown: BTreeMap<String, usize>,
    /// What went wrong in the mocks themselves.
    pub(super) incidents: Vec<String>,
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
    /// Nothing yet; these rules are to be expected.
    pub(super) fn expecting(expected: &[&'static Rule]) -> Self {
        Self { expected: expected.to_vec(), ..Self::default() }
    }

    /// Says how many entries could not be read.
    pub(super) fn missed(&mut self, entries: u64) {
        self.missed += entries;
    }

    fn take(&mut self, entry: &Entry) {
        match &entry.outcome {
            Outcome::Accepted => {
                *self.answered.entry(entry.operation.clone()).or_default() += 1;
            }
            Outcome::Faulted { verdict } => {
                let what = format!("{}: {verdict}", entry.operation);
                *self.struck.entry(what).or_default() += 1;
            }
            Outcome::Refused { rule, reason } => self.refuse(rule, reason),
            Outcome::Unknown { asked } => *self.unknown.entry(asked.clone()).or_default() += 1,
            Outcome::Incident { what } => self.incidents.push(what.clone()),
        }
    }

    fn refuse(&mut self, id: &str, reason: &str) {
        if let Some(before) = self.refused.iter_mut().find(|it| it.id == id) {
            before.times += 1;
            return;
        }
        self.refused.push(Refused {
            id: id.to_owned(),
            rule: rules::find(id),
            times: 1,
            reason: reason.to_owned(),
            is_expected: self.expected.iter().any(|rule| rule.id == id),
        });
    }

    /// Refusals that nobody expected.
    pub(super) fn surprises(&self) -> impl Iterator<Item = &Refused> {
        self.refused.iter().filter(|it| !it.is_expected)
    }

    /// Rules that were expected to refuse, and did not.
    pub(super) fn unmet(&self) -> impl Iterator<Item = &'static Rule> {
        let is_unmet = |rule: &&&Rule| !self.refused.iter().any(|it| it.id == rule.id);
        self.expected.iter().filter(is_unmet).copied()
    }

    /// Whether `--strict` finds nothing.
    pub(super) fn is_clean(&self) -> bool {
        self.surprises().next().is_none()
            && self.unknown.is_empty()
            && self.incidents.is_empty()
            && self.unmet().next().is_none()
            && self.missed == 0
    }
}

/// Reads lines as they are written, and keeps them in a file where that was asked for.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) verdict: Verdict,
    line: Vec<u8>,
    file: Option<File>,
    /// Why the file lacks something.
    pub(super) unwritten: Option<io::Error>,
}

impl Reading {
    pub(super) const fn new(verdict: Verdict, file: Option<File>) -> Self {
        Self { verdict, line: Vec::new(), file, unwritten: None }
    }
}

impl Write for Reading {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(Err(error)) = self.file.as_mut().map(|file| file.write_all(bytes)) {
            // The verdict goes on; the file is told to lack something.
            self.file = None;
            self.unwritten = Some(error);
        }
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                // A line that is no entry says how many were lost, and so does the sink.
                if let Ok(entry) = serde_json::from_slice(&self.line) {
                    self.verdict.take(&entry);
                }
                self.line.clear();
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
