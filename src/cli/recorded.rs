//! What `run` in a real environment and `resume` share: a run that is written down while it is
//! played, and what is told at its end.

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use cucumber::World as _;
use raccord_kernel::Clock;
use raccord_kernel::clock::machine_now;

use super::error::CommandError;
use super::exit::Exit;
use super::run::alone::Told;
use super::run::{self, Streams};
use super::settings::Settings;
use super::stage::Real;
use crate::environment::OpenError;
use crate::rehearsal::run::Ended;
use crate::rehearsal::{Options, Stage, Trial};
use crate::runs::description::ScenarioKept;
use crate::runs::record::{Bearer, LifeEnd};
use crate::runs::sameness::Changes;
use crate::runs::{RecordedStage, Run};
use crate::steps::World;

/// Where runs are kept when nothing else is said.
pub(super) const RUNS: &str = "raccord-runs";

/// Plays the scenarios of a run, which another process may have begun; closes it when nothing is
/// left to do, and else says how to go on with it.
///
/// # Errors
///
/// [`CommandError`] when nothing could be run, or something could not be written.
pub(super) async fn play<S: Stage<World = World>>(
    stage: S,
    run: Arc<Run>,
    trials: Vec<Trial>,
    (told, settings, streams): (Told<'_>, &Settings, Streams<'_, impl Write, impl Write>),
    interrupt: impl Future<Output = ()>,
) -> Result<Exit, CommandError> {
    let recorded = RecordedStage::new(stage, Arc::clone(&run));
    let options = Options {
        // One person cannot work at two gates.
        jobs: NonZeroUsize::MIN,
        seed: run.description().seed,
        fail_fast: false,
        dry_run: false,
        rebuild_between_steps: false,
    };
    let Streams { stdout, stderr } = streams;
    let streams = Streams { stdout, stderr: &mut *stderr };
    let reports = (told, settings, streams);
    let catalogue = World::collection();
    let ended = run::play(recorded, (trials, &catalogue), options, reports, interrupt).await?;
    if run.is_complete() {
        tell_closed(&run.close()?, stderr);
        return Ok(Exit::of(&ended, false));
    }
    let (end, reason) = why(&ended);
    // Where this cannot be written the log ends before it, and the run goes on from there as well.
    let _killed = run.end_life(end, reason);
    let resume = resume_command(run.folder().path());
    let _unread = writeln!(stderr, "{reason}; it goes on with: {resume}");
    Ok(suspended(&ended))
}

/// Says where the dossier of a run is that was closed.
pub(super) fn tell_closed(dossier: &Path, stderr: &mut impl Write) {
    let _unread = writeln!(stderr, "the run is closed: {}", dossier.display());
}

/// The command that goes on with the run of a folder.
pub(super) fn resume_command(folder: &Path) -> String {
    let is_usual = folder.parent() == Some(Path::new(RUNS));
    let name = folder.file_name().filter(|_| is_usual).map(Path::new);
    let run = name.unwrap_or(folder).to_string_lossy().into_owned();
    format!("raccord resume {}", shell_words::quote(&run))
}

/// Who bears this life of a run, in which environment, and what of its machine is not as it was where
/// the run began.
///
/// # Errors
///
/// When the environment cannot be opened: what is missing is better told before anything is begun.
pub(super) fn bearer(stage: &Real, changes: &Changes) -> Result<Bearer, OpenError> {
    Ok(Bearer {
        raccord: env!("CARGO_PKG_VERSION").to_owned(),
        host: host(),
        process: std::process::id(),
        operator: stage.terminal.operator().to_owned(),
        changes: changes.0.iter().map(ToString::to_string).collect(),
        fingerprints: stage.environment()?.fingerprints(),
    })
}

/// The clock that records tell the time of.
pub(super) fn clock() -> Arc<Clock> {
    Arc::new(Clock::running(machine_now()))
}

/// The scenarios of a run, as it keeps them.
pub(super) fn kept(trials: &[Trial]) -> Vec<ScenarioKept> {
    let kept = trials.iter().map(|trial| ScenarioKept {
        path: trial.place.path.clone(),
        line: trial.place.line,
        feature: trial.place.feature.clone(),
        rule: trial.place.rule.clone(),
        name: trial.place.scenario.clone(),
        row: trial.row.clone(),
        tags: trial.tags.clone(),
    });
    kept.collect()
}

fn why(ended: &Ended) -> (LifeEnd, &'static str) {
    if ended.interrupted {
        (LifeEnd::Interrupted, "the run was stopped")
    } else if ended.tally.environment > 0 {
        (LifeEnd::Suspended, "the run is suspended: its environment could not be opened")
    } else {
        (LifeEnd::Suspended, "the run is suspended")
    }
}

/// What a run that is not over answers: what failed in it so far is told when it is closed.
const fn suspended(ended: &Ended) -> Exit {
    if ended.tally.internal > 0 {
        Exit::Internal
    } else if ended.tally.environment > 0 {
        Exit::Environment
    } else {
        Exit::Suspended
    }
}

#[cfg(unix)]
fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn host() -> String {
    "unknown".to_owned()
}
