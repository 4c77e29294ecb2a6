//! What SOFiE takes, and what it does not.

use jiff::{SignedDuration, Timestamp};
use raccord_certs::{
    Certificate, Partner, Profile,
    conformity::{Platform, Verdict, check_renewal},
    format::{pkcs7, pkcs12},
    profile::SOFIE_CRYPT,
};
use rcgen::{DnType, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose, SanType};

use crate::workshop::{Forge, KEY, check, instant, issue, name, oid_der, policies, rsa_pair};

const CRYPT: &Profile = &SOFIE_CRYPT;
const CLIENT_POLICY: &[u64] = &[1, 3, 171, 1, 1, 10, 5, 5];
const SERVER_POLICY: &[u64] = &[1, 3, 171, 1, 1, 10, 5, 1];

/// The profile that LuxTrust gave its clients.
fn luxtrust() -> Forge {
    use ExtendedKeyUsagePurpose::{ClientAuth, EmailProtection};
    use KeyUsagePurpose::{DataEncipherment, DigitalSignature, KeyEncipherment};
    let mut forge = Forge::new().with_key(rsa_pair()).with(|params| {
        params.distinguished_name = name(&[
            (DnType::CountryName, "LU"),
            (DnType::LocalityName, "Luxembourg"),
            (DnType::OrganizationName, "Exemple S.A."),
            (DnType::CommonName, "rapports"),
        ]);
        params.key_usages = vec![DigitalSignature, KeyEncipherment, DataEncipherment];
        params.extended_key_usages = vec![ClientAuth, EmailProtection];
        params.custom_extensions = vec![policies(&[CLIENT_POLICY, &[0, 4, 0, 2042, 1, 3]])];
    });
    forge.authority_named(&[
        (DnType::CountryName, "LU"),
        (DnType::OrganizationName, "LuxTrust S.A."),
        (DnType::CommonName, "LuxTrust SSL CA 5"),
    ]);
    forge
}

fn remarks_at(file: &[u8], at: &str, platform: Platform) -> Vec<(&'static str, Verdict)> {
    let report = check(file, CRYPT, instant(at), platform);
    let remarks = report.findings.iter().filter(|each| each.verdict > Verdict::Pass);
    remarks.map(|each| (each.rule.id, each.verdict)).collect()
}

fn remarks_on(file: &[u8]) -> Vec<(&'static str, Verdict)> {
    remarks_at(file, "2026-06-01T12:00:00Z", Platform::Production)
}

fn remarks(forge: &Forge) -> Vec<(&'static str, Verdict)> {
    remarks_on(forge.leaf().der())
}

#[test]
fn sofie_cert_01_takes_the_file_as_it_was_received() {
    let certificate = luxtrust().leaf();
    assert_eq!(remarks_on(certificate.der()), []);
    assert_eq!(remarks_on(certificate.pem().as_bytes()), []);
}

#[test]
fn sofie_cert_01_refuses_a_file_that_was_converted_and_a_request() {
    let certificate = luxtrust().leaf();
    let failure = [("SOFIE-CERT-01", Verdict::Failure)];
    assert_eq!(remarks_on(&pkcs7::encode_der(std::slice::from_ref(&certificate))), failure);
    assert_eq!(remarks_on(&pkcs12::encode(&*KEY, &certificate, &[], "x").unwrap()), failure);
    let request = luxtrust().with(|params| params.custom_extensions.clear()).params;
    let request = request.serialize_request(&rsa_pair()).unwrap().pem().unwrap();
    assert_eq!(remarks_on(request.as_bytes()), failure);
}

#[test]
fn sofie_cert_02_refuses_two_certificates_in_one_file() {
    let two = luxtrust().leaf().pem() + &issue(CRYPT, None).certificate.pem();
    let remarks = remarks_on(two.as_bytes());
    assert!(remarks.contains(&("SOFIE-CERT-02", Verdict::Failure)), "{remarks:?}");
}

#[test]
fn sofie_cert_03_refuses_another_supplier_and_tells_of_a_throwaway_one() {
    let mut other = luxtrust();
    other.authority_named(&[(DnType::OrganizationName, "Certigna")]);
    assert_eq!(remarks(&other), [("SOFIE-CERT-03", Verdict::Failure)]);
    let throwaway = issue(CRYPT, None).certificate;
    assert_eq!(remarks_on(throwaway.der()), [("SOFIE-CERT-03", Verdict::Warning)]);
    let there = remarks_at(throwaway.der(), "2026-06-01T12:00:00Z", Platform::Qualification);
    assert_eq!(there, [("SOFIE-CERT-03", Verdict::Information)]);
}

#[test]
fn sofie_cert_04_knows_the_ssl_product_and_doubts_what_it_does_not_know() {
    let with = |oids: &[&[u64]]| {
        remarks(&luxtrust().with(|params| params.custom_extensions = vec![policies(oids)]))
    };
    assert_eq!(with(&[SERVER_POLICY]), []);
    let warning = [("SOFIE-CERT-04", Verdict::Warning)];
    assert_eq!(with(&[&[1, 3, 171, 1, 1, 10, 50, 1]]), warning);
    assert_eq!(with(&[&[0, 4, 0, 2042, 1, 3]]), warning);
    assert_eq!(with(&[&[1, 3, 171, 1, 1, 10, 3, 1]]), [("SOFIE-CERT-04", Verdict::Failure)]);
    let none = luxtrust().with(|params| params.custom_extensions.clear());
    assert_eq!(remarks(&none), warning);
}

#[test]
fn sofie_cert_05_refuses_a_key_that_is_not_rsa() {
    let elliptic = luxtrust().with_key(KeyPair::generate().unwrap());
    assert_eq!(remarks(&elliptic), [("SOFIE-CERT-05", Verdict::Failure)]);
}

#[test]
fn sofie_cert_06_refuses_an_rsa_key_under_2048_bits() {
    let small = issue(CRYPT, Some(raccord_certs::Defect::KeyTooSmall)).certificate;
    let remarks = remarks_on(small.der());
    assert!(remarks.contains(&("SOFIE-CERT-06", Verdict::Failure)), "{remarks:?}");
}

#[test]
fn sofie_cert_07_wants_a_key_that_signs_and_receives_keys() {
    use KeyUsagePurpose::{ContentCommitment, DigitalSignature, KeyEncipherment};
    let with = |usages: &[KeyUsagePurpose]| {
        remarks(&luxtrust().with(|params| params.key_usages = usages.to_vec()))
    };
    assert_eq!(with(&[DigitalSignature, KeyEncipherment]), []);
    let failure = [("SOFIE-CERT-07", Verdict::Failure)];
    assert_eq!(with(&[DigitalSignature]), failure);
    assert_eq!(with(&[]), failure);
    let more = [DigitalSignature, KeyEncipherment, ContentCommitment];
    assert_eq!(with(&more), [("SOFIE-CERT-07", Verdict::Warning)]);
}

#[test]
fn sofie_cert_08_tells_that_both_usages_are_normal_here() {
    use ExtendedKeyUsagePurpose::{ClientAuth, EmailProtection, ServerAuth};
    let server = luxtrust().with(|params| {
        params.extended_key_usages = vec![ClientAuth, ServerAuth, EmailProtection];
        params.subject_alt_names =
            vec![SanType::DnsName("rapports.exemple.lu".try_into().unwrap())];
        params.custom_extensions = vec![policies(&[SERVER_POLICY])];
    });
    assert_eq!(remarks(&server), [("SOFIE-CERT-08", Verdict::Information)]);
    let only = server.with(|params| params.extended_key_usages = vec![ServerAuth]);
    assert_eq!(remarks(&only), [("SOFIE-CERT-08", Verdict::Warning)]);
}

#[test]
fn sofie_cert_23_warns_of_a_person_s_certificate() {
    let person = luxtrust().named(DnType::CustomDnType(vec![2, 5, 4, 42]), "Camille");
    assert_eq!(remarks(&person), [("SOFIE-CERT-23", Verdict::Warning)]);
}

#[test]
fn sofie_cert_03_refuses_a_self_signed_certificate_even_of_raccord_s() {
    let own = issue(CRYPT, Some(raccord_certs::Defect::SelfSigned)).certificate;
    assert!(remarks_on(own.der()).contains(&("SOFIE-CERT-03", Verdict::Failure)));
}

#[test]
fn sofie_cert_09_and_sofie_cert_10_hold_from_the_first_second_to_the_last() {
    let certificate = luxtrust().leaf();
    let remarks = |at| remarks_at(certificate.der(), at, Platform::Production);
    assert_eq!(remarks("2025-12-31T23:59:59Z"), [("SOFIE-CERT-09", Verdict::Failure)]);
    assert_eq!(remarks("2026-01-01T00:00:00Z"), []);
    assert_eq!(remarks("2026-12-31T00:00:01Z"), [("SOFIE-CERT-10", Verdict::Failure)]);
}

#[test]
fn sofie_cert_10_refuses_a_certificate_that_has_expired() {
    let remarks = remarks_at(luxtrust().leaf().der(), "2027-06-01T00:00:00Z", Platform::Production);
    assert_eq!(remarks, [("SOFIE-CERT-10", Verdict::Failure)]);
}

#[test]
fn sofie_cert_11_warns_a_month_before_the_end() {
    let certificate = luxtrust().leaf();
    let remarks = |at| remarks_at(certificate.der(), at, Platform::Production);
    assert_eq!(remarks("2026-12-01T00:00:00Z"), []);
    assert_eq!(remarks("2026-12-01T00:00:01Z"), [("SOFIE-CERT-11", Verdict::Warning)]);
}

#[test]
fn sofie_cert_12_refuses_sha_1() {
    // The algorithm is named twice in a certificate, and no other way leads to SHA-1 with `rcgen`.
    let sha_256 = oid_der(&[1, 2, 840, 113_549, 1, 1, 11]);
    let sha_1 = oid_der(&[1, 2, 840, 113_549, 1, 1, 5]);
    let forge = luxtrust();
    let issuer = rcgen::Issuer::from_params(&forge.params, rsa_pair());
    let der = forge.params.signed_by(&forge.key, &issuer).unwrap().der().to_vec();
    let mut weak = der.clone();
    let places: Vec<usize> =
        (0..der.len() - sha_256.len()).filter(|at| der[*at..].starts_with(&sha_256)).collect();
    assert_eq!(places.len(), 2);
    for place in places {
        weak[place..place + sha_1.len()].copy_from_slice(&sha_1);
    }
    let remarks = remarks_on(&weak);
    assert!(remarks.contains(&("SOFIE-CERT-12", Verdict::Failure)), "{remarks:?}");
}

fn renewal(new: &Certificate, old: &Certificate, at: &str) -> Vec<(&'static str, Verdict)> {
    let findings = check_renewal(new, old, Partner::Sofie, instant(at));
    let remarks = findings.iter().filter(|each| each.verdict > Verdict::Pass);
    remarks.map(|each| (each.rule.id, each.verdict)).collect()
}

fn next() -> Forge {
    luxtrust()
        .with_key(KeyPair::generate().unwrap())
        .with(|params| params.not_after = rcgen::date_time_ymd(2029, 1, 1))
}

const JUNE: &str = "2026-06-01T12:00:00Z";

#[test]
fn sofie_cert_13_refuses_the_certificate_in_place_once_more() {
    let old = luxtrust().leaf();
    assert_eq!(renewal(&old, &old, JUNE), [("SOFIE-CERT-13", Verdict::Failure)]);
    assert_eq!(renewal(&next().leaf(), &old, JUNE), []);
}

#[test]
fn sofie_cert_14_refuses_the_old_key() {
    let same_key = next().with_key(rsa_pair()).leaf();
    let old = luxtrust().leaf();
    assert_eq!(renewal(&same_key, &old, JUNE), [("SOFIE-CERT-14", Verdict::Failure)]);
}

#[test]
fn sofie_cert_15_warns_of_another_subject() {
    let other = next().named(DnType::CommonName, "autre").leaf();
    let old = luxtrust().leaf();
    assert_eq!(renewal(&other, &old, JUNE), [("SOFIE-CERT-15", Verdict::Warning)]);
}

#[test]
fn sofie_cert_16_warns_of_an_end_that_is_no_later() {
    let short = next().with(|it| it.not_after = rcgen::date_time_ymd(2026, 12, 31)).leaf();
    let old = luxtrust().leaf();
    assert_eq!(renewal(&short, &old, JUNE), [("SOFIE-CERT-16", Verdict::Warning)]);
}

#[test]
fn sofie_cert_17_warns_of_a_gap() {
    let late = next().with(|it| it.not_before = rcgen::date_time_ymd(2027, 1, 2)).leaf();
    let old = luxtrust().leaf();
    assert_eq!(renewal(&late, &old, JUNE), [("SOFIE-CERT-17", Verdict::Warning)]);
}

#[test]
fn sofie_cert_18_leaves_48_hours_without_the_days_on_which_nobody_works() {
    // The certificate in place ends on Thursday 2026-12-31, at midnight as the day begins.
    let old = luxtrust().leaf();
    let end: Timestamp = old.validity().until;
    let verdict = |old: &Certificate, at: Timestamp| {
        let findings = check_renewal(&next().leaf(), old, Partner::Sofie, at);
        findings.iter().find(|each| each.rule.id == "SOFIE-CERT-18").unwrap().verdict
    };
    let hours = SignedDuration::from_hours;
    assert_eq!(verdict(&old, end - hours(48)), Verdict::Pass);
    assert_eq!(verdict(&old, end - hours(47)), Verdict::Warning);
    // One that ends on Monday 2026-12-28 must be renewed before the weekend.
    let monday = luxtrust().with(|it| it.not_after = rcgen::date_time_ymd(2026, 12, 28)).leaf();
    let end = monday.validity().until;
    assert_eq!(verdict(&monday, end - hours(48)), Verdict::Warning);
    assert_eq!(verdict(&monday, end - hours(96)), Verdict::Pass);
}
