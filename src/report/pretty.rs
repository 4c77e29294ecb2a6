//! The report people read: features, rules and scenarios as lines, steps where they matter.

mod ending;
mod lines;

use std::io::{self, Write};

use super::Report;
use super::event::{Event, Outcome, ScenarioFinished};
use super::palette::{Palette, paint};
use super::summary::Summary;

pub use lines::plain_steps;

/// How much a pretty report says.
#[derive(Debug, Clone, Copy, Default)]
pub struct Detail {
    /// Says nothing of a scenario that passed.
    pub quiet: bool,
    /// Shows the steps of every scenario.
    pub steps: bool,
    /// Shows how long each step took.
    pub durations: bool,
}

/// Writes what happens as it happens, and at the end what needs attention.
#[derive(Debug)]
pub struct Pretty<W> {
    out: W,
    palette: Palette,
    detail: Detail,
    heading: (String, Option<String>),
    summary: Summary,
    amiss: Vec<ScenarioFinished>,
    /// What runs one scenario, before its place.
    command: String,
}

impl<W: Write> Pretty<W> {
    /// Makes a report that writes to `out`.
    pub fn new(out: W, palette: Palette, detail: Detail) -> Self {
        Self {
            out,
            palette,
            detail,
            heading: Default::default(),
            summary: Summary::default(),
            amiss: Vec::new(),
            command: "raccord run".to_owned(),
        }
    }

    /// Names the command that runs one scenario as this run did, before the place of the scenario.
    #[must_use]
    pub fn with_command(self, command: String) -> Self {
        Self { command, ..self }
    }

    fn scenario(&mut self, scenario: &ScenarioFinished) -> io::Result<()> {
        if scenario.outcome.is_amiss() {
            self.amiss.push(scenario.clone());
        }
        if self.passes_over(&scenario.outcome) {
            return Ok(());
        }
        self.headings(scenario)?;
        lines::scenario(&mut self.out, self.palette, self.detail, scenario)
    }

    fn passes_over(&self, outcome: &Outcome) -> bool {
        match outcome {
            // The summary counts them; lines of their own would bury what went wrong.
            Outcome::NotReached { .. } => true,
            Outcome::Passed { .. } => self.detail.quiet,
            Outcome::Environment { .. }
            | Outcome::Failed { .. }
            | Outcome::Internal { .. }
            | Outcome::NotRun { .. }
            | Outcome::Suspended { .. }
            | Outcome::Undefined => false,
        }
    }

    /// Writes the names of the feature and the rule when they are new ones.
    fn headings(&mut self, scenario: &ScenarioFinished) -> io::Result<()> {
        let place = &scenario.place;
        let (path, rule) = &self.heading;
        let new_file = *path != place.path;
        let new_rule = new_file || *rule != place.rule;
        if new_file {
            let gap = if path.is_empty() { "" } else { "\n" };
            let title = paint(self.palette.title, &place.feature);
            let path = paint(self.palette.faint, &place.path);
            writeln!(self.out, "{gap}{title}   {path}")?;
        }
        if let Some(rule) = place.rule.as_ref().filter(|_| new_rule) {
            writeln!(self.out, "  {rule}")?;
        }
        self.heading = (place.path.clone(), place.rule.clone());
        Ok(())
    }

    fn end(&mut self, line: &str, interrupted: bool) -> io::Result<()> {
        if !self.heading.0.is_empty() {
            writeln!(self.out)?;
        }
        ending::failures(&mut self.out, self.palette, &self.command, &self.amiss)?;
        ending::undefined(&mut self.out, self.palette, &self.amiss)?;
        if interrupted {
            writeln!(self.out, "{}", paint(self.palette.bad, "interrupted"))?;
        }
        writeln!(self.out, "{line}")?;
        self.out.flush()
    }
}

impl<W: Write> Report for Pretty<W> {
    fn take(&mut self, event: &Event) -> io::Result<()> {
        let line = self.summary.take(event).unwrap_or_default();
        match event {
            Event::RunStarted(_) | Event::Progressed(_) => {}
            Event::ScenarioFinished(scenario) => self.scenario(scenario)?,
            Event::RunFinished(finished) => self.end(&line, finished.interrupted)?,
        }
        Ok(())
    }
}
