//! Why mocks could not be served.

use std::io;
use std::path::PathBuf;

use raccord_mocks::gateway::ListenError;

use crate::cli::exit::Exit;
use crate::connectors::vault::NotKept;
use crate::environment::{ArrangeError, OpenError};

/// Why mocks could not be served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// Somebody could not be connected.
    #[error(transparent)]
    Arrange(#[from] ArrangeError),
    /// What was arranged left no secret.
    #[error("failed to tell the identities")]
    NotKept(#[from] NotKept),
    /// The mocks could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A file could not be written.
    #[error("failed to write `{path}`")]
    Paper {
        /// The file, or the folder.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
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
            Self::Arrange(_) | Self::Open(_) => Exit::Environment,
            Self::NotKept(_) | Self::Start { .. } => Exit::Internal,
            Self::Paper { .. } | Self::Stdout { .. } => Exit::Usage,
        }
    }

    /// Returns what to do next, where that is not plain.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Open(error) => hint_of_address(error),
            Self::Paper { source, .. } if source.kind() == io::ErrorKind::AlreadyExists => Some(
                "nothing is written over: give --out another folder, or remove the file if no \
                 other `raccord serve` uses it",
            ),
            Self::Arrange(_)
            | Self::NotKept(_)
            | Self::Paper { .. }
            | Self::Start { .. }
            | Self::Stdout { .. } => None,
        }
    }
}

fn hint_of_address(error: &OpenError) -> Option<&'static str> {
    let listen: &ListenError = error.source.downcast_ref()?;
    (listen.source.kind() == io::ErrorKind::AddrInUse).then_some(
        "another program listens there, perhaps another `raccord serve`: stop it, or give \
         --port another number, or 0 for free ports",
    )
}
