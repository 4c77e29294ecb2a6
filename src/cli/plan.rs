//! `raccord plan`: when to do what, so that a certificate is renewed before it ends.

mod error;
mod outputs;
mod subjects;
mod text;

use std::io::{self, Write as _};

use raccord_kernel::clock::machine_now;

use super::args::PlanArguments;
use super::cert::input;
use super::exit::Exit;
use super::settings::Settings;
use crate::plan::{self, Calendar, Renewal, Verdict};
pub use error::PlanError;
use subjects::Found;

/// Plans every renewal that was asked about, and tells.
///
/// # Errors
///
/// [`PlanError`] when nothing could be planned, or it could not be told.
pub(super) fn plan(arguments: &PlanArguments, settings: &Settings) -> Result<Exit, PlanError> {
    outputs::refuse_collisions(&arguments.formats)?;
    let durations = durations(arguments)?;
    let now = arguments.today.unwrap_or_else(machine_now);
    let Found { renewals, not_needed, not_read } = subjects::find(arguments, settings)?;
    let mut calendar = Calendar::new(Renewal::group(renewals), now, &durations);
    calendar.not_needed = not_needed;
    calendar.not_read = not_read;
    outputs::write(&calendar, &arguments.formats, settings)?;
    say_what_was_not_read(&calendar);
    Ok(exit(&calendar, arguments.strict))
}

/// What the built-in figures say, then the file, then the options.
fn durations(arguments: &PlanArguments) -> Result<plan::Settings, PlanError> {
    let mut durations = plan::Settings::default();
    if let Some(path) = &arguments.settings {
        let text = input::read(path)?;
        let wrong = |source| PlanError::Settings { path: path.clone(), source };
        durations.read(&String::from_utf8_lossy(&text)).map_err(wrong)?;
    }
    let given = [
        ("supplier-days", arguments.supplier_days),
        ("margin-days", arguments.margin_days),
        ("activation-hours", arguments.activation_hours),
    ];
    for (name, amount) in given {
        if amount.is_some() {
            durations.set(name, amount, amount).map_err(|source| PlanError::Option { source })?;
        }
    }
    Ok(durations)
}

fn say_what_was_not_read(calendar: &Calendar) {
    let mut stderr = io::stderr().lock();
    for missing in &calendar.not_read {
        // Talk that nobody hears must not end what it talks about.
        let _unheard = writeln!(stderr, "not read: {}: {}", missing.place, missing.why);
    }
}

/// What could not be read comes before what is too late: the verdict may be worse than is known.
fn exit(calendar: &Calendar, strict: bool) -> Exit {
    let threshold = if strict { Verdict::Tight } else { Verdict::TooLate };
    if !calendar.not_read.is_empty() {
        Exit::Usage
    } else if calendar.worst() >= Some(threshold) {
        Exit::NotReady
    } else {
        Exit::Passed
    }
}
