//! The rules on the certificate itself, one by one, at their edges.

use jiff::{SignedDuration, Timestamp};
use openssl::{
    asn1::{Asn1Integer, Asn1Time},
    bn::BigNum,
    ec::{EcGroup, EcKey},
    hash::MessageDigest,
    nid::Nid,
    pkey::{PKey, Private},
    rsa::Rsa,
    x509::X509,
};
use raccord_certs::{
    Certificate, Validity,
    conformity::{Finding, Platform, Report, Verdict},
    format::pkcs7,
};
use rcgen::{DnType, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose, SanType};

use crate::workshop::{
    CLIENT, Forge, HIERARCHY, SERVER, check, element, extension, instant, is_remark, issue,
    issue_during, noon, oid_der, policies, read,
};

fn judge(certificates: &[Certificate]) -> Report {
    judge_at(certificates, noon())
}

fn judge_at(certificates: &[Certificate], at: Timestamp) -> Report {
    check(&pkcs7::encode_der(certificates), CLIENT, at, Platform::Production)
}

/// Returns every remark on a forged client certificate.
fn remarks(forge: &Forge) -> Vec<(&'static str, Verdict)> {
    remarks_of(&judge(&forge.chain()))
}

fn remarks_of(report: &Report) -> Vec<(&'static str, Verdict)> {
    let remarks = report.findings.iter().filter(|each| is_remark(each));
    remarks.map(|each| (each.rule.id, each.verdict)).collect()
}

fn finding<'a>(report: &'a Report, id: &str) -> &'a Finding {
    report.findings.iter().find(|each| each.rule.id == id).unwrap()
}

#[test]
fn the_forge_makes_a_good_certificate() {
    assert_eq!(remarks(&Forge::new()), []);
}

#[test]
fn cpp_cert_03_refuses_a_certificate_for_no_purpose_and_one_for_any() {
    let failure = [("CPP-CERT-03", Verdict::Failure)];
    let none = Forge::new().with(|params| params.extended_key_usages.clear());
    assert_eq!(remarks(&none), failure);
    for purposes in [
        vec![ExtendedKeyUsagePurpose::Any],
        vec![ExtendedKeyUsagePurpose::Any, ExtendedKeyUsagePurpose::ClientAuth],
        vec![ExtendedKeyUsagePurpose::EmailProtection],
    ] {
        let any = Forge::new().with(|params| params.extended_key_usages = purposes);
        assert_eq!(remarks(&any), failure);
    }
}

#[test]
fn cpp_cert_04_holds_a_client_to_digital_signature() {
    use KeyUsagePurpose::{ContentCommitment, DigitalSignature, KeyAgreement, KeyEncipherment};
    let verdict = |usages: &[KeyUsagePurpose]| {
        remarks(&Forge::new().with(|params| params.key_usages = usages.to_vec()))
    };
    let warning = [("CPP-CERT-04", Verdict::Warning)];
    let failure = [("CPP-CERT-04", Verdict::Failure)];
    assert_eq!(verdict(&[DigitalSignature]), []);
    assert_eq!(verdict(&[DigitalSignature, KeyEncipherment]), warning);
    assert_eq!(verdict(&[DigitalSignature, ContentCommitment]), warning);
    assert_eq!(verdict(&[KeyAgreement]), failure);
    assert_eq!(verdict(&[]), failure);
}

#[test]
fn cpp_cert_04_asks_a_server_for_both_usages() {
    use KeyUsagePurpose::{DataEncipherment, DigitalSignature, KeyEncipherment};
    let verdict = |usages: &[KeyUsagePurpose]| {
        let forge = Forge::new().with(|params| {
            params.key_usages = usages.to_vec();
            params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
            params.subject_alt_names = vec![SanType::DnsName("ventes".try_into().unwrap())];
        });
        let file = pkcs7::encode_der(&forge.chain());
        remarks_of(&check(&file, SERVER, noon(), Platform::Production))
    };
    assert_eq!(verdict(&[DigitalSignature, KeyEncipherment]), []);
    assert_eq!(verdict(&[DigitalSignature]), [("CPP-CERT-04", Verdict::Failure)]);
    assert_eq!(verdict(&[KeyEncipherment]), [("CPP-CERT-04", Verdict::Failure)]);
    assert_eq!(verdict(&[DataEncipherment]), [("CPP-CERT-04", Verdict::Failure)]);
}

#[test]
fn cpp_cert_05_warns_of_a_policy_whose_level_is_not_known() {
    let with = |oids: &[&[u64]]| {
        judge(&Forge::new().with(|params| params.custom_extensions = vec![policies(oids)]).chain())
    };
    let unlisted = with(&[&[1, 2, 250, 1, 177, 2, 5, 9, 9, 9]]);
    assert_eq!(finding(&unlisted, "CPP-CERT-05").verdict, Verdict::Warning);
    assert!(finding(&unlisted, "CPP-CERT-05").found.contains("Certigna"));
    let foreign = with(&[&[1, 3, 6, 1, 4, 1, 4146, 1, 1]]);
    assert!(finding(&foreign, "CPP-CERT-05").found.contains("an authority not known here"));
    let among_others = with(&[&[2, 23, 140, 1, 2, 2], &[1, 2, 250, 1, 86, 2, 3, 7, 20, 1]]);
    assert!(finding(&among_others, "CPP-CERT-05").found.ends_with("RGS**"));
    assert_eq!(finding(&among_others, "CPP-CERT-05").verdict, Verdict::Pass);
}

#[test]
fn cpp_cert_08_refuses_a_person_although_every_usage_is_right() {
    let failure = [("CPP-CERT-08", Verdict::Failure)];
    for (attribute, value) in [(42, "Camille"), (4, "Exemple"), (12, "Gérante")] {
        let person = Forge::new().named(DnType::CustomDnType(vec![2, 5, 4, attribute]), value);
        assert_eq!(remarks(&person), failure, "2.5.4.{attribute}");
    }
    let serial_number = Forge::new().named(DnType::CustomDnType(vec![2, 5, 4, 5]), "S1");
    assert_eq!(remarks(&serial_number), [], "a serial number is no surname");
}

#[test]
fn cpp_cert_08_refuses_a_qualified_signature_and_a_policy_for_persons() {
    let failure = ("CPP-CERT-08", Verdict::Failure);
    let types = element(0x30, &oid_der(&[0, 4, 0, 1862, 1, 6, 1]));
    let statement = [oid_der(&[0, 4, 0, 1862, 1, 6]), types].concat();
    let statements = element(0x30, &element(0x30, &statement));
    let signer = Forge::new().extended(extension(&[1, 3, 6, 1, 5, 5, 7, 1, 3], &statements));
    assert_eq!(remarks(&signer), [failure]);

    let personal: &[u64] = &[1, 2, 250, 1, 86, 2, 3, 1, 10, 1];
    let person = Forge::new().with(|params| params.custom_extensions = vec![policies(&[personal])]);
    assert_eq!(remarks(&person), [("CPP-CERT-05", Verdict::Warning), failure]);

    let mailer = Forge::new().with(|params| {
        params.key_usages.push(KeyUsagePurpose::ContentCommitment);
        params.extended_key_usages.push(ExtendedKeyUsagePurpose::EmailProtection);
    });
    assert_eq!(remarks(&mailer), [("CPP-CERT-04", Verdict::Warning), failure]);
}

#[test]
fn cpp_cert_09_and_cpp_cert_10_let_a_certificate_be_valid_from_its_first_second_to_its_last() {
    let certificates = issue(CLIENT, None).with_chain();
    let Validity { from, until } = certificates[0].validity();
    let second = SignedDuration::from_secs(1);
    let first_failure = |at| judge_at(&certificates, at).first_failure().map(|each| each.rule.id);
    assert_eq!(first_failure(from - second), Some("CPP-CERT-09"));
    assert_eq!(first_failure(from), None);
    assert_eq!(first_failure(until), None);
    assert_eq!(first_failure(until + second), Some("CPP-CERT-10"));
}

#[test]
fn cpp_cert_11_warns_from_less_than_30_days_before_the_end() {
    let certificates = issue(CLIENT, None).with_chain();
    let month = SignedDuration::from_hours(30 * 24);
    let limit = certificates[0].validity().until - month;
    let verdict = |at| finding(&judge_at(&certificates, at), "CPP-CERT-11").verdict;
    assert_eq!(verdict(limit), Verdict::Pass);
    assert_eq!(verdict(limit + SignedDuration::from_secs(1)), Verdict::Warning);
}

#[test]
fn cpp_cert_14_counts_three_calendar_years_to_the_second() {
    let from = instant("2024-02-29T10:00:00Z");
    let remarks = |until| {
        let validity = Validity { from, until: instant(until) };
        remarks_of(&judge(&issue_during(CLIENT, None, validity).with_chain()))
    };
    assert_eq!(remarks("2027-02-28T10:00:00Z"), []);
    assert_eq!(remarks("2027-02-28T10:00:01Z"), [("CPP-CERT-14", Verdict::Failure)]);
}

#[test]
fn cpp_cert_12_knows_small_curves_small_exponents_and_other_algorithms() {
    let verdict = |key: PKey<Private>| {
        let certificate = signed_by_openssl(&key, MessageDigest::sha256());
        finding(&judge(&[certificate]), "CPP-CERT-12").verdict
    };
    let curve = |nid| {
        let group = EcGroup::from_curve_name(nid).unwrap();
        PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
    };
    let rsa = |bits, exponent| {
        let exponent = BigNum::from_u32(exponent).unwrap();
        PKey::from_rsa(Rsa::generate_with_e(bits, &exponent).unwrap()).unwrap()
    };
    assert_eq!(verdict(curve(Nid::SECP224R1)), Verdict::Failure);
    assert_eq!(verdict(curve(Nid::X9_62_PRIME256V1)), Verdict::Pass);
    assert_eq!(verdict(rsa(2047, 65537)), Verdict::Failure);
    assert_eq!(verdict(rsa(2048, 65537)), Verdict::Pass);
    assert_eq!(verdict(rsa(2048, 3)), Verdict::Warning);
}

#[test]
fn cpp_cert_13_refuses_sha_1() {
    let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    let verdict =
        |digest| finding(&judge(&[signed_by_openssl(&key, digest)]), "CPP-CERT-13").verdict;
    assert_eq!(verdict(MessageDigest::sha1()), Verdict::Failure);
    assert_eq!(verdict(MessageDigest::sha224()), Verdict::Warning);
    assert_eq!(verdict(MessageDigest::sha256()), Verdict::Pass);
}

#[test]
fn cpp_cert_15_lets_a_test_certificate_into_qualification_only() {
    let forge = Forge::new().named(DnType::CommonName, "TEST ventes");
    let file = pkcs7::encode_der(&forge.chain());
    let judge = |target| remarks_of(&check(&file, CLIENT, noon(), target));
    assert_eq!(judge(Platform::Production), [("CPP-CERT-15", Verdict::Failure)]);
    assert_eq!(judge(Platform::Qualification), [("CPP-CERT-15", Verdict::Information)]);
    assert_eq!(remarks(&Forge::new().named(DnType::CommonName, "TESTEUR")), []);
}

#[test]
fn cpp_cert_15_reads_the_mark_elsewhere_when_there_is_no_common_name() {
    let anonymous = Forge::new().with(|params| {
        assert!(params.distinguished_name.remove(DnType::CommonName));
        params.subject_alt_names = vec![SanType::DnsName("TEST.exemple.fr".try_into().unwrap())];
    });
    assert_eq!(remarks(&anonymous), [("CPP-CERT-15", Verdict::Failure)]);
}

#[test]
fn cpp_cert_16_wants_the_organisation_s_identifier() {
    let unit = |value| remarks(&Forge::new().named(DnType::OrganizationalUnitName, value));
    let warning = [("CPP-CERT-16", Verdict::Warning)];
    assert_eq!(unit("0002 123456789"), []);
    assert_eq!(unit("0002 12345678900012"), []);
    for other in ["0002 1234567890", "1234567890", "123456789", "0002 12345678A", "Ventes"] {
        assert_eq!(unit(other), warning, "{other}");
    }
}

#[test]
fn cpp_cert_16_accepts_the_other_ways_in_which_real_certificates_identify_a_company() {
    let note = [("CPP-CERT-16", Verdict::Information)];
    for unit in ["0001 123456789", "0002110014016", "002 123456789", "0009 12345678900012"] {
        let forge = Forge::new().named(DnType::OrganizationalUnitName, unit);
        assert_eq!(remarks(&forge), note, "{unit}");
    }
    for identifier in [
        "NTRFR-123456789",
        "VATFR-12123456789",
        "NTRBE-0459.134.256",
        "SI:FR-434202180",
        "0002 130019771",
        "NTRFR:794513986",
        "NTR-809480122",
        "VATEU-FR12345678901",
    ] {
        let forge = Forge::new()
            .named(DnType::OrganizationalUnitName, "Ventes")
            .named(DnType::CustomDnType(vec![2, 5, 4, 97]), identifier);
        assert_eq!(remarks(&forge), note, "{identifier}");
    }
}

#[test]
fn cpp_cert_20_wants_a_server_s_name_among_the_alternative_ones() {
    let verdict = |names: &[&str]| {
        let forge = Forge::new().with(|params| {
            params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
            params.key_usages.push(KeyUsagePurpose::KeyEncipherment);
            params.subject_alt_names =
                names.iter().map(|name| SanType::DnsName((*name).try_into().unwrap())).collect();
        });
        let file = pkcs7::encode_der(&forge.chain());
        remarks_of(&check(&file, SERVER, noon(), Platform::Production))
    };
    assert_eq!(verdict(&["autre", "Ventes"]), []);
    assert_eq!(verdict(&["autre"]), [("CPP-CERT-20", Verdict::Warning)]);
    assert_eq!(verdict(&["*.exemple.fr", "ventes"]), [("CPP-CERT-20", Verdict::Warning)]);
    assert_eq!(verdict(&[]), [("CPP-CERT-20", Verdict::Failure)]);
}

#[test]
fn cpp_cert_21_warns_of_an_extended_key_usage_that_is_critical() {
    let mut critical = extension(&[2, 5, 29, 37], &client_auth());
    critical.set_criticality(true);
    let forge = Forge::new().with(|params| params.extended_key_usages.clear()).extended(critical);
    assert_eq!(remarks(&forge), [("CPP-CERT-21", Verdict::Warning)]);
}

#[test]
fn cpp_cert_21_warns_of_a_key_usage_that_is_not_critical() {
    let usage = extension(&[2, 5, 29, 15], &[3, 2, 7, 0x80]);
    let forge = Forge::new().with(|params| params.key_usages.clear()).extended(usage);
    assert_eq!(remarks(&forge), [("CPP-CERT-21", Verdict::Warning)]);
}

#[test]
fn cpp_cert_22_warns_of_2048_bits_beyond_2030() {
    let remarks = |until| {
        let validity = Validity { from: instant("2029-01-01T00:00:00Z"), until: instant(until) };
        let certificates = issue_during(CLIENT, None, validity).with_chain();
        remarks_of(&judge_at(&certificates, instant("2029-06-01T00:00:00Z")))
    };
    assert_eq!(remarks("2030-12-31T23:59:59Z"), []);
    assert_eq!(remarks("2031-01-01T00:00:00Z"), [("CPP-CERT-22", Verdict::Warning)]);
    let strong = KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_3072);
    let forge = Forge::new().with_key(strong.unwrap()).with(|params| {
        params.not_before = rcgen::date_time_ymd(2029, 1, 1);
        params.not_after = rcgen::date_time_ymd(2031, 12, 31);
    });
    let report = judge_at(&forge.chain(), instant("2029-06-01T00:00:00Z"));
    assert_eq!(remarks_of(&report), []);
}

#[test]
fn cpp_cert_06_is_not_asked_of_a_self_signed_certificate() {
    assert!(HIERARCHY.root().self_issued());
    let report = judge(&[HIERARCHY.root().clone()]);
    assert!(report.findings.iter().all(|each| each.rule.id != "CPP-CERT-06"));
    assert_eq!(finding(&report, "CPP-CERT-17").verdict, Verdict::Failure);
}

fn client_auth() -> Vec<u8> {
    element(0x30, &oid_der(&[1, 3, 6, 1, 5, 5, 7, 3, 2]))
}

/// A self-signed certificate of a kind that `rcgen` does not make.
fn signed_by_openssl(key: &PKey<Private>, digest: MessageDigest) -> Certificate {
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    let serial = Asn1Integer::from_bn(&BigNum::from_u32(7).unwrap()).unwrap();
    builder.set_serial_number(&serial).unwrap();
    builder.set_not_before(&Asn1Time::from_str("20260101000000Z").unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::from_str("20261231000000Z").unwrap()).unwrap();
    builder.set_pubkey(key).unwrap();
    builder.sign(key, digest).unwrap();
    read(&builder.build().to_der().unwrap())
}
