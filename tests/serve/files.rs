//! The files of `--out`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::serving::{Serving, refused};

const FILES: [&str; 11] = [
    "edi-sftp.key",
    "edi-sftp.p7b",
    "identities.env",
    "known_hosts",
    "root.pem",
    "social-security-provider.cer",
    "social-security-provider.key",
    "social-security-provider.pfx",
    "social-security.cer",
    "social-security.key",
    "social-security.pfx",
];

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn files_hold_what_the_lines_say_for_their_owner_alone() {
    let serving = Serving::with(&["--out", "a/rehearsal"]);
    let folder = serving.folder.path().join("a/rehearsal");
    assert_eq!(names(&folder), FILES);
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(FILES.map(|name| mode(&folder.join(name))), [0o600; FILES.len()]);
    let text = |name| fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(text("root.pem"), serving.ready("root_certificate"));
    assert_eq!(text("edi-sftp.key"), serving.identity("edi-sftp")["private_key"]);
    let piste = serving.identity("piste");
    let secret = format!("PISTE_CLIENT_SECRET={}\n", piste["client_secret"].as_str().unwrap());
    assert!(text("identities.env").contains(&secret));
    let plain = regex::Regex::new(r"(?m)\A(?:[A-Z_]+=[A-Za-z0-9@:/._-]+\n)+\z").unwrap();
    assert!(plain.is_match(&text("identities.env")), "a shell would read something else");
}

#[test]
fn files_are_there_once_it_says_that_it_is_ready() {
    let serving = Serving::once_ready(&["--out", "rehearsal"]);
    assert_eq!(names(&serving.folder.path().join("rehearsal")), FILES);
}

#[test]
fn files_go_when_it_stops_and_what_others_put_beside_them_stays() {
    let serving = Serving::with(&["--out", "rehearsal"]);
    fs::write(serving.folder.path().join("rehearsal/mine"), "").unwrap();
    let ended = serving.stop("TERM");
    assert_eq!(names(&ended.folder.path().join("rehearsal")), ["mine"]);
    let ended = Serving::with(&["--out", "rehearsal"]).stop("TERM");
    assert!(!ended.folder.path().join("rehearsal").exists());
}

#[test]
fn without_out_nothing_is_written() {
    let serving = Serving::with(&[]);
    assert_eq!(names(serving.folder.path()), [""; 0]);
}

#[test]
fn a_file_that_is_there_already_is_kept_and_that_is_2() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("edi-sftp.key");
    fs::write(&key, "mine").unwrap();
    let (code, stderr) = refused(folder.path(), &["--port", "0", "--out", "."]);
    assert_eq!(code, Some(2));
    assert!(stderr.starts_with("error: failed to write `./edi-sftp.key`\n"), "{stderr}");
    assert!(stderr.contains("\nhint: nothing is written over"), "{stderr}");
    assert_eq!(fs::read_to_string(&key).unwrap(), "mine");
    assert_eq!(names(folder.path()), ["edi-sftp.key"]);
}
