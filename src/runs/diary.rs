//! The diary of one scenario of a run.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde_json::Value;

use super::history::{KeptFile, ScenarioHistory, earlier};
use super::record::What;
use super::{Run, RunsError};
use crate::steps::Facts;
use crate::steps::diary::{CameTo, Diary, DiaryError, Earlier, Fetched, FileKind, Note};

/// Writes what a scenario does into the log of its run, and knows what earlier lives wrote.
#[derive(Debug)]
pub struct ScenarioDiary {
    run: Arc<Run>,
    scenario: usize,
    now: Mutex<Now>,
}

/// Where the scenario is.
#[derive(Debug)]
struct Now {
    step: usize,
    /// The act that was begun last.
    act: Option<String>,
    acts: BTreeMap<(usize, String), Earlier>,
    /// What was written of the facts last.
    facts: Option<Value>,
}

impl ScenarioDiary {
    /// The diary of a scenario of a run, by its number, from 1. What is written there already is in
    /// it.
    #[must_use]
    pub fn new(run: Arc<Run>, scenario: usize) -> Self {
        let known = run.history().scenarios.get(&scenario);
        let step = known.map_or(0, |known| known.resumes_at);
        let acts = known.map(|known| known.acts.clone()).unwrap_or_default();
        let facts = known.and_then(|known| known.facts.clone());
        Self { run, scenario, now: Mutex::new(Now { step, act: None, acts, facts }) }
    }

    /// What earlier lives of the run wrote of the scenario.
    #[must_use]
    pub fn known(&self) -> Option<&ScenarioHistory> {
        self.run.history().scenarios.get(&self.scenario)
    }

    fn write(&self, what: What) -> Result<Timestamp, DiaryError> {
        let told = what.told();
        self.run.write(what).map_err(|source| DiaryError { what: told, source: source.into() })
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Diary for ScenarioDiary {
    fn step_begins(&self, step: usize, text: &str, facts: &Facts) -> Result<(), DiaryError> {
        let mut now = self.now();
        now.step = step;
        now.act = None;
        let facts = as_value(facts)?;
        let is_new = now.facts.as_ref() != Some(&facts);
        let (scenario, text) = (self.scenario, text.to_owned());
        let facts_now = is_new.then(|| facts.clone());
        self.write(What::StepBegan { scenario, step, text, facts: facts_now })?;
        now.facts = Some(facts);
        Ok(())
    }

    fn step_passed(&self, step: usize, facts: &Facts) -> Result<(), DiaryError> {
        let facts = as_value(facts)?;
        self.write(What::StepPassed { scenario: self.scenario, step, facts: facts.clone() })?;
        self.now().facts = Some(facts);
        Ok(())
    }

    fn act_begins(&self, act: &str, about: &Value) -> Result<Earlier, DiaryError> {
        let mut now = self.now();
        let (scenario, step, act) = (self.scenario, now.step, act.to_owned());
        match now.acts.get(&(step, act.clone())) {
            Some(known @ (Earlier::Begun { .. } | Earlier::Done(_))) => return Ok(known.clone()),
            Some(Earlier::Never | Earlier::Nothing) | None => {}
        }
        let (begun, about) = (act.clone(), about.clone());
        let what = What::ActBegan { scenario, step, act: begun, about: about.clone() };
        let at = self.write(what)?;
        now.act = Some(act.clone());
        now.acts.insert((step, act), Earlier::Begun { at, about });
        Ok(Earlier::Never)
    }

    fn act_begins_again(&self, act: &str, about: &Value) -> Result<(), DiaryError> {
        let mut now = self.now();
        let (scenario, step, act) = (self.scenario, now.step, act.to_owned());
        let (begun, about) = (act.clone(), about.clone());
        let what = What::ActBegan { scenario, step, act: begun, about: about.clone() };
        let at = self.write(what)?;
        now.act = Some(act.clone());
        now.acts.insert((step, act), Earlier::Begun { at, about });
        Ok(())
    }

    fn known(&self, act: &str) -> Earlier {
        let now = self.now();
        now.acts.get(&(now.step, act.to_owned())).cloned().unwrap_or(Earlier::Never)
    }

    fn act_ended(&self, act: &str, came_to: &CameTo) -> Result<(), DiaryError> {
        let mut now = self.now();
        let (scenario, step, act) = (self.scenario, now.step, act.to_owned());
        let what = What::ActEnded { scenario, step, act: act.clone(), came_to: came_to.clone() };
        self.write(what)?;
        now.acts.insert((step, act), earlier(came_to));
        Ok(())
    }

    fn note(&self, note: &Note) -> Result<(), DiaryError> {
        let (scenario, step) = (self.scenario, self.now().step);
        self.write(What::Noted { scenario, step, note: note.clone() }).map(drop)
    }

    fn fetched(&self) -> Result<Vec<Fetched>, DiaryError> {
        let files = self.known().map(|known| known.fetched.as_slice()).unwrap_or_default();
        let step = self.now().step;
        let read = |file: &KeptFile| match self.run.folder().kept(&file.path, &file.sha256) {
            Ok(content) => {
                let ((_, act), name) = (file.act.clone(), file.name.clone());
                Ok(Fetched { act, name, content })
            }
            Err(source) => Err(DiaryError { what: file.name.clone(), source: source.into() }),
        };
        files.iter().filter(|file| file.act.0 == step).map(read).collect()
    }

    fn keep_file(&self, kind: FileKind, name: &str, octets: &[u8]) -> Result<PathBuf, DiaryError> {
        let now = self.now();
        let (place, act) = ((self.scenario, now.step), now.act.clone());
        drop(now);
        let failed =
            |source: RunsError| DiaryError { what: name.to_owned(), source: source.into() };
        self.run.keep_file(place, act, kind, (name, octets)).map_err(failed)
    }
}

fn as_value(facts: &Facts) -> Result<Value, DiaryError> {
    let failed = |source: serde_json::Error| DiaryError {
        what: "the facts of a scenario".to_owned(),
        source: source.into(),
    };
    serde_json::to_value(facts).map_err(failed)
}
