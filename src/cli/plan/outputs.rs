//! Where a calendar is told: stdout and files.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::{PlanError, text};
use crate::cli::args::{PlanFormat, PlanFormatKind};
use crate::cli::places;
use crate::cli::render::Leaving;
use crate::cli::settings::Settings;
use crate::plan::Calendar;
use crate::plan::tell::{html, ics, json};

/// Tells a calendar in every format that was asked for; people read on stdout, unless something
/// else goes there.
///
/// # Errors
///
/// [`PlanError::Write`] when one of them could not be written.
pub(super) fn write(
    calendar: &Calendar,
    formats: &[PlanFormat],
    settings: &Settings,
) -> Result<(), PlanError> {
    if formats.iter().all(|format| format.path.is_some()) {
        to_stdout(calendar, PlanFormatKind::Text, settings)?;
    }
    for PlanFormat { kind, path } in formats {
        match path {
            None => to_stdout(calendar, *kind, settings)?,
            Some(path) => {
                let failed = |source| PlanError::Write { path: path.clone(), source };
                let mut out = BufWriter::new(create(path).map_err(failed)?);
                let plain = Settings { color_stdout: false, ..settings.clone() };
                tell(calendar, *kind, &plain, &mut out).map_err(failed)?;
                out.flush().map_err(failed)?;
            }
        }
    }
    Ok(())
}

/// Makes sure that every calendar has a place of its own.
///
/// # Errors
///
/// [`PlanError::Collide`] when two go to one.
pub(super) fn refuse_collisions(formats: &[PlanFormat]) -> Result<(), PlanError> {
    let taken = places::taken_twice(formats.iter().map(|format| format.path.as_deref()));
    taken.map_or(Ok(()), |place| Err(PlanError::Collide { place }))
}

fn to_stdout(
    calendar: &Calendar,
    kind: PlanFormatKind,
    settings: &Settings,
) -> Result<(), PlanError> {
    let mut out = BufWriter::new(Leaving(io::stdout().lock()));
    let told = tell(calendar, kind, settings, &mut out).and_then(|()| out.flush());
    told.map_err(|source| PlanError::Write { path: PathBuf::from("stdout"), source })
}

fn tell(
    calendar: &Calendar,
    kind: PlanFormatKind,
    settings: &Settings,
    out: &mut impl Write,
) -> io::Result<()> {
    match kind {
        PlanFormatKind::Html => html::write(calendar, out),
        PlanFormatKind::Ics => ics::write(calendar, out),
        PlanFormatKind::Json => json::write(calendar, out),
        PlanFormatKind::Text => out.write_all(text::text(calendar, settings).as_bytes()),
    }
}

fn create(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    File::create(path)
}
