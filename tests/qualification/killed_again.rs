//! A run that is cut off again in the step in which something was settled: what was found out, told or
//! kept by then is neither lost nor asked for again.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use raccord::runs::log::{Lines, Log};
use serde_json::Value;

use crate::home::{Home, RUN};
use crate::killed_in_an_act::{FETCH, SEND, had, kill_in, killed_in};
use crate::person::Person;
use crate::run::{Played, play};

/// How often it is looked whether a report is there.
const PERIOD: Duration = Duration::from_millis(50);

fn log(home: &Home) -> PathBuf {
    let run = fs::read_dir(home.path().join("raccord-runs")).unwrap().next().unwrap().unwrap();
    run.path().join("log")
}

/// Loses all records after the last one of a kind, as the end of the machine at that moment does.
fn cut_after(home: &Home, is_last: impl Fn(&str) -> bool) {
    let log = log(home);
    let text = fs::read_to_string(&log).unwrap();
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    let last = lines.iter().rposition(|line| is_last(line));
    let last = last.unwrap_or_else(|| panic!("no such record in {text}"));
    assert!(last + 1 < lines.len(), "nothing to lose in {text}");
    fs::write(&log, lines[..=last].concat()).unwrap();
}

/// Loses what follows the report that was fetched, and tells of another fetching before it that broke
/// off.
fn break_off_before(home: &Home) {
    let path = log(home);
    let lines = Lines::of(&path).unwrap();
    let records: Vec<Value> =
        lines.texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    let kept = records.iter().position(|it| it["record"] == "file-kept" && it["kind"] == "fetched");
    let (begun, kept) = (kept.unwrap() - 1, kept.unwrap());
    fs::write(&path, "").unwrap();
    let (mut log, _) = Log::open(&path).unwrap();
    for record in &records[..=begun] {
        log.append(record).unwrap();
    }
    for mut record in records[begun..=kept].iter().cloned() {
        record["act"] = "edi.collect #2".into();
        log.append(&record).unwrap();
    }
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
    break_off_before(&home);
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
