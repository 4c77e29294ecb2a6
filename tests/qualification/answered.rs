//! What a person answers, and what follows.

use std::fs;
use std::process::Stdio;

use crate::home::{Home, RUN};
use crate::run::{Away, GATE, GO_ON, play};
use crate::terminal::Terminal;

/// The run of the one scenario over the API.
fn over_the_api() -> Vec<&'static str> {
    [RUN, &["--tags", "@api"]].concat()
}

#[test]
fn nothing_is_begun_before_somebody_agrees() {
    let home = Home::new();
    let ended = home.raccord(RUN).stdin(Stdio::null()).output().unwrap();
    let text = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(2), "{text}");
    assert!(text.contains("hint: --yes agrees to begin"), "{text}");
    let mut terminal = Terminal::start(home.raccord(RUN));
    terminal.expect(GO_ON);
    terminal.type_line("n");
    let ended = terminal.end();
    assert_eq!(ended.code, Some(4));
    assert!(ended.text.contains("nothing was begun"), "{}", ended.text);
    assert!(!home.path().join("raccord-runs").exists());
}

#[test]
fn what_was_typed_before_a_gate_is_shown_does_not_confirm_it() {
    let home = Home::new();
    let mut terminal = Terminal::start(home.raccord(&over_the_api()));
    terminal.expect(GO_ON);
    // In one go, and the beginning of another line.
    terminal.press("y\nc\nc\nc");
    terminal.expect(GATE);
    terminal.type_line("r no such menu");
    let ended = terminal.end();
    assert_eq!(ended.code, Some(1), "{}", ended.text);
    assert!(ended.text.contains("marie did not pass the gate: no such menu"), "{}", ended.text);
}

#[test]
fn a_step_that_nothing_defines_begins_no_run() {
    let home = Home::new();
    let declined = "  Scenario: Of the mocks\n    Given the moon is made of cheese\n";
    let played = "  @qualification\n  Scenario: Of people\n    Given the sun is made of cheese\n";
    let run = ["run", "x.feature", "--env", "qualification"];
    home.write("x.feature", format!("Feature: Cheese\n{declined}{played}").as_bytes());
    let refused = home.raccord(&run).stdin(Stdio::null()).output().unwrap();
    let told = String::from_utf8([refused.stdout, refused.stderr].concat()).unwrap();
    assert_eq!(refused.status.code(), Some(8), "{told}");
    for said in ["? Given the sun is made of cheese", "#[given(", "nothing was begun"] {
        assert!(told.contains(said), "no {said} in {told}");
    }
    assert!(!told.contains("the moon"), "{told}");
    assert!(!home.path().join("raccord-runs").exists());
}

#[test]
fn where_every_scenario_is_declined_nobody_is_asked_and_a_look_says_so() {
    let home = Home::new();
    let destructive = ["run", "--env", "qualification", "--tags", "@destructive"];
    let looks = [&destructive[..], &["--dry-run"]].concat();
    for (run, code, said) in [
        (&destructive[..], 4, "of the first, it takes something away (@destructive)"),
        (&looks, 0, "not run: it takes something away (@destructive)"),
    ] {
        let ended = home.raccord(run).stdin(Stdio::null()).output().unwrap();
        let told = String::from_utf8([ended.stdout, ended.stderr].concat()).unwrap();
        assert_eq!(ended.status.code(), Some(code), "{told}");
        assert!(told.contains(said), "{told}");
        assert!(!told.contains("about to begin"), "{told}");
    }
    assert!(!home.path().join("raccord-runs").exists());
}

#[test]
fn one_hint_is_given_for_an_environment_that_is_not_described() {
    let home = Home::new();
    for command in [["doctor", "--env", "nope"], ["run", "--env", "nope"]] {
        for (settings, hint) in [("mocks.toml", "`raccord init`"), ("raccord.toml", "docs/conf")] {
            home.write("mocks.toml", b"");
            let refused = home.raccord(&command).args(["--config", settings]).output().unwrap();
            let told = String::from_utf8(refused.stderr).unwrap();
            assert!(told.contains(&format!("hint: {hint}")), "{command:?}: {told}");
        }
    }
}

#[test]
fn a_rejection_fails_the_scenario_for_its_reason() {
    let home = Home::new();
    let mut command = home.raccord(&over_the_api());
    command.args(["--format", "pretty", "--format", "junit:report.xml"]);
    let played = play(&home, command, Some((0, Away::Rejects)));
    assert_eq!(played.ended.code, Some(1), "{}", played.ended.text);
    assert!(played.ended.text.contains("marie did not pass the gate: no such menu"));
    let again =
        "    raccord run --env qualification --allow-destructive features/qualification/chorus";
    assert!(played.ended.text.contains(again), "{}", played.ended.text);
    let junit = fs::read_to_string(home.path().join("report.xml")).unwrap();
    assert!(junit.contains("no such menu"), "{junit}");
}

#[test]
fn ctrl_c_in_a_wait_suspends_the_run_which_goes_on_waiting_later() {
    let home = Home::new();
    let runs = home.path().join("raccord-runs");
    let mut terminal = Terminal::start(home.raccord(&over_the_api()));
    terminal.expect(GO_ON);
    terminal.type_line("y");
    terminal.expect(GATE);
    terminal.type_line("c");
    terminal.expect("waiting since ");
    terminal.press("\u{3}");
    let ended = terminal.end();
    assert_eq!(ended.code, Some(5), "{}", ended.text);
    assert!(ended.text.contains("raccord resume"), "{}", ended.text);
    let resumed = play(&home, home.resume(&runs), None);
    assert_eq!(resumed.ended.code, Some(0), "{}", resumed.ended.text);
    assert_eq!(resumed.gates, [""; 0], "what was confirmed is not asked again");
    assert_eq!(home.accepted("chorus-pro.deposer-flux").len(), 1);
}

#[test]
fn what_is_for_the_mocks_alone_is_refused() {
    let home = Home::new();
    for option in [["--jobs", "2"].as_slice(), &["--fail-fast"]] {
        let refused = home.raccord(&[RUN, option].concat()).output().unwrap();
        let told = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(2), "{told}");
        assert!(told.contains(&format!("`{}` is for the mocks", option[0])), "{told}");
    }
    assert!(!home.path().join("raccord-runs").exists());
}

#[test]
fn a_gate_says_that_the_new_certificate_ends_before_the_one_in_effect() {
    let home = Home::new();
    let issue = ["cert", "issue", "--profile", "social-security/rest", "--expires-in", "2d"];
    let issued = home.raccord(&issue).args(["--out", "short"]).output().unwrap();
    let told = String::from_utf8(issued.stderr).unwrap();
    assert_eq!(issued.status.code(), Some(0), "{told}");
    let (certificate, key) = ("social-security-next.cer", "social-security-next.key");
    for (name, other) in [(certificate, "rest.cer"), (key, "rest.key")] {
        let other = fs::read(home.path().join("short").join(other)).unwrap();
        home.write(name, &other);
    }
    let added = ["--name", "A certificate is added"];
    let played = play(&home, home.raccord(&[RUN, &added].concat()), Some((0, Away::Leaves)));
    let text = &played.ended.text;
    assert_eq!(played.ended.code, Some(5), "{text}");
    assert!(text.contains("warning: SS-CERT-15: found valid until"), "{text}");
    // It is of a throwaway authority, which acceptance may know: no word of it.
    assert!(!text.contains("warning: SS-CERT-07"), "{text}");
}

#[test]
fn whoever_works_for_simulation_is_told_that_it_is_production_s_portal() {
    let home = Home::new();
    home.describes_instead("stage = \"acceptance\"", "stage = \"simulation\"");
    let added = ["--name", "A certificate is added"];
    let played = play(&home, home.raccord(&[RUN, &added].concat()), Some((0, Away::Leaves)));
    let text = &played.ended.text;
    assert_eq!(played.ended.code, Some(5), "{text}");
    assert!(text.contains("  mind      simulation takes the tokens"), "{text}");
    assert!(played.gates[0].ends_with("in PRODUCTION's ChaMan"), "{:?}", played.gates);
}
