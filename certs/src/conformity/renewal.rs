//! Judges a new certificate against the one it replaces: `CPP-CERT-23` to `-26`.

use jiff::Timestamp;

use super::{
    report::{Finding, Verdict},
    rules::{LATER_END, NEW_FILE, NEW_KEY, OVERLAP},
};
use crate::Certificate;

/// Judges a renewal at an instant, on top of what [`check_upload`](super::check_upload) says.
///
/// The certificate in place, handed in once more, breaks only the rule that says so.
#[must_use]
pub fn check_renewal(new: &Certificate, previous: &Certificate, at: Timestamp) -> Vec<Finding> {
    if new == previous {
        let found = format!("the same certificate, serial {}", new.serial());
        let what_to_do = "hand in the new certificate; this one is already in place";
        return vec![Finding::of(NEW_FILE, Verdict::Failure, found, what_to_do)];
    }
    let file =
        Finding::pass(NEW_FILE, format!("serial {} after {}", new.serial(), previous.serial()));
    vec![file, new_key(new, previous), later_end(new, previous), overlap(new, previous, at)]
}

fn new_key(new: &Certificate, previous: &Certificate) -> Finding {
    if new.public_key() == previous.public_key() {
        let what_to_do = "make a new key pair, and order the certificate for it";
        Finding::of(NEW_KEY, Verdict::Failure, "the same key in both certificates", what_to_do)
    } else {
        Finding::pass(NEW_KEY, "another key")
    }
}

fn later_end(new: &Certificate, previous: &Certificate) -> Finding {
    let (ends, ended) = (new.validity().until, previous.validity().until);
    let found = format!("valid until {ends}, the one in place until {ended}");
    if ends <= ended {
        let what_to_do = "check that the files were not swapped";
        Finding::of(LATER_END, Verdict::Warning, found, what_to_do)
    } else {
        Finding::pass(LATER_END, found)
    }
}

fn overlap(new: &Certificate, previous: &Certificate, at: Timestamp) -> Finding {
    let (begins, ends) = (new.validity().from, previous.validity().until);
    let found = format!("valid from {begins}, the one in place until {ends}");
    if at > ends {
        let what_to_do = "expect refused connections until the new one is activated, 2 to 24 hours after it is accepted";
        Finding::of(OVERLAP, Verdict::Warning, format!("{found}, which is over"), what_to_do)
    } else if begins > ends {
        let what_to_do = "order one that begins before the one in place ends, or expect refused connections between the two";
        Finding::of(OVERLAP, Verdict::Warning, found, what_to_do)
    } else {
        Finding::pass(OVERLAP, found)
    }
}
