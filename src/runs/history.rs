//! What a log says of a run: where each scenario stands, and from what it goes on.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use super::RunsError;
use super::log::Lines;
use super::record::{Bearer, LifeEnd, Record, What};
use crate::environment::Answer;
use crate::report::event::ScenarioFinished;
use crate::report::tally::Tally;
use crate::steps::diary::{CameTo, Earlier, FileKind, Note};

/// What happened in a run so far.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// Everything, oldest first.
    pub records: Vec<Record>,
    /// The SHA-256 that what the run is, `run.json`, had when it began.
    pub description_sha256: Option<String>,
    /// The SHA-256 of what its files held when they were first there, by the key of the setting that
    /// names them.
    pub fingerprints: BTreeMap<String, String>,
    /// Before when the other side asked not to be asked, where it did.
    pub not_before: Option<Timestamp>,
    /// The processes that bore it, oldest first.
    pub lives: Vec<Life>,
    /// What happened to each scenario, by its number, from 1.
    pub scenarios: BTreeMap<usize, ScenarioHistory>,
}

/// A process that bore a run.
#[derive(Debug, Clone)]
pub struct Life {
    /// Who.
    pub bearer: Bearer,
    /// Since when.
    pub began: Timestamp,
    /// What is known of it last: its end, where it ended by itself.
    pub last: Timestamp,
    /// How long it was at work.
    pub worked: Duration,
    /// Why it ended, and in words; nothing where it was killed, or is under way.
    pub end: Option<(LifeEnd, String)>,
}

/// What happened to a scenario.
#[derive(Debug, Clone, Default)]
pub struct ScenarioHistory {
    /// Its result, once it ended.
    pub finished: Option<ScenarioFinished>,
    /// The step to go on at: those before it passed.
    pub resumes_at: usize,
    /// The facts to go on with: what the last step that passed left for the next.
    pub facts: Option<Value>,
    /// What became of each act, by step and name.
    pub acts: BTreeMap<(usize, String), Earlier>,
    /// What acts fetched that did not end.
    pub fetched: Vec<KeptFile>,
    /// The step that it stands at, with its text, and since when.
    pub stands_at: Option<(usize, String, Timestamp)>,
    /// Whom or what it waits for, in words.
    pub waits_for: Option<String>,
}

/// A file of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// In which act, of which step, it was fetched.
    pub act: (usize, String),
    /// What it is called where it comes from.
    pub name: String,
    /// Where it is, from the folder of the run on.
    pub path: String,
    /// The SHA-256 of its content.
    pub sha256: String,
}

impl History {
    /// Reads the log at `path`, be it that of a run which is under way.
    ///
    /// # Errors
    ///
    /// When the log is damaged, or cannot be read.
    pub fn of(path: &Path) -> Result<Self, RunsError> {
        Self::read(path, &Lines::of(path)?)
    }

    /// Reads lines; `path` is what their log is called when something is wrong.
    ///
    /// # Errors
    ///
    /// [`RunsError::UnknownRecord`].
    pub fn read(path: &Path, lines: &Lines) -> Result<Self, RunsError> {
        let mut history = Self::default();
        for (index, text) in lines.texts.iter().enumerate() {
            let record = serde_json::from_str(text).map_err(|source| RunsError::UnknownRecord {
                path: path.to_owned(),
                line: index + 1,
                source,
            })?;
            history.take(record);
        }
        Ok(history)
    }

    /// When it was closed: all scenarios ended, and nothing is left to do.
    #[must_use]
    pub fn closed(&self) -> Option<Timestamp> {
        let life = self.lives.last()?;
        matches!(life.end, Some((LifeEnd::Closed, _))).then_some(life.last)
    }

    /// How the scenarios that ended did.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        let ended = self.scenarios.values().filter_map(|scenario| scenario.finished.as_ref());
        ended.for_each(|finished| tally.add(finished));
        tally
    }

    /// The result of a scenario that ended.
    #[must_use]
    pub fn finished(&self, scenario: usize) -> Option<&ScenarioFinished> {
        self.scenarios.get(&scenario)?.finished.as_ref()
    }

    /// The first scenario that began and did not end.
    #[must_use]
    pub fn open_scenario(&self) -> Option<(usize, &ScenarioHistory)> {
        let mut all = self.scenarios.iter().map(|(number, scenario)| (*number, scenario));
        all.find(|(_, scenario)| scenario.finished.is_none())
    }

    fn take(&mut self, record: Record) {
        let at = record.at;
        if let What::LifeBegan { bearer, description_sha256 } = &record.what {
            self.description_sha256.get_or_insert_with(|| description_sha256.clone());
            for (key, sha256) in &bearer.fingerprints {
                self.fingerprints.entry(key.clone()).or_insert_with(|| sha256.clone());
            }
            let (bearer, worked) = (bearer.clone(), Duration::ZERO);
            self.lives.push(Life { bearer, began: at, last: at, worked, end: None });
        }
        if let (What::LifeEnded { end, reason }, Some(life)) = (&record.what, self.lives.last_mut())
        {
            life.end = Some((*end, reason.clone()));
        }
        if let What::Noted { note: Note::AskedToWait { until }, .. } = &record.what {
            self.not_before = self.not_before.max(Some(*until));
        }
        if let Some(scenario) = record.what.scenario() {
            self.scenarios.entry(scenario).or_default().take(at, &record.what);
        }
        if let Some(life) = self.lives.last_mut() {
            life.last = at;
            life.worked = Duration::from_millis(record.worked_ms);
        }
        self.records.push(record);
    }
}

impl ScenarioHistory {
    fn take(&mut self, at: Timestamp, what: &What) {
        match what {
            What::StepBegan { step, text, facts, .. } => {
                self.waits_for = None;
                if facts.is_some() {
                    self.facts.clone_from(facts);
                }
                match &self.stands_at {
                    // The same step in a later life: it has been there since the first.
                    Some((known, ..)) if known == step => {}
                    Some(_) | None => self.stands_at = Some((*step, text.clone(), at)),
                }
            }
            What::ActBegan { step, act, about, .. } => {
                let about = about.clone();
                self.acts.insert((*step, act.clone()), Earlier::Begun { at, about });
            }
            What::ActEnded { step, act, came_to, .. } => {
                let act = (*step, act.clone());
                self.fetched.retain(|file| file.act != act);
                self.acts.insert(act, earlier(came_to));
            }
            What::FileKept {
                kind: FileKind::Fetched,
                act: Some(act),
                step,
                name,
                path,
                sha256,
                ..
            } => {
                let (name, path, sha256) = (name.clone(), path.clone(), sha256.clone());
                self.fetched.push(KeptFile { act: (*step, act.clone()), name, path, sha256 });
            }
            What::Noted { note, .. } => self.heed(note),
            What::StepPassed { step, facts, .. } => {
                self.resumes_at = step + 1;
                self.facts = Some(facts.clone());
                self.waits_for = None;
            }
            What::ScenarioEnded { finished, .. } => {
                self.finished = Some(finished.clone());
                self.waits_for = None;
            }
            What::ScenarioSuspended { reason, .. } => {
                self.waits_for.get_or_insert_with(|| reason.clone());
            }
            What::ScenarioBegan { .. }
            | What::FileKept { .. }
            | What::LifeBegan { .. }
            | What::LifeEnded { .. } => {}
        }
    }

    fn heed(&mut self, note: &Note) {
        self.waits_for = match note {
            Note::GateOpened(gate) => Some(format!("somebody in the portal: {}", gate.title)),
            Note::QuestionAsked(question) => Some(format!("an answer: {}", question.asked)),
            Note::WaitBegan { what, deadline, .. } => {
                Some(format!("{what}, until {deadline} at most"))
            }
            // Whoever left without an answer comes back.
            Note::GateAnswered { answer: Answer::Left, .. }
            | Note::QuestionAnswered { words: None, .. }
            | Note::AskedToWait { .. }
            | Note::Seen { .. } => return,
            Note::GateAnswered { .. } | Note::QuestionAnswered { .. } | Note::WaitEnded { .. } => {
                None
            }
        };
    }
}

/// What is known of an act that came to this.
pub(super) fn earlier(came_to: &CameTo) -> Earlier {
    match came_to {
        CameTo::Done(result) => Earlier::Done(result.clone()),
        CameTo::Nothing => Earlier::Nothing,
    }
}
