//! Files and folders that are whole at every instant, whatever ends the process: written beside their
//! place, put into it at once, and on the disk before anything is built on them.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use crate::private;

/// Writes a file anew for its owner alone. What stood in its place is there until the new one is.
///
/// # Errors
///
/// What the disk says; what stood there is untouched.
pub(super) fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = folder_of(path);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".new-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Makes a folder for its owner alone, and those above it.
///
/// # Errors
///
/// What the disk says.
pub(super) fn make_folders(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    private::make_folders(path)?;
    sync_folder(folder_of(path))
}

/// Opens a file to add to, and makes it for its owner alone where there is none.
///
/// # Errors
///
/// What the disk says.
pub(super) fn open_to_append(path: &Path) -> io::Result<File> {
    let file = private::file().read(true).append(true).create(true).open(path)?;
    sync_folder(folder_of(path))?;
    Ok(file)
}

/// Puts onto the disk which files a folder has.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Elsewhere a folder cannot be opened as a file, and renaming is as durable as it gets.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { fs::metadata(folder).map(drop) }
}

/// The folder that a path stands in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}
