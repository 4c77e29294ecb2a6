//! What happens in a run, as reports are told of it.
//!
//! # Shape
//! One [`Event::RunStarted`], one [`Event::ScenarioFinished`] for each selected scenario in the
//! order of the files, one [`Event::RunFinished`]. [`Event::Progressed`] may stand anywhere
//! between and follows the order in which things really end.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Why a scenario was not run that would have been, had the run not been a look alone.
pub const LOOKED_AT: &str = "--dry-run only looks at scenarios";

/// Something that happened in a run.
#[derive(Debug, Clone)]
pub enum Event {
    /// The scenarios are selected, and the first one is about to start.
    RunStarted(RunStarted),
    /// Some scenario ended; its result is told in its turn.
    Progressed(Progressed),
    /// A scenario's result, in the order of the files.
    ScenarioFinished(ScenarioFinished),
    /// Nothing is left to do.
    RunFinished(RunFinished),
}

/// What a run is about to do.
#[derive(Debug, Clone)]
pub struct RunStarted {
    /// The name of the environment.
    pub environment: String,
    /// The seed that every scenario's own seed derives from.
    pub seed: u64,
    /// The instant at which each scenario's clock starts, where it is not the real one.
    pub starts_at: Option<Timestamp>,
    /// How many scenarios are selected.
    pub scenarios: usize,
    /// Whether scenarios are only looked at.
    pub dry_run: bool,
}

/// How far a run is.
#[derive(Debug, Clone, Copy)]
pub struct Progressed {
    /// How many scenarios ended, whatever their result.
    pub finished: usize,
    /// How many of those did not go as they should.
    pub amiss: usize,
    /// How many scenarios are selected.
    pub scenarios: usize,
}

/// Where a scenario stands, and how people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The path of the scenario file, with `/` between folders.
    pub path: String,
    /// The line of the scenario, or of its row in an outline's examples.
    pub line: usize,
    /// The name of the feature.
    pub feature: String,
    /// The name of the rule that the scenario belongs to.
    pub rule: Option<String>,
    /// The name of the scenario, with the values of its row.
    pub scenario: String,
}

/// A scenario's result.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ScenarioFinished {
    /// The scenario.
    pub place: Place,
    /// How it ended.
    pub outcome: Outcome,
    /// Its steps, those of the backgrounds first.
    pub steps: Vec<StepFinished>,
    /// The real time it took.
    pub duration: Duration,
}

impl ScenarioFinished {
    /// Returns what was found instead of what was expected: by a step, then at the closing.
    pub fn mismatches(&self) -> impl Iterator<Item = &str> {
        let at_closing = match &self.outcome {
            Outcome::Failed { at_closing } => at_closing.as_slice(),
            Outcome::Environment { .. }
            | Outcome::Internal { .. }
            | Outcome::NotReached { .. }
            | Outcome::NotRun { .. }
            | Outcome::Passed { .. }
            | Outcome::Suspended { .. }
            | Outcome::Undefined => &[],
        };
        let by_step = self.steps.iter().filter_map(|step| match &step.end {
            StepEnd::Failed(message) => Some(message.as_str()),
            StepEnd::CannotDo(_)
            | StepEnd::Panicked(_)
            | StepEnd::Passed
            | StepEnd::Skipped
            | StepEnd::Suspended(_)
            | StepEnd::Undefined { .. } => None,
        });
        by_step.chain(at_closing.iter().map(String::as_str))
    }
}

/// How a scenario ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The environment could not be opened, for this reason.
    Environment {
        /// What failed, with its causes.
        message: String,
    },
    /// What was expected is not what was found.
    Failed {
        /// What was found when the scenario was closed; what a step found stands with the step.
        at_closing: Vec<String>,
    },
    /// The harness itself is wrong.
    Internal {
        /// What was being done: a step, or "opening the environment".
        during: String,
        /// What the panic said, and where.
        message: String,
    },
    /// The run ended before it.
    NotReached {
        /// Why the run ended.
        reason: String,
    },
    /// It was not run, for this reason.
    NotRun {
        /// The reason.
        reason: String,
    },
    /// Everything expected was found.
    Passed {
        /// The ids of the guessed rules that it stood on.
        guessed: Vec<String>,
        /// What it measured, for people to read.
        remarks: Vec<String>,
        /// The ids of all the rules that it met.
        stood_on: Vec<String>,
    },
    /// A person or a time is waited for: it can be taken up again.
    Suspended {
        /// What is waited for.
        reason: String,
    },
    /// A step is not in the catalogue, so nothing was tried.
    Undefined,
}

impl Outcome {
    /// Tells whether something is to be put right before this scenario can pass.
    pub fn is_amiss(&self) -> bool {
        match self {
            Self::NotReached { .. }
            | Self::NotRun { .. }
            | Self::Passed { .. }
            | Self::Suspended { .. } => false,
            Self::Environment { .. }
            | Self::Failed { .. }
            | Self::Internal { .. }
            | Self::Undefined => true,
        }
    }
}

/// A step's end.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StepFinished {
    /// The step as the file has it: "Given a supplier".
    pub text: String,
    /// Its line in the scenario file.
    pub line: usize,
    /// How it ended.
    pub end: StepEnd,
    /// The real time it took.
    pub duration: Duration,
}

/// How a step ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepEnd {
    /// The environment lacks an ability, for this reason.
    CannotDo(String),
    /// What was expected is not what was found.
    Failed(String),
    /// The step panicked, with this message.
    Panicked(String),
    /// It succeeded.
    Passed,
    /// It was not tried, because of what came before it or of what the run was asked.
    Skipped,
    /// It waits for a person or a time, for this reason.
    Suspended(String),
    /// The catalogue does not have it; the snippet would define it.
    Undefined {
        /// The code to begin with.
        snippet: String,
    },
}

/// The end of a run.
#[derive(Debug, Clone, Copy)]
pub struct RunFinished {
    /// Whether somebody stopped it.
    pub interrupted: bool,
    /// The real time it took.
    pub duration: Duration,
}
