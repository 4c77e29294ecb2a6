//! `raccord run`: finds, selects and runs scenarios, and tells what happens.

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread::available_parallelism;

use cucumber::World as _;
use cucumber::step::Collection;
use tokio::runtime::Runtime;

use super::args::RunArguments;
use super::configuration::{Configuration, MOCKS};
use super::error::CommandError;
use super::exit::Exit;
use super::real;
use super::settings::Settings;
use super::stage::Mocks;
use super::stop::Stop;
use crate::environment::{is_guessed, prepare_keys};
use crate::rehearsal::find::{Wanted, embedded, find};
use crate::rehearsal::run::Ended;
use crate::rehearsal::script::Script;
use crate::rehearsal::select::Selection;
use crate::rehearsal::{Options, ScenarioFile, Stage, Trial, lines, read, rehearse};
use crate::steps::World;
use alone::{Alone, Told};
use reports::Reports;

pub(super) mod alone;
mod reports;

/// Where scenarios come from, and what they run on.
#[derive(Debug)]
pub struct Production<S: Stage> {
    /// What opens a world for each scenario.
    pub stage: S,
    /// The steps that scenarios are made of.
    pub catalogue: Collection<S::World>,
    /// The scenario files that run when no path is given.
    pub embedded: Vec<ScenarioFile>,
    /// Tells whether a tag is the id of a rule that is guessed.
    pub is_guessed: fn(&str) -> bool,
}

/// Where a command's words go.
#[derive(Debug)]
pub struct Streams<'a, O, E> {
    /// What was asked for.
    pub stdout: &'a mut O,
    /// Talk.
    pub stderr: &'a mut E,
}

/// Runs the scenarios that were asked for, against the mocks or in a real environment.
///
/// # Errors
///
/// [`CommandError`] when nothing could be run.
pub fn run(arguments: &RunArguments, settings: &Settings) -> Result<Exit, CommandError> {
    let configuration = Configuration::read(settings)?;
    if arguments.environment != MOCKS {
        return real::begin(arguments, settings, configuration);
    }
    let connector = configuration.connector.or_as_told(
        arguments.connector.as_deref(),
        arguments.connector_mode.as_deref(),
        arguments.connector_timeout.as_deref(),
    );
    let connector = connector.program()?;
    // The keys that nearly every scenario takes; made while the first of them begins.
    prepare_keys(3);
    let production = Production {
        stage: Mocks::new(connector),
        catalogue: World::collection(),
        embedded: embedded(),
        is_guessed,
    };
    let streams = Streams { stdout: &mut io::stdout(), stderr: &mut io::stderr() };
    runtime()?.block_on(perform(production, arguments, settings, streams, interrupted()))
}

/// What scenarios are played on.
pub(super) fn runtime() -> Result<Runtime, CommandError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|source| CommandError::Start { source })
}

/// Waits until the process is told to stop: a run has processes and files to give back.
pub(super) async fn interrupted() {
    match Stop::listen() {
        Ok(mut stop) => drop(stop.told().await),
        // Where the system cannot tell us, it ends the process itself.
        Err(_) => std::future::pending().await,
    }
}

/// Runs what was asked for in `production`, until `interrupt` is ready.
///
/// # Errors
///
/// [`CommandError`] when nothing could be run, or a report could not be written.
pub async fn perform<S: Stage>(
    production: Production<S>,
    arguments: &RunArguments,
    settings: &Settings,
    streams: Streams<'_, impl Write, impl Write>,
    interrupt: impl Future<Output = ()>,
) -> Result<Exit, CommandError> {
    let Production { stage, catalogue, embedded, is_guessed } = production;
    let wanted = find(&arguments.paths, embedded)?;
    let trials = trials(&wanted, arguments.seed, &is_guessed)?;
    let selection = Selection { tags: arguments.tags.clone(), name: arguments.name.clone() };
    let trials = selection.keep(trials)?;
    let command = Alone::of(arguments, settings);
    let told = Told { formats: &arguments.formats, command: &command };
    let reports = (told, settings, streams);
    let ended = play(stage, (trials, &catalogue), options(arguments), reports, interrupt).await?;
    Ok(Exit::of(&ended, arguments.dry_run))
}

/// Plays scenarios, and tells what happens in the reports that were asked for.
///
/// # Errors
///
/// [`CommandError`] when nothing could be run, or a report could not be written.
pub(super) async fn play<S: Stage>(
    stage: S,
    (trials, catalogue): (Vec<Trial>, &Collection<S::World>),
    options: Options,
    (told, settings, streams): (Told<'_>, &Settings, Streams<'_, impl Write, impl Write>),
    interrupt: impl Future<Output = ()>,
) -> Result<Ended, CommandError> {
    let scripts: Vec<_> = trials
        .into_iter()
        .map(|trial| Script::read(trial, catalogue).map_err(Box::new))
        .collect::<Result<_, _>>()?;
    let mut reports = Reports::open(told, settings, streams)?;
    let mut tell = |event: &_| reports.take(event);
    let ended = rehearse(Arc::new(stage), scripts, options, interrupt, &mut tell)
        .await
        .map_err(|source| CommandError::Start { source })?;
    reports.close()?;
    Ok(ended)
}

/// Reads the trials of all files, in the order of the files.
pub(super) fn trials(
    wanted: &[Wanted],
    seed: u64,
    is_guessed: &dyn Fn(&str) -> bool,
) -> Result<Vec<Trial>, CommandError> {
    let mut trials = Vec::new();
    for Wanted { file, lines } in wanted {
        let read = read::read(file, seed, is_guessed)?;
        trials.extend(match lines {
            Some(lines) => lines::keep(read, lines, &file.path, &file.text)?,
            None => read.into_iter().map(|read| read.trial).collect(),
        });
    }
    Ok(trials)
}

pub(super) fn options(arguments: &RunArguments) -> Options {
    let processors = || available_parallelism().unwrap_or(NonZeroUsize::MIN);
    Options {
        jobs: arguments.jobs.unwrap_or_else(processors),
        seed: arguments.seed,
        fail_fast: arguments.fail_fast,
        dry_run: arguments.dry_run,
        rebuild_between_steps: false,
    }
}
