//! What is under way, so that time moves only when nothing is.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Notify;

/// Counts what is under way in one tenant: requests, handshakes, file operations.
#[derive(Debug, Clone, Default)]
pub struct Flights {
    sky: Arc<Sky>,
}

/// What flights and whoever waits for them share.
#[derive(Debug, Default)]
struct Sky {
    count: AtomicUsize,
    cleared: Notify,
}

/// Something under way, until it is dropped.
#[derive(Debug)]
#[must_use = "dropping the flight says that it has ended"]
pub struct Flight {
    sky: Arc<Sky>,
}

impl Flights {
    /// Says that something has begun.
    pub fn begin(&self) -> Flight {
        self.sky.count.fetch_add(1, Ordering::SeqCst);
        Flight { sky: Arc::clone(&self.sky) }
    }

    /// Waits until nothing is under way.
    pub async fn settled(&self) {
        loop {
            let mut cleared = std::pin::pin!(self.sky.cleared.notified());
            // Listening before looking: an end in between is not missed.
            cleared.as_mut().enable();
            if self.sky.count.load(Ordering::SeqCst) == 0 {
                return;
            }
            cleared.await;
        }
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        if self.sky.count.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.sky.cleared.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn time_waits_for_what_is_under_way() {
        let flights = Flights::default();
        let flight = flights.begin();
        let mut settled = std::pin::pin!(flights.settled());
        tokio::select! {
            biased;
            () = &mut settled => panic!("settled with a flight under way"),
            () = std::future::ready(()) => {}
        }
        drop(flight);
        settled.await;
    }

    #[tokio::test]
    async fn time_waits_for_the_last_of_several() {
        let flights = Flights::default();
        let (first, second) = (flights.begin(), flights.begin());
        let mut settled = std::pin::pin!(flights.settled());
        drop(first);
        tokio::select! {
            biased;
            () = &mut settled => panic!("settled with a flight under way"),
            () = std::future::ready(()) => {}
        }
        drop(second);
        settled.await;
    }
}
