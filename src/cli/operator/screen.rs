//! stderr, as a person has it before them: text that stays, and one line that is drawn anew.

use std::fmt;
use std::io::{self, Write};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::waiting;
use crate::cli::settings::Settings;
use crate::environment::Waiting;
use crate::report::palette::Palette;

/// Where a terminal does not say how wide it is.
const COLUMNS: usize = 80;

/// What a person has before them.
pub(super) struct Screen {
    out: Box<dyn Write + Send>,
    palette: Palette,
    zone: TimeZone,
    /// Whether a line can be drawn anew.
    redraws: bool,
    columns: fn() -> usize,
    /// What was waited for and seen last.
    seen: Option<[String; 2]>,
}

impl Screen {
    /// stderr.
    pub(super) fn of_process(settings: &Settings) -> Self {
        Self {
            out: Box::new(io::stderr()),
            palette: Palette::new(settings.color_stderr),
            zone: settings.zone.clone().unwrap_or(TimeZone::UTC),
            redraws: settings.progress,
            columns: columns_of_stderr,
            seen: None,
        }
    }

    /// A text that has to be laid out.
    pub(super) fn show(&mut self, text: impl FnOnce(Palette, usize) -> String) {
        let text = text(self.palette, (self.columns)());
        self.say(&text);
        // Whatever is waited for afterwards is told again.
        self.seen = None;
    }

    /// A text that stays.
    pub(super) fn say(&mut self, text: &str) {
        self.clear();
        self.write(text);
    }

    /// A text behind which is typed.
    pub(super) fn prompt(&mut self, text: &str) {
        self.clear();
        self.write(text);
    }

    /// How a wait goes: drawn anew, or where that cannot be, told when something else was seen.
    pub(super) fn wait(&mut self, wait: &Waiting, now: Timestamp) {
        if self.redraws {
            let line = waiting::line(wait, now, &self.zone, (self.columns)().saturating_sub(1));
            self.clear();
            self.write(&line);
            return;
        }
        let seen = Some([wait.what.clone(), wait.seen.clone()]);
        if self.seen != seen {
            self.seen = seen;
            let line = waiting::line(wait, now, &self.zone, usize::MAX);
            self.write(&format!("{line}\n"));
        }
    }

    fn clear(&mut self) {
        if self.redraws {
            self.write("\r\x1b[2K");
        }
    }

    fn write(&mut self, text: &str) {
        // Words that nobody sees must not end the run that they are about.
        let _unseen = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush());
    }
}

impl fmt::Debug for Screen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Screen").field("redraws", &self.redraws).finish_non_exhaustive()
    }
}

fn columns_of_stderr() -> usize {
    match terminal_size::terminal_size_of(io::stderr()) {
        Some((width, _)) if width.0 > 0 => usize::from(width.0),
        Some(_) => COLUMNS,
        // What is no terminal is read by programs too: a line stays one.
        None => usize::MAX,
    }
}

#[cfg(test)]
impl Screen {
    /// A screen of 80 columns without colours, in UTC.
    pub(super) fn on(out: impl Write + Send + 'static, redraws: bool) -> Self {
        Self {
            out: Box::new(out),
            palette: Palette::default(),
            zone: TimeZone::UTC,
            redraws,
            columns: || COLUMNS,
            seen: None,
        }
    }
}
