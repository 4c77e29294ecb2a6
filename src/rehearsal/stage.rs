//! What the loop asks of an environment and of a world: enough to run scenarios, and no more.

use jiff::Timestamp;

use super::Trial;
use crate::environment::OpenError;
use crate::report::event::ScenarioFinished;
use crate::steps::diary::DiaryError;
use crate::steps::{Closing, Stop, World};

/// Opens a world for each scenario.
pub trait Stage: Send + Sync + 'static {
    /// What steps act on.
    type World: Scene;

    /// Returns the name of the environment.
    fn name(&self) -> &str;

    /// Returns the instant at which each scenario's clock starts, where it is not the real one.
    fn starts_at(&self) -> Option<Timestamp>;

    /// Opens the environment for one scenario.
    ///
    /// # Errors
    ///
    /// When the environment cannot be reached or started.
    fn open(&self, trial: &Trial) -> impl Future<Output = Result<Self::World, OpenError>>;

    /// Returns why a scenario is not for this environment, where it is not.
    fn declines(&self, _trial: &Trial) -> Option<String> {
        None
    }

    /// Returns how a scenario ended in an earlier life of the run, if it did.
    fn recall(&self, _trial: &Trial) -> Option<ScenarioFinished> {
        None
    }

    /// Keeps how a scenario ended.
    ///
    /// # Errors
    ///
    /// When it cannot be written down.
    fn keep(&self, _trial: &Trial, _finished: &ScenarioFinished) -> Result<(), DiaryError> {
        Ok(())
    }
}

/// A world, as the loop sees it.
pub trait Scene: Sized + 'static {
    /// Returns the step, counted from 0, at which it is taken up again; those before it passed.
    fn resumes_at(&self) -> usize {
        0
    }

    /// A step begins.
    ///
    /// # Errors
    ///
    /// When it cannot be written down.
    fn step_begins(&mut self, _number: usize, _text: &str) -> Result<(), Stop> {
        Ok(())
    }

    /// A step passed.
    ///
    /// # Errors
    ///
    /// When it cannot be written down.
    fn step_passed(&mut self, _number: usize) -> Result<(), Stop> {
        Ok(())
    }

    /// Takes the end that the last step left, if it did not simply succeed.
    fn take_end(&mut self) -> Option<Stop>;

    /// Ends the scenario, and says what stands out.
    fn close(self) -> impl Future<Output = Closing>;

    /// Drops the world and builds it again from what a step leaves for the next.
    ///
    /// # Errors
    ///
    /// When the environment cannot be opened again.
    fn rebuild(self) -> impl Future<Output = Result<Self, OpenError>>;
}

impl Scene for World {
    fn resumes_at(&self) -> usize {
        Self::resumes_at(self)
    }

    fn step_begins(&mut self, number: usize, text: &str) -> Result<(), Stop> {
        Self::step_begins(self, number, text)
    }

    fn step_passed(&mut self, number: usize) -> Result<(), Stop> {
        Self::step_passed(self, number)
    }

    fn take_end(&mut self) -> Option<Stop> {
        Self::take_end(self)
    }

    async fn close(self) -> Closing {
        Self::close(self).await
    }

    async fn rebuild(self) -> Result<Self, OpenError> {
        Self::rebuild(self).await
    }
}
