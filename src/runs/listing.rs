//! The runs of a folder, and where each stands.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;

use super::history::Life;
use super::record::LifeEnd;
use super::{Folder, History, RunsError};

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// A process goes on with it now.
    Running,
    /// It waits to be gone on with.
    Suspended,
    /// Its process was killed, or its machine stopped; it can be gone on with.
    Interrupted,
    /// Nothing is left to do.
    Closed,
    /// What it is or what happened cannot be read.
    Unreadable,
}

impl State {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Suspended => "suspended",
            Self::Interrupted => "interrupted",
            Self::Closed => "closed",
            Self::Unreadable => "unreadable",
        }
    }

    /// Tells whether it can be gone on with.
    #[must_use]
    pub const fn can_be_resumed(self) -> bool {
        matches!(self, Self::Suspended | Self::Interrupted)
    }
}

/// A run of a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// The name that it was begun with.
    pub id: String,
    /// Where it lies.
    pub path: PathBuf,
    /// The name of its environment.
    pub environment: Option<String>,
    /// Where it stands.
    pub state: State,
    /// How many scenarios it has.
    pub scenarios: usize,
    /// How many of them ended.
    pub scenarios_ended: usize,
    /// The scenario that it stands at.
    pub scenario: Option<String>,
    /// The step that it stands at.
    pub step: Option<String>,
    /// Since when it stands there; when it was closed, for one that is.
    pub since: Option<Timestamp>,
    /// Whom or what it waits for, or why it cannot be read.
    pub waits_for: Option<String>,
}

/// Lists the runs of a folder by name; none where there is no such folder.
///
/// # Errors
///
/// When the folder cannot be read. A run that cannot be read is listed as such.
pub fn list(runs: &Path) -> Result<Vec<Listed>, RunsError> {
    let unreadable = |source| RunsError::Unreadable { path: runs.to_owned(), source };
    let entries = match fs::read_dir(runs) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(unreadable)?,
    };
    let mut listed = Vec::new();
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        // What is being made has a hidden name.
        let is_hidden = path.file_name().is_some_and(|it| it.as_encoded_bytes().starts_with(b"."));
        if let Some(folder) = Folder::open(&path).ok().filter(|_| !is_hidden) {
            listed.push(Listed::of(&folder));
        }
    }
    listed.sort_by_cached_key(|run| (run.since_began(), run.path.clone()));
    Ok(listed)
}

impl Listed {
    /// The name that it is found by: that of its folder, which for a copy is another than it had.
    #[must_use]
    pub fn name(&self) -> Cow<'_, str> {
        self.path.file_name().map_or(Cow::Borrowed(&*self.id), |name| name.to_string_lossy())
    }

    /// Where a run stands.
    #[must_use]
    pub fn of(folder: &Folder) -> Self {
        Self::read(folder).unwrap_or_else(|error| {
            let name = folder.path().file_name().unwrap_or_default();
            Self {
                id: name.to_string_lossy().into_owned(),
                path: folder.path().to_owned(),
                environment: None,
                state: State::Unreadable,
                scenarios: 0,
                scenarios_ended: 0,
                scenario: None,
                step: None,
                since: None,
                waits_for: Some(error.to_string()),
            }
        })
    }

    fn read(folder: &Folder) -> Result<Self, RunsError> {
        let description = folder.description()?;
        let history = History::of(&folder.log())?;
        let last = history.lives.last();
        let state = state(last, folder);
        let ended = history.scenarios.values().filter(|it| it.finished.is_some()).count();
        let open = history.open_scenario().filter(|_| state != State::Closed);
        let stands_at = open.and_then(|(_, scenario)| scenario.stands_at.clone());
        let named = open.and_then(|(number, _)| description.scenarios.get(number.checked_sub(1)?));
        let why = last.and_then(|life| life.end.as_ref()).map(|(_, reason)| reason.clone());
        let waits_for = open.and_then(|(_, scenario)| scenario.waits_for.clone()).or(why);
        Ok(Self {
            id: description.id,
            path: folder.path().to_owned(),
            environment: Some(description.environment.name),
            state,
            scenarios: description.scenarios.len(),
            scenarios_ended: ended,
            scenario: named.map(|scenario| scenario.name.clone()),
            since: match &stands_at {
                Some((.., since)) => Some(*since),
                None => last.map(|life| life.last).or(Some(description.began)),
            },
            step: stands_at.map(|(_, text, _)| text),
            waits_for: waits_for.filter(|_| state != State::Closed),
        })
    }

    /// Runs of a day stand in the order of their numbers, the tenth after the ninth.
    fn since_began(&self) -> (String, usize) {
        let (name, number) = self.id.rsplit_once('-').unwrap_or((&self.id, ""));
        (name.to_owned(), number.parse().unwrap_or_default())
    }
}

fn state(last: Option<&Life>, folder: &Folder) -> State {
    match last.and_then(|life| life.end.as_ref()) {
        Some((LifeEnd::Closed, _)) if folder.is_sealed() => State::Closed,
        Some((LifeEnd::Suspended | LifeEnd::Interrupted, _)) => State::Suspended,
        // It was killed, or its process is writing the dossier.
        Some((LifeEnd::Closed, _)) | None if folder.is_in_use() => State::Running,
        Some((LifeEnd::Closed, _)) | None => State::Interrupted,
    }
}
