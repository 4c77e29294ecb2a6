//! The folder of a run is its owner's alone, has one bearer at a time, and is listed for what it is.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use raccord::runs::description::{Asked, EnvironmentKept, Plan, ScenarioKept};
use raccord::runs::listing::{Listed, State, list};
use raccord::runs::log::Log;
use raccord::runs::record::{Bearer, LifeEnd, Record, What};
use raccord::runs::{Folder, Run, RunsError, dossier};
use raccord::steps::diary::FileKind;
use raccord_kernel::Clock;
use serde_json::json;

use crate::records::{at, realistic};

/// What a run is to be: one scenario of one file.
pub(crate) fn plan() -> Plan {
    Plan {
        environment: EnvironmentKept {
            name: "qualification".to_owned(),
            settings: json!({
                "proxy": "http://127.0.0.1:9780",
                "chorus_pro": { "siret": "73282932000074", "piste": { "password": { "env": "CPRO" } } },
            }),
        },
        seed: 1,
        command: ["raccord", "run", "--env", "qualification"].map(str::to_owned).into(),
        asked: Asked::default(),
        operator: "Dominique".to_owned(),
        features: vec![("features/a.feature".to_owned(), "Feature: a\n".to_owned())],
        scenarios: vec![ScenarioKept {
            path: "features/a.feature".to_owned(),
            line: 6,
            feature: "Renewing".to_owned(),
            rule: None,
            name: "The new certificate works".to_owned(),
            row: Vec::new(),
            tags: vec!["qualification".to_owned()],
        }],
    }
}

pub(crate) fn bearer() -> Bearer {
    Bearer {
        raccord: "0.1.0".to_owned(),
        host: "laptop".to_owned(),
        process: 4_711,
        operator: "Dominique".to_owned(),
        changes: Vec::new(),
        fingerprints: BTreeMap::new(),
    }
}

fn clock(minutes: i64) -> Arc<Clock> {
    Arc::new(Clock::held(at(minutes)))
}

fn begin(runs: &Path) -> Run {
    Run::begin(runs, &plan(), bearer(), clock(0)).unwrap()
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_run_is_its_owner_s_alone_and_named_after_its_day() {
    let runs = tempfile::tempdir().unwrap();
    let runs = runs.path().join("raccord-runs");
    let run = begin(&runs);
    run.keep_file((1, 0), None, FileKind::HandedOver, ("../a b.cer", b"x")).unwrap();
    run.keep_file((1, 0), None, FileKind::Fetched, ("report.xml", b"y")).unwrap();
    assert_eq!(run.description().id, "2026-11-21-qualification-1");
    assert!(run.folder().path().join("files/-a-b.cer").is_file());
    let mut seen = Vec::new();
    for entry in walkdir::WalkDir::new(&runs).sort_by_file_name() {
        let entry = entry.unwrap();
        let expected = if entry.file_type().is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(entry.path()), expected, "{}", entry.path().display());
        seen.push(entry.file_name().to_string_lossy().into_owned());
    }
    for name in ["run.json", "1-a.feature", "log", "lock", "report.xml"] {
        assert!(seen.contains(&name.to_owned()), "{name} is missing: {seen:?}");
    }
    assert_eq!(begin(&runs).description().id, "2026-11-21-qualification-2");
}

#[test]
fn two_files_of_one_name_are_both_kept_and_one_twice_is_kept_once() {
    let runs = tempfile::tempdir().unwrap();
    let run = begin(runs.path());
    let keep = |octets: &[u8]| {
        let path = run.keep_file((1, 0), None, FileKind::HandedOver, ("a.cer", octets)).unwrap();
        path.file_name().unwrap().to_string_lossy().into_owned()
    };
    assert_eq!([keep(b"1"), keep(b"2"), keep(b"1")], ["a.cer", "a-2.cer", "a.cer"]);
}

#[test]
fn a_private_key_is_not_kept() {
    let runs = tempfile::tempdir().unwrap();
    let key = b"-----BEGIN PRIVATE KEY-----\n";
    let refused = begin(runs.path()).keep_file((1, 0), None, FileKind::HandedOver, ("a.pem", key));
    assert!(matches!(refused, Err(RunsError::PrivateKey { .. })), "{refused:?}");
}

#[test]
fn one_process_at_a_time_goes_on_with_a_run_and_the_other_is_told_which() {
    let runs = tempfile::tempdir().unwrap();
    let run = begin(runs.path());
    let path = run.folder().path().to_owned();
    assert_eq!(Listed::of(run.folder()).state, State::Running);
    let folder = || Folder::open(&path).unwrap();
    let told = Run::resume(folder(), bearer(), clock(1)).unwrap_err().to_string();
    assert!(told.contains(&format!("process {} goes on", std::process::id())), "{told}");
    drop(run);
    assert_eq!(Listed::of(&folder()).state, State::Interrupted);
    let again = Run::resume(folder(), bearer(), clock(1)).unwrap();
    assert_eq!(again.history().lives.len(), 1);
}

/// Whoever lists runs has to try the lock.
const LISTINGS: usize = 2_000;

#[test]
fn whoever_lists_runs_keeps_nobody_from_going_on() {
    let runs = tempfile::tempdir().unwrap();
    let folder = begin(runs.path()).folder().clone();
    std::thread::scope(|scope| {
        let listing = scope.spawn(|| {
            for _ in 0..LISTINGS {
                let _either = folder.is_in_use();
            }
        });
        while !listing.is_finished() {
            folder.take().unwrap();
        }
    });
}

#[test]
fn a_run_whose_description_was_changed_is_not_gone_on_with() {
    let runs = tempfile::tempdir().unwrap();
    let folder = begin(runs.path()).folder().clone();
    let path = folder.path().join("run.json");
    let described = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, described.replace("73282932000074", "33254021516357")).unwrap();
    let refused = Run::resume(folder.clone(), bearer(), clock(1));
    assert!(matches!(refused, Err(RunsError::Changed { .. })), "{refused:?}");
    std::fs::write(&path, described).unwrap();
    Run::resume(folder, bearer(), clock(1)).unwrap();
}

#[test]
fn a_copy_of_the_folder_is_gone_on_with_as_the_folder_is() {
    let runs = tempfile::tempdir().unwrap();
    let run = begin(runs.path());
    run.end_life(LifeEnd::Suspended, "a gate waits").unwrap();
    let elsewhere = runs.path().join("copied");
    let mut copy = std::process::Command::new("cp");
    assert!(copy.arg("-r").arg(run.folder().path()).arg(&elsewhere).status().unwrap().success());
    // The first one is still held: the copy is another run for the lock.
    let copy = Run::resume(Folder::open(&elsewhere).unwrap(), bearer(), clock(9)).unwrap();
    assert_eq!(copy.description(), run.description());
}

#[test]
fn a_scenario_file_that_was_changed_in_the_folder_is_told() {
    let runs = tempfile::tempdir().unwrap();
    let run = begin(runs.path());
    let kept = run.folder().path().join("features/1-a.feature");
    assert_eq!(run.folder().features(run.description()).unwrap()[0].1, "Feature: a\n");
    std::fs::write(kept, "Feature: b\n").unwrap();
    let told = run.folder().features(run.description()).unwrap_err();
    assert!(matches!(told, RunsError::Changed { .. }), "{told}");
}

/// A run whose log has the first of the realistic records.
fn with_records(runs: &Path, count: usize) -> Folder {
    let (folder, ..) = Folder::create(runs, &plan(), Timestamp::UNIX_EPOCH).unwrap();
    let (mut log, _) = Log::open(&folder.log()).unwrap();
    realistic().iter().take(count).for_each(|record: &Record| log.append(record).unwrap());
    folder
}

#[test]
fn a_run_is_listed_with_what_it_waits_for() {
    let runs = tempfile::tempdir().unwrap();
    let all = realistic();
    let position =
        |wanted: &dyn Fn(&What) -> bool| all.iter().position(|it| wanted(&it.what)).unwrap();
    let suspended = position(&|what| matches!(what, What::LifeEnded { .. })) + 1;
    let listed = Listed::of(&with_records(runs.path(), suspended));
    assert_eq!(listed.state, State::Suspended);
    assert_eq!(listed.scenario.as_deref(), Some("The new certificate works"));
    assert_eq!(listed.step.as_deref(), Some("Given the manager deposits a flow on the portal"));
    assert_eq!(listed.since, Some(at(0)));
    let waits_for = listed.waits_for.unwrap();
    assert!(waits_for.contains("Hand in the new certificate"), "{waits_for}");

    let listed = Listed::of(&with_records(runs.path(), all.len() - 5));
    assert_eq!(listed.state, State::Interrupted);
    let waits_for = listed.waits_for.unwrap();
    assert!(waits_for.starts_with("the update to be taken into account, until"), "{waits_for}");

    let closed = with_records(runs.path(), all.len());
    assert_eq!(Listed::of(&closed).state, State::Interrupted, "its dossier is missing");
    dossier::write(&closed).unwrap();
    let listed = Listed::of(&closed);
    assert_eq!((listed.state, listed.waits_for), (State::Closed, None));
    let told = Run::resume(closed, bearer(), clock(9)).unwrap_err();
    assert!(matches!(told, RunsError::Closed { .. }), "{told}");
}

#[test]
fn a_run_that_cannot_be_read_does_not_hide_the_others() {
    let runs = tempfile::tempdir().unwrap();
    let spoilt = with_records(runs.path(), 9);
    let mut octets = std::fs::read(spoilt.log()).unwrap();
    octets[30] ^= 1;
    std::fs::write(spoilt.log(), octets).unwrap();
    with_records(runs.path(), 9);
    let states: Vec<_> = list(runs.path()).unwrap().into_iter().map(|run| run.state).collect();
    assert_eq!(states, [State::Unreadable, State::Suspended]);
    assert!(list(&runs.path().join("nowhere")).unwrap().is_empty());
}
