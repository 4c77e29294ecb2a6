//! Plays one scenario: opens its world, takes its steps one by one, closes it.

use super::panic::caught;
use super::script::{Cue, Script};
use super::stage::{Scene, Stage};
use super::trial::Trial;
use crate::causes::with_causes;
use crate::environment::OpenError;
use crate::report::event::{Outcome, ScenarioFinished, StepEnd, StepFinished};
use crate::report::stopwatch::Stopwatch;
use crate::steps::{Closing, Stop};

/// Plays a scenario to its end.
///
/// With `rebuild_between_steps`, the world is dropped and built again from its facts between any
/// two steps, as it would be after a suspension.
pub async fn play<S: Stage>(
    stage: &S,
    script: Script<S::World>,
    rebuild_between_steps: bool,
) -> ScenarioFinished {
    if let Some(finished) = stage.recall(&script.trial) {
        return finished;
    }
    if let Some(reason) = stage.declines(&script.trial) {
        return kept(stage, &script.trial, script.ended(Outcome::NotRun { reason }));
    }
    if script.is_undefined() {
        return script.ended(Outcome::Undefined);
    }
    let stopwatch = Stopwatch::start();
    let mut steps = script.untried();
    let Script { trial, cues } = script;
    let cues = cues.into_iter().flatten();
    let outcome = match act(stage, &trial, cues, rebuild_between_steps, &mut steps).await {
        Ok(outcome) | Err(outcome) => outcome,
    };
    let duration = stopwatch.elapsed();
    kept(stage, &trial, ScenarioFinished { place: trial.place.clone(), outcome, steps, duration })
}

/// Writes down how a scenario ended; what cannot be written down can be taken up again.
fn kept<S: Stage>(stage: &S, trial: &Trial, finished: ScenarioFinished) -> ScenarioFinished {
    match stage.keep(trial, &finished) {
        Ok(()) => finished,
        Err(error) => {
            let outcome = Outcome::Suspended { reason: with_causes(&error) };
            ScenarioFinished { outcome, ..finished }
        }
    }
}

/// Opens, acts and closes; an `Err` is an end without a closing.
async fn act<S: Stage>(
    stage: &S,
    trial: &Trial,
    cues: impl Iterator<Item = Cue<S::World>>,
    rebuild_between_steps: bool,
    steps: &mut [StepFinished],
) -> Result<Outcome, Outcome> {
    let mut world = opened("opening the environment", async { stage.open(trial).await }).await?;
    for (number, (cue, step)) in cues.zip(steps.iter_mut()).enumerate() {
        if number < world.resumes_at() {
            step.end = StepEnd::Passed;
            continue;
        }
        if rebuild_between_steps && number > 0 {
            world = opened("rebuilding the world", async { world.rebuild().await }).await?;
        }
        let stopwatch = Stopwatch::start();
        step.end = recorded(&mut world, cue, (number, &step.text)).await;
        step.duration = stopwatch.elapsed();
        match &step.end {
            StepEnd::Passed => {}
            // What panicked may have left anything behind: nothing more is asked of it.
            StepEnd::Panicked(message) => return Err(internal(&step.text, message.clone())),
            StepEnd::CannotDo(_)
            | StepEnd::Failed(_)
            | StepEnd::Skipped
            | StepEnd::Suspended(_)
            | StepEnd::Undefined { .. } => break,
        }
    }
    let closing = caught(async { world.close().await }).await;
    let closing = closing.map_err(|message| internal("closing the environment", message))?;
    Ok(outcome(closing, steps))
}

async fn opened<W>(
    doing: &str,
    opening: impl Future<Output = Result<W, OpenError>>,
) -> Result<W, Outcome> {
    match caught(opening).await {
        Ok(Ok(world)) => Ok(world),
        Ok(Err(error)) => Err(Outcome::Environment { message: with_causes(&error) }),
        Err(message) => Err(internal(doing, message)),
    }
}

/// Takes a step between the two lines that a record has of it.
async fn recorded<W: Scene>(world: &mut W, cue: Cue<W>, (number, text): (usize, &str)) -> StepEnd {
    if let Err(stop) = world.step_begins(number, text) {
        return ended(Some(stop));
    }
    let end = take(world, cue).await;
    if end == StepEnd::Passed { ended(world.step_passed(number).err()) } else { end }
}

async fn take<W: Scene>(world: &mut W, cue: Cue<W>) -> StepEnd {
    if let Err(message) = caught(async { (cue.action)(world, cue.context).await }).await {
        return StepEnd::Panicked(message);
    }
    ended(world.take_end())
}

fn ended(stop: Option<Stop>) -> StepEnd {
    match stop {
        None => StepEnd::Passed,
        Some(Stop::Failed(failed)) => StepEnd::Failed(with_causes(&failed)),
        Some(cannot @ (Stop::CannotDo(_) | Stop::Lacks(_))) => {
            StepEnd::CannotDo(cannot.to_string())
        }
        Some(Stop::Suspended(reason)) => StepEnd::Suspended(reason),
    }
}

/// Judges a scenario by its steps and its closing.
///
/// What could not be done, or not yet, wins over what the closing finds: half a scenario leaves
/// loose ends.
fn outcome(closing: Closing, steps: &[StepFinished]) -> Outcome {
    let unfinished = steps.iter().find_map(|step| match &step.end {
        StepEnd::CannotDo(reason) => Some(Outcome::NotRun { reason: reason.clone() }),
        StepEnd::Suspended(reason) => Some(Outcome::Suspended { reason: reason.clone() }),
        StepEnd::Failed(_)
        | StepEnd::Panicked(_)
        | StepEnd::Passed
        | StepEnd::Skipped
        | StepEnd::Undefined { .. } => None,
    });
    if let Some(outcome) = unfinished {
        return outcome;
    }
    let Closing { failures, guessed, remarks, stood_on, not_asked } = closing;
    let is_clean = failures.is_empty() && steps.iter().all(|step| step.end == StepEnd::Passed);
    if let Some(reason) = not_asked.filter(|_| is_clean) {
        return Outcome::NotRun { reason };
    }
    if is_clean {
        return Outcome::Passed { guessed, remarks, stood_on };
    }
    let at_closing = failures.iter().map(|failed| with_causes(failed)).collect();
    Outcome::Failed { at_closing }
}

fn internal(during: &str, message: String) -> Outcome {
    Outcome::Internal { during: during.to_owned(), message }
}
