//! The log of a run: records, each on a line with its checksum, on the disk before anything is built
//! on them.
//!
//! # Shape
//! `<16 hexadecimal digits> <JSON>\n`. The digits begin the SHA-256 of the digits of the line before
//! and of this line's JSON, so that no line can be changed, lost or moved in silence.
//!
//! # What a cut leaves
//! A line counts when it is whole and on the disk. One that was being written when the process or the
//! machine ended has no end, or holds octets that were never written (zero): it is cut off when the
//! log is opened. Whatever else does not bear its checksum was changed afterwards: that is told, with
//! its place, and nothing is built on it.

use std::fmt::Debug;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::durable;

/// How many digits of a SHA-256 a line bears.
const DIGITS: usize = 16;

/// What the first line is chained to: it changes when the format does.
const BEGINNING: &str = "raccord log 1";

/// Where lines are added.
pub trait Medium: Debug + Send {
    /// Adds octets at the end, and returns when they are on the disk.
    ///
    /// # Errors
    ///
    /// What the disk says: any part of them may be there.
    fn append(&mut self, octets: &[u8]) -> io::Result<()>;

    /// Cuts off what follows the first `length_bytes`.
    ///
    /// # Errors
    ///
    /// What the disk says.
    fn cut(&mut self, length_bytes: u64) -> io::Result<()>;
}

impl Medium for File {
    fn append(&mut self, octets: &[u8]) -> io::Result<()> {
        self.write_all(octets)?;
        self.sync_data()
    }

    fn cut(&mut self, length_bytes: u64) -> io::Result<()> {
        self.set_len(length_bytes)?;
        self.sync_all()
    }
}

/// A log that is open to be added to.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    medium: Box<dyn Medium>,
    length_bytes: u64,
    digits: String,
    /// Once something could not be written nothing more is: nobody knows what is there.
    is_broken: bool,
}

/// What stands in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// The JSON of each line.
    pub texts: Vec<String>,
    /// How many octets these lines take: what follows was cut off while it was written.
    pub length_bytes: u64,
    /// The checksum that the next line is chained to.
    digits: String,
}

/// Why a log could not be read or added to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    /// A line is not as it was written.
    #[error(
        "failed to read `{path}`: line {line}, which begins at byte {byte}, was changed or damaged \
         after it was written: found the checksum `{found}`, expected `{expected}`"
    )]
    Damaged {
        /// The log.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// Where it begins, counted from 0.
        byte: u64,
        /// The checksum that the line bears.
        found: String,
        /// The checksum of what stands in it.
        expected: String,
    },
    /// The disk refused to be read.
    #[error("failed to read `{path}`")]
    Unreadable {
        /// The log.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
    /// The disk refused to be written; nothing is done that is not written down.
    #[error("failed to write to `{path}`: what is about to be done could not be written down")]
    NotWritten {
        /// The log.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
    /// It was tried again after the disk had refused.
    #[error("failed to write to `{path}`, which could not be written before: nothing more is done")]
    Broken {
        /// The log.
        path: PathBuf,
    },
}

impl Log {
    /// Makes a log in which nothing stands yet.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub(super) fn create(path: &Path) -> io::Result<()> {
        durable::open_to_append(path)?.sync_all()
    }

    /// Opens a log to be added to: cuts off what was being written when somebody's life ended, and
    /// returns what stands in it.
    ///
    /// # Errors
    ///
    /// [`LogError::Damaged`] when a line is not as it was written; what the disk says, also where
    /// there is none.
    pub fn open(path: &Path) -> Result<(Self, Lines), LogError> {
        let unreadable = |source| LogError::Unreadable { path: path.to_owned(), source };
        let octets = std::fs::read(path).map_err(unreadable)?;
        let file = durable::open_to_append(path).map_err(unreadable)?;
        Self::on(path, Box::new(file), &octets)
    }

    /// As [`open`](Self::open), on any medium: `octets` are what is on it.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn on(
        path: &Path,
        mut medium: Box<dyn Medium>,
        octets: &[u8],
    ) -> Result<(Self, Lines), LogError> {
        let lines = Lines::read(path, octets)?;
        let (length_bytes, digits) = (lines.length_bytes, lines.digits.clone());
        if length_bytes < octets.len() as u64 {
            medium
                .cut(length_bytes)
                .map_err(|source| LogError::NotWritten { path: path.to_owned(), source })?;
        }
        let log = Self { path: path.to_owned(), medium, length_bytes, digits, is_broken: false };
        Ok((log, lines))
    }

    /// Adds a record, and returns when it is on the disk.
    ///
    /// # Errors
    ///
    /// [`LogError::NotWritten`] when it may not be there, [`LogError::Broken`] ever after.
    pub fn append(&mut self, record: &impl Serialize) -> Result<(), LogError> {
        if self.is_broken {
            return Err(LogError::Broken { path: self.path.clone() });
        }
        let not_written = |source| LogError::NotWritten { path: self.path.clone(), source };
        let text = serde_json::to_string(record).map_err(|error| not_written(error.into()))?;
        let digits = digits(&self.digits, text.as_bytes());
        let line = format!("{digits} {text}\n");
        if let Err(source) = self.medium.append(line.as_bytes()) {
            self.is_broken = true;
            // What cannot be cut off now has no end, and is cut off when the log is opened.
            let _cut = self.medium.cut(self.length_bytes);
            return Err(not_written(source));
        }
        self.length_bytes += line.len() as u64;
        self.digits = digits;
        Ok(())
    }
}

impl Lines {
    /// Reads the log at `path` without touching it, be it that of a run which is under way. A run
    /// that was killed before its first record has none yet.
    ///
    /// # Errors
    ///
    /// As [`Log::open`].
    pub fn of(path: &Path) -> Result<Self, LogError> {
        let unreadable = |source| LogError::Unreadable { path: path.to_owned(), source };
        Self::read(path, &std::fs::read(path).map_err(unreadable)?)
    }

    /// Reads the octets of a log; `path` is what it is called when something is wrong.
    ///
    /// # Errors
    ///
    /// [`LogError::Damaged`].
    pub fn read(path: &Path, octets: &[u8]) -> Result<Self, LogError> {
        let (mut texts, mut length_bytes) = (Vec::new(), 0);
        let mut before = digits("", BEGINNING.as_bytes());
        let mut lines = octets.split_inclusive(|octet| *octet == b'\n').peekable();
        while let Some(line) = lines.next() {
            let is_last = lines.peek().is_none();
            let was_being_written = is_last && (!line.ends_with(b"\n") || line.contains(&0));
            match checked(&before, line) {
                // A line without its end did not count for whoever wrote it.
                _ if !line.ends_with(b"\n") => break,
                Ok(text) => {
                    texts.push(text.to_owned());
                    before = String::from_utf8_lossy(line.get(..DIGITS).unwrap_or(line)).into();
                    length_bytes += line.len() as u64;
                }
                Err(_) if was_being_written => break,
                Err(expected) => {
                    let bears = line.get(..DIGITS).unwrap_or(line);
                    return Err(LogError::Damaged {
                        path: path.to_owned(),
                        line: texts.len() + 1,
                        byte: length_bytes,
                        found: String::from_utf8_lossy(bears).escape_debug().to_string(),
                        expected,
                    });
                }
            }
        }
        Ok(Self { texts, length_bytes, digits: before })
    }
}

/// Returns the JSON of a line, or the checksum that it should bear.
fn checked<'a>(before: &str, line: &'a [u8]) -> Result<&'a str, String> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let (bears, rest) = line.split_at(line.len().min(DIGITS));
    let text = rest.strip_prefix(b" ").unwrap_or(rest);
    let expected = digits(before, text);
    let is_whole = rest.len() > text.len() && bears == expected.as_bytes();
    std::str::from_utf8(text).ok().filter(|_| is_whole).ok_or(expected)
}

/// The checksum of a text that follows a line with the checksum `before`.
fn digits(before: &str, text: &[u8]) -> String {
    let hash = Sha256::new().chain_update(before).chain_update([b' ']).chain_update(text);
    let mut digits = crate::sha256::shown(&hash.finalize());
    digits.truncate(DIGITS);
    digits
}
