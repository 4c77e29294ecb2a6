//! What stands at the end of a pretty report: everything that needs attention, once more.

use std::io::{self, Write};

use super::lines::remarks;
use crate::report::event::{Outcome, ScenarioFinished, StepEnd};
use crate::report::palette::{Palette, paint};

/// Writes each scenario that went amiss, with the command that runs it alone: `command`, and its
/// place.
pub(super) fn failures(
    out: &mut impl Write,
    palette: Palette,
    command: &str,
    amiss: &[ScenarioFinished],
) -> io::Result<()> {
    let told = |scenario: &&ScenarioFinished| !matches!(scenario.outcome, Outcome::Undefined);
    if amiss.iter().any(|scenario| told(&scenario)) {
        writeln!(out, "{}\n", paint(palette.title, "What went wrong"))?;
    }
    amiss.iter().filter(told).try_for_each(|scenario| failure(out, palette, command, scenario))
}

fn failure(
    out: &mut impl Write,
    palette: Palette,
    command: &str,
    scenario: &ScenarioFinished,
) -> io::Result<()> {
    let place = &scenario.place;
    let rule = place.rule.iter().map(String::as_str);
    let names: Vec<&str> =
        [place.feature.as_str()].into_iter().chain(rule).chain([place.scenario.as_str()]).collect();
    writeln!(out, "  {} {}", paint(palette.bad, "✗"), names.join(" › "))?;
    for step in &scenario.steps {
        if let StepEnd::Failed(message) = &step.end {
            writeln!(out, "    {}   {}:{}", step.text, place.path, step.line)?;
            indented(out, message)?;
        }
    }
    for remark in remarks(&scenario.outcome) {
        indented(out, &remark)?;
    }
    if matches!(scenario.outcome, Outcome::Internal { .. }) {
        indented(out, "this is a defect of raccord: please report it")?;
    }
    let alone = format_args!("    {command} {}:{}\n", quoted(&place.path), place.line);
    writeln!(out, "{}", paint(palette.faint, alone))
}

/// Writes the steps that the catalogue does not have, each once, with the code to begin with.
pub(super) fn undefined(
    out: &mut impl Write,
    palette: Palette,
    amiss: &[ScenarioFinished],
) -> io::Result<()> {
    let mut told: Vec<&str> = Vec::new();
    for scenario in amiss {
        for step in &scenario.steps {
            let StepEnd::Undefined { snippet } = &step.end else { continue };
            if told.contains(&snippet.as_str()) {
                continue;
            }
            if told.is_empty() {
                writeln!(out, "{}\n", paint(palette.title, "Steps that nothing defines"))?;
            }
            told.push(snippet);
            writeln!(out, "  {}   {}:{}", step.text, scenario.place.path, step.line)?;
            indented(out, &format!("{snippet}\n"))?;
        }
    }
    if !told.is_empty() {
        writeln!(out, "  Correct the wording, or define the step in src/steps of raccord.\n")?;
    }
    Ok(())
}

fn indented(out: &mut impl Write, text: &str) -> io::Result<()> {
    text.split('\n').try_for_each(|line| match line {
        "" => writeln!(out),
        line => writeln!(out, "      {line}"),
    })
}

/// Quotes a path that a shell would cut.
fn quoted(path: &str) -> String {
    let plain = |sign: char| sign.is_alphanumeric() || "/\\._-+:@%".contains(sign);
    if path.chars().all(plain) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}
