//! Why a command could not be run against the mocks.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use super::isolation::IsolationError;
use crate::cli::configuration::ConfigurationError;
use crate::cli::exit::Exit;
use crate::cli::served::ServedError;

/// Why a command could not be run against the mocks.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExecError {
    /// The mocks could not be stood up.
    #[error(transparent)]
    Served(#[from] ServedError),
    /// What is configured cannot be used.
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
    /// There is no network to be alone in.
    #[error(transparent)]
    Isolation(#[from] IsolationError),
    /// The system refused what running a command needs.
    #[error("failed to start")]
    Start {
        /// What the system said.
        source: io::Error,
    },
    /// The command cannot be run.
    #[error("failed to run `{}`", command.to_string_lossy())]
    Command {
        /// The command.
        command: OsString,
        /// What the system said.
        source: io::Error,
    },
    /// A report could not be written.
    #[error("failed to write `{path}`")]
    Report {
        /// Where it goes.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
}

impl ExecError {
    /// Returns the exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Served(error) => error.exit(),
            Self::Isolation(_) => Exit::Environment,
            Self::Start { .. } => Exit::Internal,
            Self::Command { source, .. } if source.kind() == io::ErrorKind::NotFound => {
                Exit::CommandNotFound
            }
            Self::Command { .. } => Exit::CommandNotRun,
            Self::Configuration(_) | Self::Report { .. } => Exit::Usage,
        }
    }

    /// Returns what to do next, where that is not plain.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Served(error) => error.hint(),
            Self::Isolation(error) => Some(error.hint()),
            Self::Command { source, .. } if source.kind() == io::ErrorKind::NotFound => Some(
                "the command stands after `--` and is looked for on the path; for words of a shell, write `-- sh -c '…'`",
            ),
            Self::Configuration(error) => Some(error.hint()),
            Self::Start { .. } | Self::Command { .. } | Self::Report { .. } => None,
        }
    }
}
