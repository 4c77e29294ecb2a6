//! Files and folders for their owner alone: keys and secrets stand in some of them.

mod temporary;

pub(crate) use temporary::TemporaryFolder;

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::Path;

/// Makes a folder, and those above it; one that is there stays as it is.
///
/// # Errors
///
/// What the disk says.
pub(crate) fn make_folders(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// How a file is opened: to be written, and where it is made by that, for its owner alone.
pub(crate) fn file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
