//! A folder of temporary files that outlives no process: it is removed when it is dropped, and where
//! its process was killed, by the next one that makes another.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use tempfile::TempDir;

/// A folder among others, and the lock that says that its process lives.
#[derive(Debug)]
pub(crate) struct TemporaryFolder {
    folder: TempDir,
    _lock: File,
}

/// What the names of all begin with.
const PREFIX: &str = "raccord-";
/// The file that a living process has locked.
const LOCK: &str = ".lock";

impl TemporaryFolder {
    /// Makes one, as `raccord-connector-h2K3fX` where it is for a `connector`, and removes those that
    /// processes of the same person left behind.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub(crate) fn among(others: &Path, what: &str) -> io::Result<Self> {
        sweep(others);
        let mut builder = tempfile::Builder::new();
        let prefix = format!("{PREFIX}{what}-");
        builder.prefix(&prefix);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = builder.tempdir_in(others)?;
        // It has its name only once it is locked: no other process finds it free before.
        let (unnamed, named) = (folder.path().join(".lock-new"), folder.path().join(LOCK));
        let lock = super::file().create_new(true).open(&unnamed)?;
        lock.lock()?;
        fs::rename(unnamed, named)?;
        Ok(Self { folder, _lock: lock })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Removes the folders whose processes are no more. What cannot be removed stays.
fn sweep(others: &Path) {
    for entry in fs::read_dir(others).into_iter().flatten().flatten() {
        let is_named = entry.file_name().as_encoded_bytes().starts_with(PREFIX.as_bytes());
        let is_own = is_named && entry.metadata().is_ok_and(|it| it.is_dir() && is_ours(&it));
        if !is_own {
            continue;
        }
        let Ok(lock) = File::open(entry.path().join(LOCK)) else { continue };
        if lock.try_lock().is_ok() {
            let _stays = fs::remove_dir_all(entry.path());
        }
    }
}

/// Whether something belongs to whoever runs this process: others' folders are not looked into.
#[cfg(unix)]
fn is_ours(about: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(about) == rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
fn is_ours(_: &fs::Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_process_left_is_removed_and_what_one_has_is_not() {
        let others = tempfile::tempdir().unwrap();
        let kept = TemporaryFolder::among(others.path(), "connector").unwrap();
        // Its lock is given back, as the end of a process does, and it stays.
        let TemporaryFolder { folder, _lock } =
            TemporaryFolder::among(others.path(), "exec").unwrap();
        let left = folder.keep();
        fs::write(left.join("key.pem"), "a key").unwrap();
        drop(_lock);
        let unknown = others.path().join("raccord-of-somebody");
        fs::create_dir(&unknown).unwrap();
        let new = TemporaryFolder::among(others.path(), "connector").unwrap();
        assert!(!left.exists());
        assert!(kept.path().exists() && new.path().exists() && unknown.exists());
    }

    #[cfg(unix)]
    #[test]
    fn it_is_its_owner_s_alone_and_goes_when_it_is_dropped() {
        use std::os::unix::fs::PermissionsExt as _;
        let others = tempfile::tempdir().unwrap();
        let folder = TemporaryFolder::among(others.path(), "connector").unwrap();
        let (path, mode) = (folder.path().to_owned(), fs::metadata(folder.path()).unwrap());
        assert_eq!(mode.permissions().mode() & 0o777, 0o700);
        drop(folder);
        assert!(!path.exists());
    }
}
