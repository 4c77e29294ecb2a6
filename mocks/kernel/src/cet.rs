//! Days and instants in central European time, which Paris, Brussels and Luxembourg share.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The day it is there; written as `2026-03-02`.
#[must_use]
pub fn day(instant: Timestamp) -> Date {
    instant.to_zoned(zone()).date()
}

/// An instant, to the millisecond and with its offset: `2019-03-27T11:12:24.777+01:00`.
#[must_use]
pub fn instant(instant: Timestamp) -> String {
    instant.to_zoned(zone()).strftime("%Y-%m-%dT%H:%M:%S.%3f%:z").to_string()
}

/// The first instant of a day.
#[must_use]
pub fn midnight(day: Date) -> Timestamp {
    day.to_zoned(zone()).map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

/// The law of summer time since 1996, so that no time-zone database is needed.
fn zone() -> TimeZone {
    TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_paris_winter_and_summer() {
        for (at, expected) in [
            ("2026-01-31T22:59:59Z", "2026-01-31"),
            ("2026-01-31T23:00:00Z", "2026-02-01"),
            ("2026-07-31T21:59:59Z", "2026-07-31"),
            ("2026-07-31T22:00:00Z", "2026-08-01"),
        ] {
            assert_eq!(day(at.parse().unwrap()).to_string(), expected);
        }
        assert_eq!(midnight(jiff::civil::date(2026, 2, 1)).to_string(), "2026-01-31T23:00:00Z");
        assert_eq!(midnight(jiff::civil::date(2026, 8, 1)).to_string(), "2026-07-31T22:00:00Z");
    }

    #[test]
    fn an_instant_has_milliseconds_and_an_offset() {
        for (at, expected) in [
            ("2019-03-27T10:12:24.777Z", "2019-03-27T11:12:24.777+01:00"),
            ("2019-03-31T01:00:00Z", "2019-03-31T03:00:00.000+02:00"),
        ] {
            assert_eq!(instant(at.parse().unwrap()), expected);
        }
    }
}
