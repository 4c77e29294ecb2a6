//! The one time of an environment.
//!
//! Domain time is asked of a [`Clock`], never of the machine: tokens, activations, purges and the
//! verification of certificates in TLS all age together when it moves.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use rustls::pki_types::UnixTime;
use rustls::time_provider::TimeProvider;

/// A clock that is either *held*, and moves when it is told, or *running*, at the machine's pace.
///
/// Instants count whole milliseconds. A clock never goes back, but where it is
/// [restarted](Self::restart).
#[derive(Debug)]
pub struct Clock {
    is_held: bool,
    hand: Mutex<Hand>,
}

/// What a clock shows, in milliseconds.
#[derive(Debug, Clone, Copy)]
enum Hand {
    /// The instant itself.
    Stands(i64),
    /// What to add to the machine's time.
    Runs(i64),
}

impl Clock {
    /// A clock that stands at `start` until it is moved.
    #[must_use]
    pub fn held(start: Timestamp) -> Self {
        Self { is_held: true, hand: Mutex::new(Hand::Stands(start.as_millisecond())) }
    }

    /// A clock that shows `start` now and runs at the machine's pace.
    #[must_use]
    pub fn running(start: Timestamp) -> Self {
        Self { is_held: false, hand: Mutex::new(Hand::running(start.as_millisecond())) }
    }

    /// The instant it is.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        from_ms(self.lock().now_ms())
    }

    /// Moves to `instant`; an instant that is over already changes nothing.
    pub fn move_to(&self, instant: Timestamp) {
        let mut hand = self.lock();
        let ahead_ms = instant.as_millisecond().saturating_sub(hand.now_ms()).max(0);
        match &mut *hand {
            Hand::Stands(ms) | Hand::Runs(ms) => *ms = ms.saturating_add(ahead_ms),
        }
    }

    /// Whether it was made to move only when it is told.
    #[must_use]
    pub const fn is_held(&self) -> bool {
        self.is_held
    }

    /// Lets a running clock stand at the instant it shows, until it is moved or resumed. A held
    /// clock stands already.
    pub fn freeze(&self) {
        let mut hand = self.lock();
        *hand = Hand::Stands(hand.now_ms());
    }

    /// Lets a frozen clock run on from the instant it shows. A held clock is never resumed.
    pub fn resume(&self) {
        let mut hand = self.lock();
        if !self.is_held {
            *hand = Hand::running(hand.now_ms());
        }
    }

    /// Whether it stands until it is moved: a held clock, or one that was frozen.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        matches!(*self.lock(), Hand::Stands(_))
    }

    /// Shows `at` from now on, be it in the past; what stood stands, what ran runs. Only for a
    /// tenant that begins anew, or whose state is read back: nothing that it knows may be later.
    pub fn restart(&self, at: Timestamp) {
        let mut hand = self.lock();
        *hand = match *hand {
            Hand::Stands(_) => Hand::Stands(at.as_millisecond()),
            Hand::Runs(_) => Hand::running(at.as_millisecond()),
        };
    }

    fn lock(&self) -> MutexGuard<'_, Hand> {
        self.hand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Hand {
    fn running(now_ms: i64) -> Self {
        Self::Runs(now_ms.saturating_sub(machine_now().as_millisecond()))
    }

    fn now_ms(self) -> i64 {
        match self {
            Self::Stands(ms) => ms,
            Self::Runs(ahead_ms) => machine_now().as_millisecond().saturating_add(ahead_ms),
        }
    }
}

/// Certificates age with the clock.
impl TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.now().as_second()).ok()?;
        Some(UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds)))
    }
}

/// The machine's time, for what must hold on it too: a server certificate that a connector on the
/// machine's clock accepts, the pace of a running clock, a report's date.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
pub fn machine_now() -> Timestamp {
    from_ms(Timestamp::now().as_millisecond())
}

fn from_ms(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MAX)
}

/// `instant` plus `duration`, or the last instant there is.
#[must_use]
pub fn after(instant: Timestamp, duration: SignedDuration) -> Timestamp {
    instant.checked_add(duration).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_held_clock_stands_until_it_is_moved() {
        let clock = Clock::held(at("2026-03-02T09:00:00Z"));
        assert_eq!(clock.now(), at("2026-03-02T09:00:00Z"));
        clock.move_to(at("2026-03-02T11:00:00Z"));
        assert_eq!(clock.now(), at("2026-03-02T11:00:00Z"));
    }

    #[test]
    fn no_clock_goes_back() {
        for clock in
            [Clock::held(at("2026-03-02T09:00:00Z")), Clock::running(at("2026-03-02T09:00:00Z"))]
        {
            let before = clock.now();
            clock.move_to(at("2026-03-01T09:00:00Z"));
            assert!(clock.now() >= before);
        }
    }

    #[test]
    fn a_running_clock_moves_ahead_when_told_and_goes_on_from_there() {
        let clock = Clock::running(at("2026-03-02T09:00:00Z"));
        clock.move_to(at("2026-03-03T09:00:00Z"));
        let (first, second) = (clock.now(), clock.now());
        assert!(first >= at("2026-03-03T09:00:00Z") && second >= first);
    }

    #[test]
    fn a_frozen_clock_stands_moves_when_told_and_runs_on_when_resumed() {
        let clock = Clock::running(at("2026-03-02T09:00:00Z"));
        assert!(!clock.is_frozen());
        clock.freeze();
        let frozen = clock.now();
        wait_for_the_machine_s_clock();
        assert_eq!((clock.now(), clock.is_frozen()), (frozen, true));
        clock.move_to(at("2026-03-03T09:00:00Z"));
        clock.move_to(at("2026-03-01T09:00:00Z"));
        assert_eq!(clock.now(), at("2026-03-03T09:00:00Z"));
        clock.resume();
        wait_for_the_machine_s_clock();
        assert!(clock.now() > at("2026-03-03T09:00:00Z") && !clock.is_frozen());
    }

    #[test]
    fn a_held_clock_is_frozen_for_good() {
        let clock = Clock::held(at("2026-03-02T09:00:00Z"));
        clock.resume();
        wait_for_the_machine_s_clock();
        assert_eq!((clock.now(), clock.is_frozen()), (at("2026-03-02T09:00:00Z"), true));
    }

    #[test]
    fn a_clock_goes_back_where_it_is_restarted_and_keeps_its_pace() {
        let (before, start) = (at("2026-03-02T09:00:00Z"), at("2025-01-01T00:00:00Z"));
        let (held, running) = (Clock::held(before), Clock::running(before));
        for clock in [&held, &running] {
            clock.restart(start);
        }
        wait_for_the_machine_s_clock();
        assert_eq!(held.now(), start);
        assert!(running.now() > start && running.now() < before);
        running.freeze();
        running.restart(before);
        assert_eq!((running.now(), running.is_frozen()), (before, true));
    }

    /// Until the machine's clock shows another millisecond.
    fn wait_for_the_machine_s_clock() {
        let before = machine_now();
        while machine_now() == before {
            std::hint::spin_loop();
        }
    }

    #[test]
    fn certificates_are_verified_at_the_clock_s_instant() {
        let clock = Clock::held(at("2031-01-01T00:00:00Z"));
        let seconds = clock.current_time().unwrap().as_secs();
        assert_eq!(i64::try_from(seconds).unwrap(), at("2031-01-01T00:00:00Z").as_second());
    }
}
