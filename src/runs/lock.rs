//! The right to go on with a run, which one process has at a time.

use std::fs::{File, TryLockError};
use std::io::{self, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use super::RunsError;
use super::durable;

/// The right; dropping it, or the end of the process, gives it back.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the right to a run, and says in its lock who has it.
    ///
    /// # Errors
    ///
    /// [`RunsError::InUse`] when another process has it; what the disk says.
    pub(super) fn of(path: &Path) -> Result<Self, RunsError> {
        let failed = |source| RunsError::NotWritten { path: path.to_owned(), source };
        let _alone = alone_with(path).map_err(failed)?;
        let mut file = durable::open_to_append(path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let run = path.parent().map(PathBuf::from).unwrap_or_default();
                return Err(RunsError::InUse { run, process: holder(path) });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        say_who(&mut file).map_err(failed)?;
        Ok(Self { _file: file })
    }

    /// Tells whether some process has the right now. A folder that cannot be asked has none.
    pub(super) fn is_held(path: &Path) -> bool {
        let Ok(_alone) = alone_with(path) else { return false };
        let Ok(file) = File::open(path) else { return false };
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
    }
}

/// For an instant, nobody else takes a lock or asks about it: whoever asks has to try it, and must
/// not be taken for one who has it. The folder of the lock is locked for that, where folders can be.
fn alone_with(path: &Path) -> io::Result<Option<File>> {
    if !cfg!(unix) {
        return Ok(None);
    }
    let folder = File::open(durable::folder_of(path))?;
    folder.lock()?;
    Ok(Some(folder))
}

fn say_who(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}

/// The process that holds a lock, as it said.
fn holder(path: &Path) -> String {
    let said = std::fs::read_to_string(path).unwrap_or_default();
    match said.trim() {
        "" => "of unknown number".to_owned(),
        number => number.to_owned(),
    }
}
