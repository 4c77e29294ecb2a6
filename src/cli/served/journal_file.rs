//! The file that keeps the whole of every journal, while memory keeps the newest entries.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;

use raccord_kernel::Sink;
use tokio::task::JoinSet;

use super::ServedError;
use crate::environment::Tenancy;

/// A journal's file: one JSON object a line, appended as entries are written, readable by its owner
/// alone. Dropping it ends it once all that was written is there.
#[derive(Debug)]
pub(in crate::cli) struct JournalFile {
    sink: Arc<Sink>,
    _writing: JoinSet<()>,
}

impl JournalFile {
    /// Writes what crosses from now on, in all tenants, at the end of a file.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened.
    pub(in crate::cli) fn at(path: &Path, tenancy: &Tenancy) -> Result<Self, ServedError> {
        let failed = |source| ServedError::Write { path: path.to_owned(), source };
        let file = open(path).map_err(failed)?;
        let sink = Arc::new(Sink::default());
        tenancy.copy_journals_to(&sink);
        let mut writing = JoinSet::new();
        let (lines, path) = (Arc::clone(&sink), path.to_owned());
        writing.spawn_blocking(move || {
            let mut file = file;
            if let Err(error) = lines.drain(&mut file) {
                // Talk that nobody hears must not end what it talks about.
                let _unheard = writeln!(
                    io::stderr(),
                    "the journal is no longer written to `{}`: {error}; make room, and serve again",
                    path.display()
                );
            }
        });
        Ok(Self { sink, _writing: writing })
    }
}

impl Drop for JournalFile {
    fn drop(&mut self) {
        // What is being written is not cut short: the runtime waits for it at its end.
        self.sink.close();
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
