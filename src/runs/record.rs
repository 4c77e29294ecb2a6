//! What is written of a run, a record at a time.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::report::event::ScenarioFinished;
use crate::steps::diary::{CameTo, FileKind, Note};

/// One thing that happened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    /// When, by the environment's clock.
    pub at: Timestamp,
    /// How long raccord had been at work by then in this life of the run, in milliseconds. A machine
    /// that sleeps does not work.
    pub worked_ms: u64,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

/// What happened. Scenarios count from 1 in the order of the run, steps from 0 in that of their
/// scenario.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "kebab-case")]
pub enum What {
    /// A process began the run, or went on with it.
    LifeBegan {
        /// Which.
        #[serde(flatten)]
        bearer: Bearer,
        /// The SHA-256 of what the run is, `run.json`: it is in the chain of the log with that.
        description_sha256: String,
    },
    /// It ended by itself; the last life of a run that was killed does not.
    LifeEnded {
        /// Why.
        end: LifeEnd,
        /// In words.
        reason: String,
    },
    /// A scenario began.
    ScenarioBegan {
        /// Which.
        scenario: usize,
    },
    /// A step began.
    StepBegan {
        /// Of which scenario.
        scenario: usize,
        /// Which.
        step: usize,
        /// Its text.
        text: String,
        /// The facts as they stand, where they are not what the step before left.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        facts: Option<Value>,
    },
    /// Something that must never be repeated in silence is about to be done.
    ActBegan {
        /// In which scenario.
        scenario: usize,
        /// In which step.
        step: usize,
        /// Its name in the step.
        act: String,
        /// What it is about.
        about: Value,
    },
    /// What became of it.
    ActEnded {
        /// In which scenario.
        scenario: usize,
        /// In which step.
        step: usize,
        /// Its name in the step.
        act: String,
        /// What it came to.
        came_to: CameTo,
    },
    /// Something that changes nothing: a gate, a question, a wait.
    Noted {
        /// In which scenario.
        scenario: usize,
        /// In which step.
        step: usize,
        /// What.
        note: Note,
    },
    /// A file was kept.
    FileKept {
        /// In which scenario.
        scenario: usize,
        /// In which step.
        step: usize,
        /// Why.
        kind: FileKind,
        /// In which act.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        act: Option<String>,
        /// What it is called where it comes from, or goes to.
        name: String,
        /// Where, from the folder of the run on.
        path: String,
        /// The SHA-256 of its content.
        sha256: String,
    },
    /// A step passed.
    StepPassed {
        /// Of which scenario.
        scenario: usize,
        /// Which.
        step: usize,
        /// What it leaves for the next.
        facts: Value,
    },
    /// A scenario stopped, to be gone on with.
    ScenarioSuspended {
        /// Which.
        scenario: usize,
        /// Why.
        reason: String,
    },
    /// A scenario ended.
    ScenarioEnded {
        /// Which.
        scenario: usize,
        /// Its result.
        finished: ScenarioFinished,
    },
}

impl What {
    /// The scenario that it belongs to, where it belongs to one.
    #[must_use]
    pub const fn scenario(&self) -> Option<usize> {
        match self {
            Self::LifeBegan { .. } | Self::LifeEnded { .. } => None,
            Self::ScenarioBegan { scenario }
            | Self::StepBegan { scenario, .. }
            | Self::ActBegan { scenario, .. }
            | Self::ActEnded { scenario, .. }
            | Self::Noted { scenario, .. }
            | Self::FileKept { scenario, .. }
            | Self::StepPassed { scenario, .. }
            | Self::ScenarioSuspended { scenario, .. }
            | Self::ScenarioEnded { scenario, .. } => Some(*scenario),
        }
    }

    /// What it is, in words: for whoever is told that it could not be written.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::LifeBegan { .. } => "that the run begins, or goes on".to_owned(),
            Self::LifeEnded { .. } => "that the run stops here".to_owned(),
            Self::ScenarioBegan { scenario } => format!("the beginning of scenario {scenario}"),
            Self::StepBegan { text, .. } => format!("the beginning of `{text}`"),
            Self::ActBegan { act, .. } => format!("the beginning of `{act}`"),
            Self::ActEnded { act, .. } => format!("what `{act}` came to"),
            Self::Noted { .. } => "what was asked, answered or seen".to_owned(),
            Self::FileKept { path, .. } => format!("that `{path}` is kept"),
            Self::StepPassed { step, .. } => format!("that step {} passed", step + 1),
            Self::ScenarioSuspended { scenario, .. } | Self::ScenarioEnded { scenario, .. } => {
                format!("the end of scenario {scenario}")
            }
        }
    }
}

/// Who bears a life of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bearer {
    /// The version of raccord.
    pub raccord: String,
    /// The name of the machine.
    pub host: String,
    /// The number of the process.
    pub process: u32,
    /// Who started it.
    pub operator: String,
    /// What belongs to its machine and is not as it was where the run began, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<String>,
    /// The SHA-256 of what the files hold that decide as whom and with what it acts, by the key of
    /// the setting that names them: certificates, the flow that is sent.
    pub fingerprints: BTreeMap<String, String>,
}

/// Why a life of a run ended by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LifeEnd {
    /// Somebody or something is waited for.
    Suspended,
    /// Somebody stopped it.
    Interrupted,
    /// Nothing is left to do.
    Closed,
}
