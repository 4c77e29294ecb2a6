//! OpenSSL judges what we made: the chain, the period, the purpose, the strength.
//!
//! It accepts a certificate for both usages, or without a policy, which Chorus Pro does not: there
//! it is no judge.

use openssl::{
    stack::Stack,
    x509::{
        X509, X509PurposeId, X509StoreContext, X509VerifyResult, store::X509StoreBuilder,
        verify::X509VerifyParam,
    },
};
use raccord_certs::{Defect, Profile, Validity, authority::GatewayAuthority, profile::Purpose};

use crate::workshop::{CLIENT, HIERARCHY, SERVER, instant, issue, noon, other};

/// `X509_V_ERR_…` of OpenSSL's `x509_vfy.h`.
const OK: i32 = 0;
const NOT_YET_VALID: i32 = 9;
const HAS_EXPIRED: i32 = 10;
const SELF_SIGNED: i32 = 18;
const NO_LOCAL_ISSUER: i32 = 20;
const INVALID_PURPOSE: i32 = 26;
const KEY_TOO_SMALL: i32 = 66;

/// Asks OpenSSL at noon, at the security level that refuses 1024 bits.
fn verdict(profile: &'static Profile, defect: Option<Defect>, purpose: Purpose) -> i32 {
    let issued = issue(profile, defect);
    let mut parameters = X509VerifyParam::new().unwrap();
    parameters.set_time(noon().as_second());
    parameters.set_auth_level(2);
    parameters
        .set_purpose(match purpose {
            Purpose::Client => X509PurposeId::SSL_CLIENT,
            Purpose::Server => X509PurposeId::SSL_SERVER,
            Purpose::Seal | Purpose::Signature | Purpose::FileExchange => X509PurposeId::SMIME_SIGN,
        })
        .unwrap();
    let mut store = X509StoreBuilder::new().unwrap();
    store.add_cert(X509::from_der(HIERARCHY.root().der()).unwrap()).unwrap();
    store.set_param(&parameters).unwrap();
    let mut chain = Stack::new().unwrap();
    for authority in &issued.chain {
        chain.push(X509::from_der(authority.der()).unwrap()).unwrap();
    }
    let leaf = X509::from_der(issued.certificate.der()).unwrap();
    let mut context = X509StoreContext::new().unwrap();
    let error = context.init(&store.build(), &leaf, &chain, |context| {
        context.verify_cert()?;
        Ok(context.error())
    });
    let error: X509VerifyResult = error.unwrap();
    error.as_raw()
}

#[test]
fn openssl_accepts_a_good_certificate_for_its_usage_and_for_no_other() {
    for profile in [CLIENT, SERVER] {
        assert_eq!(verdict(profile, None, profile.purpose), OK, "{}", profile.name);
        let other = other(profile.purpose);
        assert_eq!(verdict(profile, None, other), INVALID_PURPOSE, "{}", profile.name);
    }
}

#[test]
fn openssl_refuses_every_defect_it_can_judge_for_its_own_reason() {
    for profile in [CLIENT, SERVER] {
        for defect in Defect::ALL {
            let wanted = match defect {
                Defect::Expired => HAS_EXPIRED,
                Defect::NotYetValid => NOT_YET_VALID,
                Defect::OtherExtendedKeyUsage | Defect::WrongKeyUsage => INVALID_PURPOSE,
                Defect::BothUsages
                | Defect::NoPolicy
                | Defect::PolicyNotListed
                | Defect::TestCertificate
                | Defect::PersonalCertificate
                | Defect::OtherKey
                | Defect::Revoked => OK,
                Defect::MissingIntermediate => NO_LOCAL_ISSUER,
                Defect::SelfSigned => SELF_SIGNED,
                Defect::KeyTooSmall => KEY_TOO_SMALL,
            };
            let found = verdict(profile, Some(*defect), profile.purpose);
            assert_eq!(found, wanted, "{} with {defect}", profile.name);
        }
    }
}

#[test]
fn openssl_reads_from_certificates_what_we_read() {
    for profile in [CLIENT, SERVER] {
        let ours = issue(profile, None).certificate;
        let theirs = X509::from_der(ours.der()).unwrap();
        let fingerprint = theirs.digest(openssl::hash::MessageDigest::sha256()).unwrap();
        assert_eq!(*ours.fingerprint().as_bytes(), *fingerprint);
        let serial = theirs.serial_number().to_bn().unwrap().to_hex_str().unwrap();
        assert_eq!(ours.serial(), serial.to_lowercase());
        assert_eq!(
            theirs.public_key().unwrap().public_key_to_der().unwrap(),
            ours.public_key().spki_der()
        );
        assert_eq!(theirs.not_after().to_string(), "Dec 31 23:59:59 2026 GMT");
        let issuing = X509::from_der(HIERARCHY.issuing().der()).unwrap();
        let identifier =
            |id: Option<&openssl::asn1::Asn1OctetStringRef>| id.unwrap().as_slice().to_vec();
        assert_eq!(identifier(theirs.authority_key_id()), identifier(issuing.subject_key_id()));
    }
}

#[test]
fn openssl_matches_a_gateway_certificate_with_its_host() {
    let validity = Validity::days(instant("2026-01-01T00:00:00Z"), 365);
    let gateway = GatewayAuthority::new(&["api.exemple.fr"], validity).unwrap();
    let host = gateway.issue_host("api.exemple.fr", validity).unwrap();
    let leaf = X509::from_der(&host.chain_der[0]).unwrap();
    let mut store = X509StoreBuilder::new().unwrap();
    store.add_cert(X509::from_der(gateway.certificate().der()).unwrap()).unwrap();
    let mut parameters = X509VerifyParam::new().unwrap();
    parameters.set_time(noon().as_second());
    parameters.set_host("api.exemple.fr").unwrap();
    store.set_param(&parameters).unwrap();
    let chain = Stack::new().unwrap();
    let mut context = X509StoreContext::new().unwrap();
    assert!(context.init(&store.build(), &leaf, &chain, |context| context.verify_cert()).unwrap());
}
