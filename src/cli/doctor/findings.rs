//! What is found, told line by line; no secret is ever in it.

use std::io::{self, Write as _};

use anstyle::Style;
use raccord_kernel::Secret;
use serde::Serialize;

use crate::cli::exit::Exit;
use crate::cli::render::Leaving;
use crate::hiding::hide;
use crate::report::palette::{Palette, paint};

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    /// As it should be.
    Ok,
    /// Worth knowing.
    Warning,
    /// Not as it should be.
    Failed,
    /// Not examined, for the reason that is told.
    NotTried,
}

/// One thing that was examined.
#[derive(Debug, Clone, Serialize)]
struct Check {
    what: String,
    state: State,
    found: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    to_do: String,
}

/// All that was examined.
#[derive(Debug)]
pub(super) struct Findings {
    checks: Vec<Check>,
    hidden: Vec<Secret>,
    /// Whether somebody was to be reached, and whether anybody was.
    dialled: bool,
    reached: bool,
    is_json: bool,
    palette: Palette,
    /// The stream is gone.
    broken: Option<io::Error>,
}

#[derive(Serialize)]
struct Report<'a> {
    environment: &'a str,
    conclusion: &'static str,
    checks: &'a [Check],
}

impl Findings {
    pub(super) fn new(is_json: bool, color: bool) -> Self {
        Self {
            checks: Vec::new(),
            hidden: Vec::new(),
            dialled: false,
            reached: false,
            is_json,
            palette: Palette::new(color),
            broken: None,
        }
    }

    /// Takes care that a secret is never told, whoever put it into an error.
    pub(super) fn hide(&mut self, secret: Option<Secret>) {
        self.hidden.extend(secret.filter(|it| !it.reveal().is_empty()));
    }

    /// Something is as it should be.
    pub(super) fn ok(&mut self, what: impl Into<String>, found: impl Into<String>) {
        self.add(what.into(), State::Ok, found.into(), String::new());
    }

    /// Something is worth knowing.
    pub(super) fn warning(
        &mut self,
        what: impl Into<String>,
        found: impl Into<String>,
        to_do: impl Into<String>,
    ) {
        self.add(what.into(), State::Warning, found.into(), to_do.into());
    }

    /// Something is not as it should be.
    pub(super) fn failed(
        &mut self,
        what: impl Into<String>,
        found: impl Into<String>,
        to_do: impl Into<String>,
    ) {
        self.add(what.into(), State::Failed, found.into(), to_do.into());
    }

    /// Something was not examined.
    pub(super) fn not_tried(&mut self, what: impl Into<String>, why: impl Into<String>) {
        self.add(what.into(), State::NotTried, why.into(), String::new());
    }

    /// Somebody was to be reached, and was or was not.
    pub(super) fn dialled(&mut self, was_reached: bool) {
        self.dialled = true;
        self.reached |= was_reached;
    }

    fn add(&mut self, what: String, state: State, found: String, to_do: String) {
        let one_line = |text: String| hide(&text, &self.hidden).replace('\n', " ");
        let check = Check { what, state, found: one_line(found), to_do: one_line(to_do) };
        if !self.is_json {
            self.print(&check);
        }
        self.checks.push(check);
    }

    fn print(&mut self, check: &Check) {
        let (style, word): (Style, _) = match check.state {
            State::Ok => (self.palette.good, "ok"),
            State::Warning => (self.palette.idle, "warning"),
            State::Failed => (self.palette.bad, "failed"),
            State::NotTried => (self.palette.idle, "not tried"),
        };
        let padding = " ".repeat(11 - word.len().min(10));
        let mut text = format!("{}{padding}{}: {}\n", paint(style, word), check.what, check.found);
        if !check.to_do.is_empty() {
            text += &format!("{}to do: {}\n", " ".repeat(11), check.to_do);
        }
        self.write(&text);
    }

    fn write(&mut self, text: &str) {
        let written = Leaving(io::stdout()).write_all(text.as_bytes());
        self.broken = self.broken.take().or(written.err());
    }

    fn count(&self, state: State) -> usize {
        self.checks.iter().filter(|it| it.state == state).count()
    }

    /// Tells what it all comes to.
    ///
    /// # Errors
    ///
    /// When somebody could not be told.
    pub(super) fn close(&mut self, environment: &str) -> io::Result<()> {
        let (exit, nothing) = (self.exit(), "nothing could be reached");
        let conclusion = if exit == Exit::Environment { nothing } else { "something failed" };
        let conclusion = if exit == Exit::Passed { "nothing failed" } else { conclusion };
        let text = if self.is_json {
            let report = Report { environment, conclusion, checks: &self.checks };
            serde_json::to_string_pretty(&report).map_err(io::Error::other)? + "\n"
        } else {
            let (failed, warnings) = (self.count(State::Failed), self.count(State::Warning));
            format!("\n{environment}: {conclusion}; {failed} failed, {warnings} to know of\n")
        };
        self.write(&text);
        self.broken.take().map_or(Ok(()), Err)
    }

    /// The exit code: 1 when something failed, 3 when nothing could be reached.
    pub(super) fn exit(&self) -> Exit {
        match self.count(State::Failed) {
            0 => Exit::Passed,
            _ if self.dialled && !self.reached => Exit::Environment,
            _ => Exit::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_told_in_no_form() {
        let mut findings = Findings::new(true, false);
        findings.hide(Some(Secret::new("p&ss word/1".to_owned())));
        findings.failed("a", "p&ss word/1 p%26ss+word%2F1 cCZzcyB3b3JkLzE=", "b");
        assert_eq!(findings.checks[0].found, "(hidden) (hidden) (hidden)");
    }

    #[test]
    fn the_code_says_whether_anything_could_be_reached() {
        let mut findings = Findings::new(true, false);
        findings.warning("a", "b", "c");
        assert_eq!(findings.exit(), Exit::Passed);
        findings.failed("a", "b", "c");
        assert_eq!(findings.exit(), Exit::Failed);
        findings.dialled(false);
        assert_eq!(findings.exit(), Exit::Environment);
        findings.dialled(true);
        assert_eq!(findings.exit(), Exit::Failed);
    }
}
