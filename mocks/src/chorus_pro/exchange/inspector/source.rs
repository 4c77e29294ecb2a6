//! The bytes of a drop, hashed and counted as they are read.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest, Sha256};

/// A reader that hashes and counts, and tells its own failures from those of what reads it.
pub(super) struct Source<'a, R> {
    content: RefCell<R>,
    hash: RefCell<Sha256>,
    read_bytes: Cell<u64>,
    failure: RefCell<Option<io::Error>>,
    cancelled: &'a AtomicBool,
}

impl<'a, R: Read> Source<'a, R> {
    pub(super) fn new(content: R, cancelled: &'a AtomicBool) -> Self {
        Self {
            content: RefCell::new(content),
            hash: RefCell::default(),
            read_bytes: Cell::new(0),
            failure: RefCell::default(),
            cancelled,
        }
    }

    /// How much was read so far.
    pub(super) fn read_bytes(&self) -> u64 {
        self.read_bytes.get()
    }

    /// Fails as the content itself failed, if it did.
    pub(super) fn check(&self) -> io::Result<()> {
        self.failure.borrow_mut().take().map_or(Ok(()), Err)
    }

    /// The failure of the content itself, which stands in for `error`.
    pub(super) fn own_failure(&self, error: io::Error) -> io::Result<u64> {
        self.check()?;
        Err(error)
    }

    /// The size and the SHA-256 of what was read.
    pub(super) fn finish(self) -> (u64, String) {
        (self.read_bytes.get(), hex::encode(self.hash.into_inner().finalize()))
    }

    fn read_on(&self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(io::Error::other("the inspection was cancelled"));
        }
        let count = self.content.borrow_mut().read(buffer)?;
        self.hash.borrow_mut().update(buffer.get(..count).unwrap_or_default());
        self.read_bytes.set(self.read_bytes.get() + count as u64);
        Ok(count)
    }
}

impl<R: Read> Read for &Source<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.read_on(buffer).inspect_err(|error| {
            *self.failure.borrow_mut() = Some(io::Error::new(error.kind(), error.to_string()));
        })
    }
}
