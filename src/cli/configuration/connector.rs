//! `[connector]`: the program that scenarios drive in the place of the built-in connector.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;

use super::ConfigurationError;
use crate::connectors::outside::{Mode, Program};

/// How long one action may take where nothing is said. Real time.
const TIMEOUT: Duration = Duration::from_secs(30);

/// What is said of a connector.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConnectorTable {
    /// The program and its arguments.
    pub command: Option<Words>,
    /// `session` or `process`.
    pub mode: Option<String>,
    /// How long one action may take: `30s`.
    pub timeout: Option<String>,
    /// The time zone that it runs in: `Europe/Paris`.
    pub zone: Option<String>,
    /// Variables that it gets.
    pub environment: BTreeMap<String, String>,
}

/// A command: its words, or one text that is split into words as a shell does.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Words {
    /// The words.
    Parted(Vec<String>),
    /// One text.
    Text(String),
}

impl ConnectorTable {
    /// Lays what an option says over what is configured.
    #[must_use]
    pub fn or_as_told(
        mut self,
        command: Option<&str>,
        mode: Option<&str>,
        timeout: Option<&str>,
    ) -> Self {
        let told = |told: Option<&str>, before| told.map(str::to_owned).or(before);
        self.command = command.map(|it| Words::Text(it.to_owned())).or(self.command);
        self.mode = told(mode, self.mode);
        self.timeout = told(timeout, self.timeout);
        self
    }

    /// The program, if there is one.
    ///
    /// # Errors
    ///
    /// When a value cannot be used, or there are settings of a connector and no command.
    pub fn program(self) -> Result<Option<Program>, ConfigurationError> {
        let Self { command, mode, timeout, zone, environment } = self;
        let Some(command) = command else {
            let is_empty =
                mode.is_none() && timeout.is_none() && zone.is_none() && environment.is_empty();
            return if is_empty { Ok(None) } else { Err(ConfigurationError::NoCommand) };
        };
        let timeout = timeout.map_or(Ok(TIMEOUT), |text| duration(&text))?;
        let zone = zone.map(known).transpose()?;
        let mode = mode.map_or(Ok(Mode::default()), |text| lives(&text))?;
        Ok(Some(Program { command: words(command)?, mode, timeout, zone, environment }))
    }
}

fn wrong(key: &'static str, found: String, expected: &'static str) -> ConfigurationError {
    ConfigurationError::Value { key, found, expected }
}

fn words(command: Words) -> Result<Vec<String>, ConfigurationError> {
    let (found, words) = match command {
        Words::Parted(words) => (words.join(" "), Some(words)),
        Words::Text(text) => (text.clone(), shell_words::split(&text).ok()),
    };
    let words = words.filter(|words| words.first().is_some_and(|first| !first.is_empty()));
    let expected = "a program and its arguments, every quote closed";
    words.ok_or_else(|| wrong("connector.command", found, expected))
}

fn lives(text: &str) -> Result<Mode, ConfigurationError> {
    match text {
        "session" => Ok(Mode::Session),
        "process" => Ok(Mode::Process),
        other => Err(wrong("connector.mode", other.to_owned(), "`session` or `process`")),
    }
}

fn duration(text: &str) -> Result<Duration, ConfigurationError> {
    let read = text.parse::<SignedDuration>().ok().filter(SignedDuration::is_positive);
    let read = read.map(|it| it.unsigned_abs());
    read.ok_or_else(|| wrong("connector.timeout", text.to_owned(), "a duration, as in 30s or 2min"))
}

fn known(zone: String) -> Result<String, ConfigurationError> {
    match TimeZone::get(&zone) {
        Ok(_) => Ok(zone),
        Err(_) => Err(wrong("connector.zone", zone, "a time zone, as in Europe/Paris")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> ConnectorTable {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn a_command_is_split_as_a_shell_does() {
        let program = table("command = \"python3 'my connector.py' --quiet\"").program();
        let program = program.unwrap().unwrap();
        assert_eq!(program.command, ["python3", "my connector.py", "--quiet"]);
        assert_eq!((program.mode, program.timeout), (Mode::Session, TIMEOUT));
    }

    #[test]
    fn a_value_that_cannot_be_used_is_told_with_what_was_expected() {
        for (text, says) in [
            ("command = \"a 'b\"", "found `a 'b`, expected a program and its arguments"),
            ("command = []", "expected a program"),
            ("command = \"a\"\nmode = \"forked\"", "found `forked`, expected `session`"),
            ("command = \"a\"\ntimeout = \"0s\"", "found `0s`, expected a duration"),
            ("command = \"a\"\nzone = \"Paris\"", "found `Paris`, expected a time zone"),
            ("mode = \"process\"", "no `connector.command`"),
        ] {
            let told = table(text).program().unwrap_err().to_string();
            assert!(told.contains(says), "{told}");
        }
    }

    #[test]
    fn what_an_option_says_wins() {
        let table = table("command = [\"a\"]\nmode = \"process\"\ntimeout = \"1s\"");
        let program = table.or_as_told(Some("b"), None, Some("2s")).program().unwrap().unwrap();
        assert_eq!((&*program.command, program.mode), (&["b".to_owned()][..], Mode::Process));
        assert_eq!(program.timeout, Duration::from_secs(2));
    }
}
