//! Where the whole of a journal goes: a buffer between those who write entries and whoever writes
//! them to a file.
//!
//! A decision is written down before it is answered, so a sink never makes one wait for long: where
//! the file cannot keep up it waits a little for room, then counts what is lost, and the file says
//! so. Lines of several tenants share a sink, and each names its own.

use std::io::{self, Write};
use std::mem;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use crate::clock::machine_now;
use crate::entry::Entry;

/// How many octets wait to be written.
const ROOM_BYTES: usize = 8 * 1024 * 1024;
/// How long whoever writes an entry waits for room.
const PATIENCE: Duration = Duration::from_millis(100);

/// A buffer of lines, each a JSON object.
#[derive(Debug, Default)]
pub struct Sink {
    waiting: Mutex<Waiting>,
    filled: Condvar,
    drained: Condvar,
}

#[derive(Debug, Default)]
struct Waiting {
    lines: Vec<u8>,
    /// How many entries found no room since a line last said so.
    lost_untold: u64,
    /// How many entries found no room.
    lost: u64,
    is_closed: bool,
}

/// One line: an entry, its place in its tenant's journal, the tenant, and when it really was.
#[derive(Serialize)]
struct Line<'a> {
    tenant: &'a str,
    sequence: u64,
    machine_at: Timestamp,
    #[serde(flatten)]
    entry: &'a Entry,
}

/// What stands in the place of entries that found no room.
#[derive(Serialize)]
struct Gap {
    lost: u64,
}

impl Sink {
    /// Takes an entry.
    pub(crate) fn take(&self, tenant: &str, sequence: u64, entry: &Entry) {
        let mut waiting = self.lock();
        if waiting.lines.len() >= ROOM_BYTES && !waiting.is_closed {
            let has_room =
                |waiting: &mut Waiting| waiting.lines.len() >= ROOM_BYTES && !waiting.is_closed;
            let waited = self.drained.wait_timeout_while(waiting, PATIENCE, has_room);
            waiting = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        if waiting.is_closed || waiting.lines.len() >= ROOM_BYTES {
            waiting.lost_untold += 1;
            waiting.lost += 1;
            return;
        }
        let lost = mem::take(&mut waiting.lost_untold);
        if lost > 0 {
            write_line(&mut waiting.lines, &Gap { lost });
        }
        let machine_at = machine_now();
        write_line(&mut waiting.lines, &Line { tenant, sequence, machine_at, entry });
        drop(waiting);
        self.filled.notify_one();
    }

    /// Writes what comes, until the sink is closed: it belongs on a thread of its own.
    ///
    /// # Errors
    ///
    /// When something cannot be written; the sink is closed then, and what comes is lost.
    pub fn drain(&self, into: &mut impl Write) -> io::Result<()> {
        let drained = self.drain_until_closed(into);
        if drained.is_err() {
            self.close();
        }
        drained
    }

    fn drain_until_closed(&self, into: &mut impl Write) -> io::Result<()> {
        let mut lines = Vec::new();
        loop {
            let mut waiting = self.lock();
            while waiting.lines.is_empty() && !waiting.is_closed {
                waiting = self.filled.wait(waiting).unwrap_or_else(PoisonError::into_inner);
            }
            if waiting.lines.is_empty() {
                return into.flush();
            }
            mem::swap(&mut waiting.lines, &mut lines);
            drop(waiting);
            self.drained.notify_all();
            into.write_all(&lines)?;
            into.flush()?;
            lines.clear();
        }
    }

    /// Ends [`drain`](Self::drain) once all that has come is written; what comes later is lost.
    pub fn close(&self) {
        self.lock().is_closed = true;
        self.filled.notify_all();
        self.drained.notify_all();
    }

    /// How many entries were lost so far.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.lock().lost
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn write_line(lines: &mut Vec<u8>, line: &impl Serialize) {
    // A vector takes everything, and an entry is plain data.
    if serde_json::to_writer(&mut *lines, line).is_ok() {
        lines.push(b'\n');
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;
    use serde_json::{Value, json};

    use super::*;
    use crate::{Journal, Outcome, Trace};

    fn write(journal: &Journal, operation: &str) {
        let at = Timestamp::UNIX_EPOCH;
        journal.write(at, "piste", operation, Outcome::Accepted, Trace::default());
    }

    fn lines(written: &[u8]) -> Vec<Value> {
        let text = std::str::from_utf8(written).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn all_that_is_written_comes_out_in_order_though_the_journal_forgets_it() {
        let (sink, journal) = (Arc::new(Sink::default()), Journal::of_the_newest(1));
        journal.copy_to(Arc::clone(&sink), "default");
        write(&journal, "one");
        write(&journal, "two");
        sink.close();
        write(&journal, "too late");
        let mut written = Vec::new();
        sink.drain(&mut written).unwrap();
        let lines = lines(&written);
        assert_eq!(lines.len(), 2);
        let mut last = lines[1].clone();
        let machine_at = last.as_object_mut().unwrap().remove("machine_at").unwrap();
        assert!(machine_at.as_str().unwrap().parse::<Timestamp>().is_ok(), "{machine_at}");
        assert_eq!(
            last,
            json!({"tenant": "default", "sequence": 2, "at": "1970-01-01T00:00:00Z",
                "actor": "piste", "number": 2, "operation": "two", "outcome": {"kind": "accepted"}})
        );
        assert_eq!(sink.lost(), 1);
    }

    #[test]
    fn what_finds_no_room_is_counted_in_its_place() {
        let (sink, journal) = (Arc::new(Sink::default()), Journal::default());
        journal.copy_to(Arc::clone(&sink), "default");
        sink.lock().lines = vec![b' '; ROOM_BYTES];
        write(&journal, "lost");
        sink.lock().lines.clear();
        write(&journal, "kept");
        sink.close();
        let mut written = Vec::new();
        sink.drain(&mut written).unwrap();
        let lines = lines(&written);
        assert_eq!((&lines[0], &lines[1]["operation"]), (&json!({"lost": 1}), &json!("kept")));
    }

    /// A disk that is full.
    struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_file_that_cannot_be_written_is_told_and_holds_nobody_up() {
        let (sink, journal) = (Arc::new(Sink::default()), Journal::default());
        journal.copy_to(Arc::clone(&sink), "default");
        write(&journal, "one");
        let error = sink.drain(&mut Full).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        write(&journal, "two");
        assert_eq!((sink.lost(), journal.written()), (1, 2));
    }
}
