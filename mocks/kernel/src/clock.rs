//! The one time of an environment.
//!
//! Domain time is asked of a [`Clock`], never of the machine: tokens, activations, purges and the
//! verification of certificates in TLS all age together when it moves.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use rustls::pki_types::UnixTime;
use rustls::time_provider::TimeProvider;

/// A clock that is either *held*, and moves when it is told, or *running*, at the machine's pace.
///
/// Instants count whole milliseconds. A clock never goes back.
#[derive(Debug)]
pub struct Clock {
    pace: Pace,
    /// Held: the instant itself. Running: what to add to the machine's time. Both in milliseconds.
    value_ms: AtomicI64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    Held,
    Running,
}

impl Clock {
    /// A clock that stands at `start` until it is moved.
    #[must_use]
    pub fn held(start: Timestamp) -> Self {
        Self { pace: Pace::Held, value_ms: AtomicI64::new(start.as_millisecond()) }
    }

    /// A clock that shows `start` now and runs at the machine's pace.
    #[must_use]
    pub fn running(start: Timestamp) -> Self {
        let offset_ms = start.as_millisecond() - machine_now().as_millisecond();
        Self { pace: Pace::Running, value_ms: AtomicI64::new(offset_ms) }
    }

    /// The instant it is.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let value_ms = self.value_ms.load(Ordering::SeqCst);
        match self.pace {
            Pace::Held => from_ms(value_ms),
            Pace::Running => from_ms(machine_now().as_millisecond().saturating_add(value_ms)),
        }
    }

    /// Moves to `instant`; an instant that is over already changes nothing.
    pub fn move_to(&self, instant: Timestamp) {
        let ahead_ms = instant.as_millisecond() - self.now().as_millisecond();
        match self.pace {
            Pace::Held => self.value_ms.fetch_max(instant.as_millisecond(), Ordering::SeqCst),
            Pace::Running => self.value_ms.fetch_add(ahead_ms.max(0), Ordering::SeqCst),
        };
    }

    /// Whether it moves only when it is told.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.pace == Pace::Held
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
    fn certificates_are_verified_at_the_clock_s_instant() {
        let clock = Clock::held(at("2031-01-01T00:00:00Z"));
        let seconds = clock.current_time().unwrap().as_secs();
        assert_eq!(i64::try_from(seconds).unwrap(), at("2031-01-01T00:00:00Z").as_second());
    }
}
