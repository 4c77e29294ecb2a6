//! `raccord serve`: stands the mocks up for other programs and for a person with a browser, with a
//! clock that runs, until it is told to stop.
//!
//! stdout is a machine's: one JSON line that says where everything is, then one of those who are
//! connected already. These lines hold throwaway secrets, since they are what was asked for;
//! nothing else holds them, but the files that were asked for.

mod error;
mod lines;
mod log;
mod variables;

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use raccord_mocks::gateway::Knobs;

use super::args::{ServeArguments, State};
use super::configuration::Configuration;
use super::exit::Exit;
use super::render::Leaving;
use super::served::{Begin, Copying, Folder, Served, ServedError, Wanted, private_file};
use super::settings::Settings;
use super::stop::Stop;
pub use error::ServeError;
use lines::{Connected, Line, Ready};
use log::Log;

/// How long, in real time, work that cannot be cut short may hold up the end.
const END_TIMEOUT: Duration = Duration::from_secs(5);

/// Serves the mocks until the process is told to stop.
///
/// # Errors
///
/// [`ServeError`] when they could not be stood up, or could not be told about.
pub fn serve(arguments: &ServeArguments, settings: &Settings) -> Result<Exit, ServeError> {
    let Configuration { serve, knobs, .. } = Configuration::read(settings)?;
    let arguments = serve.under(arguments.clone())?;
    // Several threads, unlike a run: what outside programs do at once is in no order to keep.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|source| ServeError::Start { source })?;
    let served = runtime.block_on(until_stopped(&arguments, knobs, settings));
    runtime.shutdown_timeout(END_TIMEOUT);
    served.map(|()| Exit::Passed)
}

async fn until_stopped(
    arguments: &ServeArguments,
    knobs: Knobs,
    settings: &Settings,
) -> Result<(), ServeError> {
    // First of all: told to stop from here on, it stops in good order.
    let mut stop = Stop::listen().map_err(|source| ServeError::Start { source })?;
    let wanted = Wanted {
        listen: arguments.doors(),
        management_port: arguments.management_port(),
        start: &arguments.start,
        knobs,
        state: arguments.state.as_ref().and_then(State::path),
    };
    let mut served = Served::open(&wanted).await?;
    let _log = log(&served, arguments.journal.as_deref(), settings)?;
    let ready = Ready::of(served.tenancy.first(), &served.management);
    let (index, console) = (ready.index_url.clone(), ready.console_url.clone());
    let ready = Line::Ready(Box::new(ready));
    // Whoever waits for this line finds the files; where there are none, nobody need wait for keys.
    if arguments.out.is_none() {
        tell(&ready)?;
    }
    served.connect(&wanted)?;
    let exports = served.exports();
    // Removed when they are dropped, at the end.
    let mut folder = arguments.out.as_deref().map(Folder::at).transpose()?;
    if let Some(folder) = &mut folder {
        let variables = folder.hand_over(&exports)?;
        folder.write(variables::FILE, variables::text(&variables).as_bytes())?;
        served.show(&variables);
        tell(&ready)?;
    }
    let _ready_file = match &arguments.ready_file {
        Some(path) => Some(ready_file(path, &ready)?),
        None => None,
    };
    tell(&Line::Connected(Connected::of(served.start(), &exports)))?;
    if !settings.quiet {
        // Its address holds the token: it is for a person's screen, and for no log.
        let console = settings.progress.then(|| format!("\nthe console: {console}"));
        let console = console.unwrap_or_default();
        say(&format!("serving; {index} lists what is there, and Ctrl-C stops{console}"));
    }
    tokio::select! {
        _ = stop.told() => {}
        () = served.stopped() => {}
        error = served.keep() => return Err(error.into()),
    }
    Ok(served.keep_at_the_end()?)
}

/// Writes down all that crosses, in a file and, where more was asked for, on stderr.
fn log(
    served: &Served,
    journal: Option<&Path>,
    settings: &Settings,
) -> Result<Option<Copying<Log>>, ServeError> {
    let failed = |path: &Path, source| ServedError::Write { path: path.to_owned(), source };
    let opened = |path| private_file(path, Begin::AtItsEnd).map_err(|error| failed(path, error));
    let file = journal.map(opened).transpose()?;
    let log = Log { file, is_told: settings.verbose > 0 };
    let is_wanted = log.file.is_some() || log.is_told;
    Ok(is_wanted.then(|| Copying::begin(&served.tenancy, log)))
}

/// Writes the line where whoever waits looks for it; it goes when what is answered is dropped.
fn ready_file(path: &Path, ready: &Line) -> Result<Folder, ServeError> {
    let (folder, name) = (path.parent(), path.file_name());
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    let mut folder = Folder::at(folder.unwrap_or_else(|| Path::new(".")))?;
    let name = name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    folder.write(&name, line(ready).as_bytes())?;
    Ok(folder)
}

/// Writes a line to stdout, whose reader may leave when it has read enough.
fn tell(told: &Line) -> Result<(), ServeError> {
    let mut stdout = Leaving(io::stdout().lock());
    let written = stdout.write_all(line(told).as_bytes()).and_then(|()| stdout.flush());
    written.map_err(|source| ServeError::Stdout { source })
}

fn line(line: &Line) -> String {
    // Texts, lists and maps of texts can always be written as JSON.
    format!("{}\n", serde_json::to_string(line).unwrap_or_default())
}

fn say(words: &str) {
    // Talk that nobody hears must not end what it talks about.
    let _unheard = writeln!(io::stderr(), "{words}");
}
