//! A new certificate against the one it replaces.

use jiff::SignedDuration;
use raccord_certs::{
    Certificate, Key, KeyKind, Partner, Subject, Validity,
    authority::{Order, SubjectKey},
    conformity::{Verdict, check_renewal},
};

use crate::workshop::{CLIENT, HIERARCHY, instant, noon};

fn certificate(key: &Key, from: &str, until: &str) -> Certificate {
    let subject = Subject::french("ventes", "Exemple", "12345678900012");
    let order = Order {
        profile: CLIENT,
        subject: &subject,
        key: SubjectKey::Public(key.public()),
        validity: Validity { from: instant(from), until: instant(until) },
        defect: None,
        serial: [1; 16],
    };
    HIERARCHY.issue(&order).unwrap().certificate
}

fn key() -> Key {
    Key::generate(KeyKind::P256).unwrap()
}

fn old() -> Certificate {
    certificate(&key(), "2024-06-15T00:00:00Z", "2026-06-15T00:00:00Z")
}

/// Judges at noon on 2026-06-01, and returns every remark.
fn remarks(new: &Certificate, old: &Certificate) -> Vec<(&'static str, Verdict)> {
    let findings = check_renewal(new, old, Partner::ChorusPro, noon());
    let remarks = findings.iter().filter(|each| each.verdict > Verdict::Pass);
    remarks.map(|each| (each.rule.id, each.verdict)).collect()
}

#[test]
fn a_new_certificate_with_a_new_key_that_begins_in_time_earns_no_remark() {
    let new = certificate(&key(), "2026-06-01T00:00:00Z", "2028-06-01T00:00:00Z");
    assert_eq!(remarks(&new, &old()), []);
}

#[test]
fn cpp_cert_23_refuses_the_certificate_in_place_and_says_nothing_else() {
    let old = old();
    assert_eq!(remarks(&old, &old), [("CPP-CERT-23", Verdict::Failure)]);
}

#[test]
fn cpp_cert_24_refuses_the_old_key_under_a_new_certificate() {
    let key = key();
    let old = certificate(&key, "2024-06-15T00:00:00Z", "2026-06-15T00:00:00Z");
    let new = certificate(&key, "2026-06-01T00:00:00Z", "2028-06-01T00:00:00Z");
    assert_eq!(remarks(&new, &old), [("CPP-CERT-24", Verdict::Failure)]);
}

#[test]
fn cpp_cert_25_warns_of_an_end_no_later_than_the_one_in_place() {
    let warning = [("CPP-CERT-25", Verdict::Warning)];
    let same = certificate(&key(), "2026-06-01T00:00:00Z", "2026-06-15T00:00:00Z");
    assert_eq!(remarks(&same, &old()), warning);
    let later = certificate(&key(), "2026-06-01T00:00:00Z", "2026-06-15T00:00:01Z");
    assert_eq!(remarks(&later, &old()), []);
}

#[test]
fn cpp_cert_26_warns_of_a_gap_between_the_two() {
    let touching = certificate(&key(), "2026-06-15T00:00:00Z", "2028-06-01T00:00:00Z");
    assert_eq!(remarks(&touching, &old()), []);
    let late = certificate(&key(), "2026-06-15T00:00:01Z", "2028-06-01T00:00:00Z");
    assert_eq!(remarks(&late, &old()), [("CPP-CERT-26", Verdict::Warning)]);
}

#[test]
fn cpp_cert_26_warns_when_the_one_in_place_is_over_already() {
    let old = old();
    let new = certificate(&key(), "2026-06-01T00:00:00Z", "2028-06-01T00:00:00Z");
    let verdict = |after_end_s| {
        let at = old.validity().until + SignedDuration::from_secs(after_end_s);
        let findings = check_renewal(&new, &old, Partner::ChorusPro, at);
        findings.iter().find(|each| each.rule.id == "CPP-CERT-26").unwrap().verdict
    };
    assert_eq!((verdict(0), verdict(1)), (Verdict::Pass, Verdict::Warning));
}

#[test]
fn cpp_cert_31_warns_of_another_subject() {
    let key = key();
    let subject = Subject::french("achats", "Exemple", "12345678900012");
    let order = Order {
        profile: CLIENT,
        subject: &subject,
        key: SubjectKey::Public(key.public()),
        validity: Validity {
            from: instant("2026-06-01T00:00:00Z"),
            until: instant("2028-06-01T00:00:00Z"),
        },
        defect: None,
        serial: [2; 16],
    };
    let new = HIERARCHY.issue(&order).unwrap().certificate;
    assert_eq!(remarks(&new, &old()), [("CPP-CERT-31", Verdict::Warning)]);
}

#[test]
fn cpp_cert_32_warns_from_less_than_24_hours_before_the_end_of_the_one_in_place() {
    let old = old();
    let new = certificate(&key(), "2026-06-01T00:00:00Z", "2028-06-01T00:00:00Z");
    let verdict = |at| {
        let findings = check_renewal(&new, &old, Partner::ChorusPro, instant(at));
        findings.iter().find(|each| each.rule.id == "CPP-CERT-32").map(|each| each.verdict)
    };
    assert_eq!(verdict("2026-06-14T00:00:00Z"), Some(Verdict::Pass));
    assert_eq!(verdict("2026-06-14T00:00:01Z"), Some(Verdict::Warning));
    assert_eq!(verdict("2026-06-15T00:00:01Z"), None, "that it is over is told elsewhere");
}
