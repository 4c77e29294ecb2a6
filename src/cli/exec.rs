//! `raccord exec`: runs a command that meets the mocks in place of the real systems, and tells what
//! crossed.
//!
//! The command is not touched: variables that its language's libraries read anyway point it at the
//! mocks. It has the terminal to itself until it ends; then raccord speaks, on stderr.

mod child;
mod error;
mod isolation;
mod junit;
mod report;
mod variables;
mod verdict;

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use raccord_mocks::gateway::Listen;

use super::args::ExecArguments;
use super::configuration::Configuration;
use super::served::{Copying, Folder, Served, Wanted};
use super::settings::Settings;
use super::stop::Stop;
use crate::environment::Tenancy;
pub use error::ExecError;
pub use isolation::IsolationError;
use verdict::{Reading, Verdict};

/// How long, in real time, work that cannot be cut short may hold up the end.
const END_TIMEOUT: Duration = Duration::from_secs(5);

/// Runs the command, and answers its exit code, or 1 where `--strict` finds something.
///
/// # Errors
///
/// [`ExecError`] when the mocks could not be stood up, or the command not run.
pub fn exec(arguments: &ExecArguments, settings: &Settings) -> Result<ExitCode, ExecError> {
    if arguments.isolate {
        // Before there is a second thread: a thread takes no other with it.
        isolation::leave_the_network()?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|source| ExecError::Start { source })?;
    let ended = runtime.block_on(run(arguments, settings));
    runtime.shutdown_timeout(END_TIMEOUT);
    ended
}

async fn run(arguments: &ExecArguments, settings: &Settings) -> Result<ExitCode, ExecError> {
    let wanted = Wanted {
        listen: Listen::default(),
        management_port: 0,
        start: &arguments.start,
        knobs: Configuration::read(settings)?.knobs,
        state: None,
    };
    // First of all: told to end from here on, it leaves no key behind, and tells its command.
    let mut stop = Stop::listen().map_err(|source| ExecError::Start { source })?;
    let mut served = Served::open(&wanted).await?;
    served.connect(&wanted)?;
    let mut folder = Folder::among(&settings.temporary)?;
    let exported = folder.hand_over(&served.exports())?;
    let variables = variables::all(&mut folder, &served, exported, &settings.inherited)?;
    let reading = Reading::new(
        Verdict::expecting(&arguments.expected),
        arguments.journal.as_deref().map(report::file).transpose()?,
    );
    let copying = Copying::begin(&served.tenancy, reading);
    let ended = child::run(&arguments.command, &variables, &mut stop).await?;
    settled(&served.tenancy).await;
    let verdict = verdict(copying, arguments.journal.as_deref())?;
    if let Some(path) = &arguments.junit {
        junit::write(path, &ended, &verdict, arguments.strict)?;
    }
    if !settings.quiet {
        report::tell(&ended, &verdict, arguments, settings);
    }
    let fails = arguments.strict && !verdict.is_clean();
    Ok(if fails && ended.passed() { ExitCode::FAILURE } else { ended.exit() })
}

/// How long, in real time, what is under way may take to be written down once the command has ended.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Waits until nothing is under way: a client that hangs up and ends is heard a moment later.
async fn settled(tenancy: &Tenancy) {
    let all = async {
        for mocks in tenancy.tenants() {
            mocks.tenant().office().flights.settled().await;
        }
    };
    // What never ends is not what the command waited for.
    let _ = tokio::time::timeout(LAST_WORDS, all).await;
}

/// What was read of all that crossed.
fn verdict(copying: Copying<Reading>, journal: Option<&Path>) -> Result<Verdict, ExecError> {
    let Some((reading, _, lost)) = copying.end() else {
        let source = io::Error::other("the thread that reads what crosses panicked");
        return Err(ExecError::Start { source });
    };
    let Reading { mut verdict, unwritten, .. } = reading;
    verdict.missed(lost);
    match (unwritten, journal) {
        (Some(source), Some(path)) => Err(ExecError::Report { path: path.to_owned(), source }),
        _ => Ok(verdict),
    }
}
