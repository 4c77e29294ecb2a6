//! The person who works the portals, where no program may.

use std::fmt::Debug;
use std::path::PathBuf;

use futures::future::LocalBoxFuture;
use jiff::Timestamp;

/// A person who can be asked to do something, and what became of something.
pub trait Operator: Debug {
    /// Shows a gate and waits for the person. No time limit.
    fn gate<'a>(&'a self, gate: &'a Gate) -> LocalBoxFuture<'a, Answer>;

    /// Asks what became of something that nobody can find out by program; `None` where the person
    /// leaves.
    fn question<'a>(&'a self, question: &'a Question) -> LocalBoxFuture<'a, Option<String>>;

    /// Tells how a wait goes.
    fn waiting(&self, wait: &Waiting);
}

/// Something that only a person can do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gate {
    /// Its name within the scenario, fit for a file's name.
    pub name: String,
    /// What is to be done, in a line.
    pub title: String,
    /// How, one step after the other.
    pub instructions: Vec<String>,
    /// Where: the portal's address.
    pub address: String,
    /// Where in it: the path through its menus, in its words.
    pub menu: Vec<String>,
    /// With which file, where there is one.
    pub file: Option<GateFile>,
    /// What will prove that it was done.
    pub proof: String,
}

/// The file that a gate is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GateFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// What was found when it was checked, a line each.
    pub conformity: Vec<String>,
}

/// What the person said to a gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is done.
    Confirmed {
        /// Who said so.
        by: String,
        /// What was seen; may be empty.
        words: String,
    },
    /// It cannot be done.
    Rejected {
        /// Who said so.
        by: String,
        /// Why.
        reason: String,
    },
    /// The person comes back to it later.
    Left,
}

/// Something that only a person can find out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Its name within the scenario.
    pub name: String,
    /// What is asked.
    pub asked: String,
    /// How to find out.
    pub hint: String,
    /// The answers there are, each with what it means; none: a text of the person's own.
    pub choices: Vec<(String, String)>,
}

/// How a wait goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What for: `the new certificate to take effect`.
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
