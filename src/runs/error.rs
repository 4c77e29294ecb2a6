//! Why a run could not be kept, found or read.

use std::io;
use std::path::PathBuf;

use jiff::Timestamp;

use super::log::LogError;

/// Why a run could not be kept, found or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunsError {
    /// Another process goes on with it.
    #[error("the run `{run}` is under way: process {process} goes on with it")]
    InUse {
        /// Its folder.
        run: PathBuf,
        /// The number of the process.
        process: String,
    },
    /// Nothing is left to do in it.
    #[error("the run `{run}` was closed at {at}: nothing is left to do in it")]
    Closed {
        /// Its folder.
        run: PathBuf,
        /// When it was closed.
        at: Timestamp,
    },
    /// The log cannot be read or added to.
    #[error(transparent)]
    Log(#[from] LogError),
    /// A record is whole, and yet none that this raccord knows.
    #[error("failed to read `{path}`: line {line} is whole, and is no record that raccord knows")]
    UnknownRecord {
        /// The log.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What was found.
        source: serde_json::Error,
    },
    /// There is no such run.
    #[error("no run is in `{path}`: found no `run.json` there")]
    NoRun {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The description of the run is not what raccord wrote.
    #[error("failed to read `{path}`: expected what raccord wrote when the run began")]
    NoDescription {
        /// The file.
        path: PathBuf,
        /// What was found.
        source: serde_json::Error,
    },
    /// A file of the run is not as it was when the run began.
    #[error(
        "`{path}` was changed after the run began: found the SHA-256 {found}, expected {expected}"
    )]
    Changed {
        /// The file.
        path: PathBuf,
        /// Its SHA-256 now.
        found: String,
        /// Its SHA-256 when the run began.
        expected: String,
    },
    /// The folder of runs is full of runs of that day.
    #[error("failed to name a run in `{runs}`: every name of that day is taken")]
    NoName {
        /// The folder of runs.
        runs: PathBuf,
    },
    /// What is to be kept is the key of a certificate.
    #[error("failed to keep `{name}`: found a private key in it, which no run keeps")]
    PrivateKey {
        /// The name of the file.
        name: String,
    },
    /// The disk refused to be read.
    #[error("failed to read `{path}`")]
    Unreadable {
        /// What was read.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
    /// The disk refused to be written.
    #[error("failed to write `{path}`")]
    NotWritten {
        /// What was written.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
}
