//! The files of `--out`, for as long as the mocks are served: written for their owner alone, over
//! nothing that is there, and removed at the end.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::contents::contents;
use super::error::ServeError;
use super::identities::Identities;
use crate::environment::Mocks;

/// Files that were written, and a folder if it was made. Dropping removes them: they fit no other
/// run of the mocks.
#[derive(Debug)]
pub(super) struct Papers {
    folder: Option<PathBuf>,
    files: Vec<PathBuf>,
}

impl Papers {
    /// Writes every file, and none over another. All of them can be read by their owner alone.
    ///
    /// # Errors
    ///
    /// When one could not be written; then those before it are removed again.
    pub(super) fn write(
        folder: &Path,
        mocks: &Mocks,
        identities: &Identities,
    ) -> Result<Self, ServeError> {
        let mut papers = Self::in_folder(folder)?;
        for (name, content) in contents(mocks, identities)? {
            papers.add(folder.join(name), &content)?;
        }
        Ok(papers)
    }

    fn in_folder(folder: &Path) -> Result<Self, ServeError> {
        let failed = |source| ServeError::Paper { path: folder.to_owned(), source };
        let is_there = folder.is_dir();
        if !is_there {
            private_folders().create(folder).map_err(failed)?;
        }
        Ok(Self { folder: (!is_there).then(|| folder.to_owned()), files: Vec::new() })
    }

    fn add(&mut self, path: PathBuf, content: &[u8]) -> Result<(), ServeError> {
        let failed = |source: io::Error| ServeError::Paper { path: path.clone(), source };
        let mut file = private_file().open(&path).map_err(failed)?;
        // It is ours from here on, even half written.
        self.files.push(path.clone());
        file.write_all(content).map_err(failed)
    }
}

impl Drop for Papers {
    fn drop(&mut self) {
        // What somebody moved away, or added to the folder, is theirs.
        for file in &self.files {
            let _gone = fs::remove_file(file);
        }
        if let Some(folder) = &self.folder {
            let _kept = fs::remove_dir(folder);
        }
    }
}

/// Makes a folder, and those above it, for their owner alone.
fn private_folders() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Makes a file for its owner alone, where there is none.
fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
