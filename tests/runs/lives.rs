//! A scenario goes on in a later life of its run: from the first step not passed, with the facts as
//! they were, and with no act done twice.

use std::cell::Cell;
use std::convert::Infallible;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use cucumber::codegen::LocalBoxFuture;
use cucumber::step::{Collection, Context};
use jiff::Timestamp;
use raccord::environment::{Mocks, OpenError, START};
use raccord::rehearsal::play::play;
use raccord::rehearsal::read::read;
use raccord::rehearsal::script::Script;
use raccord::rehearsal::{ScenarioFile, Stage, Trial};
use raccord::report::event::{Outcome, ScenarioFinished, StepEnd};
use raccord::runs::description::{Plan, ScenarioKept};
use raccord::runs::{Folder, RecordedStage, Run};
use raccord::steps::act::Settled;
use raccord::steps::{Failed, Stop, World};
use raccord_kernel::Clock;
use raccord_mocks::gateway::Listen;
use regex::Regex;
use serde_json::json;
use tokio::sync::Notify;

use crate::folder::{bearer, plan};

const TEXT: &str = "\
Feature: a
  Scenario: b
    Given something is remembered
    When something is sent
    And somebody is waited for
    Then what was remembered is there
";

thread_local! {
    /// How often something was sent.
    static SENT: Cell<u32> = const { Cell::new(0) };
    /// How often it was asked what became of it.
    static SETTLED: Cell<u32> = const { Cell::new(0) };
    /// How often something was remembered.
    static REMEMBERED: Cell<u32> = const { Cell::new(0) };
    /// Whether somebody who is waited for is there.
    static IS_THERE: Cell<bool> = const { Cell::new(false) };
    /// Told when something was sent, and the process is to end right then.
    static KILL: Cell<Option<Rc<Notify>>> = const { Cell::new(None) };
}

fn one_more(count: &'static std::thread::LocalKey<Cell<u32>>) {
    count.with(|it| it.set(it.get() + 1));
}

fn catalogue() -> Collection<World> {
    let regex = |text: &str| Regex::new(text).unwrap();
    Collection::new()
        .given(None, regex("^something is remembered$"), remember)
        .when(None, regex("^something is sent$"), send)
        .when(None, regex("^somebody is waited for$"), wait)
        .then(None, regex("^what was remembered is there$"), look)
}

fn remember(world: &mut World, _: Context) -> LocalBoxFuture<'_, ()> {
    one_more(&REMEMBERED);
    Box::pin(world.step(async |world| {
        world.facts.remarks.push("remembered".to_owned());
        Ok(())
    }))
}

fn send(world: &mut World, _: Context) -> LocalBoxFuture<'_, ()> {
    Box::pin(world.step(async |world| {
        let settle = async |_: &mut World, about| {
            one_more(&SETTLED);
            assert_eq!(about, json!({ "name": "envelope" }));
            Ok(if SENT.get() > 0 { Settled::Done(12) } else { Settled::NotDone })
        };
        let perform = async |_: &mut World| {
            one_more(&SENT);
            if let Some(kill) = KILL.take() {
                kill.notify_one();
                std::future::pending::<()>().await;
            }
            Ok(Ok::<u32, Infallible>(12))
        };
        let sent = world.act("send", json!({ "name": "envelope" }), settle, perform).await?;
        assert_eq!(sent, Ok(12));
        Ok(())
    }))
}

fn wait(world: &mut World, _: Context) -> LocalBoxFuture<'_, ()> {
    Box::pin(world.step(async |_| match IS_THERE.get() {
        true => Ok(()),
        false => Err(Stop::Suspended("a gate waits: hand it in".to_owned())),
    }))
}

fn look(world: &mut World, _: Context) -> LocalBoxFuture<'_, ()> {
    Box::pin(world.step(async |world| match &*world.facts.remarks {
        [only] if only == "remembered" => Ok(()),
        other => Err(Failed::new(format!("found {other:?}")).into()),
    }))
}

#[derive(Debug)]
struct OnMocks;

impl Stage for OnMocks {
    type World = World;

    fn name(&self) -> &str {
        "mocks"
    }

    fn starts_at(&self) -> Option<Timestamp> {
        Some(START)
    }

    async fn open(&self, trial: &Trial) -> Result<World, OpenError> {
        let mocks = Mocks::open(trial.seed, Clock::held(START), Listen::default()).await?;
        Ok(World::new(Rc::new(mocks)))
    }
}

fn trial() -> Trial {
    let file = ScenarioFile { path: "features/a.feature".to_owned(), text: TEXT.into() };
    read(&file, 1, &|_| false).unwrap().remove(0).trial
}

fn begin(runs: &Path) -> Run {
    let trial = trial();
    let scenario = ScenarioKept {
        path: trial.place.path.clone(),
        line: trial.place.line,
        feature: trial.place.feature.clone(),
        rule: None,
        name: trial.place.scenario,
        row: Vec::new(),
        tags: Vec::new(),
    };
    let plan = Plan { scenarios: vec![scenario], ..plan() };
    Run::begin(runs, &plan, bearer(), Arc::new(Clock::held(START))).unwrap()
}

fn resume(runs: &Path) -> Run {
    let folder = Folder::open(&runs.join("2026-03-02-qualification-1")).unwrap();
    Run::resume(folder, bearer(), Arc::new(Clock::held(START))).unwrap()
}

/// A life of the run; nothing where it was killed.
fn live(run: Run) -> (Arc<Run>, Option<ScenarioFinished>) {
    let run = Arc::new(run);
    let stage = RecordedStage::new(OnMocks, Arc::clone(&run));
    let script = Script::read(trial(), &catalogue()).unwrap();
    let kill = Rc::new(Notify::new());
    let killed = KILL.take().map(|_| KILL.set(Some(Rc::clone(&kill))));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let finished = runtime.block_on(async {
        tokio::select! {
            finished = play(&stage, script, false) => Some(finished),
            () = kill.notified(), if killed.is_some() => None,
        }
    });
    (run, finished)
}

fn outcome(finished: Option<ScenarioFinished>) -> Outcome {
    finished.expect("it was not killed").outcome
}

#[test]
fn a_suspended_scenario_goes_on_at_the_step_that_did_not_pass() {
    let runs = tempfile::tempdir().unwrap();
    let (run, finished) = live(begin(runs.path()));
    assert!(matches!(outcome(finished), Outcome::Suspended { .. }));
    assert!(!run.is_complete());
    drop(run);
    IS_THERE.set(true);
    let (run, finished) = live(resume(runs.path()));
    let finished = finished.unwrap();
    assert!(matches!(finished.outcome, Outcome::Passed { .. }), "{finished:?}");
    assert!(finished.steps.iter().all(|step| step.end == StepEnd::Passed));
    assert_eq!((REMEMBERED.get(), SENT.get(), SETTLED.get()), (1, 1, 0));
    assert!(run.is_complete());
}

#[test]
fn an_act_that_the_process_did_not_survive_is_settled_and_not_repeated() {
    let runs = tempfile::tempdir().unwrap();
    IS_THERE.set(true);
    KILL.set(Some(Rc::new(Notify::new())));
    let (run, finished) = live(begin(runs.path()));
    assert!(finished.is_none());
    drop(run);
    let (_, finished) = live(resume(runs.path()));
    assert!(matches!(outcome(finished), Outcome::Passed { .. }));
    assert_eq!((SENT.get(), SETTLED.get()), (1, 1));
}

#[test]
fn a_scenario_that_ended_is_told_again_and_not_played() {
    let runs = tempfile::tempdir().unwrap();
    IS_THERE.set(true);
    let (run, first) = live(begin(runs.path()));
    drop(run);
    let (run, again) = live(resume(runs.path()));
    let (first, again) = (first.unwrap(), again.unwrap());
    assert_eq!(again.outcome, first.outcome);
    assert_eq!(again.duration, first.duration);
    assert_eq!((REMEMBERED.get(), SENT.get()), (1, 1));
    let dossier = run.close().unwrap();
    assert!(dossier.is_file());
}

#[test]
fn a_run_cut_at_the_end_of_any_record_goes_on_without_sending_twice() {
    let runs = tempfile::tempdir().unwrap();
    IS_THERE.set(true);
    let (run, finished) = live(begin(runs.path()));
    assert!(matches!(outcome(finished), Outcome::Passed { .. }));
    let log = run.folder().log();
    drop(run);
    let whole = std::fs::read_to_string(&log).unwrap();
    let lines: Vec<_> = whole.split_inclusive('\n').collect();
    for kept in 0..=lines.len() {
        let kept_text = lines[..kept].concat();
        // What was begun before the cut may have had its effect; what was not begun has none.
        SENT.set(u32::from(kept_text.contains("act-began")));
        std::fs::write(&log, kept_text).unwrap();
        let (_, finished) = live(resume(runs.path()));
        assert!(matches!(outcome(finished), Outcome::Passed { .. }), "cut after {kept} records");
        assert_eq!(SENT.get(), 1, "cut after {kept} records");
    }
}
