//! Writes what was asked for: text to stdout; files all or none, and never over another unless told
//! to.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::error::CertError;

/// Writes to stdout what was asked for.
///
/// # Errors
///
/// When nobody reads it.
pub(super) fn say(text: &str) -> Result<(), CertError> {
    io::stdout().write_all(text.as_bytes()).map_err(|source| CertError::Stdout { source })
}

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    /// Anybody: a certificate, a request.
    Anybody,
    /// Its owner alone: a private key, a password.
    Owner,
}

/// Files that are to be written.
#[derive(Debug, Default)]
pub(super) struct Files(Vec<(PathBuf, Audience, Vec<u8>)>);

impl Files {
    /// Adds a file.
    pub(super) fn add(&mut self, path: PathBuf, audience: Audience, content: impl Into<Vec<u8>>) {
        self.0.push((path, audience, content.into()));
    }

    /// Writes every file, and the folders they stand in. With `force`, over those that are there.
    ///
    /// Nothing is written when one of them is there already; where writing fails half way, what was
    /// new is removed again.
    ///
    /// # Errors
    ///
    /// When a file is there already, or could not be written.
    pub(super) fn write(self, force: bool) -> Result<(), CertError> {
        if !force && let Some((path, ..)) = self.0.iter().find(|(path, ..)| path.exists()) {
            return Err(CertError::Exists { path: path.clone() });
        }
        let mut written = Vec::new();
        for (path, audience, content) in &self.0 {
            let is_new = !path.exists();
            if let Err(source) = write(path, *audience, content, force) {
                for path in written {
                    let _gone = fs::remove_file(path);
                }
                return Err(CertError::Write { path: path.clone(), source });
            }
            written.extend(is_new.then_some(path));
        }
        Ok(())
    }
}

/// Writes a file. One that its owner alone may read is made anew, so that it never was readable.
fn write(path: &Path, audience: Audience, content: &[u8], force: bool) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        DirBuilder::new().recursive(true).create(folder)?;
    }
    if force && path.exists() {
        fs::remove_file(path)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if audience == Audience::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    options.open(path)?.write_all(content)
}
