//! The judges: each looks at one thing in a case, and says how a rule about it is met.
//!
//! A judge knows no partner. What it is told is the rule to report under, so that two partners who
//! demand the same thing are served by one judge.

pub(super) mod chain;
pub(super) mod container;
pub(super) mod issuing;
pub(super) mod leaf;
pub(super) mod naming;
pub(super) mod seal;
pub(super) mod strength;
pub(super) mod usage;
pub(super) mod validity;
pub(super) mod words;

use super::{Case, report::Finding};
use crate::{format::contents::Contents, rule::Rule};

/// Judges a certificate; `None` when the rule does not apply.
pub(super) type Judge = fn(&'static Rule, &Case<'_>) -> Option<Finding>;
/// Judges the file itself.
pub(super) type ContainerJudge = fn(&'static Rule, &Contents) -> Finding;
