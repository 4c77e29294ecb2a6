//! Instants and durations as people write them.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

/// Reads `2026-12-31`, which is its first second in UTC, or `2026-12-31T08:00:00Z`.
///
/// # Errors
///
/// When the text is neither.
pub(crate) fn instant(text: &str) -> Result<Timestamp, NoInstant> {
    if let Ok(instant) = text.parse() {
        return Ok(instant);
    }
    let date: Date = text.parse().map_err(|_| NoInstant)?;
    let midnight = date.to_zoned(TimeZone::UTC).map_err(|_| NoInstant)?;
    Ok(midnight.timestamp())
}

/// Reads `20d`, `12h`, `2w 3d`; a day has 24 hours.
///
/// # Errors
///
/// When the text is no duration, is negative, or counts in months or years.
pub(crate) fn duration(text: &str) -> Result<SignedDuration, NoDuration> {
    let span: Span = text.parse().map_err(|_| NoDuration)?;
    let duration = span.to_duration(jiff::SpanRelativeTo::days_are_24_hours());
    duration.ok().filter(|duration| !duration.is_negative()).ok_or(NoDuration)
}

/// A text is no instant.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("expected a date such as 2026-12-31, or an instant such as 2026-12-31T08:00:00Z")]
pub(crate) struct NoInstant;

/// A text is no duration.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("expected a duration such as 20d, 12h or 2w")]
pub(crate) struct NoDuration;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_its_first_second_in_utc() {
        assert_eq!(instant("2026-12-31").unwrap(), instant("2026-12-31T00:00:00Z").unwrap());
        assert_eq!(instant("2026-12-31").unwrap(), instant("2026-12-31T01:00:00+01:00").unwrap());
        assert!(instant("31/12/2026").is_err());
        assert!(instant("2026-02-30").is_err());
    }

    #[test]
    fn a_duration_is_written_as_people_write_it() {
        assert_eq!(duration("20d").unwrap(), SignedDuration::from_hours(480));
        assert_eq!(duration("2w 1h").unwrap(), SignedDuration::from_hours(337));
        for wrong in ["", "20", "-3d", "1y", "soon"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
