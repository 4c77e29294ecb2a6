//! No secret is in anything that a run leaves behind or says.

use std::fs;
use std::process::Stdio;

use crate::home::{Home, RUN};
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
