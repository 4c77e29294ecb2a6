//! A folder of files for other programs, for as long as the mocks are there: written for their owner
//! alone, over nothing that is there, and removed at the end.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::error::ServedError;
use crate::private::{self, TemporaryFolder};
use crate::starts::Exports;

/// Files that were written, and a folder if it was made. Dropping removes them: they fit no other
/// run of the mocks.
#[derive(Debug)]
pub(in crate::cli) struct Folder {
    path: PathBuf,
    is_made: bool,
    files: Vec<PathBuf>,
    /// What removes it, where it is a temporary one.
    _temporary: Option<TemporaryFolder>,
}

impl Folder {
    /// A folder, which is made if need be.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub(in crate::cli) fn at(path: &Path) -> Result<Self, ServedError> {
        let failed = |source| ServedError::Write { path: path.to_owned(), source };
        let is_there = path.is_dir();
        if !is_there {
            private::make_folders(path).map_err(failed)?;
        }
        // Whoever reads a variable may stand in another folder.
        let path = fs::canonicalize(path).map_err(failed)?;
        Ok(Self { path, is_made: !is_there, files: Vec::new(), _temporary: None })
    }

    /// A folder of its own in another, such as that of temporary ones.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub(in crate::cli) fn among(others: &Path) -> Result<Self, ServedError> {
        let failed = |source| ServedError::Write { path: others.to_owned(), source };
        let made = TemporaryFolder::among(others, "exec").map_err(failed)?;
        let path = made.path().to_owned();
        Ok(Self { path, is_made: false, files: Vec::new(), _temporary: Some(made) })
    }

    /// Writes a file, and none over another; its owner alone can read it.
    ///
    /// # Errors
    ///
    /// When it cannot be written, or is there already.
    pub(in crate::cli) fn write(
        &mut self,
        name: &str,
        content: &[u8],
    ) -> Result<PathBuf, ServedError> {
        let path = self.path.join(name);
        let failed = |source: io::Error| ServedError::Write { path: path.clone(), source };
        let mut file = new_private_file().open(&path).map_err(failed)?;
        // It is ours from here on, even half written.
        self.files.push(path.clone());
        file.write_all(content).map_err(failed)?;
        Ok(path)
    }

    /// Writes the files of some exports, and answers every variable with its value.
    ///
    /// # Errors
    ///
    /// When a file cannot be written, or is there already.
    pub(in crate::cli) fn hand_over(
        &mut self,
        exports: &Exports,
    ) -> Result<Vec<(&'static str, String)>, ServedError> {
        let mut variables = Vec::new();
        for export in exports {
            let content = export.reveal();
            let value = match export.variable.file {
                Some(name) => self.write(name, content)?.to_string_lossy().into_owned(),
                None => String::from_utf8_lossy(content).into_owned(),
            };
            variables.push((export.variable.name, value));
        }
        Ok(variables)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What somebody moved away, or added to the folder, is theirs.
        for file in &self.files {
            let _gone = fs::remove_file(file);
        }
        if self.is_made {
            let _kept = fs::remove_dir(&self.path);
        }
    }
}

/// Where to begin in a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Begin {
    /// In its place: what was in it is gone.
    Anew,
    /// After what is in it.
    AtItsEnd,
}

/// Opens a file to write to; if it is made, then for its owner alone.
///
/// # Errors
///
/// When it cannot be opened.
pub(in crate::cli) fn private_file(path: &Path, begin: Begin) -> io::Result<fs::File> {
    let mut options = new_private_file();
    options.create_new(false).create(true);
    match begin {
        Begin::Anew => options.truncate(true),
        Begin::AtItsEnd => options.append(true),
    };
    options.open(path)
}

/// Makes a file for its owner alone, where there is none.
pub(super) fn new_private_file() -> OpenOptions {
    let mut options = private::file();
    options.create_new(true);
    options
}
