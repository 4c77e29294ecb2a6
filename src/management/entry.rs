//! One line of the journal, as answers and events show it: the same fields as in its file.

use jiff::Timestamp;
use raccord_kernel::{Numbered, Outcome};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// One thing that crossed, or happened by itself.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JournalEntry {
    /// Its place in the order of writing, from 1: it never changes.
    #[schema(example = 42)]
    pub(super) sequence: u64,
    /// The instant, on the tenant's clock.
    at: Timestamp,
    /// Who did it: a system, or one of its parts.
    #[schema(example = "piste")]
    actor: String,
    /// The actor's own number, from 1.
    #[schema(example = 7)]
    number: u64,
    /// What was done.
    #[schema(example = "piste.token")]
    operation: String,
    /// How it ended.
    outcome: EntryOutcome,
    /// The rules that an answer, not a refusal, stood on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stood_on: Vec<String>,
    /// The listed fields: never a raw body, an unlisted header or a secret.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[schema(value_type = Object)]
    fields: Map<String, Value>,
}

/// How an operation ended.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub(super) enum EntryOutcome {
    /// Done as asked.
    Accepted,
    /// Refused, as the real system would.
    Refused {
        /// The rule that refused it.
        #[schema(example = "PISTE-TOKEN-02")]
        rule: String,
        /// What was found, what was expected, what to do: never on the wire.
        reason: String,
    },
    /// Broken on purpose.
    Faulted {
        /// What the fault did.
        verdict: String,
    },
    /// Nothing here knows that host or route.
    Unknown {
        /// What was asked for.
        asked: String,
    },
    /// A fault of the mock itself.
    Incident {
        /// What went wrong.
        what: String,
    },
}

impl From<Numbered> for JournalEntry {
    fn from(Numbered { sequence, entry }: Numbered) -> Self {
        Self {
            sequence,
            at: entry.at,
            actor: entry.actor,
            number: entry.number,
            operation: entry.operation,
            outcome: entry.outcome.into(),
            stood_on: entry.stood_on,
            fields: entry.fields,
        }
    }
}

impl From<Outcome> for EntryOutcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Accepted => Self::Accepted,
            Outcome::Refused { rule, reason } => Self::Refused { rule, reason },
            Outcome::Faulted { verdict } => Self::Faulted { verdict },
            Outcome::Unknown { asked } => Self::Unknown { asked },
            Outcome::Incident { what } => Self::Incident { what },
        }
    }
}

#[cfg(test)]
mod tests {
    use raccord_kernel::{Journal, Trace};

    use super::*;

    #[test]
    fn an_entry_has_the_same_fields_in_answers_as_in_the_file_of_the_journal() {
        let journal = Journal::default();
        let outcomes = [
            Outcome::Accepted,
            Outcome::Refused { rule: "A-B-01".into(), reason: "found nothing".into() },
            Outcome::Faulted { verdict: "cut before".into() },
            Outcome::Unknown { asked: "a host".into() },
            Outcome::Incident { what: "a panic".into() },
        ];
        for outcome in outcomes {
            let mut trace = Trace::default();
            trace.note("status", 200);
            journal.write(Timestamp::UNIX_EPOCH, "piste", "piste.token", outcome, trace);
            journal.write(
                Timestamp::UNIX_EPOCH,
                "piste",
                "piste.token",
                Outcome::Accepted,
                Trace::default(),
            );
        }
        for numbered in journal.following(0, |_| true).entries {
            let written = serde_json::to_value(&numbered).unwrap();
            assert_eq!(serde_json::to_value(JournalEntry::from(numbered)).unwrap(), written);
        }
    }
}
