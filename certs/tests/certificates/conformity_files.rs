//! The file that is handed in: its container, and which of its certificates it is about.

use crate::workshop::{CLIENT, Forge, HIERARCHY, KEY, check, extension, issue, noon};
use openssl::{
    pkcs7::{Pkcs7, Pkcs7Flags},
    pkey::PKey,
    stack::Stack,
    symm::Cipher,
    x509::{X509, X509Req},
};
use raccord_certs::{
    Certificate,
    conformity::{Platform, Report, Verdict},
    format::{pkcs7, pkcs12, sniff::Content},
};

fn judge(file: &[u8]) -> Report {
    check(file, CLIENT, noon(), Platform::Production)
}

fn judge_certificates(certificates: &[Certificate]) -> Report {
    judge(&pkcs7::encode_der(certificates))
}

fn failures(report: &Report) -> Vec<&'static str> {
    report.failures().map(|finding| finding.rule.id).collect()
}

/// Asserts that a file fails by `CPP-CERT-01`, and returns what it says to do.
#[track_caller]
fn refused_as(file: &[u8], content: Content) -> String {
    let report = judge(file);
    assert_eq!(report.content, content);
    let finding = report.first_failure().expect("a refusal");
    assert_eq!(finding.rule.id, "CPP-CERT-01");
    finding.what_to_do.clone()
}

#[test]
fn cpp_cert_01_takes_a_pkcs7_in_der_and_in_pem() {
    let certificates = issue(CLIENT, None).with_chain();
    assert!(judge(&pkcs7::encode_der(&certificates)).conforms());
    let pem = pkcs7::encode_pem(&certificates);
    assert!(judge(pem.as_bytes()).conforms());
    for label in ["PKCS #7 SIGNED DATA", "CMS", "CERTIFICATE"] {
        assert!(judge(pem.replace("PKCS7", label).as_bytes()).conforms(), "{label}");
    }
}

#[test]
fn cpp_cert_01_refuses_a_pkcs12_and_says_how_to_take_the_certificates_out() {
    let issued = issue(CLIENT, None);
    let file = pkcs12::encode(&*KEY, &issued.certificate, &issued.chain, "secret").unwrap();
    assert!(refused_as(&file, Content::Pkcs12).contains("`raccord cert convert FILE --to p7b"));
    assert_eq!(failures(&judge(&file)), ["CPP-CERT-01"]);
}

#[test]
fn cpp_cert_01_refuses_a_private_key_in_any_form_and_never_shows_it() {
    let key = PKey::private_key_from_pkcs8(KEY.pkcs8_der()).unwrap();
    let rsa = key.rsa().unwrap();
    let open = [
        key.private_key_to_pkcs8().unwrap(),
        key.private_key_to_pem_pkcs8().unwrap(),
        rsa.private_key_to_der().unwrap(),
        rsa.private_key_to_pem().unwrap(),
    ];
    let closed = [
        key.private_key_to_pkcs8_passphrase(Cipher::aes_256_cbc(), b"secret").unwrap(),
        key.private_key_to_pem_pkcs8_passphrase(Cipher::aes_256_cbc(), b"secret").unwrap(),
        rsa.private_key_to_pem_passphrase(Cipher::aes_256_cbc(), b"secret").unwrap(),
    ];
    let files = open.iter().map(|file| (file, Content::PrivateKey));
    for (file, content) in
        files.chain(closed.iter().map(|file| (file, Content::EncryptedPrivateKey)))
    {
        assert!(refused_as(file, content).starts_with("keep the private key to yourself"));
        let text = format!("{:?}", judge(file));
        let pem = String::from_utf8_lossy(file).into_owned();
        let secret = pem.lines().nth(5).filter(|line| line.len() == 64);
        assert!(secret.is_none_or(|line| !text.contains(line)));
    }
}

#[test]
fn cpp_cert_01_refuses_a_private_key_beside_good_certificates() {
    let certificates = pkcs7::encode_pem(&issue(CLIENT, None).with_chain());
    let report = judge(format!("{certificates}{}", KEY.pkcs8_pem()).as_bytes());
    let finding = report.first_failure().unwrap();
    assert!(finding.found.contains("then a private key"), "{}", finding.found);
    assert!(finding.what_to_do.starts_with("keep the private key to yourself"));
}

#[test]
fn cpp_cert_01_refuses_a_cer_and_a_pem_with_a_way_to_convert_them() {
    let issued = issue(CLIENT, None);
    let single = [issued.certificate.der().to_vec(), issued.certificate.pem().into_bytes()];
    for file in &single {
        assert!(refused_as(file, Content::Certificate).contains("--chain AUTHORITIES --to p7b"));
        assert_eq!(failures(&judge(file)), ["CPP-CERT-01", "CPP-CERT-06"]);
    }
    let all: String = issued.with_chain().iter().map(Certificate::pem).collect();
    assert!(
        refused_as(all.as_bytes(), Content::Certificate).contains("--chain AUTHORITIES --to p7b")
    );
    assert_eq!(failures(&judge(all.as_bytes())), ["CPP-CERT-01"], "and judges the rest");
}

#[test]
fn cpp_cert_01_tells_a_pkcs7_that_signs_or_encrypts_from_one_of_certificates() {
    let leaf = X509::from_der(issue(CLIENT, None).certificate.der()).unwrap();
    let key = PKey::private_key_from_pkcs8(KEY.pkcs8_der()).unwrap();
    let mut certificates = Stack::new().unwrap();
    let signed = Pkcs7::sign(&leaf, &key, &certificates, b"flow", Pkcs7Flags::BINARY).unwrap();
    refused_as(&signed.to_der().unwrap(), Content::SignedPkcs7);
    certificates.push(leaf).unwrap();
    let cipher = Cipher::aes_256_cbc();
    let flags = Pkcs7Flags::BINARY;
    let enveloped = Pkcs7::encrypt(&certificates, b"flow", cipher, flags).unwrap();
    refused_as(&enveloped.to_der().unwrap(), Content::EnvelopedPkcs7);
}

#[test]
fn cpp_cert_01_names_a_request_and_what_is_nothing_at_all() {
    let mut request = X509Req::builder().unwrap();
    let key = PKey::private_key_from_pkcs8(KEY.pkcs8_der()).unwrap();
    request.set_pubkey(&key).unwrap();
    request.sign(&key, openssl::hash::MessageDigest::sha256()).unwrap();
    let request = request.build();
    assert!(refused_as(&request.to_pem().unwrap(), Content::Request).contains("send the request"));
    let whole = pkcs7::encode_der(&issue(CLIENT, None).with_chain());
    for file in [b"".as_slice(), b"hello", &[0x30, 0x80], &whole[..whole.len() / 2]] {
        let report = judge(file);
        assert_eq!(failures(&report), ["CPP-CERT-01"], "{:?}", report.content);
    }
}

#[test]
fn cpp_cert_07_finds_the_leaf_in_any_order() {
    let [leaf, issuing, root] = issue(CLIENT, None).with_chain().try_into().unwrap();
    let orders = [
        [&leaf, &issuing, &root],
        [&leaf, &root, &issuing],
        [&issuing, &leaf, &root],
        [&issuing, &root, &leaf],
        [&root, &leaf, &issuing],
        [&root, &issuing, &leaf],
    ];
    for order in orders {
        let report = judge_certificates(&order.map(Clone::clone));
        assert!(report.conforms());
        assert_eq!(report.leaf.as_ref(), Some(&leaf));
        assert_eq!(report.chain, [issuing.clone(), root.clone()]);
    }
}

#[test]
fn cpp_cert_07_refuses_two_certificates_authorities_alone_and_an_empty_file() {
    let mut two = issue(CLIENT, None).with_chain();
    two.push(Forge::new().leaf());
    let authorities = [HIERARCHY.issuing().clone(), HIERARCHY.root().clone()];
    for certificates in [two.as_slice(), &authorities, &[]] {
        let report = judge_certificates(certificates);
        assert_eq!(failures(&report), ["CPP-CERT-07"]);
        assert!(report.leaf.is_none());
    }
}

#[test]
fn cpp_cert_07_takes_a_certificate_that_is_there_twice_for_one() {
    let mut certificates = issue(CLIENT, None).with_chain();
    certificates.push(certificates[0].clone());
    assert!(judge_certificates(&certificates).conforms());
}

#[test]
fn cpp_cert_07_refuses_a_precertificate() {
    let mut poison = extension(&[1, 3, 6, 1, 4, 1, 11129, 2, 4, 3], &[5, 0]);
    poison.set_criticality(true);
    let report = judge_certificates(&Forge::new().extended(poison).chain());
    assert_eq!(failures(&report), ["CPP-CERT-07"]);
}

#[test]
fn cpp_cert_06_names_the_authority_that_is_missing() {
    let [leaf, issuing, root] = issue(CLIENT, None).with_chain().try_into().unwrap();
    for (certificates, missing) in
        [(vec![leaf.clone()], "issuing CA"), (vec![leaf, issuing], "root CA")]
    {
        let report = judge_certificates(&certificates);
        assert_eq!(failures(&report), ["CPP-CERT-06"]);
        let found = &report.first_failure().unwrap().found;
        assert!(found.ends_with(&format!("CN=Raccord throwaway {missing}`")), "{found}");
    }
    assert!(root.self_issued());
}

#[test]
fn cpp_cert_18_refuses_a_certificate_that_was_tampered_with() {
    let mut certificates = issue(CLIENT, None).with_chain();
    let mut der = certificates[0].der().to_vec();
    *der.last_mut().unwrap() ^= 1;
    certificates[0] = crate::workshop::read(&der);
    assert_eq!(failures(&judge_certificates(&certificates)), ["CPP-CERT-18"]);
}

#[test]
fn cpp_cert_19_refuses_an_authority_that_has_expired() {
    let mut forge = Forge::new();
    assert!(judge_certificates(&forge.chain()).conforms());
    forge.authority_until(2026, 5, 1);
    assert_eq!(failures(&judge_certificates(&forge.chain())), ["CPP-CERT-19"]);
}

#[test]
fn cpp_cert_19_passes_over_an_expired_authority_when_another_path_is_good() {
    let mut forge = Forge::new();
    let mut certificates = forge.chain();
    forge.authority_until(2026, 5, 1);
    certificates.push(forge.chain().remove(1));
    let report = judge_certificates(&certificates);
    assert!(report.conforms());
    let finding = report.findings.iter().find(|each| each.rule.id == "CPP-CERT-19").unwrap();
    assert_eq!(finding.verdict, Verdict::Warning);
}
