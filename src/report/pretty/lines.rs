//! The lines of one scenario.

use std::io::{self, Write};

use super::Detail;
use crate::report::event::{LOOKED_AT, Outcome, ScenarioFinished, StepEnd, StepFinished};
use crate::report::palette::{Palette, paint};

/// Writes a scenario's name, and its steps where they are asked for or where one did not succeed.
pub(super) fn scenario(
    out: &mut impl Write,
    palette: Palette,
    detail: Detail,
    scenario: &ScenarioFinished,
) -> io::Result<()> {
    let place = &scenario.place;
    let mark = mark(palette, &scenario.outcome);
    let indent = if place.rule.is_some() { "    " } else { "  " };
    let at = match scenario.outcome.is_amiss() {
        true => paint(palette.faint, format_args!("   {}:{}", place.path, place.line)),
        false => String::new(),
    };
    writeln!(out, "{indent}{mark} {}{at}", place.scenario)?;
    if shows_steps(detail, scenario) {
        for step in &scenario.steps {
            self::step(out, palette, detail, indent, step)?;
        }
    }
    // All of a run that only looks are such: the summary says so.
    if matches!(&scenario.outcome, Outcome::NotRun { reason } if reason == LOOKED_AT) {
        return Ok(());
    }
    for line in remarks(&scenario.outcome).iter().flat_map(|remark| remark.lines()) {
        writeln!(out, "{indent}    {line}")?;
    }
    Ok(())
}

/// Returns the steps of a scenario as lines of plain text, for reports without colour.
pub fn plain_steps(scenario: &ScenarioFinished) -> String {
    let palette = Palette::default();
    scenario
        .steps
        .iter()
        .map(|step| format!("{} {}\n", step_mark(palette, &step.end), step.text))
        .collect()
}

fn shows_steps(detail: Detail, scenario: &ScenarioFinished) -> bool {
    let stopped = |step: &StepFinished| !matches!(step.end, StepEnd::Passed | StepEnd::Skipped);
    detail.steps || (scenario.outcome.is_amiss() && scenario.steps.iter().any(stopped))
}

fn step(
    out: &mut impl Write,
    palette: Palette,
    detail: Detail,
    indent: &str,
    step: &StepFinished,
) -> io::Result<()> {
    let mark = step_mark(palette, &step.end);
    let took = match (detail.durations, &step.end) {
        (true, StepEnd::Passed | StepEnd::Failed(_)) => {
            paint(palette.faint, format_args!("   {} ms", step.duration.as_millis()))
        }
        _ => String::new(),
    };
    writeln!(out, "{indent}    {mark} {}{took}", step.text)?;
    if let StepEnd::Failed(message) = &step.end {
        for line in message.lines() {
            writeln!(out, "{indent}        {}", paint(palette.bad, line))?;
        }
    }
    Ok(())
}

/// What a scenario's end says beyond the ends of its steps.
pub(super) fn remarks(outcome: &Outcome) -> Vec<String> {
    match outcome {
        Outcome::NotReached { .. } | Outcome::Undefined => Vec::new(),
        Outcome::Passed { remarks, .. } => remarks.clone(),
        Outcome::NotRun { reason } => vec![format!("not run: {reason}")],
        Outcome::Suspended { reason } => vec![format!("suspended: {reason}")],
        Outcome::Environment { message } => vec![message.clone()],
        Outcome::Failed { at_closing } => at_closing.clone(),
        Outcome::Internal { during, message } => {
            vec![format!("internal error during `{during}`: {message}")]
        }
    }
}

fn mark(palette: Palette, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Passed { .. } => paint(palette.good, "✓"),
        Outcome::Suspended { .. } => paint(palette.idle, "…"),
        Outcome::NotReached { .. } | Outcome::NotRun { .. } => paint(palette.idle, "–"),
        Outcome::Undefined => paint(palette.bad, "?"),
        Outcome::Environment { .. } | Outcome::Failed { .. } | Outcome::Internal { .. } => {
            paint(palette.bad, "✗")
        }
    }
}

fn step_mark(palette: Palette, end: &StepEnd) -> String {
    match end {
        StepEnd::Passed => paint(palette.good, "✓"),
        StepEnd::Failed(_) | StepEnd::Panicked(_) => paint(palette.bad, "✗"),
        StepEnd::Suspended(_) => paint(palette.idle, "…"),
        StepEnd::CannotDo(_) | StepEnd::Skipped => paint(palette.idle, "–"),
        StepEnd::Undefined { .. } => paint(palette.bad, "?"),
    }
}
