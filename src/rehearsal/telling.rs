//! Tells what happens, scenarios in the order of the files whatever order they end in.

use std::collections::BTreeMap;
use std::time::Duration;

use super::run::Why;
use crate::report::Event;
use crate::report::event::{Outcome, Place, Progressed, ScenarioFinished, StepFinished};
use crate::report::tally::Tally;

/// Whether to go on after a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    GoOn,
    Stop(Why),
}

/// What was told so far, and what waits for its turn.
pub(super) struct Telling<'a> {
    pub(super) tell: &'a mut dyn FnMut(&Event),
    pub(super) tally: Tally,
    progress: Progressed,
    fail_fast: bool,
    told: usize,
    waiting: BTreeMap<usize, ScenarioFinished>,
}

impl<'a> Telling<'a> {
    pub(super) fn new(tell: &'a mut dyn FnMut(&Event), scenarios: usize, fail_fast: bool) -> Self {
        let progress = Progressed { finished: 0, amiss: 0, scenarios };
        Self {
            tell,
            tally: Tally::default(),
            progress,
            fail_fast,
            told: 0,
            waiting: BTreeMap::new(),
        }
    }

    /// Tells and counts one result.
    pub(super) fn tell(&mut self, finished: ScenarioFinished) {
        self.told += 1;
        self.tally.add(&finished);
        (self.tell)(&Event::ScenarioFinished(finished));
    }

    /// Takes the result of the scenario at `index`, and tells those whose turn has come; with
    /// `fail_fast`, none after one that went amiss.
    pub(super) fn take(&mut self, index: usize, finished: ScenarioFinished) -> Next {
        self.progress.finished += 1;
        self.progress.amiss += usize::from(finished.outcome.is_amiss());
        self.waiting.insert(index, finished);
        while let Some(finished) = self.waiting.remove(&self.told) {
            let amiss = finished.outcome.is_amiss();
            let is_suspended = matches!(finished.outcome, Outcome::Suspended { .. });
            self.tell(finished);
            if is_suspended {
                return Next::Stop(Why::Suspended);
            }
            if self.fail_fast && amiss {
                return Next::Stop(Why::FailedFast);
            }
        }
        (self.tell)(&Event::Progressed(self.progress));
        Next::GoOn
    }

    /// Tells the scenarios whose turn did not come: `all` are all of the run, as they were before
    /// it, and `ended` those that ended while it was being stopped.
    pub(super) fn rest(
        &mut self,
        all: Vec<(Place, Vec<StepFinished>)>,
        ended: Vec<(usize, ScenarioFinished)>,
        why: Why,
    ) {
        self.waiting.extend(ended);
        if why == Why::FailedFast {
            // Which scenarios ended after the first that failed is a matter of chance.
            self.waiting.clear();
        }
        for (place, steps) in all.into_iter().skip(self.told) {
            let waiting = self.waiting.remove(&self.told);
            self.tell(waiting.unwrap_or_else(|| ScenarioFinished {
                place,
                outcome: why.without_result(),
                steps,
                duration: Duration::ZERO,
            }));
        }
    }
}
