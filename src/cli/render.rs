//! Prints what is not a report: errors, usage, and how far a run is.

use std::io::{self, Write};

use anstyle::AnsiColor;

use super::error::CommandError;
use super::exit::Exit;
use super::settings::Settings;
use crate::causes::with_causes;
use crate::report::event::Progressed;
use crate::report::palette::{Palette, paint};

/// Prints what clap has to say: help on stdout, a mistake on stderr.
pub(super) fn usage(told: &clap::Error) -> Exit {
    // Whoever closed the pipe does not want to know.
    let _unread = told.print();
    if told.use_stderr() { Exit::Usage } else { Exit::Passed }
}

/// Prints why a command could not do what was asked.
pub(super) fn error(error: &CommandError, settings: &Settings) -> Exit {
    let palette = Palette::new(settings.color_stderr);
    let mut text = format!("{}: {}\n", paint(palette.bad, "error"), with_causes(error));
    if let Some(hint) = error.hint() {
        let label = if settings.color_stderr { AnsiColor::Cyan.on_default() } else { palette.idle };
        text += &format!("\n{}: {hint}\n", paint(label, "hint"));
    }
    let _unread = io::stderr().write_all(text.as_bytes());
    error.exit()
}

/// One line that is written over and over, on a terminal.
#[derive(Debug)]
pub(super) struct Progress<W> {
    out: W,
    /// Whether the line is wanted: only where it can be written over.
    wanted: bool,
}

impl<W: Write> Progress<W> {
    pub(super) fn new(out: W, wanted: bool) -> Self {
        Self { out, wanted }
    }

    /// Writes how far the run is.
    pub(super) fn draw(&mut self, progressed: Progressed) {
        let Progressed { finished, amiss, scenarios } = progressed;
        let amiss = if amiss == 0 { String::new() } else { format!(", {amiss} went wrong") };
        self.write(&format!("\r\x1b[2K{finished} of {scenarios} scenarios{amiss}"));
    }

    /// Writes how many of so many things are done.
    pub(super) fn count(&mut self, finished: usize, of: usize, what: &str) {
        self.write(&format!("\r\x1b[2K{finished} of {of} {what}"));
    }

    /// Takes the line away, so that something else can be written.
    pub(super) fn clear(&mut self) {
        self.write("\r\x1b[2K");
    }

    /// Writes a line that stays.
    pub(super) fn say(&mut self, line: &str) {
        let _unread = writeln!(self.out, "{line}");
    }

    fn write(&mut self, text: &str) {
        if self.wanted {
            // How far a run is must not end it.
            let _unread = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush());
        }
    }
}

/// A stream whose reader may leave: what nobody reads any more is dropped.
#[derive(Debug)]
pub(super) struct Leaving<W>(pub(super) W);

impl<W: Write> Write for Leaving<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            written => written,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.0.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            flushed => flushed,
        }
    }
}
