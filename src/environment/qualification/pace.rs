//! How fast a connector may act: so many requests a minute, and no sooner than it was asked to.

use std::cell::Cell;
use std::num::NonZeroU32;

use jiff::{SignedDuration, Timestamp};
use raccord_kernel::clock::after;

/// When the next request may be made.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// Between two requests at least; nothing where there is no limit.
    between: SignedDuration,
    next: Cell<Option<Timestamp>>,
}

impl Pace {
    /// So many requests a minute, spread evenly.
    pub(super) fn of(requests_per_minute: Option<NonZeroU32>) -> Self {
        let minute_ms = 60_000;
        let between_ms = requests_per_minute.map_or(0, |it| minute_ms / i64::from(it.get()));
        Self { between: SignedDuration::from_millis(between_ms), next: Cell::default() }
    }

    /// Takes the next turn: the instant at which the request may be made.
    pub(super) fn turn(&self, now: Timestamp) -> Timestamp {
        let turn = self.next.get().map_or(now, |next| next.max(now));
        self.next.set(Some(after(turn, self.between)));
        turn
    }

    /// Makes no request before an instant: the other side asked for that (`Retry-After`).
    pub(super) fn not_before(&self, instant: Timestamp) {
        let next = self.next.get().map_or(instant, |next| next.max(instant));
        self.next.set(Some(next));
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
