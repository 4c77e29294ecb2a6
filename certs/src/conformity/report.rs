//! What a judgement says.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Certificate, format::sniff::Content, rule::Rule};

/// How a rule was met, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The rule is met.
    Pass,
    /// The rule is met, and something is worth knowing.
    Information,
    /// A document is not followed to the letter; the target is not known to refuse it.
    Warning,
    /// A written rule of the target is broken.
    Failure,
}

/// What one rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How it was met.
    pub verdict: Verdict,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What to do about it; empty where nothing is to be done.
    pub what_to_do: String,
}

/// What the judgement of one file says.
#[derive(Clone, Debug)]
pub struct Report {
    /// What the file holds; `Unknown` where its pieces are not all of one kind.
    pub content: Content,
    /// One finding for each rule that had something to judge, in the order of the rules.
    pub findings: Vec<Finding>,
    /// The certificate the file is about, where there is exactly one.
    pub leaf: Option<Certificate>,
    /// The authorities above it, from the one that issued it, as far as the file holds them.
    pub chain: Vec<Certificate>,
}

impl Finding {
    pub(super) fn pass(rule: &'static Rule, found: impl Into<String>) -> Self {
        Self::of(rule, Verdict::Pass, found, "")
    }

    /// Expects what the rule says.
    pub(super) fn of(
        rule: &'static Rule,
        verdict: Verdict,
        found: impl Into<String>,
        what_to_do: impl Into<String>,
    ) -> Self {
        let expected = rule.says.to_owned();
        Self { rule, verdict, found: found.into(), expected, what_to_do: what_to_do.into() }
    }

    pub(super) fn expecting(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }
}

impl Report {
    /// Returns the rules that are broken, in order.
    pub fn failures(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.verdict == Verdict::Failure)
    }

    /// Returns the finding a portal would report: the first broken rule.
    #[must_use]
    pub fn first_failure(&self) -> Option<&Finding> {
        self.failures().next()
    }

    /// Says whether no rule is broken.
    #[must_use]
    pub fn conforms(&self) -> bool {
        self.first_failure().is_none()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Pass => "pass",
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Failure => "failure",
        })
    }
}

/// Writes one line: rule, verdict, found, expected, what to do.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: found {}", self.rule.id, self.verdict, self.found)?;
        if self.verdict > Verdict::Pass {
            write!(f, "; expected: {}", self.expected)?;
        }
        if !self.what_to_do.is_empty() {
            write!(f, "; {}", self.what_to_do)?;
        }
        Ok(())
    }
}
