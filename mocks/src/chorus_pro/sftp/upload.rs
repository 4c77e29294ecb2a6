//! A file that is being dropped.

use std::io;

use super::spool::Spool;

/// A file that a session writes in the drop.
#[derive(Debug)]
pub(super) struct Upload {
    name: String,
    spool: Spool,
    bytes_max: u64,
    has_failed: bool,
}

impl Upload {
    /// An upload under a name, of so many bytes at most.
    pub(super) fn new(name: String, bytes_max: u64) -> Self {
        Self { name, spool: Spool::default(), bytes_max, has_failed: false }
    }

    /// The name it was opened by.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Its size so far.
    pub(super) const fn size_bytes(&self) -> u64 {
        self.spool.size_bytes()
    }

    /// Writes `bytes` at `offset`. After a failure nothing is written any more, and the upload is
    /// never judged.
    pub(super) async fn write(&mut self, offset: u64, bytes: &[u8]) {
        if self.has_failed {
            return;
        }
        self.has_failed = self.try_write(offset, bytes).await.is_err();
    }

    async fn try_write(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let end = offset.saturating_add(bytes.len() as u64);
        if end > self.bytes_max {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.spool.write(offset, bytes).await
    }

    /// Whether a write failed.
    pub(super) const fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// Its content.
    pub(super) fn into_spool(self) -> Spool {
        self.spool
    }
}
