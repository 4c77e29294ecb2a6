//! Finds the certificates to plan for: in the files that were named, and in those of an inventory.

use std::error::Error;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread::{self, available_parallelism};

use raccord_certs::Mode;
use raccord_certs::format::contents::Contents;

use super::PlanError;
use crate::cli::args::PlanArguments;
use crate::cli::cert::input;
use crate::cli::render::Progress;
use crate::cli::settings::Settings;
use crate::plan::inventory::{self, Row};
use crate::plan::{NotRead, Renewal, Subject};
use raccord_certs::shown::{self, file_name};

/// What was found, and what was not.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) renewals: Vec<Renewal>,
    pub(super) not_needed: Vec<String>,
    pub(super) not_read: Vec<NotRead>,
}

/// A file to look into.
struct Wanted {
    path: PathBuf,
    /// As it was named.
    named: String,
    /// How it is told when it cannot be read.
    place: String,
    mode: &'static Mode,
    connections: String,
    owner: String,
}

/// As many files are read between two looks at the line of progress.
const BATCH: usize = 512;

/// Finds the certificates to plan for; a file that cannot be read does not keep the others from it.
///
/// # Errors
///
/// When no file was given, or the inventory cannot be read.
pub(super) fn find(arguments: &PlanArguments, settings: &Settings) -> Result<Found, PlanError> {
    let mut found = Found::default();
    let mut wanted = Vec::new();
    if let Some(mode) = arguments.mode {
        named(arguments, mode, &mut wanted, &mut found)?;
    }
    if let Some(path) = &arguments.inventory {
        listed(path, &mut wanted, &mut found)?;
    }
    read(&wanted, settings, &mut found);
    Ok(found)
}

fn named(
    arguments: &PlanArguments,
    mode: &'static Mode,
    wanted: &mut Vec<Wanted>,
    found: &mut Found,
) -> Result<(), PlanError> {
    if mode.demands.is_empty() {
        found.not_needed.push(not_needed(mode));
        return Ok(());
    }
    if arguments.files.is_empty() && arguments.inventory.is_none() {
        return Err(PlanError::NoFile { mode: mode.name });
    }
    wanted.extend(arguments.files.iter().map(|path| Wanted {
        path: path.clone(),
        named: path.display().to_string(),
        place: file_name(path),
        mode,
        connections: String::new(),
        owner: String::new(),
    }));
    Ok(())
}

fn listed(path: &Path, wanted: &mut Vec<Wanted>, found: &mut Found) -> Result<(), PlanError> {
    let wrong = |source| PlanError::Inventory { path: path.to_owned(), source };
    let rows = inventory::read(&input::read(path)?).map_err(wrong)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    for row in rows {
        match row {
            Err(error) => {
                found
                    .not_read
                    .push(NotRead { place: file_name(path), why: shown::text(&error.to_string()) });
            }
            Ok(Row { line, mode, .. }) if mode.demands.is_empty() => {
                found.not_needed.push(format!(
                    "{}, line {line}: {}",
                    file_name(path),
                    not_needed(mode)
                ));
            }
            Ok(Row { line, file, mode, connections, owner }) => wanted.push(Wanted {
                path: folder.join(&file),
                place: format!("{}, line {line}: {}", file_name(path), shown::text(&file)),
                named: file,
                mode,
                connections,
                owner,
            }),
        }
    }
    Ok(())
}

fn not_needed(mode: &Mode) -> String {
    format!("{} needs no certificate, so there is nothing to renew", mode.name)
}

/// Reads the files on all processors, and keeps their order.
fn read(wanted: &[Wanted], settings: &Settings, found: &mut Found) {
    let threads = available_parallelism().unwrap_or(NonZeroUsize::MIN).get();
    let mut progress = Progress::new(io::stderr(), settings.progress && wanted.len() > BATCH);
    for (batch, files) in wanted.chunks(BATCH).enumerate() {
        progress.count(batch.saturating_mul(BATCH), wanted.len(), "files");
        let share = files.len().div_ceil(threads).max(1);
        let looked = thread::scope(|scope| {
            let shares = files.chunks(share);
            let running: Vec<_> = shares
                .map(|files| scope.spawn(move || files.iter().map(look).collect::<Vec<_>>()))
                .collect();
            // A thread that panicked has told so, and its files are told as not read below.
            running.into_iter().map(|thread| thread.join().unwrap_or_default()).collect::<Vec<_>>()
        });
        let mut looked = looked.into_iter().flatten();
        for wanted in files {
            match looked.next() {
                Some(Ok(renewals)) => found.renewals.extend(renewals),
                Some(Err(why)) => {
                    found
                        .not_read
                        .push(NotRead { place: wanted.place.clone(), why: shown::text(&why) });
                }
                None => found.not_read.push(NotRead {
                    place: wanted.place.clone(),
                    why: "raccord itself stumbled on it, or on a file near it".to_owned(),
                }),
            }
        }
    }
    progress.clear();
}

/// Looks into one file: a renewal for each certificate of an end user, or why there is none.
fn look(wanted: &Wanted) -> Result<Vec<Renewal>, String> {
    let bytes = input::read(&wanted.path).map_err(|error| on_one_line(&error))?;
    let subjects = Subject::find(&wanted.named, &Contents::read(&bytes));
    let subjects = subjects.map_err(|error| error.to_string())?;
    let renewal = |subject| Renewal {
        mode: wanted.mode,
        subjects: vec![subject],
        connections: wanted.connections.clone(),
        owner: wanted.owner.clone(),
    };
    Ok(subjects.into_iter().map(renewal).collect())
}

/// An error and its causes, as one line of a list.
fn on_one_line(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line += &format!(": {error}");
        cause = error.source();
    }
    line
}
