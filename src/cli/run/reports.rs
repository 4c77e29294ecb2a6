//! The reports of one run, and where each goes.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::Streams;
use super::alone::{Alone, Told};
use crate::cli::args::{Format, FormatKind};
use crate::cli::error::CommandError;
use crate::cli::places;
use crate::cli::render::{Leaving, Progress};
use crate::cli::settings::Settings;
use crate::report::junit::Junit;
use crate::report::palette::Palette;
use crate::report::pretty::{Detail, Pretty};
use crate::report::summary::Summary;
use crate::report::{Event, Report};

/// The reports that a run was asked for, and its line of progress.
pub(super) struct Reports<'a, E> {
    reports: Vec<(PathBuf, Box<dyn Report + 'a>)>,
    progress: Progress<&'a mut E>,
    /// What people are told on stderr when stdout belongs to a machine.
    summary: Option<Summary>,
    failed: Option<CommandError>,
}

impl<'a, E: Write> Reports<'a, E> {
    /// Opens all reports; without one on stdout, what people read goes there.
    ///
    /// # Errors
    ///
    /// [`CommandError`] when two reports go to one place, or a file cannot be written.
    pub(super) fn open(
        Told { formats, command }: Told<'_>,
        settings: &Settings,
        streams: Streams<'a, impl Write, E>,
    ) -> Result<Self, CommandError> {
        let mut formats = formats.to_vec();
        if formats.iter().all(|format| format.path.is_some()) {
            formats.insert(0, Format { kind: FormatKind::Pretty, path: None });
        }
        refuse_collisions(&formats)?;
        let for_machine =
            formats.iter().any(|format| format.path.is_none() && format.kind == FormatKind::Junit);
        let mut stdout: Option<Box<dyn Write + 'a>> = Some(Box::new(Leaving(streams.stdout)));
        let mut reports = Vec::new();
        for Format { kind, path } in formats {
            let (path, out, color): (_, Box<dyn Write + 'a>, _) = match (path, stdout.take()) {
                (Some(path), unused) => {
                    stdout = unused;
                    let file = BufWriter::new(create(&path)?);
                    (path, Box::new(file), false)
                }
                (None, Some(out)) => ("stdout".into(), out, settings.color_stdout),
                // Not reached: two reports on stdout are refused above.
                (None, None) => continue,
            };
            reports.push((path, report(kind, out, Palette::new(color), (settings, command))));
        }
        let progress = Progress::new(streams.stderr, settings.progress);
        let summary = for_machine.then(Summary::default);
        Ok(Self { reports, progress, summary, failed: None })
    }

    /// Tells every report; the first that cannot be written is kept for [`Reports::close`].
    pub(super) fn take(&mut self, event: &Event) {
        if let Event::Progressed(progressed) = event {
            self.progress.draw(*progressed);
            return;
        }
        self.progress.clear();
        for (path, report) in &mut self.reports {
            if let Err(source) = report.take(event) {
                let path = path.clone();
                self.failed.get_or_insert(CommandError::Report { path, source });
            }
        }
        if let Some(line) = self.summary.as_mut().and_then(|summary| summary.take(event)) {
            self.progress.say(&line);
        }
    }

    /// Says whether everything could be written.
    ///
    /// # Errors
    ///
    /// [`CommandError::Report`] for the first report that could not be written.
    pub(super) fn close(self) -> Result<(), CommandError> {
        self.failed.map_or(Ok(()), Err)
    }
}

fn refuse_collisions(formats: &[Format]) -> Result<(), CommandError> {
    let taken = places::taken_twice(formats.iter().map(|format| format.path.as_deref()));
    taken.map_or(Ok(()), |place| Err(CommandError::ReportsCollide { place }))
}

fn create(path: &Path) -> Result<File, CommandError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let missing = folder.filter(|folder| !folder.exists());
    let created = missing.map_or(Ok(()), std::fs::create_dir_all).and_then(|()| File::create(path));
    created.map_err(|source: io::Error| CommandError::Report { path: path.to_owned(), source })
}

fn report<'a>(
    kind: FormatKind,
    out: Box<dyn Write + 'a>,
    palette: Palette,
    (settings, command): (&Settings, &Alone),
) -> Box<dyn Report + 'a> {
    match kind {
        FormatKind::Junit => Box::new(Junit::new(out)),
        FormatKind::Pretty => {
            let detail = Detail {
                quiet: settings.quiet,
                steps: settings.verbose > 0,
                durations: settings.verbose > 1,
            };
            Box::new(Pretty::new(out, palette, detail).with_command(command.to_string()))
        }
    }
}
