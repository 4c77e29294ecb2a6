//! The folder of a run: everything that is known of it, for its owner alone.
//!
//! | name | what |
//! |---|---|
//! | `run.json` | what the run is; written once |
//! | `features/` | the scenario files, as they were when it began |
//! | `log` | what happened, a record a line |
//! | `lock` | who goes on with it now |
//! | `files/` | what was handed to people |
//! | `reports/` | what was fetched |
//! | `dossier.html`, `MANIFEST.sha256` | written when it is closed |

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::de::Error as _;

use super::description::{Description, FORMAT, Plan};
use super::lock::Lock;
use super::log::Log;
use super::{RunsError, durable, manifest};
use crate::sha256;

/// Where what was handed to people lies.
pub(super) const FILES: &str = "files";
/// Where what was fetched lies.
pub(super) const REPORTS: &str = "reports";
/// What a run is.
const DESCRIPTION: &str = "run.json";
/// How many runs of an environment a day has.
const RUNS_A_DAY_MAX: u32 = 9_999;

/// The folder of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Makes the folder of a new run among others, and takes the right to it.
    ///
    /// It appears under its name when it is whole.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn create(
        runs: &Path,
        plan: &Plan,
        now: Timestamp,
    ) -> Result<(Self, Description, Lock), RunsError> {
        let not_written = |source| RunsError::NotWritten { path: runs.to_owned(), source };
        durable::make_folders(runs).map_err(not_written)?;
        let mut being_made = tempfile::Builder::new();
        being_made.prefix(".new-");
        #[cfg(unix)]
        being_made.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let being_made = being_made.tempdir_in(runs).map_err(not_written)?;
        let unnamed = Self { path: being_made.path().to_owned() };
        let mut description = plan.described(now);
        unnamed.write_features(plan, &description)?;
        // A folder without a log is no whole one: what was done stands in it.
        Log::create(&unnamed.log()).map_err(not_written)?;
        let lock = Lock::of(&unnamed.lock())?;
        let day = now.to_zoned(TimeZone::UTC).date();
        let environment = safe(&description.environment.name);
        for number in 1..=RUNS_A_DAY_MAX {
            description.id = format!("{day}-{environment}-{number}");
            let path = runs.join(&description.id);
            if path.exists() {
                continue;
            }
            unnamed.write_description(&description)?;
            match fs::rename(&unnamed.path, &path) {
                Ok(()) => {
                    // It has another name now, and so there is nothing left to remove.
                    let _moved = being_made.keep();
                    durable::sync_folder(runs).map_err(not_written)?;
                    return Ok((Self { path }, description, lock));
                }
                // Another process was faster.
                Err(_) if path.exists() => {}
                Err(source) => return Err(not_written(source)),
            }
        }
        Err(RunsError::NoName { runs: runs.to_owned() })
    }

    /// The folder of a run that is there.
    ///
    /// # Errors
    ///
    /// [`RunsError::NoRun`] when there is none.
    pub fn open(path: &Path) -> Result<Self, RunsError> {
        let folder = Self { path: path.to_owned() };
        if folder.path.join(DESCRIPTION).is_file() {
            Ok(folder)
        } else {
            Err(RunsError::NoRun { path: folder.path })
        }
    }

    /// Takes the right to go on with the run.
    ///
    /// # Errors
    ///
    /// [`RunsError::InUse`] when another process has it; what the disk says.
    pub fn take(&self) -> Result<Lock, RunsError> {
        Lock::of(&self.lock())
    }

    /// Tells whether some process goes on with the run now.
    #[must_use]
    pub fn is_in_use(&self) -> bool {
        Lock::is_held(&self.lock())
    }

    /// Tells whether the checksums of all that it leaves are written: nothing is added any more.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.path.join(manifest::NAME).is_file()
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where its log is.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.path.join("log")
    }

    /// Where its lock is.
    pub(super) fn lock(&self) -> PathBuf {
        self.path.join("lock")
    }

    /// Reads what the run is.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is not what raccord wrote.
    pub fn description(&self) -> Result<Description, RunsError> {
        let path = self.path.join(DESCRIPTION);
        let text = self.read(&path)?;
        let read: Result<Description, _> = serde_json::from_slice(&text);
        match read {
            Ok(read) if read.format == FORMAT => Ok(read),
            Ok(read) => {
                let says = format!("found the format {}, expected {FORMAT}", read.format);
                Err(RunsError::NoDescription { path, source: serde_json::Error::custom(says) })
            }
            Err(source) => Err(RunsError::NoDescription { path, source }),
        }
    }

    /// The SHA-256 of what the run is.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub(super) fn description_sha256(&self) -> Result<String, RunsError> {
        Ok(sha256::of(&self.read(&self.path.join(DESCRIPTION))?))
    }

    /// Makes sure that what the run is has the SHA-256 that it had when it began.
    ///
    /// # Errors
    ///
    /// [`RunsError::Changed`] when it has not.
    pub(super) fn check_description(&self, expected: &str) -> Result<(), RunsError> {
        self.kept(DESCRIPTION, expected).map(drop)
    }

    /// Reads the scenario files as they were when the run began: their paths and texts.
    ///
    /// # Errors
    ///
    /// [`RunsError::Changed`] when a copy is not what it was.
    pub fn features(&self, description: &Description) -> Result<Vec<(String, String)>, RunsError> {
        let features = description.features.iter().map(|feature| {
            let octets = self.kept(&feature.kept, &feature.sha256)?;
            Ok((feature.path.clone(), String::from_utf8_lossy(&octets).into_owned()))
        });
        features.collect()
    }

    /// Reads a file that was kept.
    ///
    /// # Errors
    ///
    /// [`RunsError::Changed`] when it is not what it was.
    pub(super) fn kept(&self, path: &str, expected: &str) -> Result<Vec<u8>, RunsError> {
        let path = self.path.join(path);
        let octets = self.read(&path)?;
        let (found, expected) = (sha256::of(&octets), expected.to_owned());
        if found == expected {
            Ok(octets)
        } else {
            Err(RunsError::Changed { path, found, expected })
        }
    }

    /// Keeps a file in a folder of the run, and returns its path from the folder on; under another
    /// name when something else has that one.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub(super) fn keep(&self, below: &str, name: &str, octets: &[u8]) -> Result<String, RunsError> {
        let name = safe(name);
        let (stem, end) = name.rsplit_once('.').unwrap_or((&name, ""));
        let dot = if end.is_empty() { "" } else { "." };
        let mut kept = format!("{below}/{name}");
        for number in 2_u32.. {
            let path = self.path.join(&kept);
            match fs::read(&path) {
                Ok(there) if there == octets => return Ok(kept),
                Ok(_) => kept = format!("{below}/{stem}-{number}{dot}{end}"),
                Err(error) if error.kind() == io::ErrorKind::NotFound => break,
                Err(source) => return Err(RunsError::Unreadable { path, source }),
            }
        }
        self.write(&kept, octets)?;
        Ok(kept)
    }

    /// Writes a file of the run, whole at every instant.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub(super) fn write(&self, name: &str, octets: &[u8]) -> Result<PathBuf, RunsError> {
        let path = self.path.join(name);
        durable::make_folders(durable::folder_of(&path))
            .and_then(|()| durable::write(&path, octets))
            .map_err(|source| RunsError::NotWritten { path: path.clone(), source })?;
        Ok(path)
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, RunsError> {
        fs::read(path).map_err(|source| RunsError::Unreadable { path: path.to_owned(), source })
    }

    fn write_features(&self, plan: &Plan, description: &Description) -> Result<(), RunsError> {
        for folder in [FILES, REPORTS] {
            let path = self.path.join(folder);
            durable::make_folders(&path)
                .map_err(|source| RunsError::NotWritten { path, source })?;
        }
        for ((_, text), feature) in plan.features.iter().zip(&description.features) {
            self.write(&feature.kept, text.as_bytes())?;
        }
        Ok(())
    }

    fn write_description(&self, description: &Description) -> Result<(), RunsError> {
        let path = self.path.join(DESCRIPTION);
        let text = serde_json::to_vec_pretty(description)
            .map_err(|error| RunsError::NotWritten { path, source: error.into() })?;
        self.write(DESCRIPTION, &text).map(drop)
    }
}

/// A name that is a name in every folder: letters, digits, `.`, `-` and `_`, and no hidden file.
pub(super) fn safe(name: &str) -> String {
    let plain = |sign: char| sign.is_alphanumeric() || ".-_".contains(sign);
    let name: String = name.chars().map(|sign| if plain(sign) { sign } else { '-' }).collect();
    let name = name.trim_start_matches('.');
    if name.is_empty() { "unnamed".to_owned() } else { name.to_owned() }
}
