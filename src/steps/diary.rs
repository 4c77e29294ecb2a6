//! What a scenario writes down of itself while it is played, so that it can be taken up again:
//! intent before an act, result after it.

use std::fmt::Debug;
use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Facts;
use crate::environment::{Answer, Gate, Question};

/// Where a scenario writes down what it does.
///
/// Acts are named within a step: the same act of the same step has the same name in every life of
/// a run. What a call writes has reached the disk when the call returns.
pub trait Diary: Debug {
    /// A step begins, with the facts as they stand; steps count from 0.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    fn step_begins(&self, number: usize, text: &str, facts: &Facts) -> Result<(), DiaryError>;

    /// A step passed, and left these facts.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    fn step_passed(&self, number: usize, facts: &Facts) -> Result<(), DiaryError>;

    /// An act is about to be done: answers what was written of it before; where nothing was, writes
    /// that it begins.
    ///
    /// # Errors
    ///
    /// When it cannot be written: the act must not be done.
    fn act_begins(&self, act: &str, about: &Value) -> Result<Earlier, DiaryError>;

    /// An act that had begun, and had no effect, is about to be done after all.
    ///
    /// # Errors
    ///
    /// When it cannot be written: the act must not be done.
    fn act_begins_again(&self, act: &str, about: &Value) -> Result<(), DiaryError>;

    /// What was written of an act before; nothing is written now.
    fn known(&self, act: &str) -> Earlier;

    /// What an act came to.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    fn act_ended(&self, act: &str, came_to: &CameTo) -> Result<(), DiaryError>;

    /// Something for whoever reads the record, which changes nothing.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    fn note(&self, note: &Note) -> Result<(), DiaryError>;

    /// The files that acts of this step fetched in an earlier life and that did not end.
    ///
    /// # Errors
    ///
    /// When one cannot be read, or was changed since.
    fn fetched(&self) -> Result<Vec<Fetched>, DiaryError>;

    /// Keeps a file that was handed over or fetched; answers where.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    fn keep_file(&self, kind: FileKind, name: &str, bytes: &[u8]) -> Result<PathBuf, DiaryError>;
}

/// A file that was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// In which act.
    pub act: String,
    /// Its name where it comes from.
    pub name: String,
    /// What is in it.
    pub content: Vec<u8>,
}

/// What was written of an act before, in this life of the run or an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Earlier {
    /// Nothing: it begins now.
    Never,
    /// That it had no effect: it begins anew.
    Nothing,
    /// That it began, and not what it came to.
    Begun {
        /// When.
        at: Timestamp,
        /// What was written of it then.
        about: Value,
    },
    /// What it came to.
    Done(Value),
}

/// What an act came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CameTo {
    /// It had its effect, and this is what is to be known of it.
    Done(Value),
    /// It had none: it was refused, and may be done again.
    Nothing,
}

/// Something for whoever reads the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "note")]
pub enum Note {
    /// A gate was shown.
    GateOpened(Gate),
    /// A gate was answered.
    GateAnswered {
        /// The name of the gate.
        gate: String,
        /// The answer.
        #[serde(flatten)]
        answer: Answer,
    },
    /// A question was asked.
    QuestionAsked(Question),
    /// A question was answered.
    QuestionAnswered {
        /// The name of the question.
        question: String,
        /// The answer; nothing where the person left.
        words: Option<String>,
    },
    /// The other side asked not to be asked before then.
    AskedToWait {
        /// When.
        until: Timestamp,
    },
    /// A wait began.
    WaitBegan {
        /// What is waited for.
        what: String,
        /// Since when, in whatever life of the run.
        since: Timestamp,
        /// Until when at most.
        deadline: Timestamp,
    },
    /// Something else than before was seen in a wait.
    Seen {
        /// What is waited for.
        what: String,
        /// What was seen.
        seen: String,
    },
    /// A wait ended.
    WaitEnded {
        /// What was waited for.
        what: String,
        /// What was seen last.
        seen: String,
        /// Whether it is there.
        there: bool,
    },
}

/// Why a file is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    /// A person hands it over.
    HandedOver,
    /// A connector fetched it.
    Fetched,
}

/// What a scenario does could not be written down, so it does nothing more.
#[derive(Debug, thiserror::Error)]
#[error("failed to write down what the run does: {what}")]
pub struct DiaryError {
    /// What was to be written.
    pub what: String,
    /// Why it was not.
    pub source: Box<dyn std::error::Error + Send + Sync>,
}
