//! The calendar file, read by implementations that are not ours.
//!
//! Python's `icalendar` judges where it is installed; without it this is said, and is a failure
//! where `RACCORD_TEST_PEERS=required`.

use std::collections::BTreeSet;
use std::process::Command;

use icalendar::{Calendar, CalendarComponent, CalendarDateTime, Component as _, DatePerhapsTime};
use serde_json::Value;

use crate::{files, plan};

const INVENTORY: &[&str] = &["--inventory", "inventory.csv", "--today", "2027-03-01", "--format"];

fn told(format: &str) -> String {
    plan(&[INVENTORY, &[format]].concat()).stdout
}

/// Identifier, beginning, and title of every event, as the JSON says they must be.
fn expected() -> BTreeSet<(String, String)> {
    let told: Value = serde_json::from_str(&told("json")).unwrap();
    let instant = |value: &Value| value.as_str().unwrap().replace(['-', ':'], "");
    let mut expected = BTreeSet::new();
    for plan in told["plans"].as_array().unwrap() {
        let names: Vec<_> = plan["certificates"].as_array().unwrap().iter().collect();
        let names: Vec<_> = names.iter().map(|it| it["name"].as_str().unwrap()).collect();
        let names = names.join(", ");
        for step in plan["steps"].as_array().unwrap() {
            let title = format!("{}: {names}", step["title"].as_str().unwrap());
            expected.insert((instant(&step["latest"][0]), title));
        }
        expected.insert((instant(&plan["expires"]), format!("Certificate ends: {names}")));
    }
    expected
}

#[test]
fn another_parser_finds_every_event_with_its_words() {
    let calendar: Calendar = told("ics").parse().unwrap();
    let mut found = BTreeSet::new();
    let mut identifiers = BTreeSet::new();
    for component in &calendar.components {
        let CalendarComponent::Event(event) = component else { panic!("found {component:?}") };
        let start = event.get_start();
        let Some(DatePerhapsTime::DateTime(CalendarDateTime::Utc(start))) = start else {
            panic!("found {start:?}")
        };
        let start = start.format("%Y%m%dT%H%M%SZ").to_string();
        found.insert((start, event.get_summary().unwrap().to_owned()));
        assert!(identifiers.insert(event.get_uid().unwrap().to_owned()));
    }
    assert_eq!(found, expected());
}

const SCRIPT: &str = r#"
import sys, icalendar
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
for event in calendar.walk("VEVENT"):
    assert not event.errors, event.errors
    assert event["DTSTAMP"].dt.isoformat() == "2027-03-01T00:00:00+00:00"
    print(event["DTSTART"].dt.strftime("%Y%m%dT%H%M%SZ"), str(event["SUMMARY"]), sep="\t")
"#;

#[test]
#[expect(clippy::disallowed_methods, reason = "only the test itself can say what it runs on")]
fn python_finds_every_event_with_its_words() {
    let has = Command::new("python3").args(["-c", "import icalendar"]).output();
    let has = has.is_ok_and(|output| output.status.success());
    let is_required = std::env::var_os("RACCORD_TEST_PEERS").is_some_and(|it| it == "required");
    assert!(has || !is_required, "no icalendar for python3, and RACCORD_TEST_PEERS=required");
    if !has {
        println!("not judged: install python3-icalendar");
        return;
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), told("ics")).unwrap();
    let output = Command::new("python3")
        .args(["-c", SCRIPT])
        .stdin(std::fs::File::open(file.path()).unwrap())
        .current_dir(files())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found = String::from_utf8(output.stdout).unwrap();
    let found = found.lines().map(|line| line.split_once('\t').unwrap());
    let found: BTreeSet<_> = found.map(|(at, title)| (at.to_owned(), title.to_owned())).collect();
    assert_eq!(found, expected());
}
