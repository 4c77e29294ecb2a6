//! Colours by meaning, or none.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};

/// The styles of a report; all are plain where colour is not wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Palette {
    /// What went well.
    pub good: Style,
    /// What did not.
    pub bad: Style,
    /// What was not tried.
    pub idle: Style,
    /// What only places the rest: paths, durations.
    pub faint: Style,
    /// What starts a part.
    pub title: Style,
}

impl Palette {
    /// Returns the colours, or plain styles.
    pub fn new(colour: bool) -> Self {
        if !colour {
            return Self::default();
        }
        Self {
            good: AnsiColor::Green.on_default(),
            bad: AnsiColor::Red.on_default(),
            idle: AnsiColor::Yellow.on_default(),
            faint: Style::new().dimmed(),
            title: Style::new().bold(),
        }
    }
}

/// Returns `text` in `style`.
pub fn paint(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}
