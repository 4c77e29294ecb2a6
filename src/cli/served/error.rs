//! Why mocks could not be stood up for other programs.

use std::io;
use std::path::PathBuf;

use raccord_mocks::gateway::ListenError;

use crate::cli::cert::CertError;
use crate::cli::exit::Exit;
use crate::environment::{OpenError, SnapshotError};
use crate::management::ManagementError;
use crate::starts::{StartError, UnknownStart};

/// Why mocks could not be stood up for other programs.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServedError {
    /// Nobody could be connected.
    #[error(transparent)]
    Start(#[from] StartError),
    /// There is no such starting state.
    #[error(transparent)]
    UnknownStart(#[from] UnknownStart),
    /// There is no certificate to take after.
    #[error(transparent)]
    Like(#[from] CertError),
    /// The mocks could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The management port could not be opened.
    #[error(transparent)]
    Management(#[from] ManagementError),
    /// A file could not be written.
    #[error("failed to write `{path}`")]
    Write {
        /// The file, or the folder.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
    /// A state could not be taken.
    #[error("failed to take the state of a tenant")]
    Snapshot(#[from] SnapshotError),
    /// What was kept cannot be read.
    #[error("failed to read the state in `{path}`")]
    State {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Another process keeps its state there.
    #[error("found another raccord that keeps its state in `{path}`")]
    StateInUse {
        /// The file.
        path: PathBuf,
    },
    /// The state can no longer be kept.
    #[error("failed to keep the state in `{path}`")]
    Keep {
        /// The file.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
}

impl ServedError {
    /// Returns the exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Start(_)
            | Self::Open(_)
            | Self::Management(_)
            | Self::Snapshot(_)
            | Self::StateInUse { .. }
            | Self::Keep { .. } => Exit::Environment,
            Self::Like(error) => error.exit(),
            Self::UnknownStart(_) | Self::Write { .. } | Self::State { .. } => Exit::Usage,
        }
    }

    /// Returns what to do next, where that is not plain.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Open(error) => hint_of_address(error),
            Self::Management(ManagementError::Listen { source, .. })
                if source.kind() == io::ErrorKind::AddrInUse =>
            {
                Some(TAKEN)
            }
            Self::Write { source, .. } if source.kind() == io::ErrorKind::AlreadyExists => Some(
                "nothing is written over: give another folder or file, or remove it if no other \
                 `raccord serve` uses it",
            ),
            Self::State { .. } => {
                Some("it was written by `raccord serve --state`; remove the file to begin anew")
            }
            Self::StateInUse { .. } => Some("stop it, or give --state another file"),
            Self::Keep { .. } => Some(
                "what was answered so far is kept; make room, then serve again from the same file",
            ),
            Self::Like(error) => error.hint(),
            Self::Management(_)
            | Self::Start(_)
            | Self::UnknownStart(_)
            | Self::Write { .. }
            | Self::Snapshot(_) => None,
        }
    }
}

const TAKEN: &str = "another program listens there, perhaps another `raccord serve`: stop it, or give \
                     --port another number, or 0 for free ports";

fn hint_of_address(error: &OpenError) -> Option<&'static str> {
    let listen: &ListenError = error.source.downcast_ref()?;
    (listen.source.kind() == io::ErrorKind::AddrInUse).then_some(TAKEN)
}
