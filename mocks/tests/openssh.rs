//! OpenSSH's own `sftp` against the SFTP port: a judge that is not of our making.
//!
//! Without `sftp` these tests say so and judge nothing, unless `RACCORD_TEST_PEERS=required`.

#![cfg(test)]

mod edi;

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use edi::{Bench, CODE, Key, flow_name, key, tar_gz};
use russh::keys::ssh_key::LineEnding;
use tempfile::TempDir;
use tokio::process::Command;

/// Whether OpenSSH's client is there.
fn has_sftp() -> bool {
    let found = Path::new("/usr/bin/sftp").exists();
    #[expect(clippy::disallowed_methods, reason = "only the test itself can say what CI demands")]
    let is_required = std::env::var_os("RACCORD_TEST_PEERS").is_some_and(|it| it == "required");
    assert!(found || !is_required, "no /usr/bin/sftp, and RACCORD_TEST_PEERS=required");
    if !found {
        println!("not judged: install openssh-client, which brings /usr/bin/sftp");
    }
    found
}

fn workplace(name: Key) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    std::fs::write(&path, key(name).to_openssh(LineEnding::LF).unwrap()).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    folder
}

/// Runs a batch of commands in a folder.
async fn batch(bench: &Bench, folder: &Path, commands: &str) -> Output {
    std::fs::write(folder.join("batch"), commands).unwrap();
    let port = bench.address.port().to_string();
    let mut sftp = Command::new("/usr/bin/sftp");
    sftp.current_dir(folder).args(["-F", "none", "-i", "key", "-P", &port, "-b", "batch"]);
    for option in [
        "StrictHostKeyChecking=no",
        "UserKnownHostsFile=/dev/null",
        "IdentitiesOnly=yes",
        "IdentityAgent=none",
        "LogLevel=ERROR",
    ] {
        sftp.args(["-o", option]);
    }
    sftp.arg(format!("{CODE}@127.0.0.1")).kill_on_drop(true).output().await.unwrap()
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[tokio::test]
async fn a_flow_is_put_and_its_report_is_got() {
    if !has_sftp() {
        return;
    }
    let bench = Bench::new(|_| ()).await;
    let folder = workplace(Key::Current);
    let name = format!("{}.tar.gz", flow_name(1));
    std::fs::write(folder.path().join(&name), tar_gz(&[("a.xml", b"<a/>")])).unwrap();
    let sent = batch(&bench, folder.path(), &format!("cd depot\nput -p {name}\nls -l\n")).await;
    assert!(sent.status.success(), "{}", text(&sent));
    assert!(text(&sent).contains(&name), "{}", text(&sent));
    bench.advance(5);
    let report = name.replace("FSO", "CSO");
    let got = batch(&bench, folder.path(), "ls retrait\nget retrait/*\nls retrait\n").await;
    assert!(got.status.success(), "{}", text(&got));
    let content = std::fs::read(folder.path().join(&report)).unwrap();
    assert!(edi::unpack(&content).1.contains("IN_INTEGRE"));
    assert!(bench.waiting().is_empty());
}

#[tokio::test]
async fn a_large_file_is_put_with_many_writes_under_way() {
    if !has_sftp() {
        return;
    }
    let bench = Bench::new(|_| ()).await;
    let folder = workplace(Key::Current);
    let name = format!("{}.xml", flow_name(2));
    let body: String = (0..700_000).map(|line| format!("<l>{line}</l>")).collect();
    std::fs::write(folder.path().join(&name), format!("<a>{body}</a>")).unwrap();
    let sent = batch(&bench, folder.path(), &format!("put {name} depot/{name}\n")).await;
    assert!(sent.status.success(), "{}", text(&sent));
    let sizes = bench
        .desk
        .read(|state, _| state.exchange.flows().map(|flow| flow.size_bytes).collect::<Vec<_>>());
    assert_eq!(sizes, [body.len() as u64 + 7]);
}

#[tokio::test]
async fn what_is_forbidden_in_pick_up_fails() {
    if !has_sftp() {
        return;
    }
    let bench = Bench::new(|_| ()).await;
    let folder = workplace(Key::Current);
    let refused = batch(&bench, folder.path(), "mkdir retrait/x\n").await;
    assert!(!refused.status.success());
    assert!(text(&refused).to_lowercase().contains("permission denied"), "{}", text(&refused));
}

#[tokio::test]
async fn another_key_opens_no_session() {
    if !has_sftp() {
        return;
    }
    let bench = Bench::new(|_| ()).await;
    let folder = workplace(Key::Next);
    let refused = batch(&bench, folder.path(), "ls\n").await;
    assert!(!refused.status.success());
    assert!(text(&refused).contains("Permission denied (publickey)"), "{}", text(&refused));
    assert_eq!(bench.refusal("sftp.session").0, "CPP-SFTP-03");
}
