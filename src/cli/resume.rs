//! `raccord resume`: goes on with a run where it stands, on this machine or another.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use super::args::ResumeArguments;
use super::configuration::Configuration;
use super::error::CommandError;
use super::exit::Exit;
use super::recorded::{self, bearer, clock, kept};
use super::run::alone::{Alone, Told};
use super::run::{Streams, interrupted, runtime};
use super::settings::Settings;
use super::stage::{Allowed, Real};
use crate::environment::is_guessed;
use crate::environment::qualification::settings::EnvironmentSettings;
use crate::rehearsal::find::{Wanted, embedded};
use crate::rehearsal::run::Ended;
use crate::rehearsal::{ScenarioFile, Trial};
use crate::runs::description::Description;
use crate::runs::listing::{Listed, list};
use crate::runs::sameness::{Changes, NotTheSame, check, check_fingerprints, check_settings};
use crate::runs::{Folder, History, Run, RunsError, dossier};

/// A run could not be gone on with.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResumeError {
    /// It could not be found, read or written.
    #[error(transparent)]
    Runs(#[from] RunsError),
    /// It would not go on as what it was when it began.
    #[error(transparent)]
    NotTheSame(#[from] NotTheSame),
    /// None was named, and there is none, or more than one.
    #[error("failed to tell which run to go on with in `{runs}`: found {found}, expected one")]
    Which {
        /// The folder of runs.
        runs: PathBuf,
        /// The runs that can be gone on with.
        found: String,
    },
    /// The settings that it keeps are none that this raccord reads.
    #[error("failed to read the settings of the environment that the run keeps")]
    Settings(#[source] serde_json::Error),
}

impl ResumeError {
    /// Returns what to do next, where that is not plain.
    pub const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Which { .. } => Some("`raccord runs` lists them; name one: raccord resume RUN"),
            Self::Runs(RunsError::NoRun { .. }) => {
                Some("`raccord runs` lists the runs; the folder of one can be given as well")
            }
            Self::Runs(RunsError::Closed { .. }) => {
                Some("its dossier.html tells what happened; `raccord run` begins another")
            }
            Self::Runs(RunsError::InUse { .. }) => {
                Some("wait for that process, or stop it; it can be gone on with then")
            }
            Self::Runs(RunsError::Log(_)) => {
                Some("go on from a copy of the folder as it was; nothing was changed in this one")
            }
            Self::NotTheSame(NotTheSame::Raccord { .. }) => {
                Some("go on with the raccord that began it, or begin another run")
            }
            Self::NotTheSame(NotTheSame::Feature { .. }) => {
                Some("the folder of the run keeps the file as it was; or begin another run")
            }
            Self::NotTheSame(NotTheSame::Environment { .. }) => {
                Some("put the settings and the files back, or begin another run")
            }
            Self::Runs(_) | Self::Settings(_) => None,
        }
    }
}

/// Goes on with a run.
///
/// # Errors
///
/// [`CommandError`] when it cannot be gone on with.
pub fn resume(arguments: &ResumeArguments, settings: &Settings) -> Result<Exit, CommandError> {
    let folder = which(arguments)?;
    let history = History::of(&folder.log()).map_err(ResumeError::from)?;
    if let Some(at) = history.closed() {
        return seal(&folder, &history, at);
    }
    let description = folder.description().map_err(ResumeError::from)?;
    check(&description, texts).map_err(ResumeError::from)?;
    let trials = trials(&folder, &description)?;
    let configuration = Configuration::read(settings)?;
    let (environment, changes) = environment(&description, &configuration, settings)?;
    if !changes.0.is_empty() {
        let _unread = writeln!(io::stderr(), "settings of this machine are taken:{changes}");
    }
    let asked = &description.asked;
    let connector = configuration.connector.or_as_told(
        asked.connector.as_deref(),
        asked.connector_mode.as_deref(),
        asked.connector_timeout.as_deref(),
    );
    environment.guard(&description.environment.name, arguments.allow_production)?;
    let (name, operator) =
        (&description.environment.name, (settings, arguments.operator.as_deref()));
    let allowed =
        Allowed { production: arguments.allow_production, destructive: asked.allow_destructive };
    let stage = Real::new(name, environment, allowed, operator, connector.program()?);
    let bearer = bearer(&stage, &changes)?;
    check_fingerprints(&description, &history.fingerprints, &bearer.fingerprints)
        .map_err(ResumeError::from)?;
    if let Some(instant) = history.not_before {
        stage.pace.wait_until(instant);
    }
    let command = Alone::of_begun(&description, arguments.allow_production, settings);
    let run = Run::resume(folder, bearer, clock()).map_err(ResumeError::from)?;
    let runtime = runtime()?;
    let streams = Streams { stdout: &mut io::stdout(), stderr: &mut io::stderr() };
    let told = Told { formats: &arguments.formats, command: &command };
    let reports = (told, settings, streams);
    runtime.block_on(recorded::play(stage, Arc::new(run), trials, reports, interrupted()))
}

/// The run that is meant: by its name, by its folder, or because it is the only one.
fn which(arguments: &ResumeArguments) -> Result<Folder, ResumeError> {
    let runs = &arguments.runs;
    if let Some(run) = &arguments.run {
        let by_name = Folder::open(&runs.join(run));
        return by_name.or_else(|_| Folder::open(Path::new(run))).map_err(ResumeError::from);
    }
    let open: Vec<Listed> =
        list(runs)?.into_iter().filter(|run| run.state.can_be_resumed()).collect();
    match &*open {
        [only] => Ok(Folder::open(&only.path)?),
        several => {
            let names: Vec<_> = several.iter().map(|run| format!("`{}`", run.name())).collect();
            let found = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            Err(ResumeError::Which { runs: runs.clone(), found })
        }
    }
}

/// Writes what a run that was closed lacks because its process ended just then.
fn seal(folder: &Folder, history: &History, at: Timestamp) -> Result<Exit, CommandError> {
    if folder.is_sealed() {
        let run = folder.path().to_owned();
        return Err(ResumeError::from(RunsError::Closed { run, at }).into());
    }
    let _lock = folder.take()?;
    recorded::tell_closed(&dossier::write(folder)?, &mut io::stderr());
    Ok(Exit::of(&Ended { tally: history.tally(), interrupted: false }, false))
}

/// The texts of a scenario file as they are now: on the disk, and built into raccord.
fn texts(path: &str) -> Vec<String> {
    let on_disk = std::fs::read_to_string(path).ok();
    let built_in = embedded().into_iter().find(|file| file.path == path).map(|file| file.text);
    on_disk.into_iter().chain(built_in).collect()
}

/// The scenarios of a run, of the texts that it keeps.
fn trials(folder: &Folder, description: &Description) -> Result<Vec<Trial>, CommandError> {
    let files = folder.features(description).map_err(ResumeError::from)?;
    let wanted: Vec<_> = files
        .into_iter()
        .map(|(path, text)| Wanted { file: ScenarioFile { path, text }, lines: None })
        .collect();
    let all = super::run::trials(&wanted, description.seed, &is_guessed)?;
    let numbers = kept(&all);
    let of_run =
        |index: &usize| numbers.get(*index).is_some_and(|it| description.scenarios.contains(it));
    Ok(all.into_iter().enumerate().filter(|(index, _)| of_run(index)).map(|(_, it)| it).collect())
}

/// The settings to go on with: those of this machine where it describes the environment, else those
/// that the run keeps; and what changed.
fn environment(
    description: &Description,
    configuration: &Configuration,
    settings: &Settings,
) -> Result<(EnvironmentSettings, Changes), CommandError> {
    let kept = &description.environment;
    match configuration.environments.named(&kept.name) {
        Ok(here) => {
            let now: Value = serde_json::to_value(here).map_err(ResumeError::Settings)?;
            let changes = check_settings(description, &now).map_err(ResumeError::from)?;
            Ok((here.clone(), changes))
        }
        Err(none) if settings.config.is_some() => {
            Err(super::configuration::ConfigurationError::from(none).into())
        }
        Err(_) => {
            let settings = serde_json::from_value(kept.settings.clone());
            Ok((settings.map_err(ResumeError::Settings)?, Changes::default()))
        }
    }
}
