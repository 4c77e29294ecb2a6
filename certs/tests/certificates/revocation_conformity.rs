//! The rules of revocation, over files as they are handed in.

use jiff::Timestamp;
use raccord_certs::{
    conformity::{Context, Finding, Platform, Verdict, check_upload},
    format::{contents::Contents, pkcs7},
    revocation::{Evidence, List, OcspStatus, Reason},
};

use crate::revocation::{DAY, answer_of, list_of, read, revoked};
use crate::workshop::{CLIENT, HIERARCHY, issue, issue_serial, noon};

/// What the rules of revocation say of a good certificate in a good file.
fn findings(evidence: &[Evidence], at: Timestamp) -> Vec<Finding> {
    let issued = issue(CLIENT, None);
    let contents = Contents::read(&pkcs7::encode_der(&issued.with_chain()));
    let context = Context { revocation: evidence, ..Context::new(at, Platform::Production) };
    let report = check_upload(&contents, CLIENT, context);
    let rules = report.findings.into_iter();
    rules.filter(|finding| finding.rule.id.starts_with("PKI-REVOCATION")).collect()
}

fn of(id: &str, evidence: &[Evidence], at: Timestamp) -> Finding {
    let found = findings(evidence, at).into_iter().find(|finding| finding.rule.id == id);
    found.unwrap_or_else(|| panic!("{id} says nothing"))
}

#[test]
fn nothing_is_said_of_revocation_where_nothing_is_handed_in() {
    assert_eq!(findings(&[], noon()), []);
}

#[test]
fn pki_revocation_01_refuses_a_revoked_certificate_and_says_since_when_and_why() {
    let certificate = issue(CLIENT, None).certificate;
    let revocation = revoked(Some(Reason::KeyCompromise));
    let signer = HIERARCHY.issuing_signer();
    for file in [
        list_of(signer, &[(&certificate, revocation)]),
        answer_of(signer, &certificate, OcspStatus::Revoked(revocation)),
    ] {
        // A good word beside it does not help.
        let good = answer_of(signer, &certificate, OcspStatus::Good);
        let found = of("PKI-REVOCATION-01", &[read(&good), read(&file)], noon());
        assert_eq!(found.verdict, Verdict::Failure);
        assert_eq!(found.found, "revoked since 2026-06-01T11:00:00Z, reason keyCompromise");
    }
}

#[test]
fn pki_revocation_01_lets_a_certificate_pass_that_fresh_word_says_is_good() {
    let certificate = issue(CLIENT, None).certificate;
    let signer = HIERARCHY.issuing_signer();
    for file in [list_of(signer, &[]), answer_of(signer, &certificate, OcspStatus::Good)] {
        let found = of("PKI-REVOCATION-01", &[read(&file)], noon());
        assert_eq!(found.verdict, Verdict::Pass, "{found}");
    }
}

#[test]
fn pki_revocation_01_warns_that_nothing_is_proven_by_word_that_does_not_count() {
    let certificate = issue(CLIENT, None).certificate;
    let signer = HIERARCHY.issuing_signer();
    let other = issue_serial(CLIENT, 9).certificate;
    for (file, at, said) in [
        (answer_of(signer, &certificate, OcspStatus::Unknown), noon(), "does not know it"),
        (list_of(signer, &[]), noon() + DAY * 2, "is over, made 2026-06-01T12:00:00Z"),
        (list_of(signer, &[]), noon() - DAY * 2, "does not count: it was made at 2026-06-01"),
        (list_of(HIERARCHY.root_signer(), &[]), noon(), "nothing that was handed in is about"),
        (
            answer_of(signer, &other, OcspStatus::Good),
            noon(),
            "nothing that was handed in is about",
        ),
    ] {
        let found = of("PKI-REVOCATION-01", &[read(&file)], at);
        assert_eq!(found.verdict, Verdict::Warning, "{found}");
        assert!(found.found.starts_with("not proven: "), "{found}");
        assert!(found.found.contains(said), "{found}");
        assert!(found.what_to_do.contains("revocation list"), "{found}");
    }
}

#[test]
fn pki_revocation_02_refuses_what_a_revoked_authority_issued() {
    let revocation = revoked(Some(Reason::CaCompromise));
    let gone = list_of(HIERARCHY.root_signer(), &[(HIERARCHY.issuing(), revocation)]);
    let found = of("PKI-REVOCATION-02", &[read(&gone)], noon());
    assert_eq!(found.verdict, Verdict::Failure);
    assert!(found.found.ends_with("reason cACompromise"), "{found}");

    let good = list_of(HIERARCHY.root_signer(), &[]);
    assert_eq!(of("PKI-REVOCATION-02", &[read(&good)], noon()).verdict, Verdict::Pass);
    let over = of("PKI-REVOCATION-02", &[read(&good)], noon() + DAY * 2);
    assert_eq!(over.verdict, Verdict::Warning);
    // A list of the issuing authority says nothing of that authority itself.
    let leafs = [read(&list_of(HIERARCHY.issuing_signer(), &[]))];
    assert!(findings(&leafs, noon()).iter().all(|it| it.rule.id != "PKI-REVOCATION-02"));
}

#[test]
fn pki_revocation_03_warns_of_a_list_that_lasts_longer_than_rgs_lets_it() {
    for (hours, verdict) in [(24, Verdict::Pass), (144, Verdict::Pass), (145, Verdict::Warning)] {
        let next_update = noon() + jiff::SignedDuration::from_hours(hours);
        let list = List { number: 1, this_update: noon(), next_update, revoked: &[] };
        let list = HIERARCHY.issuing_signer().list(&list).unwrap();
        let found = of("PKI-REVOCATION-03", &[read(&list)], noon());
        assert_eq!(found.verdict, verdict, "{found}");
    }
}
