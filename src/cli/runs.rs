//! `raccord runs`: the runs that there are, and where each stands.

use std::io::{self, Write as _};

use jiff::Timestamp;

use super::args::RunsArguments;
use super::error::CommandError;
use super::exit::Exit;
use super::recorded::resume_command;
use super::render::Leaving;
use super::resume::ResumeError;
use super::settings::Settings;
use crate::report::palette::{Palette, paint};
use crate::runs::listing::{Listed, State, list};

/// Lists the runs of a folder.
///
/// # Errors
///
/// When the folder cannot be read, or nobody can be told.
pub fn runs(arguments: &RunsArguments, settings: &Settings) -> Result<Exit, CommandError> {
    let listed = list(&arguments.runs).map_err(ResumeError::from)?;
    let text = if arguments.json {
        let json = serde_json::to_string_pretty(&listed);
        json.map_err(|error| CommandError::Stdout(error.into()))? + "\n"
    } else if listed.is_empty() {
        format!("no run is in `{}`\n", arguments.runs.display())
    } else {
        listed.iter().map(|run| told(run, settings)).collect::<Vec<_>>().join("\n")
    };
    let mut stdout = Leaving(io::stdout().lock());
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(CommandError::Stdout)?;
    Ok(Exit::Passed)
}

fn told(run: &Listed, settings: &Settings) -> String {
    let palette = Palette::new(settings.color_stdout);
    let style = match run.state {
        State::Running | State::Closed => palette.good,
        State::Suspended | State::Interrupted => palette.title,
        State::Unreadable => palette.bad,
    };
    let at = |instant: Timestamp| {
        let zone = settings.zone.clone().unwrap_or(jiff::tz::TimeZone::UTC);
        instant.to_zoned(zone).strftime("%Y-%m-%d %H:%M %Z").to_string()
    };
    let mut text = format!("{}   {}", run.name(), paint(style, run.state.word()));
    if run.scenarios > 0 {
        text += &format!("   {} of {} scenarios ended", run.scenarios_ended, run.scenarios);
    }
    text += "\n";
    let mut line = |label: &str, said: Option<&str>| {
        let said = said.filter(|said| !said.is_empty()).map(raccord_certs::shown::text);
        text += &said.map(|said| format!("  {label:<10}{said}\n")).unwrap_or_default();
    };
    let label = if run.state == State::Unreadable { "because" } else { "waits for" };
    let since = if run.state == State::Closed { "at" } else { "since" };
    let resume = run.state.can_be_resumed().then(|| resume_command(&run.path));
    line("scenario", run.scenario.as_deref());
    line("step", run.step.as_deref());
    line(since, run.since.map(at).as_deref());
    line(label, run.waits_for.as_deref());
    line("go on", resume.as_deref());
    text
}
