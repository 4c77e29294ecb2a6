//! `raccord healthcheck`: says by the exit code whether a `raccord serve` answers.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use super::args::HealthcheckArguments;
use super::exit::Exit;

/// How long, in real time, an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why there is no good health.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HealthcheckError {
    /// Nobody has said yet that it serves.
    #[error("failed to read `{path}`, which `raccord serve --ready-file` writes once it is ready")]
    NotReady {
        /// The file.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
    /// The file is another.
    #[error("failed to read `{path}`: expected the line that `raccord serve --ready-file` writes")]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// Nobody answers.
    #[error("failed to get an answer from {address}")]
    Silent {
        /// Where it was to be.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
}

/// What is read of the line.
#[derive(Deserialize)]
struct Ready {
    http: SocketAddr,
}

/// Asks the HTTP door for its first page.
///
/// # Errors
///
/// [`HealthcheckError`] when nobody serves, or nobody answers.
pub fn healthcheck(arguments: &HealthcheckArguments) -> Result<Exit, HealthcheckError> {
    let path = || arguments.ready_file.clone();
    let line = fs::read(&arguments.ready_file)
        .map_err(|source| HealthcheckError::NotReady { path: path(), source })?;
    let Ready { http } = serde_json::from_slice(&line)
        .map_err(|source| HealthcheckError::NotOurs { path: path(), source })?;
    ask(http).map_err(|source| HealthcheckError::Silent { address: http, source })?;
    Ok(Exit::Passed)
}

fn ask(address: SocketAddr) -> io::Result<()> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut begun = [0; 12];
    stream.read_exact(&mut begun)?;
    if begun.starts_with(b"HTTP/1.1 200") {
        return Ok(());
    }
    let found = String::from_utf8_lossy(&begun).into_owned();
    Err(io::Error::other(format!("found `{found}`, expected `HTTP/1.1 200`")))
}

impl HealthcheckError {
    /// Returns the exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Self::NotReady { .. } | Self::Silent { .. } => Exit::Failed,
            Self::NotOurs { .. } => Exit::Usage,
        }
    }
}
