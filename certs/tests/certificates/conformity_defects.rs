//! Every profile of Chorus Pro with every defect: the rules that fail are those of the defect, and
//! no others.

use crate::workshop::{CLIENT, SERVER, check, is_remark, issue, noon};
use raccord_certs::{
    Defect, Profile, Shape,
    conformity::{Platform, Report, Verdict, chorus_pro::rules},
    format::pkcs7,
};

const SEAL: &Profile = &raccord_certs::profile::CHORUS_PRO_SEAL;

fn judge(profile: &'static Profile, defect: Option<Defect>) -> Report {
    let file = pkcs7::encode_der(&issue(profile, defect).with_chain());
    check(&file, profile, noon(), Platform::Production)
}

/// The one remark that a defect earns; none where the file alone cannot tell.
fn remark_on(profile: &Profile, defect: Defect) -> Option<(&'static str, Verdict)> {
    let rule = match defect {
        Defect::OtherExtendedKeyUsage if profile == SEAL => "CPP-CERT-27",
        Defect::WrongKeyUsage if profile == SEAL => "CPP-CERT-28",
        Defect::Expired => "CPP-CERT-10",
        Defect::NotYetValid => "CPP-CERT-09",
        Defect::OtherExtendedKeyUsage => "CPP-CERT-03",
        Defect::BothUsages => "CPP-CERT-02",
        Defect::WrongKeyUsage => "CPP-CERT-04",
        Defect::NoPolicy => "CPP-CERT-05",
        Defect::PolicyNotListed => return Some(("CPP-CERT-05", Verdict::Warning)),
        Defect::MissingIntermediate => "CPP-CERT-06",
        Defect::SelfSigned => "CPP-CERT-17",
        Defect::KeyTooSmall => "CPP-CERT-12",
        Defect::TestCertificate => "CPP-CERT-15",
        Defect::PersonalCertificate => "CPP-CERT-08",
        Defect::OtherKey | Defect::Revoked => return None,
    };
    Some((rule, Verdict::Failure))
}

#[test]
fn a_good_certificate_meets_every_rule_without_a_remark() {
    for profile in [CLIENT, SERVER, SEAL] {
        let report = judge(profile, None);
        let remarks: Vec<_> = report.findings.iter().filter(|each| is_remark(each)).collect();
        assert!(remarks.is_empty(), "{}: {remarks:?}", profile.name);
        assert_eq!(report.chain.len(), 2);
    }
}

#[test]
fn every_defect_that_a_file_shows_earns_its_own_remark_and_no_other() {
    for profile in [CLIENT, SERVER, SEAL] {
        let shape = Shape::of(profile);
        for defect in Defect::ALL.iter().filter(|defect| defect.applies_to(&shape)) {
            let report = judge(profile, Some(*defect));
            let remarks: Vec<_> = report
                .findings
                .iter()
                .filter(|each| is_remark(each))
                .map(|each| (each.rule.id, each.verdict))
                .collect();
            let wanted: Vec<_> = remark_on(profile, *defect).into_iter().collect();
            assert_eq!(remarks, wanted, "{} with {defect}", profile.name);
        }
    }
}

#[test]
fn findings_come_in_the_order_of_the_rules() {
    let report = judge(SERVER, None);
    let judged: Vec<_> = report.findings.iter().map(|each| each.rule.id).collect();
    let ordered: Vec<_> =
        rules::ALL.iter().map(|rule| rule.id).filter(|id| judged.contains(id)).collect();
    assert_eq!(judged, ordered);
    assert_eq!(judged.len(), 24, "every rule but those on seals, renewals and several files");
}

#[test]
fn every_failure_says_what_was_found_what_was_expected_and_what_to_do() {
    for defect in Defect::ALL.iter().filter(|defect| remark_on(CLIENT, **defect).is_some()) {
        let report = judge(CLIENT, Some(*defect));
        let finding = report.findings.iter().find(|each| each.verdict > Verdict::Pass).unwrap();
        assert!(!finding.found.is_empty() && !finding.expected.is_empty(), "{defect}");
        assert!(!finding.what_to_do.is_empty(), "{defect}");
    }
}

#[test]
fn cpp_cert_02_refuses_both_usages_in_either_order_and_names_what_it_found() {
    for profile in [CLIENT, SERVER] {
        let report = judge(profile, Some(Defect::BothUsages));
        let finding = report.first_failure().unwrap();
        assert_eq!(finding.rule.id, "CPP-CERT-02");
        assert_eq!(
            finding.found,
            "answering as a server (serverAuth), connecting as a client (clientAuth)"
        );
        assert!(finding.what_to_do.contains(profile.label), "{finding}");
        assert!(finding.what_to_do.contains("QWAC"), "{finding}");
    }
}

#[test]
fn cpp_cert_17_refuses_a_certificate_that_nobody_vouches_for() {
    let report = judge(CLIENT, Some(Defect::SelfSigned));
    let finding = report.first_failure().unwrap();
    assert_eq!(finding.rule.id, "CPP-CERT-17");
    assert!(finding.found.ends_with("issued to itself"), "{finding}");
    assert!(report.chain.is_empty());
}

#[test]
fn a_finding_reads_as_one_line() {
    let report = judge(CLIENT, Some(Defect::OtherExtendedKeyUsage));
    assert_eq!(
        report.first_failure().unwrap().to_string(),
        "CPP-CERT-03 failure: found answering as a server (serverAuth); expected: connecting as a \
         client (clientAuth); order a certificate of the kind \"SSL Client, authentification \
         serveur de type client, RGS*\""
    );
}
