//! `raccord serve`: stands the mocks up for other programs and for a person with a browser, with a
//! clock that runs, until it is told to stop.
//!
//! stdout is a machine's: one JSON line that says where everything is, then one for each identity
//! of those who are connected already. These lines hold throwaway secrets, since they are what
//! was asked for; nothing else holds them, but the files of `--out`.

mod contents;
mod error;
mod identities;
mod lines;
mod papers;
mod social_security;
mod stop;
mod supplier;

use std::io::{self, Write};
use std::time::Duration;

use raccord_kernel::Clock;
use raccord_kernel::clock::machine_now;

use super::args::ServeArguments;
use super::exit::Exit;
use super::render::Leaving;
use super::settings::Settings;
use crate::environment::Mocks;
pub use error::ServeError;
use identities::Identities;
use lines::{Line, Ready};
use papers::Papers;
use stop::Stop;

/// How long, in real time, work that cannot be cut short may hold up the end.
const END_TIMEOUT: Duration = Duration::from_secs(5);

/// Serves the mocks until the process is told to stop.
///
/// # Errors
///
/// [`ServeError`] when they could not be stood up, or could not be told about.
pub fn serve(arguments: &ServeArguments, settings: &Settings) -> Result<Exit, ServeError> {
    // Several threads, unlike a run: what outside programs do at once is in no order to keep.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|source| ServeError::Start { source })?;
    let served = runtime.block_on(until_stopped(arguments, settings));
    runtime.shutdown_timeout(END_TIMEOUT);
    served.map(|()| Exit::Passed)
}

async fn until_stopped(arguments: &ServeArguments, settings: &Settings) -> Result<(), ServeError> {
    // First of all: told to stop from here on, it stops in good order.
    let stop = Stop::listen().map_err(|source| ServeError::Start { source })?;
    let clock = Clock::running(machine_now());
    let mocks = Mocks::open(arguments.seed, clock, arguments.doors()).await?;
    let ready = Ready::of(&mocks);
    let portal = ready.portal_url.clone();
    let mut ready = Some(Line::Ready(ready));
    // Whoever waits for this line finds the files; where there are none, nobody need wait for keys.
    if arguments.out.is_none() {
        tell(ready.take().into_iter())?;
    }
    let identities = Identities::connected(&mocks)?;
    // Removed when it is dropped, at the end.
    let _papers = match &arguments.out {
        Some(folder) => Some(Papers::write(folder, &mocks, &identities)?),
        None => None,
    };
    tell(ready.into_iter().chain(identities.into_lines()))?;
    if !settings.quiet {
        say(&format!("serving; the portal is at {portal} for a browser, and Ctrl-C stops"));
    }
    stop.told().await;
    Ok(())
}

/// Writes the lines to stdout, whose reader may leave when it has read enough.
fn tell(lines: impl Iterator<Item = Line>) -> Result<(), ServeError> {
    write_lines(lines).map_err(|source| ServeError::Stdout { source })
}

fn write_lines(lines: impl Iterator<Item = Line>) -> io::Result<()> {
    let mut stdout = Leaving(io::stdout().lock());
    for line in lines {
        let text = serde_json::to_string(&line)?;
        writeln!(stdout, "{text}")?;
    }
    stdout.flush()
}

fn say(words: &str) {
    // Talk that nobody hears must not end what it talks about.
    let _unheard = writeln!(io::stderr(), "{words}");
}
