//! A person, where no program can do the work: in a portal behind an eID, or where only somebody
//! who looks can tell what became of something.

use std::fmt::Debug;
use std::path::PathBuf;

use futures::future::LocalBoxFuture;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The person who runs raccord, and is asked.
pub trait Operator: Debug {
    /// Shows a gate and waits for the person, however long that takes.
    fn gate<'a>(&'a self, gate: &'a Gate) -> LocalBoxFuture<'a, Answer>;

    /// Asks what became of something that no program can find out; nothing when the person leaves.
    fn question<'a>(&'a self, question: &'a Question) -> LocalBoxFuture<'a, Option<String>>;

    /// Tells how a wait goes.
    fn waiting(&self, wait: &Waiting);
}

/// A portal step that a person does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// What it is called in a run's record: `upload-certificate`.
    pub name: String,
    /// What is to be done, in one line.
    pub title: String,
    /// How, one thing after the other.
    pub instructions: Vec<String>,
    /// The address of the portal.
    pub address: String,
    /// The way through its menus, in its own words.
    pub menu: Vec<String>,
    /// The file to hand over, where there is one.
    pub file: Option<GateFile>,
    /// What will prove that it was done.
    pub proof: String,
}

/// A file that a person hands to a portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateFile {
    /// Where it was written.
    pub path: PathBuf,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    /// What its examination found, one line each; nothing in it forbids to hand it over.
    pub conformity: Vec<String>,
}

/// What a person answers to a gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "answer")]
pub enum Answer {
    /// It was done.
    Confirmed {
        /// Who says so.
        by: String,
        /// What else they say; often nothing.
        words: String,
    },
    /// It cannot be done.
    Rejected {
        /// Who says so.
        by: String,
        /// Why.
        reason: String,
    },
    /// The person goes away: the run is suspended.
    Left,
}

/// Something that only a person can find out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What it is called in a run's record: `edi.send FSO1100A_…`.
    pub name: String,
    /// The question.
    pub asked: String,
    /// Where to look.
    pub hint: String,
    /// What can be answered, and what each answer means; where there is none, any text.
    pub choices: Vec<(String, String)>,
}

/// How a wait goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// What is waited for.
    pub what: String,
    /// Since when.
    pub since: Timestamp,
    /// Until when at most.
    pub deadline: Timestamp,
    /// What was seen last.
    pub seen: String,
    /// When it is looked at next.
    pub next: Timestamp,
}
