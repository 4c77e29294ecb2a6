//! What a run leaves for an auditor: one page that is read without anything else, and the checksums
//! of everything beside it.

use std::path::PathBuf;

use super::{Folder, History, RunsError, manifest};

/// The name of the page.
pub const NAME: &str = "dossier.html";

/// Writes the dossier of a run that was closed, and the checksums of all its files. Returns where
/// the page is.
///
/// # Errors
///
/// When the log cannot be read; what the disk says.
pub fn write(folder: &Folder) -> Result<PathBuf, RunsError> {
    let description = folder.description()?;
    let history = History::of(&folder.log())?;
    let page = format!("{} {}", description.id, history.records.len());
    let path = folder.write(NAME, page.as_bytes())?;
    manifest::write(folder)?;
    Ok(path)
}
