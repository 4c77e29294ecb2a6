//! The features of qualification, in both worlds.

use std::process::Command;

use crate::home::{Home, RUN};
use crate::peers::{finds, path};
use crate::run::play;
use crate::second::raccord;

/// The gates of all features of qualification, in their order.
pub(crate) const GATES: [&str; 6] = [
    "deposit an invoice on the portal by hand",
    "deposit an invoice on the portal by hand",
    "hand the new certificate to the sheet of ",
    "see that the update of ",
    // The second time, its key gets a token already.
    "add the new certificate of ",
    "remove the old certificate of ",
];

#[test]
fn the_features_pass_against_another_process_with_a_person_in_the_portals() {
    let home = Home::new();
    let played = play(&home, home.raccord(RUN), None);
    assert_eq!(played.ended.code, Some(0), "{}", played.ended.text);
    assert_eq!(played.questions, [""; 0]);
    assert_eq!(played.gates.len(), GATES.len(), "{:#?}\n{}", played.gates, played.ended.text);
    for (shown, expected) in played.gates.iter().zip(GATES) {
        assert!(shown.starts_with(expected), "{shown}");
    }
    home.assert_everything_was_done_once();
}

#[test]
fn a_connector_of_another_make_passes_in_a_real_environment_too() {
    let needs = "python3 -c 'import cryptography, requests' && command -v sftp";
    if !finds("python3 with cryptography and requests, and sftp", needs) {
        return;
    }
    let home = Home::new();
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/connector.py");
    let connector = format!("python3 '{example}'");
    let mut command = home.raccord(&[RUN, &["--connector", &connector]].concat());
    command.env("PATH", path());
    let played = play(&home, command, None);
    assert_eq!(played.ended.code, Some(0), "{}", played.ended.text);
    assert_eq!(played.questions, [""; 0]);
    home.assert_everything_was_done_once();
}

#[test]
fn the_features_pass_on_the_mocks() {
    let folder = tempfile::tempdir().unwrap();
    let mut command: Command = raccord(folder.path());
    let ended = command.args(["run", "features/qualification"]).output().unwrap();
    let text = String::from_utf8(ended.stdout).unwrap();
    assert_eq!(ended.status.code(), Some(0), "{text}");
    assert!(!text.contains("not run"), "{text}");
}
