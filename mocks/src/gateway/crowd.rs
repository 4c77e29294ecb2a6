//! The connections of one door: never more than it has places, and none that starves the others.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::task::{AbortHandle, Id, JoinError, JoinSet};

/// The tasks of the connections of one door, by how lately each was heard.
#[derive(Debug)]
pub(super) struct Crowd {
    places: usize,
    tasks: JoinSet<()>,
    present: HashMap<Id, (AbortHandle, Heard)>,
    now: Arc<AtomicU64>,
}

/// When a connection was last heard, by the count of what all were.
#[derive(Debug, Clone)]
pub(super) struct Heard {
    last: Arc<AtomicU64>,
    now: Arc<AtomicU64>,
}

impl Heard {
    /// Says that it was heard just now.
    pub(super) fn again(&self) {
        self.last.store(self.now.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
    }
}

impl Crowd {
    pub(super) fn new(places: usize) -> Self {
        Self { places, tasks: JoinSet::new(), present: HashMap::new(), now: Arc::default() }
    }

    /// What a connection to come says that it was heard by.
    pub(super) fn heard(&self) -> Heard {
        let heard = Heard { last: Arc::default(), now: Arc::clone(&self.now) };
        heard.again();
        heard
    }

    /// Takes a connection in. Where there is no place, the one that has been silent for longest
    /// makes it.
    pub(super) fn take_in(
        &mut self,
        heard: Heard,
        task: impl Future<Output = ()> + Send + 'static,
    ) {
        while self.present.len() >= self.places.max(1) {
            self.dismiss_the_most_silent();
        }
        let task = self.tasks.spawn(task);
        self.present.insert(task.id(), (task, heard));
    }

    /// Ends the connection that has been silent for longest; whether there was any.
    pub(super) fn dismiss_the_most_silent(&mut self) -> bool {
        let silence =
            |(_, (_, heard)): &(&Id, &(AbortHandle, Heard))| heard.last.load(Ordering::Relaxed);
        let Some(most) = self.present.iter().min_by_key(silence).map(|(id, _)| *id) else {
            return false;
        };
        if let Some((task, _)) = self.present.remove(&most) {
            task.abort();
        }
        true
    }

    /// The end of a connection; nothing where there is none.
    pub(super) async fn ended(&mut self) -> Option<Result<(), JoinError>> {
        let ended = self.tasks.join_next_with_id().await?;
        let id = match &ended {
            Ok((id, ())) => *id,
            Err(error) => error.id(),
        };
        self.present.remove(&id);
        Some(ended.map(|_| ()))
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;

    #[tokio::test]
    async fn who_has_been_silent_for_longest_makes_place() {
        let mut crowd = Crowd::new(2);
        let (first, second) = (crowd.heard(), crowd.heard());
        crowd.take_in(first.clone(), pending());
        let (kept, gone) = tokio::sync::oneshot::channel::<()>();
        crowd.take_in(second, async move {
            let _kept = kept;
            pending::<()>().await;
        });
        first.again();
        crowd.take_in(crowd.heard(), pending());
        assert!(crowd.ended().await.unwrap().unwrap_err().is_cancelled());
        assert!(gone.await.is_err(), "the second was dismissed");
        assert_eq!(crowd.present.len(), 2);
    }

    #[tokio::test]
    async fn an_empty_crowd_dismisses_nobody() {
        let mut crowd = Crowd::new(2);
        assert!(!crowd.dismiss_the_most_silent());
        assert!(crowd.ended().await.is_none());
    }
}
