//! A directory that is being listed.

use russh_sftp::protocol::File;

/// What is left of a listing.
#[derive(Debug)]
pub(super) struct Listing {
    left: std::vec::IntoIter<File>,
}

/// How many lines one answer holds, so that none is too long.
const LINES_MAX: usize = 100;

impl Listing {
    /// A listing of these lines.
    pub(super) fn new(lines: Vec<File>) -> Self {
        Self { left: lines.into_iter() }
    }

    /// The next lines; none when all were told.
    pub(super) fn next_lines(&mut self) -> Vec<File> {
        self.left.by_ref().take(LINES_MAX).collect()
    }
}
