//! The period in which a certificate is valid.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A period, both ends inclusive, as RFC 5280 §4.1.2.5 has it. Certificates hold whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// The first valid instant.
    pub from: Timestamp,
    /// The last valid instant.
    pub until: Timestamp,
}

/// The length of a day, as validity periods count it.
const DAY: SignedDuration = SignedDuration::from_hours(24);

impl Validity {
    /// Begins at `from` and lasts so many days; capped at the last instant there is.
    #[must_use]
    pub fn days(from: Timestamp, days: i32) -> Self {
        Self { from, until: later(from, DAY.saturating_mul(days)) }
    }

    /// Says whether `at` lies in the period.
    #[must_use]
    pub fn contains(&self, at: Timestamp) -> bool {
        self.from <= at && at <= self.until
    }

    /// Returns a period of the same length that ends one second before this one begins.
    #[must_use]
    pub fn before(&self) -> Self {
        let until = later(self.from, SignedDuration::from_secs(-1));
        Self { from: later(until, -self.length()), until }
    }

    /// Returns a period of the same length that begins one second after this one ends.
    #[must_use]
    pub fn after(&self) -> Self {
        let from = later(self.until, SignedDuration::from_secs(1));
        Self { from, until: later(from, self.length()) }
    }

    fn length(&self) -> SignedDuration {
        self.until.duration_since(self.from)
    }
}

impl fmt::Display for Validity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.from, self.until)
    }
}

/// Adds, and stops at the ends of time rather than fail: no certificate needs more.
fn later(instant: Timestamp, by: SignedDuration) -> Timestamp {
    let end = if by.is_negative() { Timestamp::MIN } else { Timestamp::MAX };
    instant.checked_add(by).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_holds_both_its_ends() {
        let from: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let validity = Validity::days(from, 1);
        let until: Timestamp = "2026-01-02T00:00:00Z".parse().unwrap();
        assert!(validity.contains(from) && validity.contains(until));
        let second = SignedDuration::from_secs(1);
        assert!(!validity.contains(from - second) && !validity.contains(until + second));
        assert_eq!(validity.before().until, from - second);
        assert_eq!(validity.after().from, until + second);
        assert_eq!(validity.after().length(), validity.length());
    }
}
