//! The environments that `run` opens.

use std::rc::Rc;

use jiff::Timestamp;
use raccord_kernel::Clock;
use raccord_mocks::gateway::Listen;

use crate::connectors::outside::Program;
use crate::environment::{self, Environment, OpenError, START};
use crate::rehearsal::{Stage, Trial};
use crate::steps::World;
use crate::steps::workshop::Outside;

/// The mocks: an environment of its own for each scenario.
#[derive(Debug)]
pub(super) struct Mocks {
    starts_at: Timestamp,
    /// The connector that scenarios drive, in the place of the built-in one.
    connector: Option<Program>,
}

impl Mocks {
    /// Mocks whose clocks are held, and start on the same instant.
    pub(super) const fn new(connector: Option<Program>) -> Self {
        Self { starts_at: START, connector }
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
        let mocks: Rc<dyn Environment> = Rc::new(mocks);
        let Some(program) = self.connector.clone() else { return Ok(World::new(mocks)) };
        let connectors = Outside::new(Rc::new(program), &mocks).map_err(|source| OpenError {
            environment: self.name().to_owned(),
            source: source.into(),
        })?;
        Ok(World::with_connectors(mocks, Rc::new(connectors)))
    }
}
