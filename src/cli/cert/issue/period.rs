//! From when to when a certificate is valid.

use jiff::{SignedDuration, Timestamp};
use raccord_certs::{Shape, Validity};

use super::IssueError;
use crate::cli::args::IssueArguments;

/// What was just issued is valid also where a clock is a little behind.
const A_LITTLE_AGO: SignedDuration = SignedDuration::from_hours(-1);

/// The first instant that a certificate may hold: 1950-01-01T00:00:00Z (RFC 5280 §4.1.2.5.1).
const FIRST: Timestamp = Timestamp::constant(-631_152_000, 0);
/// The last one that is taken: 2199-12-31T23:59:59Z.
const LAST: Timestamp = Timestamp::constant(7_258_118_399, 0);

/// Reads the period that is asked for; what is not said, the lifetime of the shape says.
pub(super) fn of(
    arguments: &IssueArguments,
    shape: &Shape,
    now: Timestamp,
) -> Result<Validity, IssueError> {
    let later = |instant: Timestamp, by: SignedDuration| instant.saturating_add(by).unwrap_or(LAST);
    let just_issued = later(now, A_LITTLE_AGO);
    let until = arguments.until.or_else(|| arguments.expires_in.map(|left| later(now, left)));
    let validity = match (arguments.from, until) {
        (Some(from), Some(until)) => Validity { from, until },
        (Some(from), None) => Validity { from, until: later(from, shape.lifetime) },
        (None, Some(until)) => {
            Validity { from: later(until, -shape.lifetime).min(just_issued), until }
        }
        (None, None) => Validity { from: just_issued, until: later(just_issued, shape.lifetime) },
    };
    let Validity { from, until } = validity;
    if FIRST <= from && from < until && until <= LAST {
        Ok(validity)
    } else {
        Err(IssueError::Period { from, until })
    }
}
