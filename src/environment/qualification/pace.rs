//! How fast connectors may act: so many requests a minute, and no sooner than they were asked to.

use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use raccord_kernel::clock::after;

/// When the next request may be made, in whatever scenario of a run.
#[derive(Debug, Default)]
pub struct Pace {
    /// Between two requests at least; nothing where there is no limit.
    between: SignedDuration,
    next: Mutex<Option<Timestamp>>,
    /// Before when the other side asked not to be asked.
    not_before: Mutex<Option<Timestamp>>,
}

impl Pace {
    /// So many requests a minute, spread evenly.
    #[must_use]
    pub fn of(requests_per_minute: Option<NonZeroU32>) -> Self {
        let minute_ms = 60_000;
        let between_ms = requests_per_minute.map_or(0, |it| minute_ms / i64::from(it.get()));
        Self { between: SignedDuration::from_millis(between_ms), ..Self::default() }
    }

    /// Takes the next turn: the instant at which the request may be made.
    pub(super) fn turn(&self, now: Timestamp) -> Timestamp {
        let mut next = lock(&self.next);
        let turn = next.map_or(now, |next| next.max(now));
        *next = Some(after(turn, self.between));
        turn
    }

    /// Makes no request before an instant: the other side asked for that (`Retry-After`).
    pub fn wait_until(&self, instant: Timestamp) {
        for kept in [&self.next, &self.not_before] {
            let mut kept = lock(kept);
            *kept = Some(kept.map_or(instant, |before| before.max(instant)));
        }
    }

    /// Before when the other side asked not to be asked, where it did.
    pub(super) fn not_before(&self) -> Option<Timestamp> {
        *lock(&self.not_before)
    }
}

fn lock(kept: &Mutex<Option<Timestamp>>) -> MutexGuard<'_, Option<Timestamp>> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_spread_over_the_minute_and_wait_when_they_are_asked_to() {
        let at = |s: i64| Timestamp::from_second(s).unwrap();
        let pace = Pace::of(NonZeroU32::new(30));
        assert_eq!([pace.turn(at(0)), pace.turn(at(0)), pace.turn(at(1))], [at(0), at(2), at(4)]);
        pace.wait_until(at(60));
        assert_eq!([pace.turn(at(7)), pace.turn(at(100))], [at(60), at(100)]);
        let free = Pace::of(None);
        assert_eq!([free.turn(at(0)), free.turn(at(0))], [at(0), at(0)]);
        free.wait_until(at(9));
        assert_eq!((free.turn(at(1)), free.not_before()), (at(9), Some(at(9))));
    }
}
