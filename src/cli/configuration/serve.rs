//! `[serve]`: how the mocks are served where no option says otherwise.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

use super::ConfigurationError;
use crate::cli::args::{self, ServeArguments, StartArguments};
use crate::moment;

/// What is said of serving; each key is the option of its name.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ServeTable {
    /// `--port`
    pub port: Option<u16>,
    /// `--http-port`
    pub http_port: Option<u16>,
    /// `--sftp-port`
    pub sftp_port: Option<u16>,
    /// `--management-port`
    pub management_port: Option<u16>,
    /// `--listen`
    pub listen: Option<String>,
    /// `--start`
    pub start: Option<String>,
    /// `--like`
    pub like: Option<PathBuf>,
    /// `--at`
    pub at: Option<String>,
    /// `--seed`
    pub seed: Option<u64>,
    /// `--state`
    pub state: Option<String>,
    /// `--out`
    pub out: Option<PathBuf>,
    /// `--journal`
    pub journal: Option<PathBuf>,
    /// `--ready-file`
    pub ready_file: Option<PathBuf>,
}

impl ServeTable {
    /// The options that were given, over what is said here.
    ///
    /// # Errors
    ///
    /// When a value is none of its option.
    pub fn under(self, told: ServeArguments) -> Result<ServeArguments, ConfigurationError> {
        let listen = read("serve.listen", self.listen, "a loopback address", args::loopback)?;
        let start = read("serve.start", self.start, "a name of `raccord starts`", args::start)?;
        let at = read("serve.at", self.at, "a date or an instant", moment::instant)?;
        let port = self.port.map(|port| port.to_string());
        let port = read("serve.port", port, "0 to 65533", args::first_port)?;
        Ok(ServeArguments {
            port: told.port.or(port),
            http_port: told.http_port.or(self.http_port),
            sftp_port: told.sftp_port.or(self.sftp_port),
            management_port: told.management_port.or(self.management_port),
            listen: told.listen.or(listen),
            start: StartArguments {
                start: told.start.start.or(start),
                like: told.start.like.or(self.like),
                at: told.start.at.or(at),
                seed: told.start.seed.or(self.seed),
            },
            state: told.state.or_else(|| self.state.as_deref().map(args::State::named)),
            out: told.out.or(self.out),
            journal: told.journal.or(self.journal),
            ready_file: told.ready_file.or(self.ready_file),
        })
    }
}

fn read<T, E>(
    key: &'static str,
    found: Option<String>,
    expected: &'static str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<Option<T>, ConfigurationError> {
    let Some(found) = found else { return Ok(None) };
    match parse(&found) {
        Ok(value) => Ok(Some(value)),
        Err(_) => Err(ConfigurationError::Value { key, found, expected }),
    }
}
