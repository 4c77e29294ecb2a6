//! `raccord cert show`: what is told of files, and with which exit code.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use jiff::Timestamp;
use raccord_certs::authority::{HierarchyKeys, Issued, Order, SubjectKey, SupplierHierarchy};
use raccord_certs::format::{pkcs7, pkcs12};
use raccord_certs::{Key, KeyKind, Profile, Subject, Validity};
use serde_json::Value;
use tempfile::TempDir;

/// Runs `raccord cert show` in a folder, without the variables of whoever runs the tests.
fn show(folder: &Path, arguments: &[&str], password: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_raccord"));
    command.args(["cert", "show"]).args(arguments).current_dir(folder).env_clear();
    command.stdin(std::process::Stdio::null());
    command.envs(password.map(|password| ("RACCORD_PASSWORD", password)));
    command.output().unwrap()
}

fn told(output: &Output) -> (String, String, i32) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr), output.status.code().unwrap())
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
    let issued = SupplierHierarchy::new(&keys, validity).unwrap().issue(&order).unwrap();
    (key, issued)
}

fn desk() -> (TempDir, Issued) {
    let folder = tempfile::tempdir().unwrap();
    let (key, issued) = issued();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("alone.cer", issued.certificate.der());
    write("chain.txt", &pkcs7::encode_der(&issued.with_chain()));
    let named = pkcs12::encode_named;
    let closed = named(&key, &issued.certificate, &issued.chain, "mon alias", "clé").unwrap();
    write("closed.pfx", &closed);
    write("none.p7b", b"PK\x03\x04");
    (folder, issued)
}

#[test]
fn a_delivered_chain_is_told_in_the_words_of_the_guide() {
    let (folder, issued) = desk();
    let (out, err, code) = told(&show(folder.path(), &["chain.txt"], None));
    assert_eq!((&*err, code), ("", 0));
    for wanted in [
        "chain.txt: a PKCS#7 of certificates (in DER)",
        "certificate 1 of 3",
        "authentification serveur de type client (SSL Client)",
        "autorité de certification racine",
        "RGS*",
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
    let (folder, issued) = desk();
    let (out, _, code) = told(&show(folder.path(), &["alone.cer"], None));
    assert_eq!(code, 0);
    assert!(out.contains("missing"), "{out}");
    assert!(out.contains(&issued.certificate.issuer().to_string()), "{out}");
}

#[test]
fn a_pkcs12_is_opened_with_the_password_of_the_environment_and_only_so() {
    let (folder, _) = desk();
    let (out, _, code) = told(&show(folder.path(), &["closed.pfx"], Some("clé")));
    assert_eq!(code, 0);
    assert!(out.contains("mon alias") && out.contains("in this file, and fits"), "{out}");
    let (_, err, code) = told(&show(folder.path(), &["closed.pfx"], Some("autre")));
    assert_eq!(code, 2);
    assert!(err.contains("the password does not open a PKCS#12"), "{err}");
    let (_, err, code) = told(&show(folder.path(), &["closed.pfx"], None));
    assert_eq!(code, 2);
    assert!(err.contains("RACCORD_PASSWORD"), "{err}");
}

#[test]
fn what_cannot_be_read_is_said_and_the_others_are_shown() {
    let (folder, _) = desk();
    let files = ["none.p7b", "missing.cer", "alone.cer"];
    let (out, err, code) = told(&show(folder.path(), &files, None));
    assert_eq!(code, 2);
    assert!(out.contains("alone.cer: a certificate (in DER)"), "{out}");
    assert!(err.contains("`none.p7b`: found a ZIP archive"), "{err}");
    assert!(err.contains("missing.cer"), "{err}");
}

#[test]
#[cfg(unix)]
fn the_name_of_a_file_does_not_steer_the_terminal() {
    let (folder, _) = desk();
    let name = "a\u{1b}[2J\u{202e}.cer";
    fs::copy(folder.path().join("alone.cer"), folder.path().join(name)).unwrap();
    let (out, _, _) = told(&show(folder.path(), &[name], None));
    assert!(out.contains("a\\u{1b}[2J\\u{202e}.cer") && !out.contains('\u{202e}'), "{out}");
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs the tests says whether judges must be there"
)]
fn json_is_what_its_schema_says() {
    let (folder, issued) = desk();
    let files = ["chain.txt", "closed.pfx", "none.p7b", "missing.cer", "--format", "json"];
    let output = show(folder.path(), &files, Some("clé"));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2));
    let first = &json["files"][0]["certificates"][0];
    assert_eq!(first["kind"], "ssl-client");
    assert_eq!(first["sha256"], issued.certificate.fingerprint().to_string());
    assert_eq!(json["files"][1]["private_keys"][0]["fits_a_certificate"], true);
    assert_eq!(json["files"][2]["read_whole"], false);
    fs::write(folder.path().join("told.json"), &output.stdout).unwrap();
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema/cert-show.schema.json");
    let judge = "import json, sys\ntry:\n import jsonschema\nexcept ImportError:\n sys.exit(3)\n\
                 jsonschema.validate(json.load(open(sys.argv[1])), json.load(open(sys.argv[2])))";
    let judged = Command::new("python3")
        .args(["-c", judge, "told.json", schema])
        .current_dir(folder.path())
        .output();
    let must = std::env::var_os("RACCORD_TEST_PEERS").is_some_and(|it| it == "required");
    match judged {
        Ok(judged) if judged.status.code() == Some(3) => assert!(!must, "jsonschema is missing"),
        Ok(judged) => {
            let told = String::from_utf8_lossy(&judged.stderr).into_owned();
            assert!(judged.status.success(), "{told}");
        }
        Err(error) => assert!(!must, "{error}"),
    }
}
