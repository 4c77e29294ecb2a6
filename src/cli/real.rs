//! `raccord run --env NAME`: begins a run in a real environment. It is kept in a folder of its own,
//! from which `raccord resume` goes on.

use std::io::{self, Write as _};
use std::sync::Arc;

use cucumber::World as _;

use super::args::RunArguments;
use super::configuration::{Configuration, ConfigurationError};
use super::error::CommandError;
use super::exit::Exit;
use super::operator::Beginning;
use super::recorded::{self, bearer, clock, kept};
use super::run::alone::{Alone, Told};
use super::run::{Streams, interrupted, options, play, runtime, trials};
use super::settings::Settings;
use super::stage::{Allowed, QUALIFICATION, Real};
use crate::environment::is_guessed;
use crate::rehearsal::find::{Target, Wanted, embedded, find};
use crate::rehearsal::script::Script;
use crate::rehearsal::select::Selection;
use crate::rehearsal::{Options, Stage as _, TagExpression, Trial};
use crate::runs::Run;
use crate::runs::description::{Asked, EnvironmentKept, Plan};
use crate::runs::sameness::Changes;
use crate::steps::World;

/// What is told where no folder of a run was made.
const NOTHING_BEGUN: &str = "nothing was begun";

/// Begins a run in a real environment, and plays it as far as it goes.
///
/// # Errors
///
/// [`CommandError`] when it was not begun.
pub(super) fn begin(
    arguments: &RunArguments,
    settings: &Settings,
    configuration: Configuration,
) -> Result<Exit, CommandError> {
    let name = &arguments.environment;
    one_at_a_time(arguments)?;
    let described =
        configuration.environments.named(name).map_err(ConfigurationError::from)?.clone();
    described.guard(name, arguments.real.allow_production)?;
    let connector = configuration.connector.or_as_told(
        arguments.connector.as_deref(),
        arguments.connector_mode.as_deref(),
        arguments.connector_timeout.as_deref(),
    );
    let (wanted, selected) = selected(arguments)?;
    let command = Alone::of(arguments, settings);
    let told = Told { formats: &arguments.formats, command: &command };
    let allowed = Allowed {
        production: arguments.real.allow_production,
        destructive: arguments.real.allow_destructive,
    };
    let operator = (settings, arguments.real.operator.as_deref());
    let stage = Real::new(name, described, allowed, operator, connector.program()?);
    if !arguments.dry_run {
        refuse_none_played(&stage, &selected)?;
        let played = || selected.iter().filter(|trial| stage.declines(trial).is_none());
        let undefined: Vec<Trial> = undefined(played())?;
        if !undefined.is_empty() {
            return tell_undefined(stage, undefined, arguments, (told, settings));
        }
    }
    let bearer = bearer(&stage, &Changes::default())?;
    let runtime = runtime()?;
    if arguments.dry_run {
        let streams = Streams { stdout: &mut io::stdout(), stderr: &mut io::stderr() };
        let reports = (told, settings, streams);
        let (catalogue, options) = (World::collection(), options(arguments));
        let looked_at = play(stage, (selected, &catalogue), options, reports, interrupted());
        return Ok(Exit::of(&runtime.block_on(looked_at)?, true));
    }
    let played = selected.iter().filter(|trial| stage.declines(trial).is_none()).count();
    if !runtime.block_on(agreed(&stage, played, arguments.real.yes))? {
        let _unread = writeln!(io::stderr(), "{NOTHING_BEGUN}");
        return Ok(Exit::NothingRun);
    }
    let environment = EnvironmentKept {
        name: stage.name.clone(),
        settings: serde_json::to_value(&stage.settings).unwrap_or_default(),
    };
    let begun_by = (&command, bearer.operator.clone());
    let plan = plan(arguments, environment, (&wanted, &selected), begun_by);
    let run = Run::begin(&arguments.real.runs, &plan, bearer, clock())?;
    let streams = Streams { stdout: &mut io::stdout(), stderr: &mut io::stderr() };
    let reports = (told, settings, streams);
    runtime.block_on(recorded::play(stage, Arc::new(run), selected, reports, interrupted()))
}

/// People work on one thing at a time, and a run goes on where it stands.
fn one_at_a_time(arguments: &RunArguments) -> Result<(), CommandError> {
    let given = [("--jobs", arguments.jobs.is_some()), ("--fail-fast", arguments.fail_fast)];
    match given.into_iter().find(|(_, is_given)| *is_given) {
        None => Ok(()),
        Some((option, _)) => {
            Err(CommandError::MocksOnly { option, environment: arguments.environment.clone() })
        }
    }
}

/// The scenarios that were asked for; where nothing was said, those that are for real environments.
fn selected(arguments: &RunArguments) -> Result<(Vec<Wanted>, Vec<Trial>), CommandError> {
    let wanted = find(&arguments.paths, embedded())?;
    let all = trials(&wanted, arguments.seed, &is_guessed)?;
    let is_said =
        !arguments.paths.is_empty() || arguments.tags.is_some() || arguments.name.is_some();
    let tags = match is_said {
        true => arguments.tags.clone(),
        false => format!("@{QUALIFICATION}").parse::<TagExpression>().ok(),
    };
    let kept = Selection { tags, name: arguments.name.clone() }.keep(all)?;
    Ok((wanted, kept))
}

/// A run of which nothing would be played is none.
fn refuse_none_played(stage: &Real, selected: &[Trial]) -> Result<(), CommandError> {
    let reasons: Option<Vec<_>> = selected.iter().map(|trial| stage.declines(trial)).collect();
    match reasons.and_then(|all| all.into_iter().next()) {
        None => Ok(()),
        Some(reason) => Err(CommandError::NonePlayed { environment: stage.name.clone(), reason }),
    }
}

/// The scenarios with a step that nothing defines. A run keeps the text of its scenarios: what
/// cannot be played would stand in it for good.
fn undefined<'a>(trials: impl Iterator<Item = &'a Trial>) -> Result<Vec<Trial>, CommandError> {
    let catalogue = World::collection();
    let mut undefined = Vec::new();
    for trial in trials {
        let script = Script::read(trial.clone(), &catalogue).map_err(Box::new)?;
        undefined.extend(script.is_undefined().then_some(script.trial));
    }
    Ok(undefined)
}

/// Tells steps that nothing defines as a run does, and begins none.
fn tell_undefined(
    stage: Real,
    undefined: Vec<Trial>,
    arguments: &RunArguments,
    (told, settings): (Told<'_>, &Settings),
) -> Result<Exit, CommandError> {
    let streams = Streams { stdout: &mut io::stdout(), stderr: &mut io::stderr() };
    let reports = (told, settings, streams);
    let options = Options { dry_run: true, ..options(arguments) };
    let catalogue = World::collection();
    let looked_at = play(stage, (undefined, &catalogue), options, reports, interrupted());
    let ended = runtime()?.block_on(looked_at)?;
    let _unread = writeln!(io::stderr(), "{NOTHING_BEGUN}");
    Ok(Exit::of(&ended, true))
}

async fn agreed(stage: &Real, scenarios: usize, is_agreed: bool) -> Result<bool, CommandError> {
    let (hosts, identities) = (stage.settings.dialled_hosts(), stage.settings.identities());
    let beginning = Beginning {
        environment: &stage.name,
        is_production: stage.settings.production,
        hosts: &hosts,
        identities: &identities,
        caution: stage.settings.caution(),
        scenarios,
    };
    Ok(stage.terminal.go_on(&beginning, is_agreed).await?)
}

fn plan(
    arguments: &RunArguments,
    environment: EnvironmentKept,
    (wanted, trials): (&[Wanted], &[Trial]),
    (command, operator): (&Alone, String),
) -> Plan {
    let is_played = |path: &str| trials.iter().any(|trial| trial.place.path == path);
    let files = wanted.iter().map(|wanted| &wanted.file).filter(|file| is_played(&file.path));
    Plan {
        environment,
        seed: arguments.seed,
        command: typed(arguments, command),
        asked: Asked {
            allow_destructive: arguments.real.allow_destructive,
            connector: arguments.connector.clone(),
            connector_mode: arguments.connector_mode.clone(),
            connector_timeout: arguments.connector_timeout.clone(),
        },
        operator,
        features: files.map(|file| (file.path.clone(), file.text.to_string())).collect(),
        scenarios: kept(trials),
    }
}

/// What was asked, as one would type it again.
fn typed(arguments: &RunArguments, command: &Alone) -> Vec<String> {
    let mut words = command.words().to_vec();
    let options = [
        ("--tags", arguments.tags.as_ref().map(|tags| tags.as_str().to_owned())),
        ("--name", arguments.name.as_ref().map(ToString::to_string)),
        ("--operator", arguments.real.operator.clone()),
    ];
    for (name, value) in options {
        words.extend(value.into_iter().flat_map(|value| [name.to_owned(), value]));
    }
    words.extend(arguments.paths.iter().map(Target::to_string));
    words
}
