//! What has changed, and how much of it is kept beyond the process.
//!
//! Whoever saves states to a disk says so once ([`Saves::keep`]); from then on an answer is sent
//! only when a state that knows of it is saved ([`Saves::kept`]). One save serves all that changed
//! before it began, so that many answers cost no more than one.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::sync::{Notify, watch};

/// The changes of one tenant, counted, and how many of them are saved.
#[derive(Debug)]
pub struct Saves {
    is_kept: AtomicBool,
    changes: AtomicU64,
    wanted: Notify,
    saved: watch::Sender<u64>,
}

impl Default for Saves {
    fn default() -> Self {
        Self {
            is_kept: AtomicBool::new(false),
            changes: AtomicU64::new(0),
            wanted: Notify::new(),
            saved: watch::Sender::new(0),
        }
    }
}

impl Saves {
    /// Says that the state has changed, or is about to by whoever holds its lock.
    pub fn changed(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
        if self.is_kept() {
            self.wanted.notify_one();
        }
    }

    /// Says that somebody saves states from now on.
    pub fn keep(&self) {
        self.is_kept.store(true, Ordering::SeqCst);
    }

    /// Whether somebody saves states.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.is_kept.load(Ordering::SeqCst)
    }

    /// Says that nobody saves any more: what is gone need not be kept, and nobody waits for it.
    pub fn release(&self) {
        self.is_kept.store(false, Ordering::SeqCst);
        self.saved.send_replace(u64::MAX);
    }

    /// Waits until all that changed so far is saved; returns at once where nobody saves.
    pub async fn kept(&self) {
        if !self.is_kept() {
            return;
        }
        let changes = self.changes();
        // The sender lives in `self`, so the wait cannot end with an error.
        let _ = self.saved.subscribe().wait_for(|saved| *saved >= changes).await;
    }

    /// How many changes a state that is taken from now on holds.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.changes.load(Ordering::SeqCst)
    }

    /// Waits until there is something to save.
    pub async fn wanted(&self) {
        while self.changes() <= *self.saved.borrow() {
            self.wanted.notified().await;
        }
    }

    /// Says that a state is saved which holds the first `changes` changes.
    pub fn saved(&self, changes: u64) {
        // A save that began earlier may end later, or after what it saved is gone.
        self.saved.send_if_modified(|saved| {
            let is_more = changes > *saved;
            *saved = changes.max(*saved);
            is_more
        });
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn nothing_waits_where_nobody_saves() {
        let saves = Saves::default();
        saves.changed();
        saves.kept().await;
    }

    #[tokio::test]
    async fn an_answer_waits_until_a_state_that_knows_of_it_is_saved() {
        let saves = Saves::default();
        saves.keep();
        saves.changed();
        saves.wanted().await;
        let changes = saves.changes();
        saves.changed();
        let mut kept = std::pin::pin!(saves.kept());
        assert_eq!(kept.as_mut().now_or_never(), None);
        saves.saved(changes);
        assert_eq!(kept.as_mut().now_or_never(), None, "saved before the second change");
        saves.wanted().await;
        saves.saved(saves.changes());
        kept.await;
    }

    #[tokio::test]
    async fn nobody_waits_for_what_is_gone() {
        let saves = Saves::default();
        saves.keep();
        saves.changed();
        let mut kept = std::pin::pin!(saves.kept());
        assert_eq!(kept.as_mut().now_or_never(), None);
        saves.release();
        saves.saved(0);
        kept.await;
        saves.changed();
        saves.kept().await;
    }

    #[tokio::test]
    async fn there_is_nothing_to_save_until_something_changes() {
        let saves = Saves::default();
        saves.keep();
        assert_eq!(saves.wanted().now_or_never(), None);
    }
}
