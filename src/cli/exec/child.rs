//! The command: it has the terminal, and whoever tells raccord to stop tells the command.

use std::ffi::OsString;
use std::process::{ExitCode, ExitStatus};
use std::time::Duration;

use tokio::process::{Child, Command};

use super::ExecError;
use super::variables::Variables;
use crate::cli::stop::{Stop, Told};
use crate::report::stopwatch::Stopwatch;

/// How a command ended.
#[derive(Debug)]
pub(super) struct Ended {
    /// The command, as it was given.
    pub(super) command: Vec<OsString>,
    pub(super) duration: Duration,
    status: ExitStatus,
}

impl Ended {
    /// Whether it ended with 0.
    pub(super) fn passed(&self) -> bool {
        self.status.success()
    }

    /// Its exit code; as a shell has it where a signal ended it.
    pub(super) fn exit(&self) -> ExitCode {
        ExitCode::from(self.code())
    }

    /// The same, as a number.
    pub(super) fn code(&self) -> u8 {
        #[cfg(unix)]
        let signal = std::os::unix::process::ExitStatusExt::signal(&self.status);
        #[cfg(not(unix))]
        let signal = None::<i32>;
        let code = self.status.code().or_else(|| Some(128 + signal?)).unwrap_or(1);
        u8::try_from(code).unwrap_or(1)
    }
}

/// Runs a command with these variables beside those of the process, until it ends by itself.
pub(super) async fn run(
    command: &[OsString],
    variables: &Variables,
    stop: &mut Stop,
) -> Result<Ended, ExecError> {
    let [program, arguments @ ..] = command else {
        let source = std::io::ErrorKind::NotFound.into();
        return Err(ExecError::Command { command: OsString::new(), source });
    };
    let stopwatch = Stopwatch::start();
    let failed = |source| ExecError::Command { command: program.clone(), source };
    let mut asked = Command::new(program);
    asked.args(arguments).envs(variables.iter()).kill_on_drop(true);
    let mut child = asked.spawn().map_err(failed)?;
    let status = loop {
        tokio::select! {
            status = child.wait() => break status.map_err(failed)?,
            told = stop.told() => pass_on(told, &child),
        }
    };
    Ok(Ended { command: command.to_vec(), duration: stopwatch.elapsed(), status })
}

/// Ctrl-C reaches the command from the terminal as it reaches raccord.
#[cfg(unix)]
fn pass_on(told: Told, child: &Child) {
    let id = child.id().and_then(|id| i32::try_from(id).ok());
    if let (Told::Terminate, Some(id)) = (told, id.and_then(rustix::process::Pid::from_raw)) {
        // One that has just ended is told nothing.
        let _gone = rustix::process::kill_process(id, rustix::process::Signal::TERM);
    }
}

#[cfg(not(unix))]
fn pass_on(_: Told, _: &Child) {}
