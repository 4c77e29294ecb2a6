//! What is written down of one thing that crossed.

use jiff::Timestamp;
use raccord_certs::rule::Rule;
use raccord_certs::shown;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The listed fields of an entry: never a raw body, an unlisted header or a secret.
pub type Fields = Map<String, Value>;

/// One line of the [`Journal`](crate::Journal).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The virtual instant.
    pub at: Timestamp,
    /// Who did it: a system (`piste`), or one of its parts (`sftp/session#3`).
    pub actor: String,
    /// The actor's own number, from 1.
    pub number: u64,
    /// What was done: `piste.token`.
    pub operation: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The rules that an answer, not a refusal, stood on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stood_on: Vec<String>,
    /// The listed fields.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub fields: Fields,
}

/// How one operation ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Outcome {
    /// Done as asked.
    Accepted,
    /// Refused, as the real system would.
    Refused {
        /// The id of the rule that refused it.
        rule: String,
        /// What was found, what was expected, what to do: never on the wire.
        reason: String,
    },
    /// Broken on purpose.
    Faulted {
        /// What the fault did.
        verdict: String,
    },
    /// Nothing here knows that host or route: fails the scenario.
    Unknown {
        /// What was asked for.
        asked: String,
    },
    /// A fault of the mock itself: fails the scenario.
    Incident {
        /// What went wrong.
        what: String,
    },
}

impl Outcome {
    /// Refused by a rule, for a reason. A reason quotes what somebody sent: it is kept as it can be
    /// shown on a terminal, and no longer than anybody reads.
    #[must_use]
    pub fn refused(rule: &Rule, reason: impl AsRef<str>) -> Self {
        Self::Refused { rule: rule.id.to_owned(), reason: told(reason.as_ref()) }
    }
}

impl Outcome {
    /// In a few words: how something ended whose entry tells first of the fault that struck it.
    #[must_use]
    pub fn in_short(&self) -> String {
        match self {
            Self::Accepted => "accepted".to_owned(),
            Self::Refused { rule, .. } => format!("refused by {rule}"),
            Self::Faulted { verdict } => verdict.clone(),
            Self::Unknown { .. } => "unknown".to_owned(),
            Self::Incident { .. } => "incident".to_owned(),
        }
    }
}

/// How many characters of a reason are kept.
const REASON_MAX: usize = 4000;

fn told(reason: &str) -> String {
    match reason.char_indices().nth(REASON_MAX) {
        Some((end, _)) => format!("{}…", shown::text(reason.get(..end).unwrap_or_default())),
        None => shown::text(reason),
    }
}

/// What a decision leaves for the journal beside its answer.
#[derive(Debug, Default)]
pub struct Trace {
    pub(crate) fields: Fields,
    pub(crate) stood_on: Vec<String>,
}

impl Trace {
    /// Notes a listed field.
    pub fn note(&mut self, field: &str, value: impl Into<Value>) {
        self.fields.insert(field.to_owned(), value.into());
    }

    /// Says that the answer stands on a rule.
    pub fn stands_on(&mut self, rule: &Rule) {
        if !self.stood_on.iter().any(|id| id == rule.id) {
            self.stood_on.push(rule.id.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_kept_as_it_can_be_shown_and_read() {
        for (reason, kept) in [
            ("found \u{1b}[2J\u{202e}", "found \\u{1b}[2J\\u{202e}".to_owned()),
            ("found « é »", "found « é »".to_owned()),
            (&"é".repeat(REASON_MAX), "é".repeat(REASON_MAX)),
            (&"é".repeat(70_000), format!("{}…", "é".repeat(REASON_MAX))),
        ] {
            assert_eq!(told(reason), kept);
        }
    }
}
