//! Open connections, so that time can close those that have been idle for too long.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{oneshot, watch};

/// How long a connection may be idle, in the environment's time. Guessed: no source says how long
/// the real systems wait, and any server closes within a day.
const IDLE_MAX: SignedDuration = SignedDuration::from_mins(5);

/// The HTTP connections of one tenant.
#[derive(Debug, Default)]
pub(super) struct Connections {
    open: Mutex<BTreeMap<u64, Open>>,
    opened: AtomicU64,
    ended: watch::Sender<()>,
}

#[derive(Debug)]
struct Open {
    last_used_ms: Arc<AtomicI64>,
    close: Option<oneshot::Sender<()>>,
}

/// One open connection, until it is dropped.
#[derive(Debug)]
pub(super) struct OpenConnection {
    number: u64,
    last_used_ms: Arc<AtomicI64>,
    connections: Arc<Connections>,
}

impl Connections {
    /// The number of the next connection, from 1.
    pub(super) fn next_number(&self) -> u64 {
        self.opened.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Keeps a connection; the receiver is told when it has to close.
    pub(super) fn keep(
        self: &Arc<Self>,
        number: u64,
        now: Timestamp,
    ) -> (OpenConnection, oneshot::Receiver<()>) {
        let (close, closing) = oneshot::channel();
        let last_used_ms = Arc::new(AtomicI64::new(now.as_millisecond()));
        let open = Open { last_used_ms: Arc::clone(&last_used_ms), close: Some(close) };
        self.lock().insert(number, open);
        (OpenConnection { number, last_used_ms, connections: Arc::clone(self) }, closing)
    }

    /// Closes what has been idle for too long at `now`, and returns when it is closed.
    pub(super) async fn close_idle(&self, now: Timestamp) {
        let mut ended = self.ended.subscribe();
        let closing: Vec<u64> = self
            .lock()
            .iter_mut()
            .filter(|(_, open)| {
                let idle_ms = now.as_millisecond() - open.last_used_ms.load(Ordering::SeqCst);
                SignedDuration::from_millis(idle_ms) > IDLE_MAX
            })
            .filter_map(|(number, open)| open.close.take()?.send(()).ok().map(|()| *number))
            .collect();
        let all_ended = |_: &()| {
            let open = self.lock();
            closing.iter().all(|number| !open.contains_key(number))
        };
        // The sender lives in `self`, so the wait cannot end with an error.
        let _ = ended.wait_for(all_ended).await;
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OpenConnection {
    /// Says that it was used at `now`.
    pub(super) fn used(&self, now: Timestamp) {
        self.last_used_ms.store(now.as_millisecond(), Ordering::SeqCst);
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.connections.lock().remove(&self.number);
        self.connections.ended.send_replace(());
    }
}
