//! Which trials a line of a scenario file means.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use gherkin::{Rule, Scenario, Span};

use super::Trial;
use super::read::Read;

/// Where a trial stands in its file; lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// The line of the scenario, or of the trial's own row of examples.
    pub line: usize,
    /// The lines of the scenario, from its tags to its last step or row.
    pub scenario: RangeInclusive<usize>,
    /// The lines of its rule.
    pub rule: Option<RangeInclusive<usize>>,
}

/// No scenario stands at a line that was asked for.
#[derive(Debug, thiserror::Error)]
#[error("{path}:{line}: no scenario stands here; the file has {lines} lines")]
pub struct NoScenarioAt {
    /// The path of the file.
    pub path: String,
    /// The line that was asked for.
    pub line: usize,
    /// How many lines the file has.
    pub lines: usize,
}

/// Keeps the trials that one of `lines` means: a row, else a scenario, else a rule, else all.
///
/// # Errors
///
/// [`NoScenarioAt`] for a line beyond the end of the file.
pub fn keep(
    read: Vec<Read>,
    lines: &BTreeSet<usize>,
    path: &str,
    text: &str,
) -> Result<Vec<Trial>, NoScenarioAt> {
    let last = text.lines().count();
    if let Some(&line) = lines.iter().find(|line| **line > last) {
        return Err(NoScenarioAt { path: path.to_owned(), line, lines: last });
    }
    let meant: BTreeSet<usize> = lines.iter().flat_map(|line| meant_by(*line, &read)).collect();
    let numbered = read.into_iter().enumerate();
    Ok(numbered.filter(|(index, _)| meant.contains(index)).map(|(_, read)| read.trial).collect())
}

/// Returns the indices of the trials that a line means, by the closest thing that holds it.
fn meant_by(line: usize, read: &[Read]) -> Vec<usize> {
    let holders: [&dyn Fn(&Extent) -> bool; 3] =
        [&|extent| extent.line == line, &|extent| extent.scenario.contains(&line), &|extent| {
            extent.rule.as_ref().is_some_and(|rule| rule.contains(&line))
        }];
    let extents = || read.iter().map(|read| &read.extent).enumerate();
    let held = |holds: &dyn Fn(&Extent) -> bool| -> Vec<usize> {
        extents().filter(|(_, extent)| holds(extent)).map(|(index, _)| index).collect()
    };
    let closest = holders.iter().map(|holds| held(holds)).find(|held| !held.is_empty());
    closest.unwrap_or_else(|| (0..read.len()).collect())
}

/// The text of a scenario file, asked for its lines.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a>(pub &'a str);

impl Text<'_> {
    /// Returns where an expanded scenario and its rule stand.
    pub fn extent(self, rule: Option<&Rule>, scenario: &Scenario) -> Extent {
        Extent {
            line: self.row(scenario).unwrap_or(scenario.position.line),
            scenario: self.lines(scenario.span),
            rule: rule.map(|rule| self.lines(rule.span)),
        }
    }

    /// Returns the line of the row that an outline was expanded with.
    ///
    /// The expansion counts from the line of `Examples:` as if only the header stood between; a
    /// description or a comment may.
    fn row(self, scenario: &Scenario) -> Option<usize> {
        let examples = scenario.examples.first()?;
        let row = (scenario.position.line - examples.position.line).checked_sub(2)?;
        let below = self.0.lines().enumerate().skip(examples.position.line);
        let mut rows = below.filter(|(_, text)| text.trim_start().starts_with('|'));
        rows.nth(row + 1).map(|(index, _)| index + 1)
    }

    /// Returns the lines of a part, with the tags and comments above it, without what is empty
    /// below it.
    fn lines(self, span: Span) -> RangeInclusive<usize> {
        let part = self.0.get(..span.end).unwrap_or(self.0).trim_end();
        let end = self.line_at(part.len());
        let mut start = self.line_at(span.start);
        let lines: Vec<&str> = self.0.lines().take(start.saturating_sub(1)).collect();
        let above = lines.iter().rev().map(|line| line.trim());
        start -= above.take_while(|line| line.starts_with(['@', '#'])).count();
        start..=end
    }

    fn line_at(self, offset: usize) -> usize {
        let before = self.0.as_bytes().iter().take(offset);
        before.filter(|byte| **byte == b'\n').count() + 1
    }
}
