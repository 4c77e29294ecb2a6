//! The environments that `run` opens.

use std::rc::Rc;

use jiff::Timestamp;
use raccord_kernel::Clock;
use raccord_mocks::gateway::Listen;

use crate::environment::{self, OpenError, START};
use crate::rehearsal::{Stage, Trial};
use crate::steps::World;

/// The mocks: an environment of its own for each scenario.
#[derive(Debug)]
pub(super) struct Mocks {
    starts_at: Timestamp,
}

impl Mocks {
    /// Mocks whose clocks are held, and start on the same instant.
    pub(super) const fn new() -> Self {
        Self { starts_at: START }
    }
}

impl Stage for Mocks {
    type World = World;

    fn name(&self) -> &str {
        "mocks"
    }

    fn starts_at(&self) -> Option<Timestamp> {
        Some(self.starts_at)
    }

    async fn open(&self, trial: &Trial) -> Result<World, OpenError> {
        let clock = Clock::held(self.starts_at);
        let mocks = environment::Mocks::open(trial.seed, clock, Listen::default()).await?;
        Ok(World::new(Rc::new(mocks)))
    }
}
