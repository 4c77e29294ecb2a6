//! Judges a new certificate against the one it replaces.

use jiff::Timestamp;

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
    /// It has another key, where the partner's documents ask for one.
    pub(super) new_key: Option<&'static Rule>,
    /// It ends later.
    pub(super) later_end: &'static Rule,
    /// It begins before the other ends.
    pub(super) overlap: &'static Rule,
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
        findings.extend(rules.new_key.map(|rule| new_key(rule, new, previous)));
        findings.push(later_end(rules.later_end, new, previous));
        findings.push(overlap(rules.overlap, new, previous, at));
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

fn new_key(rule: &'static Rule, new: &Certificate, previous: &Certificate) -> Finding {
    if new.public_key() == previous.public_key() {
        let what_to_do = "make a new key pair, and order the certificate for it";
        Finding::of(rule, Verdict::Failure, "the same key in both certificates", what_to_do)
    } else {
        Finding::pass(rule, "another key")
    }
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
        let what_to_do = "expect refused connections until the new one is activated, 2 to 24 hours after it is accepted";
        Finding::of(rule, Verdict::Warning, format!("{found}, which is over"), what_to_do)
    } else if begins > ends {
        let what_to_do = "order one that begins before the one in place ends, or expect refused connections between the two";
        Finding::of(rule, Verdict::Warning, found, what_to_do)
    } else {
        Finding::pass(rule, found)
    }
}
