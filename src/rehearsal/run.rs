//! Runs all scripts, each on its own runtime, on as many threads as asked.

use std::io;
use std::num::NonZeroUsize;
use std::pin::pin;
use std::sync::Arc;

use super::crew::Crew;
use super::script::Script;
use super::stage::Stage;
use super::telling::{Next, Telling};
use crate::report::Event;
use crate::report::event::{LOOKED_AT, Outcome, RunFinished, RunStarted};
use crate::report::stopwatch::Stopwatch;
use crate::report::tally::Tally;

/// How scenarios are run.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// How many scenarios run at once.
    pub jobs: NonZeroUsize,
    /// The seed of the run, told to reports.
    pub seed: u64,
    /// Runs nothing after the first scenario, in the order of the files, that went amiss.
    pub fail_fast: bool,
    /// Only looks at scenarios: which are selected, and which have undefined steps.
    pub dry_run: bool,
    /// Replaces the world between any two steps by one built from its facts.
    pub rebuild_between_steps: bool,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// How the scenarios ended.
    pub tally: Tally,
    /// Whether somebody stopped it.
    pub interrupted: bool,
}

/// Runs scripts and tells what happens, scenarios in the order given whatever the number of jobs.
///
/// When `interrupt` is ready, running scenarios are dropped and the rest is not reached.
///
/// # Errors
///
/// When the system refuses a thread.
pub async fn rehearse<S: Stage>(
    stage: Arc<S>,
    scripts: Vec<Script<S::World>>,
    options: Options,
    interrupt: impl Future<Output = ()>,
    tell: &mut dyn FnMut(&Event),
) -> io::Result<Ended> {
    let stopwatch = Stopwatch::start();
    tell(&Event::RunStarted(RunStarted {
        environment: stage.name().to_owned(),
        seed: options.seed,
        starts_at: stage.starts_at(),
        scenarios: scripts.len(),
        dry_run: options.dry_run,
    }));
    let mut telling = Telling::new(tell, scripts.len(), options.fail_fast);
    let interrupted = if options.dry_run {
        look_at(&*stage, &scripts, &mut telling);
        false
    } else {
        run(stage, scripts, options, interrupt, &mut telling).await?
    };
    let Telling { tell, tally, .. } = telling;
    tell(&Event::RunFinished(RunFinished { interrupted, duration: stopwatch.elapsed() }));
    Ok(Ended { tally, interrupted })
}

fn look_at<S: Stage>(stage: &S, scripts: &[Script<S::World>], telling: &mut Telling<'_>) {
    for script in scripts {
        let declined = stage.declines(&script.trial);
        telling.tell(script.ended(match declined {
            Some(reason) => Outcome::NotRun { reason },
            None if script.is_undefined() => Outcome::Undefined,
            None => Outcome::NotRun { reason: LOOKED_AT.to_owned() },
        }));
    }
}

/// Runs everything, and returns whether it was interrupted.
async fn run<S: Stage>(
    stage: Arc<S>,
    scripts: Vec<Script<S::World>>,
    options: Options,
    interrupt: impl Future<Output = ()>,
    telling: &mut Telling<'_>,
) -> io::Result<bool> {
    let untold: Vec<_> =
        scripts.iter().map(|script| (script.trial.place.clone(), script.untried())).collect();
    let (crew, mut results) = Crew::start(stage, scripts, options)?;
    let mut interrupt = pin!(interrupt);
    let why = loop {
        let result = tokio::select! {
            biased;
            () = &mut interrupt => break Why::Interrupted,
            result = results.recv() => result,
        };
        let Some((index, finished)) = result else { break Why::AllEnded };
        if let Next::Stop(why) = telling.take(index, finished) {
            break why;
        }
    };
    let ended = crew.stop(results).await;
    telling.rest(untold, ended, why);
    Ok(why == Why::Interrupted)
}

/// Why a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    AllEnded,
    FailedFast,
    Interrupted,
    Suspended,
}

impl Why {
    /// Returns how a scenario ended that has no result.
    pub(super) fn without_result(self) -> Outcome {
        let not_reached = |reason: &str| Outcome::NotReached { reason: reason.to_owned() };
        match self {
            Self::AllEnded => Outcome::Internal {
                during: "the scenario".to_owned(),
                message: "its thread ended before it did".to_owned(),
            },
            Self::FailedFast => not_reached("an earlier scenario did not pass (--fail-fast)"),
            Self::Interrupted => not_reached("the run was interrupted"),
            Self::Suspended => not_reached("the run was suspended"),
        }
    }
}
