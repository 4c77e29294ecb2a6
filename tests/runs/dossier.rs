//! What is left of a run that is closed: a page for an auditor, and checksums of every file.

use jiff::Timestamp;
use raccord::report::event::Outcome;
use raccord::runs::log::Log;
use raccord::runs::record::{Record, What};
use raccord::runs::{Folder, History, dossier, manifest};
use scraper::{Html, Selector};

use crate::folder::plan;
use crate::peers;
use crate::records::{finished, realistic};

/// The folder of the realistic run, closed, with a second scenario that was not run.
fn closed(runs: &std::path::Path) -> Folder {
    let mut plan = plan();
    let mut second = plan.scenarios[0].clone();
    second.name = "A certificate is withdrawn".to_owned();
    second.line = 20;
    plan.scenarios.push(second);
    let (folder, ..) = Folder::create(runs, &plan, Timestamp::UNIX_EPOCH).unwrap();
    let (mut log, _) = Log::open(&folder.log()).unwrap();
    let mut records = realistic();
    let last = records.pop().unwrap();
    let reason = "it takes something away (@destructive)".to_owned();
    let not_run = raccord::report::event::ScenarioFinished {
        outcome: Outcome::NotRun { reason },
        ..finished()
    };
    let what = What::ScenarioEnded { scenario: 2, finished: not_run };
    records.push(Record { what, ..last.clone() });
    records.push(last);
    records.iter().for_each(|record| log.append(record).unwrap());
    folder
}

fn texts(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    page.select(&selector).map(|it| words(it.text().collect::<Vec<_>>().join(" "))).collect()
}

#[test]
fn an_auditor_reads_who_did_what_when_with_which_file_and_what_proved_it() {
    let runs = tempfile::tempdir().unwrap();
    let path = dossier::write(&closed(runs.path())).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let page = Html::parse_document(&text);
    let all = texts(&page, "body").join(" ");
    for said in [
        "Confirmed by Dominique",
        "2026-11-21 23:40:00 Confirmed by Dominique Words done before lunch",
        "SHA-256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "conforms to chorus-pro/edi-sftp (19 rules)",
        "What proves it the next flow is taken with the new certificate",
        "Seen last « Actif »",
        "Left without an answer",
        "Taken up again By Dominique on desk",
        "laptop, process 4711",
        "desk, process 12 proxy: found \"http://127.0.0.1:9781\", expected nothing",
        "SHA-256 of chorus_pro.flow abab",
        "About to do: send About {\"envelope\":\"FSO1100A_ABC123_0000001\"}",
        "Refused, without effect: send",
        "Question: Was the envelope taken?",
        "Answer yes",
        "A certificate is withdrawn",
        "it takes something away (@destructive)",
        "CPP-SHEET-04",
        "chorus_pro.piste.password.env CPRO",
        "Elapsed 23 h 21 min",
        "Nobody was running it 14 h 51 min",
    ] {
        assert!(all.contains(said), "expected `{said}` in:\n{all}");
    }
    assert_eq!(texts(&page, "[lang=fr]")[0], "Raccordements › Mes raccordements");
    assert_eq!(texts(&page, "header .badge"), ["1 not run", "1 passed"]);
}

#[test]
fn the_dossier_fetches_nothing_and_writes_nothing_of_others_as_markup() {
    let runs = tempfile::tempdir().unwrap();
    let folder = closed(runs.path());
    let mut description = folder.description().unwrap();
    description.scenarios[0].name = "<script src=//x></script>\u{202e}".to_owned();
    let page = dossier::page(&description, &History::of(&folder.log()).unwrap()).unwrap();
    let parsed = Html::parse_document(&page);
    assert!(texts(&parsed, "script, link, img, iframe").is_empty());
    assert!(!page.contains('\u{202e}'), "a sign that turns the direction of writing is kept");
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn sha256sum_finds_every_file_as_it_was_closed_and_tells_what_was_changed() {
    let runs = tempfile::tempdir().unwrap();
    let folder = closed(runs.path());
    dossier::write(&folder).unwrap();
    let listed = std::fs::read_to_string(folder.path().join(manifest::NAME)).unwrap();
    let names: Vec<_> = listed.lines().map(|line| line.split_once("  ").unwrap().1).collect();
    assert_eq!(names, ["dossier.html", "features/1-a.feature", "log", "run.json"]);
    if !peers::has("sha256sum") {
        return;
    }
    let check = || {
        let mut command = std::process::Command::new("sha256sum");
        let command = command.args(["--check", "--strict", manifest::NAME]);
        command.current_dir(folder.path()).output().unwrap().status.success()
    };
    assert!(check());
    std::fs::write(folder.path().join("dossier.html"), "better").unwrap();
    assert!(!check());
}
