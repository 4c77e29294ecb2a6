//! What the portal of social security takes, and what it does not.

use openssl::{
    asn1::{Asn1Integer, Asn1Time},
    bn::BigNum,
    hash::MessageDigest,
    pkey::PKey,
    rsa::Rsa,
    x509::{X509, X509NameBuilder},
};
use raccord_certs::{
    Certificate, Key, KeyKind, Partner, Profile,
    conformity::{Platform, Verdict, check_renewal},
    format::{pkcs7, pkcs12},
    profile::{SOCIAL_SECURITY_REST, SOCIAL_SECURITY_SIGNATURE},
};
use rcgen::{BasicConstraints, DnType, ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose};

use crate::workshop::{Forge, KEY, check, instant, issue, name, noon, rsa_pair};

const REST: &Profile = &SOCIAL_SECURITY_REST;

/// What `openssl req -x509` makes: an authority's right, and nothing of its use.
fn company() -> Forge {
    Forge::new().with_key(rsa_pair()).with(|params| {
        params.distinguished_name = name(&[
            (DnType::CountryName, "BE"),
            (DnType::OrganizationName, "Exemple SA"),
            (DnType::CommonName, "dimona"),
        ]);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages.clear();
        params.extended_key_usages.clear();
        params.custom_extensions.clear();
    })
}

fn remarks_on(file: &[u8], profile: &'static Profile) -> Vec<(&'static str, Verdict)> {
    remarks_at(file, profile, "2026-06-01T12:00:00Z")
}

fn remarks_at(file: &[u8], profile: &'static Profile, at: &str) -> Vec<(&'static str, Verdict)> {
    let report = check(file, profile, instant(at), Platform::Production);
    let remarks = report.findings.iter().filter(|each| each.verdict > Verdict::Pass);
    remarks.map(|each| (each.rule.id, each.verdict)).collect()
}

fn remarks(certificate: &Certificate) -> Vec<(&'static str, Verdict)> {
    remarks_on(certificate.der(), REST)
}

/// From an authority of the given name.
fn issued_by(issuer: &str) -> Certificate {
    let mut forge = company().with(|params| params.is_ca = IsCa::NoCa);
    forge.authority_named(&[(DnType::CommonName, issuer)]);
    forge.leaf()
}

#[test]
fn ss_cert_01_takes_a_public_certificate_in_der_and_in_pem() {
    let certificate = company().self_signed();
    assert_eq!(remarks(&certificate), []);
    assert_eq!(remarks_on(certificate.pem().as_bytes(), REST), []);
}

#[test]
fn ss_cert_01_refuses_every_file_that_holds_more_or_something_else() {
    let certificate = company().self_signed();
    let failure = [("SS-CERT-01", Verdict::Failure)];
    let with_key = certificate.pem() + &KEY.pkcs8_pem();
    assert_eq!(remarks_on(with_key.as_bytes(), REST), failure);
    let bag = pkcs12::encode(&*KEY, &certificate, &[], "secret").unwrap();
    assert_eq!(remarks_on(&bag, REST), failure);
    assert_eq!(remarks_on(&pkcs7::encode_der(&[certificate]), REST), failure);
    assert_eq!(remarks_on(b"nothing", REST), failure);
}

#[test]
fn ss_cert_01_warns_of_a_chain_that_nobody_asks_for() {
    let chain = company().with(|params| params.is_ca = IsCa::NoCa).chain();
    let file: String = chain.iter().map(Certificate::pem).collect();
    let remarks = remarks_on(file.as_bytes(), REST);
    assert!(remarks.contains(&("SS-CERT-01", Verdict::Warning)), "{remarks:?}");
}

#[test]
fn ss_cert_02_refuses_two_certificates_in_one_file() {
    let plain = company().with(|params| params.is_ca = IsCa::NoCa);
    let two = plain.self_signed().pem() + &issue(REST, None).certificate.pem();
    let remarks = remarks_on(two.as_bytes(), REST);
    assert!(remarks.contains(&("SS-CERT-02", Verdict::Failure)), "{remarks:?}");
}

#[test]
fn ss_cert_03_refuses_a_key_that_signs_no_rs256() {
    let elliptic = company().with_key(rcgen::KeyPair::generate().unwrap());
    assert_eq!(remarks(&elliptic.self_signed()), [("SS-CERT-03", Verdict::Failure)]);
}

#[test]
fn ss_cert_04_refuses_an_rsa_key_under_2048_bits() {
    let remarks = remarks(&self_signed_by_openssl(1024, MessageDigest::sha256()));
    assert_eq!(remarks, [("SS-CERT-04", Verdict::Failure)]);
    assert_eq!(self::remarks(&self_signed_by_openssl(2048, MessageDigest::sha256())), []);
}

#[test]
fn ss_cert_05_asks_a_key_usage_to_allow_signing_where_there_is_one() {
    use KeyUsagePurpose::{ContentCommitment, DigitalSignature, KeyEncipherment};
    let verdict = |usages: &[KeyUsagePurpose]| {
        remarks(&company().with(|params| params.key_usages = usages.to_vec()).self_signed())
    };
    assert_eq!(verdict(&[DigitalSignature, KeyEncipherment]), []);
    assert_eq!(verdict(&[ContentCommitment]), [("SS-CERT-05", Verdict::Warning)]);
    assert_eq!(verdict(&[KeyEncipherment]), [("SS-CERT-05", Verdict::Failure)]);
}

#[test]
fn ss_cert_06_warns_of_a_certificate_in_nobody_s_name() {
    let organization =
        |value: &str| remarks(&company().named(DnType::OrganizationName, value).self_signed());
    assert_eq!(organization("Exemple SA"), []);
    let warning = [("SS-CERT-06", Verdict::Warning)];
    assert_eq!(organization("Internet Widgits Pty Ltd"), warning, "what OpenSSL proposes");
    let unnamed = company().with(|params| {
        assert!(params.distinguished_name.remove(DnType::OrganizationName));
    });
    assert_eq!(remarks(&unnamed.self_signed()), warning);
}

#[test]
fn ss_cert_07_knows_the_one_product_that_is_named_and_doubts_others() {
    assert_eq!(remarks(&issued_by("GlobalSign GCC R45 PersonalSign 3 CA 2022")), []);
    assert_eq!(remarks(&issued_by("Autre CA")), [("SS-CERT-07", Verdict::Warning)]);
    let throwaway = issue(&SOCIAL_SECURITY_SIGNATURE, None).certificate;
    assert_eq!(remarks(&throwaway), [("SS-CERT-07", Verdict::Warning)]);
    let report = check(throwaway.der(), REST, noon(), Platform::Qualification);
    assert!(report.findings.iter().all(|each| each.verdict < Verdict::Warning));
}

#[test]
fn ss_cert_07_warns_of_a_self_signed_certificate_for_files_but_not_for_rest() {
    let certificate = company().self_signed();
    let remarks = remarks_on(certificate.der(), &SOCIAL_SECURITY_SIGNATURE);
    assert_eq!(remarks, [("SS-CERT-07", Verdict::Warning)]);
}

#[test]
fn a_person_s_certificate_is_no_matter_here() {
    let mut person = company().with(|params| {
        params.is_ca = IsCa::NoCa;
        params.key_usages =
            vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
        params.extended_key_usages =
            vec![ExtendedKeyUsagePurpose::ClientAuth, ExtendedKeyUsagePurpose::EmailProtection];
    });
    person.authority_named(&[(DnType::CommonName, "GlobalSign GCC R45 PersonalSign 3 CA 2022")]);
    let person = person.named(DnType::CustomDnType(vec![2, 5, 4, 42]), "Camille");
    assert_eq!(remarks(&person.leaf()), []);
}

#[test]
fn ss_cert_08_and_ss_cert_09_hold_from_the_first_second_to_the_last() {
    let certificate = company().self_signed();
    let remarks = |at| remarks_at(certificate.der(), REST, at);
    assert_eq!(remarks("2025-12-31T23:59:59Z"), [("SS-CERT-08", Verdict::Failure)]);
    assert_eq!(remarks("2026-01-01T00:00:00Z"), []);
    assert_eq!(remarks("2026-12-31T00:00:01Z"), [("SS-CERT-09", Verdict::Failure)]);
}

#[test]
fn ss_cert_09_refuses_a_certificate_that_has_expired() {
    let remarks = remarks_at(company().self_signed().der(), REST, "2027-06-01T00:00:00Z");
    assert_eq!(remarks, [("SS-CERT-09", Verdict::Failure)]);
}

#[test]
fn ss_cert_10_warns_from_less_than_30_days_before_the_end() {
    let certificate = company().self_signed();
    let remarks = |at| remarks_at(certificate.der(), REST, at);
    assert_eq!(remarks("2026-12-01T00:00:00Z"), []);
    assert_eq!(remarks("2026-12-01T00:00:01Z"), [("SS-CERT-10", Verdict::Warning)]);
}

#[test]
fn ss_cert_11_refuses_sha_1() {
    let remarks = remarks(&self_signed_by_openssl(2048, MessageDigest::sha1()));
    assert_eq!(remarks, [("SS-CERT-11", Verdict::Failure)]);
}

/// Returns every remark on a renewal of what ends on 2026-12-31.
fn renewal(new: &Certificate, old: &Certificate) -> Vec<(&'static str, Verdict)> {
    let findings = check_renewal(new, old, Partner::SocialSecurity, noon());
    let remarks = findings.iter().filter(|each| each.verdict > Verdict::Pass);
    remarks.map(|each| (each.rule.id, each.verdict)).collect()
}

fn next() -> Forge {
    let key = Key::generate(KeyKind::P256).unwrap();
    let der = rustls_pki_types::PrivatePkcs8KeyDer::from(key.pkcs8_der().to_vec());
    let pair = rcgen::KeyPair::from_pkcs8_der_and_sign_algo(&der, &rcgen::PKCS_ECDSA_P256_SHA256);
    company().with_key(pair.unwrap()).with(|params| {
        params.not_after = rcgen::date_time_ymd(2028, 1, 1);
    })
}

#[test]
fn ss_cert_12_refuses_the_certificate_in_place_once_more() {
    let old = company().self_signed();
    assert_eq!(renewal(&old, &old), [("SS-CERT-12", Verdict::Failure)]);
    assert_eq!(renewal(&next().self_signed(), &old), []);
}

#[test]
fn ss_cert_13_tells_that_the_key_is_kept() {
    let same_key = next().with_key(rsa_pair()).self_signed();
    let old = company().self_signed();
    assert_eq!(renewal(&same_key, &old), [("SS-CERT-13", Verdict::Information)]);
}

#[test]
fn ss_cert_14_warns_of_another_subject() {
    let other = next().named(DnType::CommonName, "autre").self_signed();
    assert_eq!(renewal(&other, &company().self_signed()), [("SS-CERT-14", Verdict::Warning)]);
}

#[test]
fn ss_cert_15_warns_of_an_end_that_is_no_later() {
    let short = next().with(|it| it.not_after = rcgen::date_time_ymd(2026, 12, 31)).self_signed();
    assert_eq!(renewal(&short, &company().self_signed()), [("SS-CERT-15", Verdict::Warning)]);
}

#[test]
fn ss_cert_16_warns_of_a_gap() {
    let late = next().with(|it| it.not_before = rcgen::date_time_ymd(2027, 1, 2)).self_signed();
    assert_eq!(renewal(&late, &company().self_signed()), [("SS-CERT-16", Verdict::Warning)]);
}

/// A self-signed certificate in a company's name, of a kind that `rcgen` does not make.
fn self_signed_by_openssl(bits: u32, digest: MessageDigest) -> Certificate {
    let key = PKey::from_rsa(Rsa::generate(bits).unwrap()).unwrap();
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("O", "Exemple SA").unwrap();
    let name = name.build();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    let serial = Asn1Integer::from_bn(&BigNum::from_u32(7).unwrap()).unwrap();
    builder.set_serial_number(&serial).unwrap();
    builder.set_subject_name(&name).unwrap();
    builder.set_issuer_name(&name).unwrap();
    builder.set_not_before(&Asn1Time::from_str("20260101000000Z").unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::from_str("20261231000000Z").unwrap()).unwrap();
    builder.set_pubkey(&key).unwrap();
    builder.sign(&key, digest).unwrap();
    Certificate::from_der(&builder.build().to_der().unwrap()).unwrap()
}
