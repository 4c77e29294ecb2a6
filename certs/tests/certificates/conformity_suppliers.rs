//! The rules on seals and on who issued a certificate.

use raccord_certs::{
    Certificate,
    conformity::{Finding, Platform, Report, Verdict},
    format::pkcs7,
    profile::CHORUS_PRO_SEAL,
};
use rcgen::{DnType, ExtendedKeyUsagePurpose, KeyUsagePurpose};

use crate::workshop::{CLIENT, Forge, check, instant, is_remark, issue, noon, policies};

fn judge(certificates: &[Certificate], platform: Platform) -> Report {
    check(&pkcs7::encode_der(certificates), CLIENT, noon(), platform)
}

/// A good seal.
fn seal() -> Forge {
    Forge::new().with(|params| {
        params.extended_key_usages.clear();
        params.custom_extensions = vec![policies(&[&[1, 2, 250, 1, 177, 2, 6, 1, 4, 1]])];
    })
}

fn remarks(forge: &Forge) -> Vec<(&'static str, Verdict)> {
    let file = pkcs7::encode_der(&forge.chain());
    let report = check(&file, &CHORUS_PRO_SEAL, noon(), Platform::Production);
    let remarks = report.findings.iter().filter(|each| is_remark(each));
    remarks.map(|each| (each.rule.id, each.verdict)).collect()
}

fn finding<'a>(report: &'a Report, id: &str) -> &'a Finding {
    report.findings.iter().find(|each| each.rule.id == id).unwrap()
}

#[test]
fn cpp_cert_27_takes_a_seal_that_says_nothing_of_its_use_and_one_for_mail() {
    assert_eq!(remarks(&seal()), []);
    let mail = seal().with(|params| {
        params.key_usages.push(KeyUsagePurpose::ContentCommitment);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection];
    });
    assert_eq!(remarks(&mail), [], "it signs mail in a way that binds, and is no person's");
}

#[test]
fn cpp_cert_27_refuses_a_seal_for_timestamps_or_connections_and_doubts_one_for_anything() {
    use ExtendedKeyUsagePurpose::{
        Any, ClientAuth, CodeSigning, OcspSigning, ServerAuth, TimeStamping,
    };
    for usage in [TimeStamping, ClientAuth, ServerAuth, CodeSigning, OcspSigning] {
        let other = seal().with(|params| params.extended_key_usages = vec![usage]);
        assert_eq!(remarks(&other), [("CPP-CERT-27", Verdict::Failure)]);
    }
    let any = seal().with(|params| params.extended_key_usages = vec![Any]);
    assert_eq!(remarks(&any), [("CPP-CERT-27", Verdict::Warning)]);
    let unit: &[u64] = &[1, 2, 250, 1, 177, 2, 6, 1, 6, 1];
    let by_policy = seal().with(|params| params.custom_extensions = vec![policies(&[unit])]);
    assert_eq!(remarks(&by_policy), [("CPP-CERT-27", Verdict::Failure)]);
}

#[test]
fn cpp_cert_28_lets_a_seal_s_key_sign_and_bind_and_nothing_else() {
    use KeyUsagePurpose::{ContentCommitment, DigitalSignature, KeyEncipherment};
    let verdict = |usages: &[KeyUsagePurpose]| {
        remarks(&seal().with(|params| params.key_usages = usages.to_vec()))
    };
    assert_eq!(verdict(&[DigitalSignature]), []);
    assert_eq!(verdict(&[DigitalSignature, ContentCommitment]), []);
    assert_eq!(verdict(&[ContentCommitment]), [("CPP-CERT-28", Verdict::Warning)]);
    assert_eq!(verdict(&[DigitalSignature, KeyEncipherment]), [("CPP-CERT-28", Verdict::Warning)]);
    assert_eq!(verdict(&[KeyEncipherment]), [("CPP-CERT-28", Verdict::Failure)]);
    assert_eq!(verdict(&[]), [("CPP-CERT-28", Verdict::Failure)]);
}

#[test]
fn cpp_cert_29_refuses_a_class_that_was_revoked_from_the_day_on_which_it_was() {
    let mut forge =
        Forge::new().with(|params| params.not_before = rcgen::date_time_ymd(2025, 1, 1));
    forge.authority_named(&[
        (DnType::OrganizationName, "DHIMYOTIS"),
        (DnType::CommonName, "Certigna Services CA"),
    ]);
    let file = pkcs7::encode_der(&forge.chain());
    let verdict = |at| {
        let report = check(&file, CLIENT, instant(at), Platform::Production);
        finding(&report, "CPP-CERT-29").clone()
    };
    assert_eq!(verdict("2025-08-23T23:59:59Z").verdict, Verdict::Pass);
    let revoked = verdict("2025-08-24T00:00:00Z");
    assert_eq!(revoked.verdict, Verdict::Failure);
    assert!(revoked.what_to_do.starts_with("confirm by the authority's revocation list (CRL)"));
    let other = judge(&Forge::new().chain(), Platform::Production);
    assert_eq!(finding(&other, "CPP-CERT-29").verdict, Verdict::Pass);
}

#[test]
fn cpp_cert_30_tells_a_throwaway_certificate_from_a_supplier_s() {
    let throwaway = issue(CLIENT, None).with_chain();
    let verdict = |platform| finding(&judge(&throwaway, platform), "CPP-CERT-30").verdict;
    assert_eq!(verdict(Platform::Qualification), Verdict::Information);
    assert_eq!(verdict(Platform::Production), Verdict::Warning);
    let supplier = judge(&Forge::new().chain(), Platform::Production);
    assert_eq!(finding(&supplier, "CPP-CERT-30").verdict, Verdict::Pass);
}

#[test]
fn cpp_cert_05_tells_that_a_qualified_certificate_is_in_the_trusted_list_without_a_level() {
    for (oid, what) in [
        (&[0, 4, 0, 194_112, 1, 5][..], "QWAC"),
        (&[0, 4, 0, 194_112, 1, 3], "QSealC"),
        (&[1, 2, 250, 1, 105, 25, 411, 2, 1, 1, 1, 0], "CertEurope eID Website, QWAC"),
    ] {
        let qwac = Forge::new().with(|params| params.custom_extensions = vec![policies(&[oid])]);
        let report = judge(&qwac.chain(), Platform::Production);
        let finding = finding(&report, "CPP-CERT-05");
        assert_eq!(finding.verdict, Verdict::Information);
        assert!(finding.found.contains(what), "{finding}");
        assert!(finding.found.ends_with("the RGS level is not proven"), "{finding}");
    }
}

#[test]
fn cpp_cert_02_names_the_conflict_of_the_guide_and_the_newer_page() {
    let dual = Forge::new().with(|params| {
        params.extended_key_usages =
            vec![ExtendedKeyUsagePurpose::ClientAuth, ExtendedKeyUsagePurpose::ServerAuth];
        params.custom_extensions = vec![policies(&[&[0, 4, 0, 194_112, 1, 4]])];
    });
    let report = judge(&dual.chain(), Platform::Production);
    let finding = finding(&report, "CPP-CERT-02");
    assert_eq!(finding.verdict, Verdict::Failure);
    assert!(finding.what_to_do.contains("this is a QWAC, which usually holds both"), "{finding}");
}
