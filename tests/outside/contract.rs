//! Programs that are no connector: each ends the scenario at once, and the message says why.

use std::path::Path;

use super::program::{Told, Workplace};

/// The shortest scenario that asks a connector for something.
const SCENARIO: &[&str] = &["A private key handed over as PKCS#8"];
/// An answer that is right.
const GRANTED: &str = r#"{"version":1,"id":1,"ok":true,"results":{"scope":"a"}}"#;

/// Runs the scenario with a script of the shell for a connector.
fn script(script: &str, arguments: &[&str]) -> (Workplace, Told) {
    let workplace = Workplace::new();
    workplace.write("connector.sh", script);
    let connector = ["--connector", "sh connector.sh"];
    let told = workplace.run(SCENARIO, &[&connector, arguments].concat());
    (workplace, told)
}

#[track_caller]
fn is_told(text: &str, says: &[&str]) {
    let all = [&["the connector broke its contract at `obtain-token`"], says].concat();
    script(text, &[]).1.ends_with(1, &all);
}

#[test]
fn what_is_no_json_is_told_with_what_stands_on_standard_error() {
    let says = ["found `Done.`, expected an answer in one line of JSON", "standard error:", "hm"];
    is_told("echo hm >&2\nread request\necho Done.\nread nothing", &says);
}

#[test]
fn another_version_another_request_and_a_word_too_many_are_told() {
    let later = GRANTED.replace("\"version\":1", "\"version\":2");
    let says = ["found version 2 of the contract, expected 1"];
    is_told(&format!("read request\necho '{later}'"), &says);
    let other = GRANTED.replace("\"id\":1", "\"id\":7");
    let says = ["found the answer to request 7, expected that to request 1"];
    is_told(&format!("read request\necho '{other}'"), &says);
    let says = ["`scopes`", "expected the `scope` of the token"];
    is_told(&format!("read request\necho '{}'", GRANTED.replace("scope", "scopes")), &says);
    let says = ["found `by the way` after its answer, expected nothing more"];
    is_told(&format!("read request\nprintf '%s\\n%s\\n' '{GRANTED}' 'by the way'"), &says);
}

#[test]
fn an_end_without_an_answer_and_a_program_that_is_not_there_are_told() {
    let says = ["it ended (exit code 3) without an answer", "out of cheese"];
    is_told("echo out of cheese >&2\nexit 3", &says);
    let told = Workplace::new().run(SCENARIO, &["--connector", "./no-such-connector"]);
    told.ends_with(1, &["failed to start `./no-such-connector`"]);
}

#[test]
fn a_failure_after_the_answer_is_told_of_a_process_for_each_action() {
    let (_, told) = script(
        &format!("cat >/dev/null\necho '{GRANTED}'\nexit 5"),
        &["--connector-mode", "process"],
    );
    told.ends_with(1, &["it answered and ended with exit code 5, expected exit code 0"]);
}

#[test]
fn silence_is_waited_for_no_longer_than_was_said_and_leaves_no_process_behind() {
    let silent = "sleep 600 &\necho $! > child\nwait";
    let (workplace, told) = script(silent, &["--connector-timeout", "500ms"]);
    told.ends_with(1, &["found no answer within 500ms"]);
    assert!(is_gone(&workplace));
}

/// Whether what the connector started has ended: it is gone, or waits for somebody to take note.
fn is_gone(workplace: &Workplace) -> bool {
    let child = std::fs::read_to_string(workplace.path().join("child")).unwrap();
    let stat = Path::new("/proc").join(child.trim()).join("stat");
    let state = std::fs::read_to_string(stat).unwrap_or_default();
    state.is_empty() || state.contains(") Z ")
}

#[test]
fn whoever_ends_the_run_leaves_neither_a_process_nor_a_key_behind() {
    let ends_it = "read request\n\
                   state=$(printf '%s' \"$request\" | sed 's/.*\"state_folder\":\"\\([^\"]*\\)\".*/\\1/')\n\
                   dirname \"$(dirname \"$state\")\" > folder\n\
                   sleep 600 &\necho $! > child\nkill -TERM $PPID\nwait";
    let (workplace, told) = script(ends_it, &[]);
    told.ends_with(130, &[]);
    assert!(is_gone(&workplace));
    let folder = std::fs::read_to_string(workplace.path().join("folder")).unwrap();
    assert!(!Path::new(folder.trim()).exists(), "{folder} is left behind");
}

#[test]
fn an_action_that_the_connector_lacks_leaves_the_scenario_not_run() {
    let lacks = r#"{"version":1,"id":1,"ok":false,"error":{"class":"unsupported","message":"no"}}"#;
    let (_, told) = script(&format!("read request\necho '{lacks}'\nread nothing"), &[]);
    told.ends_with(4, &["not run: the connector has no action `obtain-token`: no"]);
}

#[test]
fn keys_and_secrets_are_their_owner_s_alone_are_not_told_and_are_gone_at_the_end() {
    let shows = "read request\n\
                 state=$(printf '%s' \"$request\" | sed 's/.*\"state_folder\":\"\\([^\"]*\\)\".*/\\1/')\n\
                 folder=$(dirname \"$(dirname \"$state\")\")\n\
                 echo \"$folder\" > folder\n\
                 find \"$folder\" -type f ! -perm 600 -o -type d ! -perm 700 >> wrong\n\
                 find \"$folder\" -type f > files\n\
                 find \"$folder\" -name key.pem -exec cat {} + >&2\n\
                 tr '\\0' '\\n' < /proc/$$/cmdline > arguments\n\
                 exit 1";
    let (workplace, told) = script(shows, &[]);
    told.ends_with(1, &["standard error:", "(hidden)"]);
    let read = |name: &str| std::fs::read_to_string(workplace.path().join(name)).unwrap();
    assert_eq!(read("wrong"), "");
    assert!(read("files").contains("/key.pem"), "{}", read("files"));
    assert_eq!(read("arguments"), "sh\nconnector.sh\n");
    assert!(!Path::new(read("folder").trim()).exists(), "the folder is left behind");
}
