//! The file of `--state`: all that the mocks are, with the keys of their roots, so that another
//! process goes on where this one ended, however it ended.
//!
//! It is written anew after each change, and no answer is sent before it is: what a program was told
//! is kept. Many answers share one writing.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::FutureExt as _;
use raccord_kernel::Secret;
use raccord_mocks::gateway::{Knobs, Listen, SavedDoorKeys};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::error::ServedError;
use super::folder::{Begin, new_private_file, private_file};
use crate::environment::{Mocks, OpenError, Snapshot, SnapshotError, Tenancy};
use crate::starts::{Exports, Start, variables};

/// What the file holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    /// Who is connected already.
    pub(super) start: String,
    exports: BTreeMap<String, Secret>,
    door_keys: SavedDoorKeys,
    first: Snapshot,
    others: Vec<Snapshot>,
}

/// The same, as it is written: tenants that did not change are not written down anew.
#[derive(Serialize)]
struct Keeping<'a> {
    start: &'a str,
    exports: &'a BTreeMap<&'a str, Secret>,
    door_keys: &'a SavedDoorKeys,
    first: &'a RawValue,
    others: Vec<&'a RawValue>,
}

impl Kept {
    /// Reads the file; nothing where there is none yet.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, ServedError> {
        let failed = |source: Box<dyn std::error::Error + Send + Sync>| ServedError::State {
            path: path.to_owned(),
            source,
        };
        match fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|it| failed(it.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(error.into())),
        }
    }

    /// Opens the doors as they were.
    pub(super) async fn restore(&self, listen: Listen, knobs: Knobs) -> Result<Tenancy, OpenError> {
        Tenancy::restore(&self.door_keys, (&self.first, &self.others), listen, knobs).await
    }

    /// What the start made.
    pub(super) fn exports(&self) -> Exports {
        let octets = |octets: &Secret| STANDARD.decode(octets.reveal()).ok();
        Exports::among(variables::ALL, |name| self.exports.get(name).and_then(octets))
    }
}

/// The right to keep a state in a file, which one process has at a time.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: fs::File,
}

impl Lock {
    /// Takes it.
    pub(super) fn of(state: &Path) -> Result<Self, ServedError> {
        let path = beside(state, ".lock");
        let failed = |source| ServedError::Write { path: path.clone(), source };
        let file = private_file(&path, Begin::AtItsEnd).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { path, _file: file }),
            Err(fs::TryLockError::WouldBlock) => {
                Err(ServedError::StateInUse { path: state.to_owned() })
            }
            Err(fs::TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _gone = fs::remove_file(&self.path);
    }
}

fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut beside = path.to_owned().into_os_string();
    beside.push(extension);
    beside.into()
}

/// Keeps the state of the mocks in a file.
#[derive(Debug)]
pub(super) struct Keeper {
    path: PathBuf,
    tenancy: Arc<Tenancy>,
    start: &'static str,
    exports: BTreeMap<&'static str, Secret>,
    written: Mutex<BTreeMap<String, Written>>,
    _lock: Lock,
}

/// A tenant as it was last written down.
#[derive(Debug)]
struct Written {
    /// Which it was: another may have its name by now.
    mocks: Weak<Mocks>,
    changes: u64,
    snapshot: Arc<RawValue>,
}

impl Written {
    fn is_of(&self, mocks: &Arc<Mocks>, changes: u64) -> bool {
        self.changes == changes && std::ptr::eq(self.mocks.as_ptr(), Arc::as_ptr(mocks))
    }
}

impl Keeper {
    pub(super) fn new(
        path: &Path,
        tenancy: Arc<Tenancy>,
        start: &'static Start,
        exports: &Exports,
        lock: Lock,
    ) -> Self {
        let encoded = exports.iter().map(|export| {
            let octets = Secret::new(STANDARD.encode(export.reveal()));
            (export.variable.name, octets)
        });
        let (path, exports) = (path.to_owned(), encoded.collect());
        let written = Mutex::default();
        Self { path, tenancy, start: start.name, exports, written, _lock: lock }
    }

    /// Keeps the state as it is, and holds answers back from now on until it is kept anew.
    pub(super) fn keep(&self) -> Result<(), ServedError> {
        self.tenancy.keep();
        let roster = self.tenancy.roster().changes();
        let tenants = self.tenancy.tenants();
        let marks: Vec<_> = tenants.iter().map(|it| it.saves().changes()).collect();
        let snapshots = tenants.iter().zip(&marks).map(|(mocks, mark)| self.snapshot(mocks, *mark));
        let snapshots = snapshots.collect::<Result<Vec<_>, _>>()?;
        let door_keys = self.tenancy.first().tenant().door_keys().saved();
        let mut texts = snapshots.iter().map(|it| &**it);
        let Some(first) = texts.next() else { return Ok(()) };
        let (start, exports, others) = (self.start, &self.exports, texts.collect());
        let keeping = Keeping { start, exports, door_keys: &door_keys, first, others };
        self.write(&keeping)
            .map_err(|source| ServedError::Keep { path: self.path.clone(), source })?;
        for (mocks, mark) in tenants.iter().zip(marks) {
            mocks.saves().saved(mark);
        }
        self.tenancy.roster().saved(roster);
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.retain(|name, _| tenants.iter().any(|mocks| mocks.tenant_name() == name));
        Ok(())
    }

    /// Keeps every change, until one could not be kept.
    pub(super) async fn run(&self) -> ServedError {
        loop {
            let tenants = self.tenancy.tenants();
            let wanted = tenants.iter().map(|mocks| mocks.saves().wanted().boxed());
            tokio::select! {
                _ = futures::future::select_all(wanted) => {}
                () = self.tenancy.roster().wanted() => {}
            }
            if let Err(error) = self.keep() {
                return error;
            }
        }
    }

    fn snapshot(&self, mocks: &Arc<Mocks>, changes: u64) -> Result<Arc<RawValue>, SnapshotError> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = written.get(mocks.tenant_name()).filter(|it| it.is_of(mocks, changes))
        {
            return Ok(Arc::clone(&before.snapshot));
        }
        let snapshot: Arc<RawValue> = mocks.snapshot()?.to_json()?.into();
        let kept = Arc::clone(&snapshot);
        let now = Written { mocks: Arc::downgrade(mocks), changes, snapshot: kept };
        written.insert(mocks.tenant_name().to_owned(), now);
        Ok(snapshot)
    }

    /// Writes beside the file, and then in its place: it is whole at every instant.
    fn write(&self, keeping: &Keeping<'_>) -> io::Result<()> {
        let beside = beside(&self.path, ".new");
        // One that was left half written by a process that was killed.
        let _none = fs::remove_file(&beside);
        let mut file = new_private_file().open(&beside)?;
        file.write_all(&serde_json::to_vec(keeping)?)?;
        fs::rename(&beside, &self.path)
    }
}
