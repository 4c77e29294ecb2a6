//! `raccord runs` and `raccord resume`, as a person meets them.

use std::fs;
use std::path::Path;
use std::process::Command;

use jiff::Timestamp;
use raccord::runs::description::{Description, Plan};
use raccord::runs::log::Log;
use raccord::runs::{Folder, dossier};
use tempfile::TempDir;

use crate::folder::plan;
use crate::records::{at, realistic};

/// What raccord answers in a folder, and its exit code.
fn answer(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_raccord"));
    let output = command.args(arguments).current_dir(folder).env_clear().output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let code = output.status.code().unwrap();
    format!("{}{}--- exit {code}", text(output.stdout), text(output.stderr))
}

#[track_caller]
fn says(answer: &str, all: &[&str]) {
    for said in all {
        assert!(answer.contains(said), "expected `{said}` in:\n{answer}");
    }
}

/// A run in `raccord-runs` with so many of the realistic records.
fn run(home: &TempDir, plan: &Plan, count: usize) -> Folder {
    let runs = home.path().join("raccord-runs");
    let (folder, ..) = Folder::create(&runs, plan, at(0)).unwrap();
    let (mut log, _) = Log::open(&folder.log()).unwrap();
    realistic().iter().take(count).for_each(|record| log.append(record).unwrap());
    folder
}

/// How many of the records stand when the run was suspended at its gate.
const SUSPENDED: usize = 9;

#[test]
fn runs_are_listed_with_where_they_stand_and_how_to_go_on() {
    let home = tempfile::tempdir().unwrap();
    says(&answer(home.path(), &["runs"]), &["no run is in `raccord-runs`", "--- exit 0"]);
    run(&home, &plan(), SUSPENDED);
    run(&home, &plan(), SUSPENDED + 4);
    dossier::write(&run(&home, &plan(), usize::MAX)).unwrap();
    let expected = [
        "2026-11-21-qualification-1   suspended   0 of 1 scenarios ended",
        "  scenario  The new certificate works",
        "  step      Given the manager deposits a flow on the portal",
        "  since     2026-11-21 08:00 UTC",
        "  waits for somebody in the portal: Hand in the new certificate",
        "  go on     raccord resume 2026-11-21-qualification-1",
        "2026-11-21-qualification-2   interrupted",
        "2026-11-21-qualification-3   closed   1 of 1 scenarios ended",
        "--- exit 0",
    ];
    says(&answer(home.path(), &["runs"]), &expected);
    let json = answer(home.path(), &["runs", "--json"]);
    let json: serde_json::Value = serde_json::from_str(json.split("---").next().unwrap()).unwrap();
    let states: Vec<_> = json.as_array().unwrap().iter().map(|it| it["state"].clone()).collect();
    assert_eq!(states, ["suspended", "interrupted", "closed"]);
    assert_eq!(json[0]["since"].as_str().unwrap().parse::<Timestamp>().unwrap(), at(0));
}

#[test]
fn which_run_is_meant_must_be_plain() {
    let home = tempfile::tempdir().unwrap();
    says(&answer(home.path(), &["resume"]), &["found none, expected one", "--- exit 2"]);
    run(&home, &plan(), SUSPENDED);
    run(&home, &plan(), SUSPENDED);
    let both = "found `2026-11-21-qualification-1`, `2026-11-21-qualification-2`, expected one";
    says(&answer(home.path(), &["resume"]), &[both, "raccord resume RUN", "--- exit 2"]);
    let runs = home.path().join("raccord-runs");
    let (second, copy) = (runs.join("2026-11-21-qualification-2"), runs.join("a copy"));
    fs::rename(second, copy).unwrap();
    let copy = "found `2026-11-21-qualification-1`, `a copy`, expected one";
    says(&answer(home.path(), &["resume"]), &[copy]);
    says(&answer(home.path(), &["runs"]), &["a copy   suspended", "raccord resume 'a copy'"]);
    let none = answer(home.path(), &["resume", "2026-11-21-qualification-9"]);
    says(&none, &["no run is in `2026-11-21-qualification-9`", "--- exit 2"]);
}

#[test]
fn a_closed_run_says_so_and_gets_the_dossier_that_its_end_prevented() {
    let home = tempfile::tempdir().unwrap();
    let folder = run(&home, &plan(), usize::MAX);
    let name = "2026-11-21-qualification-1";
    says(&answer(home.path(), &["runs"]), &[&format!("{name}   interrupted")]);
    says(
        &answer(home.path(), &["resume"]),
        &["the run is closed: raccord-runs/2026-11-21-qualification-1/dossier.html", "exit 0"],
    );
    assert!(folder.path().join("dossier.html").is_file());
    assert!(folder.path().join("MANIFEST.sha256").is_file());
    says(
        &answer(home.path(), &["resume", name]),
        &["was closed at 2026-11-22T07:21:00Z", "exit 2"],
    );
}

#[test]
fn a_run_goes_on_only_as_what_it_was() {
    let home = tempfile::tempdir().unwrap();
    let folder = run(&home, &plan(), SUSPENDED);
    let feature = home.path().join("features/a.feature");
    fs::create_dir(home.path().join("features")).unwrap();
    fs::write(&feature, "Feature: b\n").unwrap();
    let changed =
        "`features/a.feature` was changed since the run `2026-11-21-qualification-1` began";
    says(&answer(home.path(), &["resume"]), &[changed, "--- exit 2"]);
    fs::remove_file(feature).unwrap();

    let other = "[environments.qualification.chorus_pro]\nsiret = \"35600000000048\"\n";
    fs::write(home.path().join("raccord.toml"), other).unwrap();
    let told = answer(home.path(), &["resume"]);
    assert!(told.contains("chorus_pro.siret: found \"35600000000048\""), "{told}");
    assert!(told.ends_with("--- exit 2"), "{told}");

    let described = folder.path().join("run.json");
    let text = fs::read_to_string(&described).unwrap();
    let description: Description = serde_json::from_str(&text).unwrap();
    let older = Description { raccord: "0.0.9".to_owned(), ..description };
    fs::write(described, serde_json::to_string(&older).unwrap()).unwrap();
    says(&answer(home.path(), &["resume"]), &["was begun by raccord 0.0.9", "--- exit 2"]);
}

#[test]
fn a_copy_without_its_log_is_not_begun_anew() {
    let home = tempfile::tempdir().unwrap();
    let folder = run(&home, &plan(), SUSPENDED);
    fs::remove_file(folder.log()).unwrap();
    assert!(answer(home.path(), &["runs"]).contains("unreadable"));
    let told = answer(home.path(), &["resume", "2026-11-21-qualification-1"]);
    says(&told, &["failed to read", "raccord-runs/2026-11-21-qualification-1/log", "exit 2"]);
    assert!(!folder.log().exists());
}

#[test]
fn a_log_that_was_changed_is_told_with_its_line_and_left_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let folder = run(&home, &plan(), SUSPENDED);
    let mut octets = fs::read(folder.log()).unwrap();
    octets[40] ^= 1;
    fs::write(folder.log(), &octets).unwrap();
    let told = answer(home.path(), &["runs"]);
    assert!(
        told.contains("unreadable") && told.contains("line 1, which begins at byte 0"),
        "{told}"
    );
    let told = answer(home.path(), &["resume", "2026-11-21-qualification-1"]);
    assert!(told.ends_with("--- exit 2"), "{told}");
    assert_eq!(fs::read(folder.log()).unwrap(), octets);
}
