//! What a realistic run writes down: every kind of record at least once.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use raccord::environment::{Answer, Gate, GateFile, Question};
use raccord::report::event::{Outcome, Place, ScenarioFinished, StepEnd, StepFinished};
use raccord::runs::record::{Bearer, LifeEnd, Record, What};
use raccord::steps::diary::{CameTo, FileKind, Note};
use serde_json::json;

const FIRST: &str = "Given the manager deposits a flow on the portal";
const SECOND: &str = "When the connector sends a flow « où ça » 🖋";

pub(crate) fn at(minutes: i64) -> Timestamp {
    let begins: Timestamp = "2026-11-21T08:00:00Z".parse().unwrap();
    begins.checked_add(SignedDuration::from_mins(minutes)).unwrap()
}

/// A run of two lives: suspended at a gate, gone on with elsewhere, closed.
pub(crate) fn realistic() -> Vec<Record> {
    let bearer = |host: &str, process| Bearer {
        raccord: "0.1.0".to_owned(),
        host: host.to_owned(),
        process,
        operator: "Dominique".to_owned(),
        changes: match host {
            "desk" => vec!["proxy: found \"http://127.0.0.1:9781\", expected nothing".to_owned()],
            _ => Vec::new(),
        },
        fingerprints: BTreeMap::from([("chorus_pro.flow".to_owned(), "ab".repeat(32))]),
    };
    let began = |host: &str, process| What::LifeBegan {
        bearer: bearer(host, process),
        description_sha256: "cd".repeat(32),
    };
    let (scenario, step) = (1, 0);
    let noted = |step, note| What::Noted { scenario, step, note };
    let gate = |file| Gate {
        name: "upload-certificate".to_owned(),
        title: "Hand in the new certificate".to_owned(),
        instructions: vec!["Open the sheet.".to_owned(), "Choose the file.".to_owned()],
        address: "https://portail-qualif.chorus-pro.gouv.fr".to_owned(),
        menu: vec!["Raccordements".to_owned(), "Mes raccordements".to_owned()],
        file,
        proof: "the next flow is taken with the new certificate".to_owned(),
    };
    let file = GateFile {
        path: "raccord-runs/2026-11-21-qualification-1/files/new.cer".into(),
        sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".to_owned(),
        conformity: vec!["conforms to chorus-pro/edi-sftp (19 rules)".to_owned()],
    };
    let confirmed = Answer::Confirmed {
        by: "Dominique".to_owned(),
        words: "done before lunch \n\t\"quoted\"".to_owned(),
    };
    let question = Question {
        name: "edi.send FSO1100A_ABC123_0000001".to_owned(),
        asked: "Was the envelope taken?".to_owned(),
        hint: "« Suivi des flux »".to_owned(),
        choices: vec![("yes".to_owned(), "it is there".to_owned())],
    };
    let wait = "the update to be taken into account";
    let life_one = [
        (0, began("laptop", 4_711)),
        (0, What::ScenarioBegan { scenario }),
        (0, What::StepBegan { scenario, step, text: FIRST.to_owned(), facts: Some(json!({})) }),
        (
            1,
            What::ActBegan {
                scenario,
                step,
                act: "gate upload".to_owned(),
                about: json!({"a": 1}),
            },
        ),
        (
            1,
            What::FileKept {
                scenario,
                step,
                kind: FileKind::HandedOver,
                act: None,
                name: "new.cer".to_owned(),
                path: "files/new.cer".to_owned(),
                sha256: file.sha256.clone(),
            },
        ),
        (1, noted(0, Note::GateOpened(gate(Some(file))))),
        (9, noted(0, Note::GateAnswered { gate: "upload".to_owned(), answer: Answer::Left })),
        (9, What::ScenarioSuspended { scenario, reason: "a gate waits: Hand in".to_owned() }),
        (9, What::LifeEnded { end: LifeEnd::Suspended, reason: "a gate waits".to_owned() }),
    ];
    let envelope = || json!({ "envelope": "FSO1100A_ABC123_0000001" });
    let done = || CameTo::Done(json!({ "number": 12 }));
    let life_two = [
        (900, began("desk", 12)),
        (900, What::StepBegan { scenario, step, text: FIRST.to_owned(), facts: None }),
        (900, noted(0, Note::GateOpened(gate(None)))),
        (940, noted(0, Note::GateAnswered { gate: "upload".to_owned(), answer: confirmed })),
        (940, What::ActEnded { scenario, step, act: "gate upload".to_owned(), came_to: done() }),
        (940, What::StepPassed { scenario, step, facts: json!({ "remarks": ["é"], "n": -1.5 }) }),
        (940, What::StepBegan { scenario, step: 1, text: SECOND.to_owned(), facts: None }),
        (941, What::ActBegan { scenario, step: 1, act: "send".to_owned(), about: envelope() }),
        (
            941,
            What::ActEnded { scenario, step: 1, act: "send".to_owned(), came_to: CameTo::Nothing },
        ),
        (942, noted(1, Note::QuestionAsked(question.clone()))),
        (
            943,
            noted(
                1,
                Note::QuestionAnswered { question: question.name, words: Some("yes".to_owned()) },
            ),
        ),
        (
            944,
            noted(
                1,
                Note::WaitBegan { what: wait.to_owned(), since: at(944), deadline: at(3_824) },
            ),
        ),
        (950, noted(1, Note::Seen { what: wait.to_owned(), seen: "« En cours »".to_owned() })),
        (
            1_400,
            noted(
                1,
                Note::WaitEnded {
                    what: wait.to_owned(),
                    seen: "« Actif »".to_owned(),
                    there: true,
                },
            ),
        ),
        (
            1_400,
            What::FileKept {
                scenario,
                step: 1,
                kind: FileKind::Fetched,
                act: None,
                name: "cr.xml".to_owned(),
                path: "reports/cr.xml".to_owned(),
                sha256: "00".repeat(32),
            },
        ),
        (1_401, What::StepPassed { scenario, step: 1, facts: json!({ "remarks": [] }) }),
        (1_401, What::ScenarioEnded { scenario, finished: finished() }),
        (1_401, What::LifeEnded { end: LifeEnd::Closed, reason: String::new() }),
    ];
    let all = life_one.into_iter().chain(life_two);
    let minutes_ms = |minutes: i64| u64::try_from(minutes % 900).unwrap() * 60_000;
    all.map(|(minutes, what)| Record { at: at(minutes), worked_ms: minutes_ms(minutes), what })
        .collect()
}

pub(crate) fn finished() -> ScenarioFinished {
    let step = |text: &str| StepFinished {
        text: text.to_owned(),
        line: 7,
        end: StepEnd::Passed,
        duration: Duration::from_millis(1_234),
    };
    ScenarioFinished {
        place: Place {
            path: "features/qualification/edi.feature".to_owned(),
            line: 6,
            feature: "Renewing".to_owned(),
            rule: None,
            scenario: "The new certificate works".to_owned(),
        },
        outcome: Outcome::Passed {
            guessed: vec!["CPP-SHEET-04".to_owned()],
            remarks: vec!["taken into account after 7 h".to_owned()],
            stood_on: vec!["CPP-SHEET-04".to_owned()],
        },
        steps: vec![step(FIRST), step(SECOND)],
        duration: Duration::from_secs(60),
    }
}
