//! Where an upload is kept until it is judged: in memory while it is small, then in a file without
//! a name.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::task::{JoinHandle, spawn_blocking};

use crate::chorus_pro::exchange::{Extension, Inspection, Limits, inspect};

/// How much is gathered before it is written; what is smaller altogether never meets the disk.
const BUFFER_BYTES: usize = 1024 * 1024;

/// An upload's content, as far as it has come.
#[derive(Debug, Default)]
pub(super) struct Spool {
    file: Option<Arc<File>>,
    /// What is not written yet, and where it belongs.
    buffer: Vec<u8>,
    buffer_at: u64,
    /// The write under way, which gives its buffer back: one at most, so that they stay in order.
    writing: Option<JoinHandle<io::Result<Vec<u8>>>>,
    size_bytes: u64,
}

impl Spool {
    /// The end of what was written so far.
    pub(super) const fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// Writes `bytes` at `offset`; the disk is waited for only if it falls behind.
    pub(super) async fn write(&mut self, offset: u64, mut bytes: &[u8]) -> io::Result<()> {
        if offset != self.buffer_at + self.buffer.len() as u64 {
            self.hand_over().await?;
            self.buffer_at = offset;
        }
        self.size_bytes = self.size_bytes.max(offset.saturating_add(bytes.len() as u64));
        while !bytes.is_empty() {
            let room = BUFFER_BYTES.saturating_sub(self.buffer.len()).min(bytes.len());
            let (now, later) = bytes.split_at(room);
            self.buffer.extend_from_slice(now);
            bytes = later;
            if self.buffer.len() >= BUFFER_BYTES {
                self.hand_over().await?;
            }
        }
        Ok(())
    }

    /// Starts to write what was gathered, and goes on in the buffer of the write before.
    async fn hand_over(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let spare = self.settle().await?;
        let file = match &self.file {
            Some(file) => Arc::clone(file),
            None => Arc::clone(self.file.insert(Arc::new(tempfile::tempfile()?))),
        };
        let bytes = std::mem::replace(&mut self.buffer, spare);
        let at = self.buffer_at;
        self.buffer_at += bytes.len() as u64;
        self.writing = Some(spawn_blocking(move || write_at(&file, at, bytes)));
        Ok(())
    }

    async fn settle(&mut self) -> io::Result<Vec<u8>> {
        match self.writing.take() {
            Some(writing) => writing.await?,
            None => Ok(Vec::new()),
        }
    }

    /// Inspects the whole; ends early when it is not waited for any more.
    pub(super) async fn inspect(
        mut self,
        name: String,
        extension: Extension,
        limits: Limits,
    ) -> io::Result<Inspection> {
        if self.file.is_some() {
            self.hand_over().await?;
            self.settle().await?;
        }
        let waited_for = Waited::default();
        let given_up = Arc::clone(&waited_for.given_up);
        let inspecting = spawn_blocking(move || {
            let content = self.into_content()?;
            inspect(content, &name, extension, &limits, &given_up)
        });
        inspecting.await?
    }

    fn into_content(self) -> io::Result<Box<dyn Read>> {
        match self.file {
            None => {
                // A first write beyond the start leaves a hole, which reads as zeroes.
                let hole = io::repeat(0).take(self.buffer_at);
                Ok(Box::new(hole.chain(Cursor::new(self.buffer))))
            }
            Some(file) => {
                let mut file = Arc::into_inner(file)
                    .ok_or_else(|| io::Error::other("a write is still under way"))?;
                file.seek(SeekFrom::Start(0))?;
                Ok(Box::new(file))
            }
        }
    }
}

fn write_at(mut file: &File, at: u64, mut bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    file.write_all(&bytes)?;
    bytes.clear();
    Ok(bytes)
}

/// Says, when it is dropped, that nobody waits any more.
#[derive(Default)]
struct Waited {
    given_up: Arc<AtomicBool>,
}

impl Drop for Waited {
    fn drop(&mut self) {
        self.given_up.store(true, Ordering::Relaxed);
    }
}
