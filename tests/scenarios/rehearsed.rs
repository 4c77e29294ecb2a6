//! A run of the built-in scenarios, through the loop of `raccord run`.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use cucumber::World as _;
use raccord::cli::exit::Exit;
use raccord::environment::is_guessed;
use raccord::rehearsal::find::embedded;
use raccord::rehearsal::run::Ended;
use raccord::rehearsal::script::Script;
use raccord::rehearsal::{Options, ScenarioFile, Trial, read, rehearse};
use raccord::report::Event;
use raccord::report::event::{Outcome, ScenarioFinished};
use raccord::steps::World;
use tokio::time::timeout;

use super::connectors::Conduct;
use super::watched::{WatchedStage, Written};

/// Real time, and far more than any run takes: a run that hangs must fail.
const PATIENCE: Duration = Duration::from_secs(300);

/// What a run is to do.
#[derive(Debug)]
pub(crate) struct Rehearsal {
    pub(crate) seed: u64,
    /// The one scenario file to run, in the place of those built in.
    pub(crate) text: Option<&'static str>,
    pub(crate) keeps: fn(&Trial) -> bool,
    pub(crate) conduct: Conduct,
    pub(crate) time_stands_still: bool,
    pub(crate) rebuild_between_steps: bool,
}

impl Default for Rehearsal {
    fn default() -> Self {
        Self {
            seed: 1,
            text: None,
            keeps: |_| true,
            conduct: Conduct::Correct,
            time_stands_still: false,
            rebuild_between_steps: false,
        }
    }
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Rehearsed {
    pub(crate) ended: Ended,
    pub(crate) finished: Vec<ScenarioFinished>,
    /// What the mocks wrote down, by scenario.
    pub(crate) written: BTreeMap<String, Written>,
}

impl Rehearsal {
    /// Runs it.
    pub(crate) fn run(&self) -> Rehearsed {
        let stage = WatchedStage {
            conduct: self.conduct,
            time_stands_still: self.time_stands_still,
            ..WatchedStage::default()
        };
        let written = Arc::clone(&stage.written);
        let options = Options {
            jobs: NonZeroUsize::new(2).unwrap(),
            seed: self.seed,
            fail_fast: false,
            dry_run: false,
            rebuild_between_steps: self.rebuild_between_steps,
        };
        let mut finished = Vec::new();
        let mut tell = |event: &Event| {
            if let Event::ScenarioFinished(scenario) = event {
                finished.push(scenario.clone());
            }
        };
        let run =
            rehearse(Arc::new(stage), self.scripts(), options, std::future::pending(), &mut tell);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let ended = runtime.block_on(async { timeout(PATIENCE, run).await });
        let ended = ended.expect("a scenario hangs: it neither ends nor lets time pass").unwrap();
        let written = std::mem::take(&mut *written.lock().unwrap());
        Rehearsed { ended, finished, written }
    }

    fn scripts(&self) -> Vec<Script<World>> {
        let catalogue = World::collection();
        let script = |trial| Script::read(trial, &catalogue).unwrap();
        self.trials().into_iter().map(script).collect()
    }

    /// The scenarios that it runs, in the order of the files.
    pub(crate) fn trials(&self) -> Vec<Trial> {
        let files = self.text.map_or_else(embedded, |text| {
            vec![ScenarioFile { path: "features/x.feature".into(), text: text.into() }]
        });
        let read = |file| read::read(&file, self.seed, &is_guessed).unwrap();
        let trials = files.into_iter().flat_map(read).map(|read| read.trial);
        trials.filter(self.keeps).collect()
    }
}

impl Rehearsed {
    /// Fails unless every scenario passed, and there were that many at least.
    #[track_caller]
    pub(crate) fn is_green(&self, scenarios_min: usize) {
        let red: Vec<_> = self.red().into_iter().map(|it| (&it.place.scenario, told(it))).collect();
        assert!(red.is_empty(), "{red:#?}");
        assert_eq!(Exit::of(&self.ended, false), Exit::Passed);
        let passed = self.ended.tally.passed;
        assert!(passed >= scenarios_min, "only {passed} scenarios were found");
    }

    /// The scenarios that did not pass.
    pub(crate) fn red(&self) -> Vec<&ScenarioFinished> {
        let passed = |it: &ScenarioFinished| matches!(it.outcome, Outcome::Passed { .. });
        self.finished.iter().filter(|it| !passed(it)).collect()
    }

    /// The names of the scenarios that did not pass.
    pub(crate) fn red_names(&self) -> BTreeSet<&str> {
        self.red().into_iter().map(|it| &*it.place.scenario).collect()
    }
}

/// What a scenario found amiss, in its own words.
pub(crate) fn told(scenario: &ScenarioFinished) -> String {
    let mismatches: Vec<_> = scenario.mismatches().collect();
    match mismatches.is_empty() {
        true => format!("{:?}", scenario.outcome),
        false => mismatches.join("\n"),
    }
}
