//! The commands of `docs/serve.md`, each run as it stands there with the peer it is about: a judge
//! that is not of our making.
//!
//! A block of commands is named after its language, as in "```sh curl". Without its program, a
//! block is not judged, and says so, unless `RACCORD_TEST_PEERS=required`.

use std::collections::BTreeMap;

use crate::peers::{has, shell};
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

/// Runs a block where `raccord serve` was started as documented, but on free ports.
fn run(name: &str) -> String {
    run_with(name, &[])
}

/// Runs a block in which some words stand for others.
fn run_with(name: &str, words: &[(&str, &str)]) -> String {
    let blocks = blocks();
    let start: Vec<_> = blocks["start"].split_whitespace().collect();
    let serving = Serving::with(start.strip_prefix(&["raccord", "serve"]).unwrap());
    let ports = [("9780", serving.port("http")), ("9781", serving.port("sftp"))];
    let commands = ports
        .iter()
        .chain(words)
        .fold(blocks[name].clone(), |commands, (from, to)| commands.replace(from, to));
    let output = shell(&commands).current_dir(serving.folder.path()).output().unwrap();
    let told = [output.stdout, output.stderr].map(|told| String::from_utf8(told).unwrap());
    assert!(output.status.success(), "{commands}\n{}", told.concat());
    let [stdout, _] = told;
    stdout
}

#[test]
fn every_block_has_its_test() {
    let names: Vec<_> = blocks().into_keys().collect();
    assert_eq!(
        names,
        ["curl", "curl-in-clear", "openssl", "python", "sftp", "social-security", "start"]
    );
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
fn openssl_and_curl_declare_an_entry_for_the_employer_and_for_its_provider() {
    if has("curl") && has("openssl") {
        let provider = [
            ("social-security.key", "social-security-provider.key"),
            ("SOCIAL_SECURITY_CLIENT_ID", "SOCIAL_SECURITY_PROVIDER_CLIENT_ID"),
        ];
        for words in [&[][..], &provider] {
            let answer = run_with("social-security", words);
            assert_eq!(answer.split(' ').nth(1), Some("201"), "{answer}");
            let location = r"(?mi)^location: https://services\.socialsecurity\.be/REST/dimona/v2/declarations/\d{12}\r?$";
            assert!(regex::Regex::new(location).unwrap().is_match(&answer), "{answer}");
        }
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
