//! The command that runs a scenario alone, as the run did in which it went amiss.

use std::fmt;

use crate::cli::args::{Format, RunArguments};
use crate::cli::configuration::MOCKS;
use crate::cli::settings::Settings;
use crate::rehearsal::seed;
use crate::runs::description::Description;

/// Which reports are made of a run, and what they name to run a scenario of it alone.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Told<'a> {
    /// The reports.
    pub(in crate::cli) formats: &'a [Format],
    /// What runs a scenario alone.
    pub(in crate::cli) command: &'a Alone,
}

/// The command, without the place of a scenario: `raccord run --env qualification`.
#[derive(Debug)]
pub(in crate::cli) struct Alone(Vec<String>);

impl Alone {
    /// As one was told to run.
    pub(in crate::cli) fn of(arguments: &RunArguments, settings: &Settings) -> Self {
        let mut command = Self::new(settings);
        let environment = Some(&arguments.environment).filter(|name| *name != MOCKS);
        command.option("--env", environment.map(String::as_str));
        command.flag("--allow-production", arguments.real.allow_production);
        command.flag("--allow-destructive", arguments.real.allow_destructive);
        command.option("--connector", arguments.connector.as_deref());
        command.option("--connector-mode", arguments.connector_mode.as_deref());
        command.option("--connector-timeout", arguments.connector_timeout.as_deref());
        command.seed(arguments.seed);
        command
    }

    /// As a run was begun that is gone on with.
    pub(in crate::cli) fn of_begun(
        description: &Description,
        allow_production: bool,
        settings: &Settings,
    ) -> Self {
        let mut command = Self::new(settings);
        let asked = &description.asked;
        command.option("--env", Some(&description.environment.name));
        command.flag("--allow-production", allow_production);
        command.flag("--allow-destructive", asked.allow_destructive);
        command.option("--connector", asked.connector.as_deref());
        command.option("--connector-mode", asked.connector_mode.as_deref());
        command.option("--connector-timeout", asked.connector_timeout.as_deref());
        command.seed(description.seed);
        command
    }

    fn new(settings: &Settings) -> Self {
        let mut command = Self(vec!["raccord".to_owned(), "run".to_owned()]);
        let configuration = settings.config.as_ref().map(|path| path.display().to_string());
        command.option("--config", configuration.as_deref());
        command
    }

    /// Its words.
    pub(in crate::cli) fn words(&self) -> &[String] {
        &self.0
    }

    fn option(&mut self, name: &str, value: Option<&str>) {
        let value = value.into_iter().flat_map(|value| [name.to_owned(), value.to_owned()]);
        self.0.extend(value);
    }

    fn flag(&mut self, name: &str, is_set: bool) {
        self.0.extend(is_set.then(|| name.to_owned()));
    }

    /// What is drawn is the same with the same seed only.
    fn seed(&mut self, drawn_from: u64) {
        let other = Some(drawn_from).filter(|it| *it != seed::DEFAULT).map(|it| it.to_string());
        self.option("--seed", other.as_deref());
    }
}

impl fmt::Display for Alone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shell_words::join(&self.0))
    }
}
