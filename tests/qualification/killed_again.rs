//! A run that is cut off again in the step in which something was settled: what was found out, told or
//! kept by then is neither lost nor asked for again.

use std::fs;
use std::time::Duration;

use crate::home::{Home, RUN};
use crate::killed_in_an_act::{FETCH, SEND, had, kill_in, killed_in};
use crate::person::Person;
use crate::run::{Played, play};

/// How often it is looked whether a report is there.
const PERIOD: Duration = Duration::from_millis(50);

/// Loses all records after the last one of a kind, as the end of the machine at that moment does.
fn cut_after(home: &Home, is_last: impl Fn(&str) -> bool) {
    let run = fs::read_dir(home.path().join("raccord-runs")).unwrap().next().unwrap().unwrap();
    let log = run.path().join("log");
    let text = fs::read_to_string(&log).unwrap();
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    let last = lines.iter().rposition(|line| is_last(line));
    let last = last.unwrap_or_else(|| panic!("no such record in {text}"));
    assert!(last + 1 < lines.len(), "nothing to lose in {text}");
    fs::write(&log, lines[..=last].concat()).unwrap();
}

fn resume(home: &Home) -> Played {
    play(home, home.resume(&home.path().join("raccord-runs")), None)
}

fn ends_unasked(home: &Home) {
    let resumed = resume(home);
    assert_eq!(resumed.ended.code, Some(0), "{}", resumed.ended.text);
    assert_eq!(resumed.questions, [""; 0]);
}

#[test]
fn what_a_person_told_of_a_report_that_was_lost_is_not_asked_again() {
    let home = killed_in(&FETCH, &had());
    cut_after(&home, |line| line.contains("\"act-ended\"") && line.contains("\"word\""));
    ends_unasked(&home);
}

#[test]
fn a_report_that_was_kept_before_the_end_is_not_asked_for() {
    let home = Home::new();
    let command = home.raccord(&[RUN, &["--name", "A flow is sent"]].concat());
    let played = play(&home, command, None);
    assert_eq!(played.ended.code, Some(0), "{}", played.ended.text);
    let is_fetch = |line: &str| line.contains("\"act-ended\"") && line.contains("\"report\"");
    cut_after(&home, is_fetch);
    ends_unasked(&home);
    cut_after(&home, |line| line.contains("\"file-kept\"") && line.contains("\"fetched\""));
    ends_unasked(&home);
}

#[test]
fn a_report_that_settled_a_sending_is_not_lost() {
    let home = kill_in(&SEND, &had());
    while home.second.journal("flow.report-issued").is_empty() {
        // What is due happens when somebody looks.
        Person::new(&home.second).sheet();
        std::thread::park_timeout(PERIOD);
    }
    ends_unasked(&home);
    cut_after(&home, |line| line.contains("\"act-ended\"") && line.contains("\"edi.send "));
    ends_unasked(&home);
    assert_eq!(home.accepted("sftp.fetch").len(), 1);
}
