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
}

impl Pace {
    /// So many requests a minute, spread evenly.
    #[must_use]
    pub fn of(requests_per_minute: Option<NonZeroU32>) -> Self {
        let minute_ms = 60_000;
        let between_ms = requests_per_minute.map_or(0, |it| minute_ms / i64::from(it.get()));
        Self { between: SignedDuration::from_millis(between_ms), next: Mutex::default() }
    }

    /// Takes the next turn: the instant at which the request may be made.
    pub(super) fn turn(&self, now: Timestamp) -> Timestamp {
        let mut next = self.next();
        let turn = next.map_or(now, |next| next.max(now));
        *next = Some(after(turn, self.between));
        turn
    }

    /// Makes no request before an instant: the other side asked for that (`Retry-After`).
    pub(super) fn not_before(&self, instant: Timestamp) {
        let mut next = self.next();
        *next = Some(next.map_or(instant, |next| next.max(instant)));
    }

    fn next(&self) -> MutexGuard<'_, Option<Timestamp>> {
        self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_spread_over_the_minute_and_wait_when_they_are_asked_to() {
        let at = |s: i64| Timestamp::from_second(s).unwrap();
        let pace = Pace::of(NonZeroU32::new(30));
        assert_eq!([pace.turn(at(0)), pace.turn(at(0)), pace.turn(at(1))], [at(0), at(2), at(4)]);
        pace.not_before(at(60));
        assert_eq!([pace.turn(at(7)), pace.turn(at(100))], [at(60), at(100)]);
        let free = Pace::of(None);
        assert_eq!([free.turn(at(0)), free.turn(at(0))], [at(0), at(0)]);
        free.not_before(at(9));
        assert_eq!(free.turn(at(1)), at(9));
    }
}
