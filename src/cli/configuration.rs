//! What is configured: in `./raccord.toml` or the file of `--config`, in the user's own file, and in
//! variables. Whatever is not known is an error, with what was probably meant.

mod connector;
mod environments;
mod schema;
mod serve;
mod suggestion;

use std::io;
use std::path::{Path, PathBuf};

use raccord_mocks::gateway::Knobs;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::{Table, Value};

use super::settings::Settings;
use crate::environment::qualification::settings::OUT_OF_THE_FILE;

pub use connector::{ConnectorTable, Words};
pub use environments::{EnvironmentsTable, MOCKS, NoEnvironment, WrongName};
pub use schema::schema;
pub use serve::ServeTable;

/// What to do about a configuration that cannot be used.
const CONFIGURED: &str = "docs/configuration.md says what can be configured";

/// Where variables configure.
const VARIABLES: &str = "the variables `RACCORD_…__…`";
/// What to do about a secret in one.
const OUT_OF_THE_VARIABLE: &str = "take it out of this variable, name another one in …__ENV";

/// The file in the current folder.
const HERE: &str = "raccord.toml";

/// Everything that can be configured. Options of the command line win over it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Configuration {
    /// The connector that scenarios drive.
    pub connector: ConnectorTable,
    /// The environments beside the mocks, by name.
    pub environments: EnvironmentsTable,
    /// How the mocks are served.
    pub serve: ServeTable,
    /// What is guessed of the systems, for `serve` and `exec`.
    #[schemars(schema_with = "schema::knobs")]
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
    /// No environment has the name.
    #[error(transparent)]
    NoEnvironment(#[from] NoEnvironment),
}

impl ConfigurationError {
    /// What to do about it.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NoEnvironment(none) if none.is_first => {
                "`raccord init` writes a raccord.toml to begin with"
            }
            Self::NoEnvironment(_)
            | Self::NoCommand
            | Self::Unreadable { .. }
            | Self::Value { .. }
            | Self::Wrong { .. } => CONFIGURED,
        }
    }
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
                let mut read = table(&text, &format!("`{}`", path.display()))?;
                environments::count_from(path.parent().unwrap_or(Path::new("")), &mut read);
                merge(&mut all, read);
            }
        }
        let variables = table_of(&settings.variables);
        Self::checked(variables.clone(), VARIABLES)?;
        merge(&mut all, variables);
        Self::checked(all, "all places together")
    }

    fn checked(table: Table, place: &str) -> Result<Self, ConfigurationError> {
        Self::deserialize(table).map_err(|error| wrong(place, "", &error))
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
    toml::from_str::<Configuration>(text).map_err(|error| wrong(place, text, &error))?;
    text.parse().map_err(|error| wrong(place, text, &error))
}

/// Tells what is wrong with its line and its key. The line itself is not shown: a secret may stand
/// there that should not.
fn wrong(place: &str, text: &str, error: &toml::de::Error) -> ConfigurationError {
    let meant = suggestion::of(error.message());
    let meant = meant.map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.filter(|_| !text.is_empty()).map(|before| {
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count());
        format!("line {}, column {}: ", before.matches('\n').count() + 1, column + 1)
    });
    let mut plain = error.clone();
    plain.set_input(None);
    let told = plain.to_string();
    let mut why =
        format!("{}{}", line.unwrap_or_default(), told.trim_end().replace("\nin `", ", in `"));
    if place == VARIABLES {
        why = why.replace(OUT_OF_THE_FILE, OUT_OF_THE_VARIABLE);
    }
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
        // What is written otherwise than a number is, as an enterprise number with its first 0, is
        // a text.
        let number = text.parse::<i64>().ok().filter(|it| it.to_string() == *text);
        let number = number.map(Value::Integer);
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
    fn no_line_is_repeated_since_a_secret_may_stand_there() {
        let piste = "[environments.q.chorus_pro.piste]\n";
        for line in [
            "client_secret = \"hunter2\"",
            "client_sercret = \"hunter2\"",
            "client_secret = \"hunter2",
            "password = hunter2",
            "password = { env = \"hunter2!\" }",
        ] {
            let told = refused(&format!("{piste}{line}\n"));
            assert!(told.contains("line 2") && !told.contains("hunter2"), "{told}");
        }
        let told = refused(&format!("{piste}client_secret = \"a\"\n"));
        assert!(told.contains("in `environments.q.chorus_pro.piste.client_secret`"), "{told}");
    }

    #[test]
    fn a_secret_in_a_variable_is_to_be_taken_out_of_the_variable() {
        let name = "environments__q__chorus_pro__piste__client_secret";
        let settings = Settings {
            variables: vec![(name.to_owned(), "hunter2".to_owned())],
            ..Settings::default()
        };
        let told = Configuration::read(&settings).unwrap_err().to_string();
        assert!(told.contains("take it out of this variable, name another"), "{told}");
        assert!(!told.contains("this file") && !told.contains("hunter2"), "{told}");
    }

    #[test]
    fn an_environment_may_be_parted_between_places() {
        let mut all = table("[environments.q.chorus_pro]\nmanager = \"A\"\n", "").unwrap();
        let variables = [
            ("environments__q__chorus_pro__siret".to_owned(), "33254021516357".to_owned()),
            ("environments__q__social_security__number".to_owned(), "0206731645".to_owned()),
        ];
        merge(&mut all, table_of(&variables));
        let read = Configuration::checked(all, "").unwrap().environments;
        let read = read.named("q").unwrap().clone();
        let chorus_pro = read.chorus_pro.unwrap();
        assert_eq!(
            (chorus_pro.manager.as_str(), chorus_pro.siret.as_str()),
            ("A", "33254021516357")
        );
        assert_eq!(read.social_security.unwrap().number.as_str(), "0206731645");
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
