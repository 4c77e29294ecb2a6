//! A stage whose scenarios are written down: each world has a diary, and goes on from what earlier
//! lives of the run wrote in it.

use std::rc::Rc;
use std::sync::Arc;

use jiff::Timestamp;

use super::Run;
use super::diary::ScenarioDiary;
use super::record::What;
use crate::environment::OpenError;
use crate::rehearsal::{Stage, Trial};
use crate::report::event::{Outcome, ScenarioFinished};
use crate::steps::diary::DiaryError;
use crate::steps::{Facts, World};

/// Opens the worlds of another stage, each with a diary in the log of a run.
#[derive(Debug)]
pub struct RecordedStage<S> {
    stage: S,
    run: Arc<Run>,
}

impl<S> RecordedStage<S> {
    /// A stage whose scenarios are written down in a run.
    #[must_use]
    pub const fn new(stage: S, run: Arc<Run>) -> Self {
        Self { stage, run }
    }

    /// The number of a trial in the run, from 1.
    fn number(&self, trial: &Trial) -> Option<usize> {
        let place = &trial.place;
        let all = &self.run.description().scenarios;
        let at = all.iter().position(|kept| {
            kept.path == place.path
                && kept.line == place.line
                && kept.name == place.scenario
                && kept.row == trial.row
        });
        at.map(|at| at + 1)
    }

    /// What is known of a scenario, and where it goes on.
    fn diary(&self, trial: &Trial) -> Result<(ScenarioDiary, usize, Facts), OpenError> {
        let failed = |source| OpenError { environment: self.run.environment().to_owned(), source };
        let number =
            self.number(trial).ok_or_else(|| failed("it is no scenario of the run".into()))?;
        let diary = ScenarioDiary::new(Arc::clone(&self.run), number);
        let Some(known) = diary.known() else {
            let begins = self.run.write(What::ScenarioBegan { scenario: number });
            begins.map_err(|error| failed(error.into()))?;
            return Ok((diary, 0, Facts::default()));
        };
        let (resumes_at, facts) = (known.resumes_at, known.facts.clone());
        let facts = facts.map(serde_json::from_value).transpose();
        let facts = facts.map_err(|error| failed(error.into()))?.unwrap_or_default();
        Ok((diary, resumes_at, facts))
    }
}

impl<S: Stage<World = World>> Stage for RecordedStage<S> {
    type World = World;

    fn name(&self) -> &str {
        self.stage.name()
    }

    fn starts_at(&self) -> Option<Timestamp> {
        self.stage.starts_at()
    }

    async fn open(&self, trial: &Trial) -> Result<World, OpenError> {
        let (diary, resumes_at, facts) = self.diary(trial)?;
        let world = self.stage.open(trial).await?;
        Ok(world.recorded(Rc::new(diary), resumes_at, facts))
    }

    fn declines(&self, trial: &Trial) -> Option<String> {
        self.stage.declines(trial)
    }

    fn recall(&self, trial: &Trial) -> Option<ScenarioFinished> {
        self.run.history().finished(self.number(trial)?).cloned()
    }

    fn keep(&self, trial: &Trial, finished: &ScenarioFinished) -> Result<(), DiaryError> {
        let Some(scenario) = self.number(trial) else { return Ok(()) };
        let what = match &finished.outcome {
            // An environment that could not be opened may be there tomorrow.
            Outcome::Suspended { reason } | Outcome::Environment { message: reason } => {
                What::ScenarioSuspended { scenario, reason: reason.clone() }
            }
            // It was not reached: whoever comes back may reach it.
            Outcome::NotReached { .. } => return Ok(()),
            Outcome::Failed { .. }
            | Outcome::Internal { .. }
            | Outcome::NotRun { .. }
            | Outcome::Passed { .. }
            | Outcome::Undefined => What::ScenarioEnded { scenario, finished: finished.clone() },
        };
        let told = what.told();
        let written = self.run.write(what);
        written.map(drop).map_err(|source| DiaryError { what: told, source: source.into() })
    }
}
