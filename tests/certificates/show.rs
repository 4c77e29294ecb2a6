//! `raccord cert show`: what is told of files, and with which exit code.

use jiff::Timestamp;
use raccord_certs::authority::{
    Addresses, HierarchyAddresses, HierarchyKeys, Issued, Order, SubjectKey, SupplierHierarchy,
};
use raccord_certs::format::{pkcs7, pkcs12};
use raccord_certs::{Key, KeyKind, Profile, Subject, Validity};
use serde_json::Value;

use crate::workplace::{Said, Workplace};

/// Runs `raccord cert show`, perhaps with a password.
fn show(place: &Workplace, arguments: &[&str], password: Option<&str>) -> Said {
    let variables: Vec<_> = password.map(|word| ("RACCORD_PASSWORD", word)).into_iter().collect();
    place.raccord_with(&[&["cert", "show"], arguments].concat(), &variables)
}

/// A client certificate of a century, with its key.
fn issued() -> (Key, Issued) {
    let from: Timestamp = "2020-01-01T00:00:00Z".parse().unwrap();
    let validity = Validity::days(from, 36_500);
    let make = || Key::generate(KeyKind::P256).unwrap();
    let keys = HierarchyKeys { root: make(), issuing: make() };
    let key = Key::generate(KeyKind::Rsa2048).unwrap();
    let order = Order {
        profile: Profile::ALL.iter().find(|it| it.name == "chorus-pro/ssl-client").unwrap(),
        subject: &Subject::french("ventes.example", "Exemple", "00000000000000"),
        key: SubjectKey::Pair(&key),
        validity,
        defect: None,
        serial: [0x5a; 16],
    };
    let of = |name: &str| Addresses {
        list: format!("http://crl.example/{name}.crl"),
        ocsp: format!("http://ocsp.example/{name}"),
        certificate: format!("http://ca.example/{name}.der"),
    };
    let addresses = HierarchyAddresses { root: of("root"), issuing: of("issuing") };
    let hierarchy = SupplierHierarchy::reachable_at(addresses, &keys, validity).unwrap();
    let issued = hierarchy.issue(&order).unwrap();
    (key, issued)
}

fn desk() -> (Workplace, Issued) {
    let place = Workplace::new();
    let (key, issued) = issued();
    place.put("alone.cer", issued.certificate.der());
    place.put("chain.txt", pkcs7::encode_der(&issued.with_chain()));
    let named = pkcs12::encode_named;
    let closed = named(&key, &issued.certificate, &issued.chain, "mon alias", "clé").unwrap();
    place.put("closed.pfx", closed);
    place.put("none.p7b", b"PK\x03\x04");
    (place, issued)
}

#[test]
fn a_delivered_chain_is_told_in_the_words_of_the_guide() {
    let (place, issued) = desk();
    let Said { stdout: out, stderr: err, code } = show(&place, &["chain.txt"], None);
    assert_eq!((&*err, code), ("", 0));
    for wanted in [
        "chain.txt: a PKCS#7 of certificates (in DER)",
        "certificate 1 of 3",
        "authentification serveur de type client (SSL Client)",
        "autorité de certification racine",
        "RGS*",
        "2.5.29.32.0 (any policy)",
        "days left",
        "CN=ventes.example",
        &issued.certificate.fingerprint().to_string(),
        &issued.certificate.sha1_fingerprint(),
    ] {
        assert!(out.contains(wanted), "{wanted} is not in\n{out}");
    }
    assert!(!out.contains("missing"), "{out}");
}

#[test]
fn the_authority_that_is_missing_is_named() {
    let (place, issued) = desk();
    let Said { stdout: out, code, .. } = show(&place, &["alone.cer"], None);
    assert_eq!(code, 0);
    assert!(out.contains("missing"), "{out}");
    assert!(out.contains(&issued.certificate.issuer().to_string()), "{out}");
    for address in [
        "http://ca.example/issuing.der",
        "http://crl.example/issuing.crl",
        "http://ocsp.example/issuing",
    ] {
        assert!(out.contains(address), "{address} is not in\n{out}");
    }
}

#[test]
fn a_pkcs12_is_opened_with_the_password_of_the_environment_and_only_so() {
    let (place, _) = desk();
    let Said { stdout: out, code, .. } = show(&place, &["closed.pfx"], Some("clé"));
    assert_eq!(code, 0);
    assert!(out.contains("mon alias") && out.contains("in this file, and fits"), "{out}");
    let Said { stderr: err, code, .. } = show(&place, &["closed.pfx"], Some("autre"));
    assert_eq!(code, 2);
    assert!(err.contains("the password does not open a PKCS#12"), "{err}");
    let Said { stderr: err, code, .. } = show(&place, &["closed.pfx"], None);
    assert_eq!(code, 2);
    assert!(err.contains("RACCORD_PASSWORD"), "{err}");
}

#[test]
fn what_cannot_be_read_is_said_and_the_others_are_shown() {
    let (place, _) = desk();
    let files = ["none.p7b", "missing.cer", "alone.cer"];
    let Said { stdout: out, stderr: err, code } = show(&place, &files, None);
    assert_eq!(code, 2);
    assert!(out.contains("alone.cer: a certificate (in DER)"), "{out}");
    assert!(err.contains("`none.p7b`: found a ZIP archive"), "{err}");
    assert!(err.contains("missing.cer"), "{err}");
}

#[test]
#[cfg(unix)]
fn the_name_of_a_file_does_not_steer_the_terminal() {
    let (place, _) = desk();
    let name = "a\u{1b}[2J\u{202e}.cer";
    place.put(name, place.read("alone.cer"));
    let Said { stdout: out, .. } = show(&place, &[name], None);
    assert!(out.contains("a\\u{1b}[2J\\u{202e}.cer") && !out.contains('\u{202e}'), "{out}");
}

#[test]
fn json_is_what_its_schema_says() {
    let (place, issued) = desk();
    let files = ["chain.txt", "closed.pfx", "none.p7b", "missing.cer", "--format", "json"];
    let said = show(&place, &files, Some("clé"));
    let json: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(said.code, 2);
    let first = &json["files"][0]["certificates"][0];
    assert_eq!(first["kind"], "ssl-client");
    assert_eq!(first["sha256"], issued.certificate.fingerprint().to_string());
    assert_eq!(json["files"][1]["private_keys"][0]["fits_a_certificate"], true);
    assert_eq!(json["files"][2]["read_whole"], false);
    place.put("told.json", said.stdout);
    place.is_of_schema("told.json", "cert-show.schema.json");
}
