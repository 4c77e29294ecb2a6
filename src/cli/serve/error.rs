//! Why mocks could not be served.

use std::io;

use crate::cli::configuration::ConfigurationError;
use crate::cli::exit::Exit;
use crate::cli::served::ServedError;

/// Why mocks could not be served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// What is configured cannot be used.
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
    /// They could not be stood up.
    #[error(transparent)]
    Served(#[from] ServedError),
    /// The system refused what serving needs.
    #[error("failed to start serving")]
    Start {
        /// What the system said.
        source: io::Error,
    },
    /// Nobody can be told where the mocks are.
    #[error("failed to write to stdout")]
    Stdout {
        /// What the system said.
        source: io::Error,
    },
}

impl ServeError {
    /// Returns the exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Served(error) => error.exit(),
            Self::Start { .. } => Exit::Internal,
            Self::Configuration(_) | Self::Stdout { .. } => Exit::Usage,
        }
    }

    /// Returns what to do next, where that is not plain.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Served(error) => error.hint(),
            Self::Configuration(error) => Some(error.hint()),
            Self::Start { .. } | Self::Stdout { .. } => None,
        }
    }
}
