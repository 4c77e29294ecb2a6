//! The checksums of everything that a run leaves, as `sha256sum --check` reads them.

use std::fs;
use std::path::PathBuf;

use walkdir::WalkDir;

use super::RunsError;
use super::folder::Folder;
use crate::sha256;

/// The name of the file.
pub const NAME: &str = "MANIFEST.sha256";

/// Writes the checksum of every file of a run, but of this one and of the lock.
///
/// # Errors
///
/// What the disk says.
pub fn write(folder: &Folder) -> Result<PathBuf, RunsError> {
    let mut lines = String::new();
    for entry in WalkDir::new(folder.path()).sort_by_file_name() {
        let entry = entry.map_err(|error| RunsError::Unreadable {
            path: error.path().unwrap_or(folder.path()).to_owned(),
            source: error.into(),
        })?;
        let path = entry.path();
        let Ok(name) = path.strip_prefix(folder.path()) else { continue };
        let name = name.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        if !entry.file_type().is_file() || name == NAME || path == folder.lock() {
            continue;
        }
        let octets = fs::read(path)
            .map_err(|source| RunsError::Unreadable { path: path.to_owned(), source })?;
        lines += &format!("{}  {name}\n", sha256::of(&octets));
    }
    folder.write(NAME, lines.as_bytes())
}
