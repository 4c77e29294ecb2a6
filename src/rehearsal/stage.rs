//! What the loop asks of an environment and of a world: enough to run scenarios, and no more.

use jiff::Timestamp;

use super::Trial;
use crate::environment::OpenError;
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
}

/// A world, as the loop sees it.
pub trait Scene: Sized + 'static {
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
