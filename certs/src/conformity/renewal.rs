//! Judges a new certificate against the one it replaces.

use jiff::{SignedDuration, Timestamp, civil::Weekday, tz::TimeZone};

use super::{
    report::{Finding, Verdict},
    rulebook::Rulebook,
};
use crate::{Certificate, mode::Partner, rule::Rule};

/// The rules of a renewal, under the partner's identifiers.
#[derive(Debug)]
pub(super) struct RenewalRules {
    /// The new certificate is another one.
    pub(super) new_file: &'static Rule,
    /// It has another key, and how bad it is if it has not.
    pub(super) new_key: (&'static Rule, Verdict),
    /// It is for the same subject.
    pub(super) same_subject: &'static Rule,
    /// It ends later.
    pub(super) later_end: &'static Rule,
    /// It begins before the other ends.
    pub(super) overlap: &'static Rule,
    /// The other lasts until this one has taken effect, where the partner says how long that takes.
    pub(super) activation: Option<(&'static Rule, Activation)>,
}

/// How long a partner takes to put a new certificate into effect.
#[derive(Clone, Copy, Debug)]
pub(super) struct Activation {
    soonest: SignedDuration,
    latest: SignedDuration,
    working_days_only: bool,
}

impl Activation {
    pub(super) const fn hours(soonest: i64, latest: i64) -> Self {
        Self {
            soonest: SignedDuration::from_hours(soonest),
            latest: SignedDuration::from_hours(latest),
            working_days_only: false,
        }
    }

    /// Nothing happens on Saturdays and Sundays.
    pub(super) const fn on_working_days(self) -> Self {
        Self { working_days_only: true, ..self }
    }

    /// Returns when the new certificate is in effect at the latest.
    fn end(self, at: Timestamp) -> Timestamp {
        let hour = SignedDuration::from_hours(1);
        let mut left = self.latest;
        let mut now = at;
        while left.is_positive() {
            let Ok(next) = now.checked_add(hour) else { return Timestamp::MAX };
            if !(self.working_days_only && is_weekend(now)) {
                left -= hour;
            }
            now = next;
        }
        now
    }

    fn describe(self) -> String {
        let (soonest, latest) = (self.soonest.as_hours(), self.latest.as_hours());
        let hours = if soonest == 0 {
            format!("up to {latest} hours")
        } else {
            format!("{soonest} to {latest} hours")
        };
        let days = if self.working_days_only { " of working days" } else { "" };
        format!("{hours}{days}")
    }
}

/// Days are counted in UTC, which is an hour or two from any partner's clock.
fn is_weekend(at: Timestamp) -> bool {
    let day = at.to_zoned(TimeZone::UTC).weekday();
    matches!(day, Weekday::Saturday | Weekday::Sunday)
}

/// Judges a renewal at an instant, on top of what [`check_upload`](super::check_upload) says.
///
/// The certificate in place, handed in once more, breaks only the rule that says so.
#[must_use]
pub fn check_renewal(
    new: &Certificate,
    previous: &Certificate,
    partner: Partner,
    at: Timestamp,
) -> Vec<Finding> {
    let rules = &Rulebook::of(partner).renewal;
    let mut findings = vec![new_file(rules.new_file, new, previous)];
    if new != previous {
        findings.push(new_key(rules.new_key, new, previous));
        findings.push(same_subject(rules.same_subject, new, previous));
        findings.push(later_end(rules.later_end, new, previous));
        findings.push(overlap(rules.overlap, new, previous, at));
        let in_effect = rules.activation.filter(|_| at <= previous.validity().until);
        findings.extend(in_effect.map(|(rule, takes)| activation(rule, takes, previous, at)));
    }
    findings
}

fn new_file(rule: &'static Rule, new: &Certificate, previous: &Certificate) -> Finding {
    if new == previous {
        let found = format!("the same certificate, serial {}", new.serial());
        let what_to_do = "hand in the new certificate; this one is already in place";
        Finding::of(rule, Verdict::Failure, found, what_to_do)
    } else {
        Finding::pass(rule, format!("serial {} after {}", new.serial(), previous.serial()))
    }
}

fn new_key(
    (rule, bad): (&'static Rule, Verdict),
    new: &Certificate,
    previous: &Certificate,
) -> Finding {
    if !new.public_key().is_same_as(previous.public_key()) {
        return Finding::pass(rule, "another key than in the certificate in place");
    }
    let what_to_do = if bad == Verdict::Failure {
        "make a new key pair, and order the certificate for it"
    } else {
        "nothing, or make a new key pair with the next certificate"
    };
    Finding::of(rule, bad, "the same key in both certificates", what_to_do)
}

/// An organisation may have changed its name; more often, the files were mixed up.
fn same_subject(rule: &'static Rule, new: &Certificate, previous: &Certificate) -> Finding {
    if new.subject() == previous.subject() {
        return Finding::pass(rule, format!("`{}`", new.subject()));
    }
    let found = format!("`{}`, the one in place for `{}`", new.subject(), previous.subject());
    let what_to_do = "check that this is the certificate of the same connection; if the name has changed on purpose, tell whoever registered the one in place";
    Finding::of(rule, Verdict::Warning, found, what_to_do)
}

fn later_end(rule: &'static Rule, new: &Certificate, previous: &Certificate) -> Finding {
    let (ends, ended) = (new.validity().until, previous.validity().until);
    let found = format!("valid until {ends}, the one in place until {ended}");
    if ends <= ended {
        let what_to_do = "check that the files were not swapped";
        Finding::of(rule, Verdict::Warning, found, what_to_do)
    } else {
        Finding::pass(rule, found)
    }
}

fn overlap(
    rule: &'static Rule,
    new: &Certificate,
    previous: &Certificate,
    at: Timestamp,
) -> Finding {
    let (begins, ends) = (new.validity().from, previous.validity().until);
    let found = format!("valid from {begins}, the one in place until {ends}");
    if at > ends {
        let what_to_do = "expect refused connections until the new one is in effect";
        Finding::of(rule, Verdict::Warning, format!("{found}, which is over"), what_to_do)
    } else if begins > ends {
        let what_to_do = "order one that begins before the one in place ends, or expect refused connections between the two";
        Finding::of(rule, Verdict::Warning, found, what_to_do)
    } else {
        Finding::pass(rule, found)
    }
}

fn activation(
    rule: &'static Rule,
    takes: Activation,
    previous: &Certificate,
    at: Timestamp,
) -> Finding {
    let ends = previous.validity().until;
    let left = ends.duration_since(at).as_hours();
    let found = format!("{left} hours until the one in place ends, at {ends}");
    if takes.end(at) <= ends {
        Finding::pass(rule, found)
    } else {
        let what_to_do = format!(
            "hand it in at once: the partner takes {}, so refused connections are to be expected for a while",
            takes.describe()
        );
        Finding::of(rule, Verdict::Warning, found, what_to_do)
    }
}
