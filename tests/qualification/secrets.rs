//! No secret is in anything that a run leaves behind or says.

use std::fs;
use std::process::Stdio;

use crate::home::{Home, P12_PASSWORD, PROXY_PASSWORD, RUN};
use crate::run::{Away, play};
use crate::search::{Canary, search, search_folder};
use crate::second::Second;

/// All that systems gave out meanwhile: tokens, and the cookies of sessions.
fn given_out(second: &Second) -> Vec<Canary> {
    let state: serde_json::Value = serde_json::from_str(&second.ask("/__admin/state")).unwrap();
    let mut found = Vec::new();
    gather(&state, false, &mut found);
    found.sort();
    found.dedup();
    let canary = |text: &String| Canary::new(format!("the token or session {text}"), text);
    found.iter().map(canary).collect()
}

/// Tokens and sessions are kept by their texts: `[text, what it opens]`.
fn gather(value: &serde_json::Value, is_inside: bool, found: &mut Vec<String>) {
    use serde_json::Value;
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                gather(value, ["tokens", "sessions"].contains(&name.as_str()), found);
            }
        }
        Value::Array(values) => {
            for value in values {
                let text = value.get(0).and_then(Value::as_str);
                let text = text.filter(|text| is_inside && text.len() >= 16);
                found.extend(text.map(str::to_owned));
                gather(value, false, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn no_secret_is_in_anything_that_a_run_leaves_or_says() {
    let home = Home::new();
    let runs = home.path().join("raccord-runs");
    let mut said: Vec<(&str, Vec<u8>)> = Vec::new();
    let ask = |arguments: &[&str]| {
        let ended = home.raccord(arguments).stdin(Stdio::null()).output().unwrap();
        [ended.stdout, ended.stderr].concat()
    };
    said.push(("doctor", ask(&["doctor", "--env", "qualification"])));
    said.push(("doctor --json", ask(&["doctor", "--env", "qualification", "--json"])));
    let mut command = home.raccord(RUN);
    command.args(["-vv", "--format", "pretty", "--format", "junit:reports/begun.xml"]);
    let begun = play(&home, command, Some((2, Away::Leaves)));
    assert_eq!(begun.ended.code, Some(5), "{}", begun.ended.text);
    let mut command = home.resume(&runs);
    command.args(["-vv"]);
    let resumed = play(&home, command, None);
    assert_eq!(resumed.ended.code, Some(0), "{}", resumed.ended.text);
    said.push(("the terminal", begun.ended.text.into_bytes()));
    said.push(("the terminal, resumed", resumed.ended.text.into_bytes()));
    said.push(("runs", ask(&["runs"])));
    // A run in which everything goes wrong says more.
    let mut command = home.raccord(RUN);
    command.env("PISTE_CLIENT_SECRET", "Wr0ng/Canari+1").env("CPRO_PASSWORD", "Wr0ng/Canari+2");
    command.args(["-vv", "--format", "pretty", "--format", "junit:reports/wrong.xml"]);
    let wrong = play(&home, command, None);
    assert_ne!(wrong.ended.code, Some(0), "{}", wrong.ended.text);
    said.push(("the terminal, gone wrong", wrong.ended.text.into_bytes()));

    let mut canaries = home.canaries();
    let given_out = given_out(&home.second);
    assert!(given_out.len() >= 3, "tokens of two systems and sessions: {given_out:?}");
    canaries.extend(given_out);
    canaries.push(Canary::new("the wrong secret", "Wr0ng/Canari+1"));
    canaries.push(Canary::new("the wrong password", "Wr0ng/Canari+2"));
    let mut found = search_folder(&runs, &canaries);
    found.extend(search_folder(&home.path().join("reports"), &canaries));
    for (name, octets) in &said {
        assert!(!octets.is_empty(), "{name} says nothing");
        found.extend(search(name, octets, &canaries));
    }
    assert_eq!(found, [""; 0]);
    let junit = fs::read(home.path().join("reports/begun.xml")).unwrap();
    assert!(!junit.is_empty());
}

/// A connector that tells all it knows, in several forms, and dies: what it was handed, and what its
/// environment has.
const TALKATIVE: &str = r#"#!/bin/sh
read -r request
for file in $(echo "$request" | tr '",' '\n\n' | grep '^/.*/secrets/'); do
    cat "$file"; echo; base64 "$file"
done >&2
for own in "$OWN_1" "$OWN_2" "$OWN_3"; do
    printf 'login:%s' "$own" | base64
    printf '%s' "$own" | od -An -tx1 | tr -d ' '
done >&2
echo 'now the environment' >&2
env >&2
printf '{"version": 1, "id": 1, "ok": "%s %s"' "$OWN_1" "$(printf '%s' "$OWN_2" | base64)"
exit 1
"#;

#[test]
fn no_secret_is_told_by_a_connector_of_another_make() {
    let home = Home::new();
    let connector = home.write("talkative.sh", TALKATIVE.as_bytes());
    let client_secret = home.second.variable("RACCORD_PISTE_CLIENT_SECRET").to_owned();
    let mut said = Vec::new();
    for mode in ["process", "session"] {
        let mut command = home.raccord(RUN);
        command.args(["-vv", "--format", "pretty", "--format", "junit:reports/talkative.xml"]);
        command.arg("--connector").arg(format!("/bin/sh {}", connector.display()));
        command.args(["--connector-mode", mode]);
        // What an integrator put there by himself is no more to be told than the rest.
        let own = |number: u8| format!("RACCORD_CONNECTOR__ENVIRONMENT__OWN_{number}");
        command.env(own(1), P12_PASSWORD).env(own(2), PROXY_PASSWORD).env(own(3), &client_secret);
        let played = play(&home, command, None);
        assert_eq!(played.ended.code, Some(1), "{}", played.ended.text);
        assert!(played.ended.text.contains("now the environment"), "{}", played.ended.text);
        assert!(played.ended.text.contains("(hidden)"), "{}", played.ended.text);
        for name in ["EDI_PASSWORD=", "PISTE_CLIENT_SECRET=", "PROXY_CREDENTIALS="] {
            assert!(!played.ended.text.contains(name), "{name}: {}", played.ended.text);
        }
        said.push(played.ended.text.into_bytes());
        said.push(fs::read(home.path().join("reports/talkative.xml")).unwrap());
    }
    let canaries = home.canaries();
    let mut found = search_folder(&home.path().join("raccord-runs"), &canaries);
    for octets in &said {
        found.extend(search("the terminal or JUnit", octets, &canaries));
    }
    assert_eq!(found, [""; 0]);
}
