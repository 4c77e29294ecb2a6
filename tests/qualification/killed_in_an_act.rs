//! A run that is killed in the middle of an act: after the other side had it, and before. What
//! became of it is found out or asked for, and it is done once.

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::home::{Home, RUN};
use crate::run::{play, play_until};

/// How often it is looked whether the act is under way.
const PERIOD: Duration = Duration::from_millis(50);

/// An act: the operation that the other side sees, and the scenario that does it.
pub(crate) struct Act {
    operation: &'static str,
    scenario: &'static str,
    /// What is asked when it was cut off; nothing where a probe tells.
    question: &'static str,
}

const DEPOSIT: Act = Act {
    operation: "chorus-pro.deposer-flux",
    scenario: "A flow is deposited",
    question: "Which number has it (numeroFluxDepot)?",
};
pub(crate) const SEND: Act =
    Act { operation: "sftp.close", scenario: "A flow is sent", question: "Was it taken?" };
const DECLARE: Act = Act {
    operation: "dimona.declare",
    scenario: "A token, a declaration",
    question: "before it had its identifier",
};

pub(crate) const FETCH: Act =
    Act { operation: "sftp.fetch", scenario: "A flow is sent", question: "How did the flow end?" };

/// Kills the run while the answer to an act is kept back.
pub(crate) fn kill_in(act: &Act, verdict: &Value) -> Home {
    let Act { operation, scenario, .. } = act;
    let home = Home::new();
    home.second.breaks(operation, verdict);
    let command = home.raccord(&[RUN, &["--name", scenario]].concat());
    let (over, is_over) = mpsc::channel::<()>();
    let killed = std::thread::scope(|scope| {
        let home = &home;
        let killed = play_until(home, command, None, |id| {
            let id = Pid::from_raw(i32::try_from(id).unwrap()).unwrap();
            scope.spawn(move || {
                while is_over.recv_timeout(PERIOD) == Err(mpsc::RecvTimeoutError::Timeout) {
                    let is_struck = |entry: &Value| entry["outcome"]["kind"] == "faulted";
                    if home.second.journal(operation).iter().any(is_struck) {
                        let _gone = kill_process(id, Signal::KILL);
                        break;
                    }
                }
            });
        });
        drop(over);
        killed
    });
    assert_eq!(killed.ended.code, None, "{}", killed.ended.text);
    home
}

/// Kills the run in an act, and goes on: it was done once.
pub(crate) fn killed_in(act: &Act, verdict: &Value) -> Home {
    let home = kill_in(act, verdict);
    let resumed = play(&home, home.resume(&home.path().join("raccord-runs")), None);
    assert_eq!(resumed.ended.code, Some(0), "{}", resumed.ended.text);
    let [asked] = &*resumed.questions else { panic!("{}", resumed.ended.text) };
    assert!(asked.contains(act.question), "{asked}");
    assert_eq!(home.accepted(act.operation).len(), 1, "{}", resumed.ended.text);
    home
}

/// The other side has it, and its answer never comes.
pub(crate) fn had() -> Value {
    json!({ "kind": "delay", "ms": 600_000 })
}

/// The other side does not have it.
fn not_had() -> Value {
    json!({ "kind": "stall" })
}

#[test]
fn a_deposit_that_was_had_is_not_made_again() {
    killed_in(&DEPOSIT, &had());
}

#[test]
fn a_deposit_that_was_not_had_is_made() {
    killed_in(&DEPOSIT, &not_had());
}

#[test]
fn a_flow_that_was_had_is_not_sent_again() {
    killed_in(&SEND, &had());
}

#[test]
fn a_flow_that_was_not_had_is_sent_under_the_same_name() {
    killed_in(&SEND, &not_had());
}

#[test]
fn a_declaration_that_was_had_is_not_made_again() {
    killed_in(&DECLARE, &had());
}

#[test]
fn a_declaration_that_was_not_had_is_made() {
    killed_in(&DECLARE, &not_had());
}

#[test]
fn a_report_that_was_lost_is_asked_for() {
    killed_in(&FETCH, &had());
}

const PLAN: &str = "\
@qualification
Feature: What the connector does again and again

  Scenario: A session breaks off behind a flow
    Given a supplier connected to Chorus Pro over EDI SFTP as \"VFE012\"
    And the connector sends an FSO1100A flow every 3 seconds
    When 4 seconds pass
    Then no flow waits to be sent
";

#[test]
fn a_plan_does_not_send_again_what_was_taken() {
    let home = Home::new();
    home.second.breaks("sftp.close", &json!({ "kind": "cut-after" }));
    home.write("plan.feature", PLAN.as_bytes());
    let run = ["run", "plan.feature", "--env", "qualification"];
    let played = play(&home, home.raccord(&run), None);
    assert_eq!(played.ended.code, Some(0), "{}", played.ended.text);
    let taken = home.flows();
    let different: BTreeSet<_> = taken.iter().collect();
    assert_eq!((taken.len(), different.len()), (2, 2), "{taken:?}");
}

/// What the log says that acts came to which were refused.
const NO_EFFECT: &str = "nothing";

#[test]
fn a_sending_whose_session_broke_is_not_taken_for_one_without_effect() {
    let home = Home::new();
    home.second.breaks(SEND.operation, &json!({ "kind": "reset" }));
    let command = home.raccord(&[RUN, &["--name", SEND.scenario]].concat());
    let broken = play(&home, command, None);
    assert_eq!(broken.ended.code, Some(1), "{}", broken.ended.text);
    let runs = std::fs::read_dir(home.path().join("raccord-runs")).unwrap();
    let logs = runs.map(|run| std::fs::read_to_string(run.unwrap().path().join("log")).unwrap());
    let log: String = logs.collect();
    let ends = |it: &&str| it.contains("edi.send") && it.contains(NO_EFFECT);
    assert!(log.contains("edi.send"), "{log}");
    assert_eq!(log.lines().filter(ends).collect::<Vec<_>>(), [""; 0]);
}
