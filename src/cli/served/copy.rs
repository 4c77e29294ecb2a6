//! Everything that is written down, as it is written: read by somebody on a thread of its own.

use std::io::Write;
use std::sync::Arc;
use std::thread::JoinHandle;

use raccord_kernel::sink::Sink;

use crate::environment::Tenancy;

/// A thread that reads the journals of all tenants, line by line. Dropping it ends it once all is
/// read that was written.
#[derive(Debug)]
pub(in crate::cli) struct Copying<W> {
    sink: Arc<Sink>,
    reader: Option<JoinHandle<(W, Option<std::io::Error>)>>,
}

impl<W: Write + Send + 'static> Copying<W> {
    /// Hands all that is written from now on to a reader.
    pub(in crate::cli) fn begin(tenancy: &Tenancy, mut reader: W) -> Self {
        let sink = Arc::new(Sink::default());
        tenancy.copy_journals_to(&sink);
        let drained = Arc::clone(&sink);
        let reader = std::thread::spawn(move || {
            let error = drained.drain(&mut reader).err();
            (reader, error)
        });
        Self { sink, reader: Some(reader) }
    }

    /// Ends once all is read that was written, and answers the reader, what it could not do, and
    /// how many entries came too fast for it.
    pub(in crate::cli) fn end(mut self) -> Option<(W, Option<std::io::Error>, u64)> {
        // What comes later than the end is not lost: it is nobody's any more.
        let lost = self.sink.lost();
        self.sink.close();
        let (reader, error) = self.reader.take()?.join().ok()?;
        Some((reader, error, lost))
    }
}

impl<W> Drop for Copying<W> {
    fn drop(&mut self) {
        self.sink.close();
        if let Some(reader) = self.reader.take() {
            let _ended = reader.join();
        }
    }
}
