//! The commands of `docs/serve.md`, each run as it stands there with the peer it is about: a judge
//! that is not of our making.
//!
//! A block of commands is named after its language, as in "```sh curl". Without its program, a
//! block is not judged, and says so, unless `RACCORD_TEST_PEERS=required`.

use std::collections::BTreeMap;
use std::process::Command;

use crate::serving::Serving;

const DOCUMENT: &str = include_str!("../../docs/serve.md");

/// The blocks of commands, by name.
fn blocks() -> BTreeMap<&'static str, String> {
    let mut blocks = BTreeMap::new();
    let mut parts = DOCUMENT.split("\n```");
    // Text and blocks alternate.
    while let (Some(_), Some(block)) = (parts.next(), parts.next()) {
        let (info, commands) = block.split_once('\n').unwrap();
        let name = info.strip_prefix("sh ").expect("a block without a name is run by no test");
        assert!(blocks.insert(name, format!("{commands}\n")).is_none(), "{name} stands twice");
    }
    blocks
}

#[expect(clippy::disallowed_methods, reason = "only the test itself can say what it runs on")]
fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

/// A shell that finds programs, and has no other variable: none that names a proxy or a root.
fn shell(script: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-e", "-c", script]).env_clear().env("PATH", variable("PATH"));
    shell
}

/// Whether a peer is there.
fn has(program: &str) -> bool {
    let found = shell(&format!("command -v {program}")).output().unwrap().status.success();
    let is_required = variable("RACCORD_TEST_PEERS") == "required";
    assert!(found || !is_required, "no {program}, and RACCORD_TEST_PEERS=required");
    if !found {
        println!("not judged: install {program}");
    }
    found
}

/// Runs a block where `raccord serve` was started as documented, but on free ports.
fn run(name: &str) -> String {
    let blocks = blocks();
    let start: Vec<_> = blocks["start"].split_whitespace().collect();
    let serving = Serving::with(start.strip_prefix(&["raccord", "serve"]).unwrap());
    let commands =
        blocks[name].replace("9780", serving.port("http")).replace("9781", serving.port("sftp"));
    let output = shell(&commands).current_dir(serving.folder.path()).output().unwrap();
    let told = [output.stdout, output.stderr].map(|told| String::from_utf8(told).unwrap());
    assert!(output.status.success(), "{commands}\n{}", told.concat());
    let [stdout, _] = told;
    stdout
}

#[test]
fn every_block_has_its_test() {
    let names: Vec<_> = blocks().into_keys().collect();
    assert_eq!(names, ["curl", "curl-in-clear", "openssl", "python", "sftp", "start"]);
}

#[test]
fn curl_gets_a_token_and_deposits_an_invoice() {
    if has("curl") {
        let answer: serde_json::Value = serde_json::from_str(&run("curl")).unwrap();
        assert_eq!(answer["codeRetour"], 0, "{answer}");
        assert!(answer["numeroFluxDepot"].is_string(), "{answer}");
    }
}

#[test]
fn curl_needs_neither_proxy_nor_root_in_clear() {
    if has("curl") {
        let answer: serde_json::Value = serde_json::from_str(&run("curl-in-clear")).unwrap();
        assert_eq!(answer["token_type"], "Bearer", "{answer}");
    }
}

#[test]
fn openssl_verifies_the_chain_of_a_host() {
    if has("openssl") {
        let session = run("openssl");
        assert!(session.contains("Verify return code: 0 (ok)"), "{session}");
    }
}

#[test]
fn openssh_drops_a_flow_with_the_key_it_was_given() {
    if has("sftp") {
        assert!(run("sftp").contains("sftp> ls retrait"));
    }
}

#[test]
fn python_is_pointed_by_variables_alone() {
    if has("python3") {
        assert_eq!(run("python"), "Bearer\n");
    }
}
