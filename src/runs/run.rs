//! A run that this process bears: begun or gone on with, written down, and ended.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use raccord_kernel::Clock;

use super::description::{Description, Plan};
use super::folder::{FILES, Folder, REPORTS};
use super::lock::Lock;
use super::log::Log;
use super::record::{Bearer, LifeEnd, Record, What};
use super::{History, RunsError, dossier};
use crate::report::stopwatch::Stopwatch;
use crate::sha256;
use crate::steps::diary::FileKind;

/// A run that this process bears. Nobody else does until it is dropped.
#[derive(Debug)]
pub struct Run {
    folder: Folder,
    description: Description,
    /// What happened in earlier lives.
    history: History,
    clock: Arc<Clock>,
    at_work: Stopwatch,
    log: Mutex<Log>,
    /// The scenarios that ended, by number, in whatever life.
    ended: Mutex<BTreeSet<usize>>,
    _lock: Lock,
}

impl Run {
    /// Begins a run among others.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn begin(
        runs: &Path,
        plan: &Plan,
        bearer: Bearer,
        clock: Arc<Clock>,
    ) -> Result<Self, RunsError> {
        let at_work = Stopwatch::start();
        let (folder, description, lock) = Folder::create(runs, plan, clock.now())?;
        Self::bear(folder, description, lock, bearer, clock, at_work)
    }

    /// Goes on with a run.
    ///
    /// # Errors
    ///
    /// [`RunsError::InUse`] when another process does, [`RunsError::Closed`] when nothing is left to
    /// do, [`RunsError::Changed`] when `run.json` is not what it was; when its log is damaged; what
    /// the disk says.
    pub fn resume(folder: Folder, bearer: Bearer, clock: Arc<Clock>) -> Result<Self, RunsError> {
        let at_work = Stopwatch::start();
        let lock = folder.take()?;
        let description = folder.description()?;
        Self::bear(folder, description, lock, bearer, clock, at_work)
    }

    fn bear(
        folder: Folder,
        description: Description,
        lock: Lock,
        bearer: Bearer,
        clock: Arc<Clock>,
        at_work: Stopwatch,
    ) -> Result<Self, RunsError> {
        let path = folder.log();
        let (log, lines) = Log::open(&path)?;
        let history = History::read(&path, &lines)?;
        if let Some(at) = history.closed() {
            return Err(RunsError::Closed { run: folder.path().to_owned(), at });
        }
        if let Some(began_as) = &history.description_sha256 {
            folder.check_description(began_as)?;
        }
        let description_sha256 = folder.description_sha256()?;
        let finished = history.scenarios.iter().filter(|(_, it)| it.finished.is_some());
        let ended = Mutex::new(finished.map(|(number, _)| *number).collect());
        let log = Mutex::new(log);
        let run = Self { folder, description, history, clock, at_work, log, ended, _lock: lock };
        run.write(What::LifeBegan { bearer, description_sha256 })?;
        Ok(run)
    }

    /// Where everything of it lies.
    #[must_use]
    pub const fn folder(&self) -> &Folder {
        &self.folder
    }

    /// What it is.
    #[must_use]
    pub const fn description(&self) -> &Description {
        &self.description
    }

    /// The name of its environment.
    #[must_use]
    pub fn environment(&self) -> &str {
        &self.description.environment.name
    }

    /// What happened in earlier lives.
    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// Writes down that something happened, and returns its instant when it is on the disk.
    ///
    /// # Errors
    ///
    /// When it may not be there: nothing more is to be done then.
    pub fn write(&self, what: What) -> Result<Timestamp, RunsError> {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        let worked_ms = u64::try_from(self.at_work.elapsed().as_millis()).unwrap_or(u64::MAX);
        let at = self.clock.now();
        let ended =
            if let What::ScenarioEnded { scenario, .. } = &what { Some(*scenario) } else { None };
        log.append(&Record { at, worked_ms, what })?;
        let mut all = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend(ended);
        Ok(at)
    }

    /// Keeps a file, by its name and what is in it, and returns where.
    ///
    /// # Errors
    ///
    /// [`RunsError::PrivateKey`]; what the disk says.
    pub fn keep_file(
        &self,
        (scenario, step): (usize, usize),
        act: Option<String>,
        kind: FileKind,
        (name, octets): (&str, &[u8]),
    ) -> Result<PathBuf, RunsError> {
        if holds_private_key(octets) {
            return Err(RunsError::PrivateKey { name: name.to_owned() });
        }
        let below = match kind {
            FileKind::HandedOver => FILES,
            FileKind::Fetched => REPORTS,
        };
        let path = self.folder.keep(below, name, octets)?;
        let full = self.folder.path().join(&path);
        let (name, sha256) = (name.to_owned(), sha256::of(octets));
        self.write(What::FileKept { scenario, step, kind, act, name, path, sha256 })?;
        Ok(full)
    }

    /// Tells whether all its scenarios ended: nothing is left but to close it.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        ended.len() == self.description.scenarios.len()
    }

    /// Closes it: nothing is written of it any more but the dossier and the checksums. Returns where
    /// the dossier is.
    ///
    /// # Errors
    ///
    /// What the disk says; whoever goes on with a closed run writes what is missing.
    pub fn close(&self) -> Result<PathBuf, RunsError> {
        self.end_life(LifeEnd::Closed, "all scenarios ended")?;
        dossier::write(&self.folder)
    }

    /// Writes down why this process goes no further.
    ///
    /// # Errors
    ///
    /// As [`write`](Self::write).
    pub fn end_life(&self, end: LifeEnd, reason: impl Into<String>) -> Result<(), RunsError> {
        self.write(What::LifeEnded { end, reason: reason.into() }).map(drop)
    }
}

/// Tells whether a text has a private key in PEM.
fn holds_private_key(octets: &[u8]) -> bool {
    let mark = b"PRIVATE KEY-----";
    octets.windows(mark.len()).any(|window| window == mark)
}
