//! A file of pick-up that is being read.

use jiff::Timestamp;

use super::claims::Claim;
use crate::chorus_pro::exchange::Outgoing;

/// The most that one read answers; as OpenSSH's server.
pub(super) const READ_BYTES_MAX: u32 = 255 * 1024;

/// A file that a session has open.
#[derive(Debug)]
pub(super) struct Download {
    file: Outgoing,
    is_read: bool,
    _claim: Claim,
}

impl Download {
    /// A file that this session alone has open.
    pub(super) const fn new(file: Outgoing, claim: Claim) -> Self {
        let is_read = file.content.is_empty();
        Self { file, is_read, _claim: claim }
    }

    /// The bytes at an offset; nothing beyond the end.
    pub(super) fn read(&mut self, offset: u64, length: u32) -> Option<&[u8]> {
        let size = self.file.content.len();
        let start = usize::try_from(offset).ok().filter(|start| *start < size)?;
        let length = usize::try_from(length.min(READ_BYTES_MAX)).unwrap_or(usize::MAX);
        let end = start.saturating_add(length).min(size);
        self.is_read |= end == size;
        self.file.content.get(start..end)
    }

    /// Whether its last byte was read (`CPP-SFTP-10`).
    pub(super) const fn is_read(&self) -> bool {
        self.is_read
    }

    /// The file.
    pub(super) const fn file(&self) -> &Outgoing {
        &self.file
    }

    /// Its size.
    pub(super) const fn size_bytes(&self) -> u64 {
        self.file.content.len() as u64
    }

    /// Since when it waits.
    pub(super) const fn since(&self) -> Timestamp {
        self.file.since
    }
}
