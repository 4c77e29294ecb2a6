//! Judges when the certificate is valid.

use jiff::{SignedDuration, Timestamp, ToSpan, tz::TimeZone};

use crate::conformity::{
    Case,
    report::{Finding, Verdict},
};
use crate::{Validity, rule::Rule};

/// How long before the end a renewal should be under way: activation alone takes up to a day, and
/// a supplier some weeks.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The longest life, in calendar years.
const YEARS: i32 = 3;

/// The first second counts.
pub(in crate::conformity) fn started(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let Validity { from, .. } = case.leaf.validity();
    let found = format!("valid from {from}");
    Some(if case.context.at < from {
        Finding::of(rule, Verdict::Failure, found, format!("wait until {from}"))
            .expecting(format!("valid at {}", case.context.at))
    } else {
        Finding::pass(rule, found)
    })
}

/// The last second still counts.
pub(in crate::conformity) fn expired(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let Validity { until, .. } = case.leaf.validity();
    let found = format!("valid until {until}");
    Some(if case.context.at > until {
        Finding::of(rule, Verdict::Failure, found, "order a new certificate, with a new key")
            .expecting(format!("valid at {}", case.context.at))
    } else {
        Finding::pass(rule, found)
    })
}

/// An expired certificate is told so elsewhere.
pub(in crate::conformity) fn expires_soon(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let left = case.leaf.validity().until.duration_since(case.context.at);
    if left.is_negative() {
        return None;
    }
    let found = format!("{} days left", left.as_hours() / 24);
    Some(if left < SOON {
        Finding::of(rule, Verdict::Warning, found, "order the next certificate now")
    } else {
        Finding::pass(rule, found)
    })
}

/// Real certificates last three calendar years to the second, or a little less.
pub(in crate::conformity) fn lifetime(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let validity = case.leaf.validity();
    let found = validity.to_string();
    Some(if lasts_too_long(validity) {
        let what_to_do = "order one that lasts three years or less";
        Finding::of(rule, Verdict::Failure, found, what_to_do)
    } else {
        Finding::pass(rule, found)
    })
}

fn lasts_too_long(validity: Validity) -> bool {
    let limit = validity.from.to_zoned(TimeZone::UTC).checked_add(YEARS.years());
    limit.is_ok_and(|limit| validity.until > Timestamp::from(limit))
}
