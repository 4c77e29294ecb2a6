//! The program of a connector: what to start, and how to speak to it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use raccord_kernel::Secret;
use tokio::process::Command;

use super::error::Broken;
use super::running::Running;

/// How a connector lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// One process for as long as the scenario lasts: a line in, a line out, again and again.
    #[default]
    Session,
    /// A process for each action: its request on standard input, its answer on standard output.
    Process,
}

/// What to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The program and its arguments.
    pub command: Vec<String>,
    /// How it lives.
    pub mode: Mode,
    /// How long one action may take, in real time.
    pub timeout: Duration,
    /// The time zone; that of the connection's offices where there is none.
    pub zone: Option<String>,
    /// Variables that it gets beside those that raccord has.
    pub environment: BTreeMap<String, String>,
}

/// What raccord was given for itself, and hands to a connector piece by piece or not at all.
#[derive(Debug, Clone, Default)]
pub struct Withheld {
    /// The variables of the process environment that hold secrets.
    pub variables: Vec<String>,
    /// The secrets, wherever they were; nothing that a connector says may tell them.
    pub secrets: Vec<Secret>,
}

/// Passwords that raccord was given for files of its own.
const NOT_ITS_BUSINESS: [&str; 2] = ["RACCORD_PASSWORD", "RACCORD_NEW_PASSWORD"];

impl Program {
    /// Starts it in a process group of its own, in the current folder.
    pub(super) fn start(
        &self,
        zone: &str,
        proxy: Option<&str>,
        ca_file: &Path,
        withheld: &Withheld,
    ) -> Result<Running, Broken> {
        let (program, arguments) = match self.command.split_first() {
            Some((program, arguments)) => (program.as_str(), arguments),
            None => ("", [].as_slice()),
        };
        let mut command = Command::new(program);
        command.args(arguments).env("TZ", zone);
        for variable in
            NOT_ITS_BUSINESS.into_iter().chain(withheld.variables.iter().map(|it| &**it))
        {
            command.env_remove(variable);
        }
        // What HTTP clients read by themselves; all of it stands in the settings as well.
        for variable in ["HTTPS_PROXY", "https_proxy"] {
            command.env(variable, proxy.unwrap_or_default());
        }
        for variable in ["NO_PROXY", "no_proxy"] {
            command.env_remove(variable);
        }
        for variable in
            ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"]
        {
            command.env(variable, OsStr::new(ca_file));
        }
        command.envs(&self.environment);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
        let failed = |source| Broken::Start { program: program.to_owned(), source };
        Running::of(command.spawn().map_err(failed)?)
            .ok_or_else(|| failed(std::io::Error::other("it has no pipes")))
    }
}
