//! The environments that `run` opens.

use std::rc::Rc;
use std::sync::Arc;

use jiff::Timestamp;
use raccord_kernel::Clock;
use raccord_kernel::clock::machine_now;
use raccord_mocks::gateway::Listen;

use super::operator::{self, Terminal};
use super::settings::Settings;
use crate::connectors::outside::Program;
use crate::environment::qualification::settings::EnvironmentSettings;
use crate::environment::qualification::{Opening, Pace, Qualification, Secrets};
use crate::environment::{self, Environment, OpenError, START, is_rule};
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
        world(Rc::new(mocks), self.connector.as_ref())
    }
}

/// A real environment, the same for every scenario.
#[derive(Debug)]
pub(super) struct Real {
    /// Its name.
    pub(super) name: String,
    /// How it is described.
    pub(super) settings: EnvironmentSettings,
    /// Its secrets that are variables.
    pub(super) secrets: Secrets,
    /// Whether the command allows production.
    pub(super) allow_production: bool,
    /// Whether scenarios may take something away.
    pub(super) allow_destructive: bool,
    /// How fast it is asked, by all scenarios together.
    pub(super) pace: Arc<Pace>,
    /// Where people answer.
    pub(super) terminal: Terminal,
    /// The connector that scenarios drive, in the place of the built-in one.
    pub(super) connector: Option<Program>,
}

/// The tag of scenarios that may be played in a real environment.
pub(super) const QUALIFICATION: &str = "qualification";
/// The tag of those that take something away there.
const DESTRUCTIVE: &str = "destructive";

/// What the command allows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowed {
    /// To contact production.
    pub(super) production: bool,
    /// To take something away.
    pub(super) destructive: bool,
}

impl Real {
    /// An environment as it is described, in which somebody works: as the command says, else as the
    /// environment does, else who is logged in.
    pub(super) fn new(
        name: &str,
        described: EnvironmentSettings,
        allowed: Allowed,
        (settings, operator): (&Settings, Option<&str>),
        connector: Option<Program>,
    ) -> Self {
        let own = Some(described.operator.as_str()).filter(|name| !name.is_empty());
        let operator = operator::name(operator, own, settings);
        Self {
            name: name.to_owned(),
            secrets: settings.secrets(&described),
            allow_production: allowed.production,
            allow_destructive: allowed.destructive,
            pace: Arc::new(Pace::of(described.requests_per_minute)),
            terminal: Terminal::of_process(settings, operator),
            settings: described,
            connector,
        }
    }

    /// Fetches all that its settings name, and contacts nobody.
    ///
    /// # Errors
    ///
    /// When something is missing, or production was not allowed.
    pub(super) fn environment(&self) -> Result<Qualification, OpenError> {
        let operator = self.terminal.clone();
        Qualification::open(Opening {
            name: &self.name,
            settings: &self.settings,
            secrets: &self.secrets,
            clock: Clock::running(machine_now()),
            operator: Some(Rc::new(operator)),
            allow_production: self.allow_production,
            pace: Arc::clone(&self.pace),
        })
    }
}

impl Stage for Real {
    type World = World;

    fn name(&self) -> &str {
        &self.name
    }

    fn starts_at(&self) -> Option<Timestamp> {
        None
    }

    async fn open(&self, trial: &Trial) -> Result<World, OpenError> {
        let world = world(Rc::new(self.environment()?), self.connector.as_ref())?;
        let rules = trial.tags.iter().filter(|tag| is_rule(tag)).cloned();
        Ok(world.about(rules.collect()))
    }

    fn declines(&self, trial: &Trial) -> Option<String> {
        let has = |tag: &str| trial.tags.iter().any(|it| it == tag);
        if !has(QUALIFICATION) {
            return Some(format!("it is for the mocks: it has no tag @{QUALIFICATION}"));
        }
        let is_too_much = has(DESTRUCTIVE) && !self.allow_destructive;
        is_too_much.then(|| {
            format!("it takes something away (@{DESTRUCTIVE}): --allow-destructive plays it")
        })
    }
}

fn world(
    environment: Rc<dyn Environment>,
    connector: Option<&Program>,
) -> Result<World, OpenError> {
    let Some(program) = connector.cloned() else { return Ok(World::new(environment)) };
    let connectors = Outside::new(Rc::new(program), &environment).map_err(|source| OpenError {
        environment: environment.name().to_owned(),
        source: source.into(),
    })?;
    Ok(World::with_connectors(environment, Rc::new(connectors)))
}
