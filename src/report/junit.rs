//! The JUnit report, in the shape Jenkins and GitLab read.
//!
//! # Shape
//! One `<testsuite>` a feature file, in order; one `<testcase>` a scenario, named "rule -
//! scenario". A wrong result is a `failure`; trouble in the environment, an undefined step and an
//! internal error are an `error`; what was not run is `skipped` with its reason. Written once, when
//! the run has finished.

use std::io::{self, Write};
use std::time::Duration;

use quick_xml::Writer;
use quick_xml::events::BytesText;
use quick_xml::writer::ElementWriter;

use super::event::{Event, Outcome, RunStarted, ScenarioFinished, StepEnd};
use super::{Report, pretty};

type Xml = Writer<Vec<u8>>;

/// Collects scenarios and writes them as one JUnit document.
#[derive(Debug)]
pub struct Junit<W> {
    out: W,
    started: Option<RunStarted>,
    suites: Vec<Suite>,
}

#[derive(Debug)]
struct Suite {
    path: String,
    feature: String,
    scenarios: Vec<ScenarioFinished>,
}

impl<W: Write> Junit<W> {
    /// Makes a report that writes to `out`.
    pub fn new(out: W) -> Self {
        Self { out, started: None, suites: Vec::new() }
    }

    fn add(&mut self, scenario: &ScenarioFinished) {
        let place = &scenario.place;
        match self.suites.iter_mut().find(|suite| suite.path == place.path) {
            Some(suite) => suite.scenarios.push(scenario.clone()),
            None => self.suites.push(Suite {
                path: place.path.clone(),
                feature: place.feature.clone(),
                scenarios: vec![scenario.clone()],
            }),
        }
    }

    fn write(&mut self, duration: Duration) -> io::Result<()> {
        let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
        let element = xml.create_element("testsuites").with_attribute(("name", "raccord"));
        with_counts(element, self.suites.iter().flat_map(|suite| &suite.scenarios))
            .with_attribute(("time", seconds(duration).as_str()))
            .write_inner_content(|xml| {
                let started = self.started.as_ref();
                self.suites.iter().try_for_each(|suite| write_suite(xml, suite, started))
            })?;
        self.out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")?;
        self.out.write_all(&xml.into_inner())?;
        self.out.write_all(b"\n")?;
        self.out.flush()
    }
}

impl<W: Write> Report for Junit<W> {
    fn take(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted(started) => self.started = Some(started.clone()),
            Event::Progressed(_) => {}
            Event::ScenarioFinished(scenario) => self.add(scenario),
            Event::RunFinished(finished) => self.write(finished.duration)?,
        }
        Ok(())
    }
}

fn write_suite(xml: &mut Xml, suite: &Suite, started: Option<&RunStarted>) -> io::Result<()> {
    let duration = suite.scenarios.iter().map(|scenario| scenario.duration).sum();
    let element = xml.create_element("testsuite");
    let element = element.with_attribute(("name", clean(&suite.feature).as_str()));
    with_counts(element, suite.scenarios.iter())
        .with_attribute(("time", seconds(duration).as_str()))
        .with_attribute(("file", clean(&suite.path).as_str()))
        .write_inner_content(|xml| {
            write_properties(xml, started)?;
            suite.scenarios.iter().try_for_each(|scenario| write_case(xml, scenario))
        })?;
    Ok(())
}

fn write_properties(xml: &mut Xml, started: Option<&RunStarted>) -> io::Result<()> {
    let Some(started) = started else { return Ok(()) };
    let seed = started.seed.to_string();
    let starts_at = started.starts_at.map(|at| at.to_string());
    let properties = [
        ("environment", Some(started.environment.as_str())),
        ("seed", Some(seed.as_str())),
        ("virtual-start", starts_at.as_deref()),
    ];
    xml.create_element("properties").write_inner_content(|xml| {
        properties
            .iter()
            .filter_map(|(name, value)| value.map(|value| (*name, value)))
            .try_for_each(|(name, value)| write_property(xml, name, value))
    })?;
    Ok(())
}

fn write_property(xml: &mut Xml, name: &str, value: &str) -> io::Result<()> {
    xml.create_element("property")
        .with_attribute(("name", name))
        .with_attribute(("value", clean(value).as_str()))
        .write_empty()?;
    Ok(())
}

fn write_case(xml: &mut Xml, scenario: &ScenarioFinished) -> io::Result<()> {
    let place = &scenario.place;
    let name = match &place.rule {
        Some(rule) => format!("{rule} - {}", place.scenario),
        None => place.scenario.clone(),
    };
    let case = xml
        .create_element("testcase")
        .with_attribute(("classname", clean(&place.feature).as_str()))
        .with_attribute(("name", clean(&name).as_str()))
        .with_attribute(("file", clean(&place.path).as_str()))
        .with_attribute(("line", place.line.to_string().as_str()))
        .with_attribute(("time", seconds(scenario.duration).as_str()));
    case.write_inner_content(|xml| write_outcome(xml, scenario))?;
    Ok(())
}

fn write_outcome(xml: &mut Xml, scenario: &ScenarioFinished) -> io::Result<()> {
    match &scenario.outcome {
        Outcome::Environment { message } => {
            write_end(xml, ("error", "environment"), message, scenario)
        }
        Outcome::Failed { .. } => {
            let messages = scenario.mismatches().collect::<Vec<_>>().join("\n");
            write_end(xml, ("failure", "failed"), &messages, scenario)
        }
        Outcome::Internal { during, message } => {
            let message = format!("internal error during {during}: {message}");
            write_end(xml, ("error", "internal"), &message, scenario)
        }
        Outcome::NotReached { reason } | Outcome::NotRun { reason } => write_skipped(xml, reason),
        Outcome::Suspended { reason } => write_skipped(xml, &format!("suspended: {reason}")),
        Outcome::Passed { guessed, remarks, .. } => write_output(xml, guessed, remarks),
        Outcome::Undefined => {
            let message = format!("undefined steps: {}", undefined(scenario).join("; "));
            write_end(xml, ("error", "undefined"), &message, scenario)
        }
    }
}

fn write_skipped(xml: &mut Xml, reason: &str) -> io::Result<()> {
    let skipped = xml.create_element("skipped");
    skipped.with_attribute(("message", clean(reason).as_str())).write_empty()?;
    Ok(())
}

fn write_end(
    xml: &mut Xml,
    (element, kind): (&str, &str),
    message: &str,
    scenario: &ScenarioFinished,
) -> io::Result<()> {
    let first_line = message.lines().next().unwrap_or_default();
    let text = format!("{message}\n\n{}", pretty::plain_steps(scenario));
    xml.create_element(element)
        .with_attribute(("message", clean(first_line).as_str()))
        .with_attribute(("type", kind))
        .write_text_content(BytesText::new(&clean(&text)))?;
    Ok(())
}

/// What a green scenario measured, and the guesses it stood on, where people read its output.
fn write_output(xml: &mut Xml, guessed: &[String], remarks: &[String]) -> io::Result<()> {
    let mut lines = remarks.to_vec();
    if !guessed.is_empty() {
        lines.push(format!("stood on guessed rules: {}", guessed.join(", ")));
    }
    if lines.is_empty() {
        return Ok(());
    }
    let text = lines.join("\n");
    xml.create_element("system-out").write_text_content(BytesText::new(&clean(&text)))?;
    Ok(())
}

fn undefined(scenario: &ScenarioFinished) -> Vec<&str> {
    let steps = scenario.steps.iter();
    steps
        .filter(|step| matches!(step.end, StepEnd::Undefined { .. }))
        .map(|step| step.text.as_str())
        .collect()
}

/// Adds the attributes that count test cases.
fn with_counts<'xml, 'a>(
    element: ElementWriter<'xml, Vec<u8>>,
    scenarios: impl Iterator<Item = &'a ScenarioFinished>,
) -> ElementWriter<'xml, Vec<u8>> {
    let (mut tests, mut failures, mut errors, mut skipped) = (0, 0, 0, 0);
    for scenario in scenarios {
        tests += 1;
        match scenario.outcome {
            Outcome::Failed { .. } => failures += 1,
            Outcome::Environment { .. } | Outcome::Internal { .. } | Outcome::Undefined => {
                errors += 1;
            }
            Outcome::NotReached { .. } | Outcome::NotRun { .. } | Outcome::Suspended { .. } => {
                skipped += 1;
            }
            Outcome::Passed { .. } => {}
        }
    }
    [("tests", tests), ("failures", failures), ("errors", errors), ("skipped", skipped)]
        .into_iter()
        .fold(element, |element, (name, count): (_, u32)| {
            element.with_attribute((name, count.to_string().as_str()))
        })
}

fn seconds(duration: Duration) -> String {
    format!("{:.3}", duration.as_secs_f64())
}

/// Replaces what XML 1.0 has no way to write, for instance the escapes of a coloured message.
fn clean(text: &str) -> String {
    text.chars()
        .map(|sign| match sign {
            '\t' | '\n' | '\r' => sign,
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            _ => sign,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_write_is_replaced_and_the_rest_is_kept() {
        assert_eq!(clean("\u{1b}[1mé\t✓\n\0"), "\u{fffd}[1mé\t✓\n\u{fffd}");
    }
}
