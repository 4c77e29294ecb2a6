//! One thing that happened in a step, as the dossier tells it.

use jiff::Timestamp;
use serde_json::Value;

use super::words::{moment, shown};
use crate::environment::{Answer, Gate, Question};
use crate::steps::diary::{CameTo, FileKind, Note};

/// One thing that happened.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) at: String,
    /// The name by which the style sheet knows it.
    pub(super) class: &'static str,
    pub(super) title: String,
    pub(super) lines: Vec<Line>,
    /// What was to be done, one thing after the other.
    pub(super) instructions: Vec<String>,
}

/// Something more of it.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) label: &'static str,
    pub(super) text: String,
    pub(super) kind: Kind,
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Words,
    /// A path, an address, a checksum.
    Code,
    /// In the words of a French portal.
    French,
}

impl Entry {
    pub(super) fn new(at: Timestamp, class: &'static str, title: impl Into<String>) -> Self {
        let (lines, instructions) = (Vec::new(), Vec::new());
        Self { at: moment(at), class, title: title.into(), lines, instructions }
    }

    fn line(mut self, label: &'static str, text: &str, kind: Kind) -> Self {
        if !text.is_empty() {
            self.lines.push(Line { label, text: shown(text), kind });
        }
        self
    }

    pub(super) fn words(self, label: &'static str, text: &str) -> Self {
        self.line(label, text, Kind::Words)
    }

    pub(super) fn code(self, label: &'static str, text: &str) -> Self {
        self.line(label, text, Kind::Code)
    }

    /// What was asked, answered or seen.
    pub(super) fn noted(at: Timestamp, note: &Note) -> Self {
        match note {
            Note::GateOpened(gate) => Self::gate(at, gate),
            Note::GateAnswered { answer, .. } => Self::answered(at, answer),
            Note::QuestionAsked(question) => Self::question(at, question),
            Note::QuestionAnswered { words: Some(words), .. } => {
                Self::new(at, "person", "Answered").words("Answer", words)
            }
            Note::QuestionAnswered { words: None, .. } => {
                Self::new(at, "away", "Left without an answer")
            }
            Note::WaitBegan { what, since, deadline } => {
                Self::new(at, "wait", format!("Waits for {}", shown(what)))
                    .words("Since", &moment(*since))
                    .words("At most until", &moment(*deadline))
            }
            Note::AskedToWait { until } => {
                Self::new(at, "seen", "Asked to wait").words("Not before", &moment(*until))
            }
            Note::Seen { seen, .. } => Self::new(at, "seen", "Looked").words("Saw", seen),
            Note::WaitEnded { seen, there: true, .. } => {
                Self::new(at, "proof", "It is there").words("Seen last", seen)
            }
            Note::WaitEnded { seen, there: false, .. } => {
                Self::new(at, "bad", "It was not there in time").words("Seen last", seen)
            }
        }
    }

    fn gate(at: Timestamp, gate: &Gate) -> Self {
        let mut entry = Self::new(at, "gate", format!("Gate: {}", shown(&gate.title)))
            .code("Where", &gate.address)
            .line("Menu", &gate.menu.join(" › "), Kind::French);
        entry.instructions = gate.instructions.iter().map(|it| shown(it)).collect();
        if let Some(file) = &gate.file {
            let name = file.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            entry = entry.code("File", &format!("files/{name}")).code("SHA-256", &file.sha256);
            entry = entry.words("Conformity", &file.conformity.join("\n"));
        }
        entry.words("What proves it", &gate.proof)
    }

    fn answered(at: Timestamp, answer: &Answer) -> Self {
        match answer {
            Answer::Confirmed { by, words } => {
                Self::new(at, "person", format!("Confirmed by {}", shown(by))).words("Words", words)
            }
            Answer::Rejected { by, reason } => {
                Self::new(at, "bad", format!("Rejected by {}", shown(by))).words("Reason", reason)
            }
            Answer::Left => Self::new(at, "away", "Left without an answer"),
        }
    }

    fn question(at: Timestamp, question: &Question) -> Self {
        let choices = question.choices.iter().map(|(choice, means)| format!("{choice}: {means}"));
        let choices = choices.collect::<Vec<_>>().join("\n");
        Self::new(at, "gate", format!("Question: {}", shown(&question.asked)))
            .words("Where to look", &question.hint)
            .words("Choices", &choices)
    }

    /// Something that is never repeated in silence is about to be done.
    pub(super) fn act_began(at: Timestamp, act: &str, about: &Value) -> Self {
        Self::new(at, "act", format!("About to do: {}", shown(act))).code("About", &compact(about))
    }

    /// What it came to.
    pub(super) fn act_ended(at: Timestamp, act: &str, came_to: &CameTo) -> Self {
        match came_to {
            CameTo::Done(result) => Self::new(at, "act", format!("Done: {}", shown(act)))
                .code("Came to", &compact(result)),
            CameTo::Nothing => {
                Self::new(at, "act", format!("Refused, without effect: {}", shown(act)))
            }
        }
    }

    /// A file was kept.
    pub(super) fn file(at: Timestamp, kind: FileKind, path: &str, sha256: &str) -> Self {
        let title = match kind {
            FileKind::HandedOver => "Wrote the file to hand over",
            FileKind::Fetched => "Fetched",
        };
        Self::new(at, "file", title).code("File", path).code("SHA-256", sha256)
    }
}

fn compact(value: &Value) -> String {
    if value.is_null() { String::new() } else { value.to_string() }
}
