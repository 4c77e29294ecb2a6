//! A scenario in the dossier: its steps, and what happened in each.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::entry::Entry;
use super::verdict;
use super::words::{lapse, moment, shown};
use crate::environment::Answer;
use crate::report::event::{Outcome, ScenarioFinished, StepEnd};
use crate::runs::History;
use crate::runs::description::ScenarioKept;
use crate::runs::record::{Record, What};
use crate::steps::diary::Note;

/// A scenario.
pub(super) struct ScenarioPart {
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) feature: String,
    pub(super) rule: Option<String>,
    pub(super) place: String,
    pub(super) class: &'static str,
    pub(super) verdict: &'static str,
    pub(super) is_not_run: bool,
    /// Why it did not pass, or what it measured.
    pub(super) says: Vec<String>,
    pub(super) guessed: Vec<String>,
    /// Who answered its gates.
    pub(super) people: String,
    pub(super) steps: Vec<StepPart>,
}

/// A step.
pub(super) struct StepPart {
    pub(super) text: String,
    pub(super) class: &'static str,
    pub(super) mark: &'static str,
    /// From when to when, and how long.
    pub(super) when: String,
    pub(super) says: String,
    pub(super) entries: Vec<Entry>,
}

/// What the log says of one step.
#[derive(Default)]
struct Told {
    text: String,
    began: Option<Timestamp>,
    passed: Option<Timestamp>,
    entries: Vec<Entry>,
}

impl ScenarioPart {
    pub(super) fn new(number: usize, kept: &ScenarioKept, history: &History) -> Self {
        let finished = history.finished(number);
        let outcome = finished.map(|finished| &finished.outcome);
        let (class, word) = verdict(outcome);
        let (guessed, says) = said(finished);
        let row = if kept.row.is_empty() || kept.name.contains(&kept.row.join(", ")) {
            String::new()
        } else {
            format!(" ({})", kept.row.join(", "))
        };
        let (told, people) = told(number, history);
        Self {
            number,
            name: shown(&format!("{}{row}", kept.name)),
            feature: shown(&kept.feature),
            rule: kept.rule.as_deref().map(shown),
            place: format!("{}:{}", kept.path, kept.line),
            class,
            verdict: word,
            is_not_run: matches!(outcome, Some(Outcome::NotRun { .. })),
            says,
            guessed,
            people: people.into_iter().collect::<Vec<_>>().join(", "),
            steps: steps(finished, told),
        }
    }
}

/// The guesses that a scenario stood on, and what else is to be said of its end.
fn said(finished: Option<&ScenarioFinished>) -> (Vec<String>, Vec<String>) {
    let says = |all: &[String]| all.iter().map(|it| shown(it)).collect();
    match finished.map(|finished| &finished.outcome) {
        Some(Outcome::Passed { guessed, remarks, .. }) => (guessed.clone(), says(remarks)),
        Some(Outcome::Failed { at_closing }) => (Vec::new(), says(at_closing)),
        Some(
            Outcome::NotRun { reason }
            | Outcome::NotReached { reason }
            | Outcome::Suspended { reason }
            | Outcome::Environment { message: reason },
        ) => (Vec::new(), vec![shown(reason)]),
        Some(Outcome::Internal { during, message }) => {
            (Vec::new(), vec![shown(&format!("during {during}: {message}"))])
        }
        Some(Outcome::Undefined) | None => (Vec::new(), Vec::new()),
    }
}

/// What the log says of each step of a scenario, and who answered.
fn told(number: usize, history: &History) -> (BTreeMap<usize, Told>, BTreeSet<String>) {
    let mut reading = Reading::default();
    let mut bearer = String::new();
    for record in &history.records {
        if let What::LifeBegan { bearer: it, .. } = &record.what {
            bearer = format!("{} on {}", it.operator, it.host);
        }
        if record.what.scenario() == Some(number) {
            reading.take(record, &bearer);
        }
    }
    (reading.steps, reading.people)
}

/// What was read of the log so far.
#[derive(Default)]
struct Reading {
    steps: BTreeMap<usize, Told>,
    people: BTreeSet<String>,
    /// Acts that are not told: values that are made once, and gates, which say more themselves.
    silent: BTreeSet<(usize, String)>,
}

impl Reading {
    fn take(&mut self, record: &Record, bearer: &str) {
        let at = record.at;
        match &record.what {
            What::StepBegan { step, text, .. } => {
                let told = self.step(*step);
                told.text.clone_from(text);
                if told.began.is_some() {
                    told.entries.push(Entry::new(at, "life", "Taken up again").words("By", bearer));
                }
                told.began.get_or_insert(at);
            }
            What::StepPassed { step, .. } => self.step(*step).passed = Some(at),
            What::ActBegan { step, act, about, .. } => {
                if about.is_null() || act.starts_with("gate ") {
                    self.silent.insert((*step, act.clone()));
                } else {
                    self.step(*step).entries.push(Entry::act_began(at, act, about));
                }
            }
            What::ActEnded { step, act, came_to, .. } => {
                if !self.silent.contains(&(*step, act.clone())) {
                    self.step(*step).entries.push(Entry::act_ended(at, act, came_to));
                }
            }
            What::Noted { step, note, .. } => {
                if let Note::GateAnswered { answer: Answer::Confirmed { by, .. }, .. } = note {
                    self.people.insert(shown(by));
                }
                self.step(*step).entries.push(Entry::noted(at, note));
            }
            What::FileKept { step, kind, path, sha256, .. } => {
                self.step(*step).entries.push(Entry::file(at, *kind, path, sha256));
            }
            What::ScenarioSuspended { reason, .. } => {
                let last = self.steps.last_key_value().map_or(0, |(step, _)| *step);
                let entry = Entry::new(at, "away", "Suspended").words("Why", reason);
                self.step(last).entries.push(entry);
            }
            What::LifeBegan { .. }
            | What::LifeEnded { .. }
            | What::ScenarioBegan { .. }
            | What::ScenarioEnded { .. } => {}
        }
    }

    fn step(&mut self, step: usize) -> &mut Told {
        self.steps.entry(step).or_default()
    }
}

/// The steps of a scenario, with what the log says of each.
fn steps(finished: Option<&ScenarioFinished>, mut told: BTreeMap<usize, Told>) -> Vec<StepPart> {
    let ended = finished.map(|finished| finished.steps.as_slice()).unwrap_or_default();
    let mut parts: Vec<_> = ended
        .iter()
        .enumerate()
        .map(|(step, it)| StepPart::new(shown(&it.text), Some(&it.end), told.remove(&step)))
        .collect();
    parts.extend(told.into_values().map(|it| StepPart::new(shown(&it.text), None, Some(it))));
    parts
}

impl StepPart {
    fn new(text: String, end: Option<&StepEnd>, told: Option<Told>) -> Self {
        let told = told.unwrap_or_default();
        let when = match (told.began, told.passed) {
            (Some(began), Some(passed)) => {
                let took = lapse(passed.duration_since(began));
                format!("{} – {} ({took})", moment(began), moment(passed))
            }
            (Some(began), None) => format!("{} –", moment(began)),
            (None, _) => String::new(),
        };
        let (class, mark, says) = match end {
            Some(StepEnd::Passed) => ("good", "✓", ""),
            Some(StepEnd::Failed(says) | StepEnd::Panicked(says)) => ("bad", "✗", says.as_str()),
            Some(StepEnd::CannotDo(says) | StepEnd::Suspended(says)) => {
                ("idle", "–", says.as_str())
            }
            Some(StepEnd::Undefined { .. }) => ("bad", "?", "nothing defines it"),
            Some(StepEnd::Skipped) | None => ("idle", "–", ""),
        };
        Self { text, class, mark, when, says: shown(says), entries: told.entries }
    }
}
