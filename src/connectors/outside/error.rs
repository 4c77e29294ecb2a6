//! What goes wrong with a connector of another make.

use std::io;
use std::time::Duration;

use raccord_kernel::Secret;

use super::contract::Said;
use crate::hiding::hide;

/// A connector of another make did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum OutsideError {
    /// It did not do as its contract says.
    #[error("the connector broke its contract at `{action}`: {how}{output}", output = output)]
    Broken {
        /// The action that was asked for.
        action: &'static str,
        /// How.
        how: Box<Broken>,
        /// The end of what it wrote, ready to be appended.
        output: String,
    },
    /// It failed in a way that no refusal is.
    #[error("the connector could not do `{action}` ({class}): {message}", class = class, message = said.message)]
    Failed {
        /// The action that was asked for.
        action: &'static str,
        /// The class of the error, as the contract names it.
        class: String,
        /// What it said.
        said: Box<Said>,
    },
    /// It has no such action.
    #[error("the connector has no action `{action}`: {message}")]
    Unsupported {
        /// The action that was asked for.
        action: &'static str,
        /// The connector's own words.
        message: String,
    },
    /// Its surroundings could not be made ready.
    #[error("failed to hand the connector its {what}")]
    Surroundings {
        /// What it was to be handed: "certificate".
        what: &'static str,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl OutsideError {
    /// Whether there is no use in going on: what failed is not the exchange with the other side.
    #[must_use]
    pub const fn breaks_off(&self) -> bool {
        !matches!(self, Self::Failed { .. })
    }
}

/// How a connector broke its contract.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// Its program cannot be started.
    #[error("failed to start `{program}`: {source}")]
    Start {
        /// The first word of the command.
        program: String,
        /// Why.
        source: io::Error,
    },
    /// Nothing was answered in time.
    #[error(
        "found no answer within {timeout:?}, expected one line of JSON; it was stopped, with all \
         that it had started"
    )]
    Timeout {
        /// How long it was waited.
        timeout: Duration,
    },
    /// It ended instead of answering.
    #[error("it ended ({status}) without an answer, expected one line of JSON")]
    Ended {
        /// How it ended.
        status: String,
    },
    /// It answered, and failed all the same.
    #[error("it answered and ended with {status}, expected exit code 0")]
    ExitCode {
        /// How it ended.
        status: String,
    },
    /// It did not end when it was told to.
    #[error(
        "its standard input was closed and it went on for {timeout:?}, expected it to end; it was \
         stopped, with all that it had started"
    )]
    DoesNotEnd {
        /// How long it was waited.
        timeout: Duration,
    },
    /// What it answered is not an answer.
    #[error("found `{found}`, expected an answer in one line of JSON: {why}")]
    NoAnswer {
        /// The beginning of what it answered.
        found: String,
        /// What is wrong with it.
        why: String,
    },
    /// It speaks another version.
    #[error("found version {found} of the contract, expected {expected}")]
    Version {
        /// The answer's.
        found: u32,
        /// Ours.
        expected: u32,
    },
    /// It answered another request.
    #[error("found the answer to request {found}, expected that to request {expected}")]
    OtherRequest {
        /// The answer's.
        found: u64,
        /// The request's.
        expected: u64,
    },
    /// It wrote more than one answer.
    #[error("found `{found}` after its answer, expected nothing more; talk belongs on stderr")]
    More {
        /// The beginning of it.
        found: String,
    },
    /// The line goes on and on.
    #[error("found a line of more than {limit_bytes} bytes, expected an answer")]
    TooLong {
        /// How much is read.
        limit_bytes: usize,
    },
    /// What came of the action is not what the contract says.
    #[error("found results that cannot be read ({why}), expected {expected}")]
    Results {
        /// What is wrong.
        why: String,
        /// What the action answers.
        expected: &'static str,
    },
    /// The pipes broke.
    #[error("the pipe to it broke: {0}")]
    Pipe(io::Error),
}

impl Broken {
    /// The same, without the secrets that may stand in what was answered.
    pub(super) fn without(mut self, secrets: &[Secret]) -> Self {
        match &mut self {
            Self::NoAnswer { found, why } => {
                *found = beginning(&hide(found, secrets));
                *why = hide(why, secrets);
            }
            Self::More { found } => *found = beginning(&hide(found, secrets)),
            Self::Results { why, .. } => *why = hide(why, secrets),
            Self::Start { .. }
            | Self::Timeout { .. }
            | Self::Ended { .. }
            | Self::ExitCode { .. }
            | Self::DoesNotEnd { .. }
            | Self::Version { .. }
            | Self::OtherRequest { .. }
            | Self::TooLong { .. }
            | Self::Pipe(_) => {}
        }
        self
    }
}

/// The beginning of something that is too long to be told.
fn beginning(text: &str) -> String {
    const SHOWN_CHARS: usize = 200;
    let text = text.trim();
    let shown: String = text.chars().take(SHOWN_CHARS).collect();
    if shown.len() < text.len() { shown + "…" } else { shown }
}
