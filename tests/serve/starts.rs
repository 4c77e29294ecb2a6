//! The starting states: what `raccord starts` lists is what each exports.

use std::collections::BTreeSet;
use std::process::Command;

use jiff::{SignedDuration, Timestamp};
use raccord_certs::Certificate;
use raccord_certs::format::contents::Contents;

use crate::serving::Serving;

fn starts(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_raccord"));
    let output = command.arg("starts").args(arguments).env_clear().output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// The first words of the lines that are set in.
fn first_words(text: &str) -> BTreeSet<String> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("  "));
    rows.map(|row| row.split(' ').next().unwrap().to_owned()).collect()
}

#[test]
fn each_start_exports_what_is_listed_of_it() {
    let names = first_words(&starts(&[]));
    assert!(names.len() > 10, "{names:?}");
    for name in names {
        let serving = Serving::with(&["--start", &name]);
        let told = &serving.lines[1];
        let keys = |field: &str| told[field].as_object().unwrap().keys().cloned();
        let exported: BTreeSet<_> = keys("variables").chain(keys("files")).collect();
        assert_eq!(exported, first_words(&starts(&[&name])), "{name}");
    }
}

fn left_of(serving: &Serving, name: &str) -> SignedDuration {
    let contents = Contents::read(&serving.content(name));
    let leaf = contents.certificates.iter().find(|certificate| !certificate.is_ca()).unwrap();
    let now: Timestamp = serving.ready("now").parse().unwrap();
    leaf.validity().until.duration_since(now)
}

#[test]
fn a_start_that_says_when_its_certificate_ends_is_true() {
    let day = SignedDuration::from_hours(24);
    for (start, name, days) in [
        ("edi-sftp-expires-in-20-days", "RACCORD_CERTIFICATE", 20),
        ("edi-sftp-expired", "RACCORD_CERTIFICATE", -1),
        ("social-security-expired", "RACCORD_SOCIAL_SECURITY_PROVIDER_CERTIFICATE", -1),
        ("edi-sftp-expired", "RACCORD_NEXT_CERTIFICATE", 365),
    ] {
        let left = left_of(&Serving::with(&["--start", start]), name);
        assert!((left - day * days).abs() < SignedDuration::from_mins(1), "{start}: {left}");
    }
}

#[test]
fn a_certificate_to_take_after_gives_its_shape_and_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut issue = Command::new(env!("CARGO_BIN_EXE_raccord"));
    let issue = issue
        .args(["cert", "issue", "--profile", "social-security/rest", "--until", "2027-03-04"])
        .args(["--out", "."])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(issue.status.success(), "{}", String::from_utf8_lossy(&issue.stderr));
    let mut files = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let of_leaf = |path: &std::path::PathBuf| path.extension().is_some_and(|it| it == "cer");
    let path = files.find(of_leaf).unwrap();
    let own = Certificate::from_der(&std::fs::read(&path).unwrap()).unwrap();
    let serving = Serving::with(&["--start", "social-security", "--like", path.to_str().unwrap()]);
    let like = serving.content("RACCORD_SOCIAL_SECURITY_CERTIFICATE");
    let like = Certificate::from_der(&like).unwrap();
    assert_eq!(like.validity().until, own.validity().until);
    assert_eq!(like.key_usages(), own.key_usages());
    assert_eq!(like.policies(), own.policies());
    assert!(!like.public_key().is_same_as(own.public_key()));
}
