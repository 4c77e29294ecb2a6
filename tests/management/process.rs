//! `raccord serve` with its management port: the journal's file, and the end on request.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use reqwest::Client;
use serde_json::{Value, json};

use crate::serving::answer;

#[tokio::test(flavor = "multi_thread")]
async fn all_that_crosses_is_in_the_file_when_the_process_has_ended_on_request() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_raccord"))
        .args(["serve", "--port", "0", "--start", "edi-sftp", "--journal", "journal.ndjson"])
        .current_dir(folder.path())
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut line = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap();
    let ready = line();
    // The second line says who is connected.
    line();
    let client = Client::builder().no_proxy().build().unwrap();
    let token = ready["management_token"].as_str().unwrap();
    let url = ready["management_url"].as_str().unwrap();
    let post = |path: &str, body: Value| {
        client.post(format!("{url}/__admin{path}")).bearer_auth(token).json(&body)
    };
    let order = json!({"profile": "sofie/crypt", "deliver": "crypt@banque.example"});
    answer(post("/certificates", order)).await.expect_ok();
    assert_eq!(answer(post("/shutdown", json!({}))).await.status, 202);
    assert!(child.wait().unwrap().success());
    let file = folder.path().join("journal.ndjson");
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let written = std::fs::read_to_string(&file).unwrap();
    let entries: Vec<Value> =
        written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mail = entries.iter().find(|entry| entry["operation"] == "supplier.mail").unwrap();
    assert_eq!(
        (&mail["tenant"], mail["sequence"].as_u64()),
        (&json!("default"), Some(entries.len() as u64))
    );
}
