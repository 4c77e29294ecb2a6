//! What a run leaves for an auditor: one page that is read without anything else, and the checksums
//! of everything beside it.

mod entry;
mod scenario;
mod spans;
mod words;

use std::path::PathBuf;

use askama::Template;
use serde_json::Value;

use super::description::Description;
use super::history::Life;
use super::record::{LifeEnd, What};
use super::{Folder, History, RunsError, manifest};
use crate::environment::guess;
use crate::report::event::Outcome;
use crate::report::tally::Tally;
use crate::steps::diary::FileKind;
use entry::Kind;
use scenario::ScenarioPart;
use words::{moment, shown};

/// The name of the page.
pub const NAME: &str = "dossier.html";

/// Writes the dossier of a run that was closed, and the checksums of all its files. Returns where
/// the page is.
///
/// # Errors
///
/// When the log cannot be read; what the disk says.
pub fn write(folder: &Folder) -> Result<PathBuf, RunsError> {
    let description = folder.description()?;
    let history = History::of(&folder.log())?;
    let page = page(&description, &history).map_err(|source| RunsError::NotWritten {
        path: folder.path().join(NAME),
        source: std::io::Error::other(source),
    })?;
    let path = folder.write(NAME, page.as_bytes())?;
    manifest::write(folder)?;
    Ok(path)
}

/// Returns the dossier as one HTML page that fetches nothing.
///
/// # Errors
///
/// None that a page of these types can have.
pub fn page(description: &Description, history: &History) -> Result<String, askama::Error> {
    Page::new(description, history).render()
}

#[derive(Template)]
#[template(path = "runs/dossier.html")]
struct Page<'a> {
    id: &'a str,
    counts: Vec<(&'static str, String)>,
    facts: Vec<(&'static str, String)>,
    command: String,
    features: Vec<(&'a str, &'a str)>,
    settings: Vec<(String, String)>,
    spans: Vec<(&'static str, String, &'static str)>,
    lives: Vec<LifeRow>,
    scenarios: Vec<ScenarioPart>,
    guesses: Vec<(String, &'static str)>,
    files: Vec<FileRow<'a>>,
}

/// A process that bore the run.
struct LifeRow {
    who: String,
    operator: String,
    began: String,
    ended: String,
    why: String,
    /// What belonged to its machine and was not as it was where the run began.
    changes: Vec<String>,
}

/// A file that is in the folder.
struct FileRow<'a> {
    path: &'a str,
    why: &'static str,
    sha256: &'a str,
}

impl<'a> Page<'a> {
    fn new(description: &'a Description, history: &'a History) -> Self {
        let tally = history.tally();
        let scenarios = description.scenarios.iter().enumerate();
        let guesses = tally.guessed.iter().map(|id| (id.clone(), guess(id).unwrap_or_default()));
        let ended = history.records.last().map(|record| record.at);
        let mut operators: Vec<_> =
            history.lives.iter().map(|life| life.bearer.operator.as_str()).collect();
        operators.dedup();
        let facts = [
            ("Environment", description.environment.name.clone()),
            ("raccord", description.raccord.clone()),
            ("Began", moment(description.began)),
            ("Closed", ended.map(moment).unwrap_or_default()),
            ("Operator", shown(&operators.join(", "))),
            ("Seed", description.seed.to_string()),
        ];
        let mut settings = Vec::new();
        flatten("", &description.environment.settings, &mut settings);
        let held = history.fingerprints.iter();
        settings.extend(held.map(|(key, sha256)| (format!("SHA-256 of {key}"), sha256.clone())));
        let command = shell_words::join(&description.command);
        Self {
            id: &description.id,
            counts: counts(&tally),
            facts: facts.into(),
            command,
            features: description.features.iter().map(|it| (&*it.path, &*it.sha256)).collect(),
            settings,
            spans: spans::told(history),
            lives: history.lives.iter().map(LifeRow::of).collect(),
            scenarios: scenarios
                .map(|(index, kept)| ScenarioPart::new(index + 1, kept, history))
                .collect(),
            guesses: guesses.collect(),
            files: files(history),
        }
    }

    fn not_run(&self) -> impl Iterator<Item = &ScenarioPart> {
        self.scenarios.iter().filter(|scenario| scenario.is_not_run)
    }
}

impl LifeRow {
    fn of(life: &Life) -> Self {
        let bearer = &life.bearer;
        let why = match &life.end {
            Some((LifeEnd::Closed, _)) => "closed: all scenarios ended".to_owned(),
            Some((LifeEnd::Suspended | LifeEnd::Interrupted, reason)) => shown(reason),
            None => "killed, or its machine stopped: this is the last that it wrote".to_owned(),
        };
        Self {
            who: shown(&format!("{}, process {}", bearer.host, bearer.process)),
            operator: shown(&bearer.operator),
            began: moment(life.began),
            ended: moment(life.last),
            why,
            changes: bearer.changes.iter().map(|change| shown(change)).collect(),
        }
    }
}

/// How many scenarios ended how, each with the name by which the style sheet knows it.
fn counts(tally: &Tally) -> Vec<(&'static str, String)> {
    let counted = [
        ("bad", tally.internal, "stopped by an internal error"),
        ("bad", tally.environment, "without an environment"),
        ("bad", tally.failed, "failed"),
        ("bad", tally.undefined, "undefined"),
        ("idle", tally.not_run, "not run"),
        ("good", tally.passed, "passed"),
    ];
    let counted = counted.into_iter().filter(|(_, count, _)| *count > 0);
    counted.map(|(class, count, what)| (class, format!("{count} {what}"))).collect()
}

/// The files that were kept, each once.
fn files(history: &History) -> Vec<FileRow<'_>> {
    let mut files: Vec<FileRow<'_>> = Vec::new();
    for record in &history.records {
        let What::FileKept { kind, path, sha256, .. } = &record.what else { continue };
        if files.iter().any(|file| file.path == path) {
            continue;
        }
        let why = match kind {
            FileKind::HandedOver => "handed to a person",
            FileKind::Fetched => "fetched",
        };
        files.push(FileRow { path, why, sha256 });
    }
    files
}

/// The settings of the environment, a line each.
fn flatten(key: &str, value: &Value, lines: &mut Vec<(String, String)>) {
    let below = |part: &str| if key.is_empty() { part.to_owned() } else { format!("{key}.{part}") };
    match value {
        Value::Object(all) => {
            all.iter().for_each(|(part, value)| flatten(&below(part), value, lines));
        }
        Value::Array(all) => {
            let all = all.iter().enumerate();
            all.for_each(|(index, value)| flatten(&below(&(index + 1).to_string()), value, lines));
        }
        Value::String(text) => lines.push((key.to_owned(), shown(text))),
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) => lines.push((key.to_owned(), value.to_string())),
    }
}

/// How a scenario ended: the name by which the style sheet knows it, and a word.
const fn verdict(outcome: Option<&Outcome>) -> (&'static str, &'static str) {
    match outcome {
        Some(Outcome::Passed { .. }) => ("good", "passed"),
        Some(Outcome::Failed { .. }) => ("bad", "failed"),
        Some(Outcome::Environment { .. }) => ("bad", "without an environment"),
        Some(Outcome::Internal { .. }) => ("bad", "stopped by an internal error"),
        Some(Outcome::Undefined) => ("bad", "undefined"),
        Some(Outcome::NotRun { .. } | Outcome::NotReached { .. }) => ("idle", "not run"),
        Some(Outcome::Suspended { .. }) | None => ("warn", "not ended"),
    }
}
