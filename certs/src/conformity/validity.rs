//! Judges when the certificate is valid: `CPP-CERT-09`, `-10`, `-11`, `-14`.

use jiff::{SignedDuration, Timestamp, ToSpan, tz::TimeZone};

use super::{
    Case,
    report::{Finding, Verdict},
    rules::{EXPIRED, EXPIRES_SOON, LIFETIME, STARTED},
};
use crate::Validity;

/// How long before the end a renewal should be under way: activation alone takes up to a day, and
/// a supplier some weeks.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The longest life, in calendar years.
const YEARS: i32 = 3;

/// `CPP-CERT-09`.
pub(super) fn started(case: &Case<'_>) -> Option<Finding> {
    let Validity { from, .. } = case.leaf.validity();
    let found = format!("valid from {from}");
    Some(if case.at < from {
        Finding::of(STARTED, Verdict::Failure, found, format!("wait until {from}"))
            .expecting(format!("valid at {}", case.at))
    } else {
        Finding::pass(STARTED, found)
    })
}

/// `CPP-CERT-10`. The last second still counts.
pub(super) fn expired(case: &Case<'_>) -> Option<Finding> {
    let Validity { until, .. } = case.leaf.validity();
    let found = format!("valid until {until}");
    Some(if case.at > until {
        Finding::of(EXPIRED, Verdict::Failure, found, "order a new certificate, with a new key")
            .expecting(format!("valid at {}", case.at))
    } else {
        Finding::pass(EXPIRED, found)
    })
}

/// `CPP-CERT-11`; an expired certificate is told so elsewhere.
pub(super) fn expires_soon(case: &Case<'_>) -> Option<Finding> {
    let left = case.leaf.validity().until.duration_since(case.at);
    if left.is_negative() {
        return None;
    }
    let found = format!("{} days left", left.as_hours() / 24);
    Some(if left < SOON {
        Finding::of(EXPIRES_SOON, Verdict::Warning, found, "order the next certificate now")
    } else {
        Finding::pass(EXPIRES_SOON, found)
    })
}

/// `CPP-CERT-14`. Real certificates last three calendar years to the second, or a little less.
pub(super) fn lifetime(case: &Case<'_>) -> Option<Finding> {
    let validity = case.leaf.validity();
    let found = validity.to_string();
    Some(if lasts_too_long(validity) {
        let what_to_do = "order one that lasts three years or less";
        Finding::of(LIFETIME, Verdict::Failure, found, what_to_do)
    } else {
        Finding::pass(LIFETIME, found)
    })
}

fn lasts_too_long(validity: Validity) -> bool {
    let limit = validity.from.to_zoned(TimeZone::UTC).checked_add(YEARS.years());
    limit.is_ok_and(|limit| validity.until > Timestamp::from(limit))
}
