//! What is configured: in `./raccord.toml` or the file of `--config`, in the user's own file, and in
//! variables. Whatever is not known is an error, with what was probably meant.

mod connector;
mod serve;
mod suggestion;

use std::io;
use std::path::{Path, PathBuf};

use raccord_mocks::gateway::Knobs;
use serde::Deserialize;
use toml::{Table, Value};

use super::settings::Settings;

pub use connector::{ConnectorTable, Words};
pub use serve::ServeTable;

/// What to do about a configuration that cannot be used.
pub const CONFIGURED: &str = "docs/configuration.md says what can be configured";

/// The file in the current folder.
const HERE: &str = "raccord.toml";

/// Everything that can be configured. Options of the command line win over it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Configuration {
    /// The connector that scenarios drive.
    pub connector: ConnectorTable,
    /// How the mocks are served.
    pub serve: ServeTable,
    /// What is guessed of the systems, for `serve` and `exec`.
    pub knobs: Knobs,
}

/// What is configured cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigurationError {
    /// The file cannot be read.
    #[error("failed to read the configuration `{path}`")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
    /// What is in it is not known, or not of that kind.
    #[error("failed to read the configuration in {place}: {why}{meant}")]
    Wrong {
        /// The file, or "the variables `RACCORD_…`".
        place: String,
        /// What was found, and what was expected.
        why: String,
        /// What was probably meant, ready to be appended.
        meant: String,
    },
    /// A value cannot be used.
    #[error("failed to use `{key}`: found `{found}`, expected {expected}")]
    Value {
        /// The key: `connector.timeout`.
        key: &'static str,
        /// What was found.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
    /// There are settings of a connector, and no connector.
    #[error("found settings of a connector and no `connector.command`, expected the command too")]
    NoCommand,
}

impl Configuration {
    /// Reads all that is configured: variables win over the file here or of `--config`, and that
    /// over the user's own, which counts only without `--config`.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, or something in one is not known.
    pub fn read(settings: &Settings) -> Result<Self, ConfigurationError> {
        let mut all = Table::new();
        let files = match &settings.config {
            Some(path) => vec![(path.clone(), true)],
            None => {
                let own = settings.own_config.clone().map(|path| (path, false));
                own.into_iter().chain([(PathBuf::from(HERE), false)]).collect()
            }
        };
        for (path, must_be) in files {
            if let Some(text) = text(&path, must_be)? {
                merge(&mut all, table(&text, &format!("`{}`", path.display()))?);
            }
        }
        let variables = table_of(&settings.variables);
        let place = "the variables `RACCORD_…__…`";
        Self::checked(variables.clone(), place)?;
        merge(&mut all, variables);
        Self::checked(all, "all places together")
    }

    fn checked(table: Table, place: &str) -> Result<Self, ConfigurationError> {
        Self::deserialize(table).map_err(|error| wrong(place, &error))
    }
}

fn text(path: &Path, must_be: bool) -> Result<Option<String>, ConfigurationError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !must_be => Ok(None),
        Err(source) => Err(ConfigurationError::Unreadable { path: path.to_owned(), source }),
    }
}

/// Reads a file by itself, so that what is wrong is told with its line.
fn table(text: &str, place: &str) -> Result<Table, ConfigurationError> {
    toml::from_str::<Configuration>(text).map_err(|error| wrong(place, &error))?;
    text.parse().map_err(|error| wrong(place, &error))
}

fn wrong(place: &str, error: &toml::de::Error) -> ConfigurationError {
    let meant = suggestion::of(error.message());
    let meant = meant.map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
    let why = error.to_string().trim_end().to_owned();
    ConfigurationError::Wrong { place: place.to_owned(), why, meant }
}

/// Lays a table over another; what is in both is the upper one's.
fn merge(lower: &mut Table, upper: Table) {
    for (key, value) in upper {
        match (lower.get_mut(&key), value) {
            (Some(Value::Table(lower)), Value::Table(upper)) => merge(lower, upper),
            (_, value) => drop(lower.insert(key, value)),
        }
    }
}

/// The variables `RACCORD_A__B` as a table: numbers and truths as such, the rest as text.
fn table_of(variables: &[(String, String)]) -> Table {
    let mut all = Table::new();
    for (name, text) in variables {
        let number = text.parse().map(Value::Integer).ok();
        let value = number.or_else(|| text.parse().map(Value::Boolean).ok());
        let value = value.unwrap_or_else(|| Value::String(text.clone()));
        let value = name
            .split("__")
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .enumerate()
            .fold(value, |value, (_, key)| {
                Value::Table(Table::from_iter([(key.to_owned(), value)]))
            });
        if let Value::Table(table) = value {
            merge(&mut all, table);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        table(text, "`raccord.toml`").unwrap_err().to_string()
    }

    #[test]
    fn a_misspelt_key_is_told_with_its_line_and_what_was_meant() {
        let told = refused("[connector]\ncomand = [\"a\"]\n");
        assert!(told.contains("line 2") && told.contains("did you mean `command`?"), "{told}");
        assert!(refused("[conector]\n").contains("did you mean `connector`?"));
        let told = refused("[connector]\nxyzzy = 1\n");
        assert!(told.contains("xyzzy") && !told.contains("did you mean"), "{told}");
    }

    #[test]
    fn what_lies_above_wins_key_by_key() {
        let mut all =
            table("[connector]\ncommand = [\"a\"]\nzone = \"Europe/Paris\"\n", "").unwrap();
        merge(&mut all, table("[connector]\ncommand = \"b c\"\n", "").unwrap());
        let variables = [("connector__timeout".to_owned(), "2s".to_owned())];
        merge(&mut all, table_of(&variables));
        let read = Configuration::checked(all, "").unwrap().connector;
        let program = read.program().unwrap().unwrap();
        assert_eq!(program.command, ["b", "c"]);
        assert_eq!(program.zone.as_deref(), Some("Europe/Paris"));
        assert_eq!(program.timeout.as_secs(), 2);
    }
}
