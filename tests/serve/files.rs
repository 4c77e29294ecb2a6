//! The files of `--out`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::peers::shell;
use crate::serving::{Serving, refused};

const FILES: [&str; 17] = [
    "ca.pem",
    "edi-sftp-next.key",
    "edi-sftp-next.p7b",
    "edi-sftp.key",
    "edi-sftp.p7b",
    "known_hosts",
    "raccord.env",
    "social-security-next.cer",
    "social-security-next.key",
    "social-security-provider-next.cer",
    "social-security-provider-next.key",
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
    assert_eq!(text("ca.pem"), serving.ready("root_certificate"));
    assert_eq!(text("edi-sftp.key"), serving.text("RACCORD_SFTP_KEY"));
    let variables = text("raccord.env");
    let secret = serving.variable("RACCORD_PISTE_CLIENT_SECRET");
    assert!(variables.contains(&format!("RACCORD_PISTE_CLIENT_SECRET={secret}\n")));
    let root = folder.canonicalize().unwrap().join("ca.pem");
    assert!(variables.contains(&format!("RACCORD_CA={}\n", root.display())), "{variables}");
}

#[test]
fn a_shell_reads_the_variables_as_they_were_told() {
    let serving = Serving::with(&["--out", "a folder's own"]);
    let script = ". \"./a folder's own/raccord.env\"; printf '%s|%s' \
                  \"$RACCORD_SOCIAL_SECURITY_SCOPES\" \"$(cat \"$RACCORD_SFTP_KEY\")\"";
    let read = shell(script).current_dir(serving.folder.path()).output().unwrap();
    let scopes = serving.variable("RACCORD_SOCIAL_SECURITY_SCOPES");
    let expected = format!("{scopes}|{}", serving.text("RACCORD_SFTP_KEY").trim_end());
    assert_eq!(String::from_utf8(read.stdout).unwrap(), expected);
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
    let folder_path = folder.path().canonicalize().unwrap();
    let (code, stderr) = refused(folder.path(), &["--port", "0", "--out", "."]);
    assert_eq!(code, Some(2));
    let named =
        format!("error: failed to write `{}`\n", folder_path.join("edi-sftp.key").display());
    assert!(stderr.starts_with(&named), "{stderr}");
    assert!(stderr.contains("\nhint: nothing is written over"), "{stderr}");
    assert_eq!(fs::read_to_string(&key).unwrap(), "mine");
    assert_eq!(names(folder.path()), ["edi-sftp.key"]);
}

#[test]
fn the_ready_file_has_the_first_line_once_all_is_ready_and_goes_at_the_end() {
    let serving = Serving::with(&["--ready-file", "ready.json"]);
    let path = serving.folder.path().join("ready.json");
    assert_eq!(mode(&path), 0o600, "it has the token of the management port");
    let line: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(line, serving.lines[0]);
    let ended = serving.stop("TERM");
    assert!(!ended.folder.path().join("ready.json").exists());
}
