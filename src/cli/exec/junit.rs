//! The verdict as JUnit's XML: one suite, and a case for each thing that can be wrong.

use std::io;
use std::path::Path;

use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::ExecError;
use super::child::Ended;
use super::verdict::Verdict;

/// One thing that can be wrong, and what is.
struct Case {
    name: &'static str,
    failure: Option<String>,
}

/// Writes the report. What only `--strict` minds fails only there.
pub(super) fn write(
    path: &Path,
    ended: &Ended,
    verdict: &Verdict,
    is_strict: bool,
) -> Result<(), ExecError> {
    let failed = |source| ExecError::Report { path: path.to_owned(), source };
    let text = document(ended, &cases(ended, verdict, is_strict)).map_err(failed)?;
    std::fs::write(path, text).map_err(failed)
}

fn cases(ended: &Ended, verdict: &Verdict, is_strict: bool) -> Vec<Case> {
    let minded = |lines: Vec<String>| (is_strict && !lines.is_empty()).then(|| lines.join("\n"));
    let code = (!ended.passed()).then(|| format!("the command ended with {}", ended.code()));
    let refused =
        verdict.surprises().map(|it| format!("{} ({} times): {}", it.id, it.times, it.reason));
    let unknown = verdict.unknown.iter().map(|(asked, times)| format!("{asked} ({times} times)"));
    let unmet = verdict.unmet().map(|rule| format!("{}: {}", rule.id, rule.says));
    let incidents = &verdict.incidents;
    let missed = (verdict.missed > 0).then(|| format!("{} entries were not", verdict.missed));
    let missed = missed.into_iter();
    vec![
        Case { name: "the command ends with 0", failure: code },
        Case { name: "nothing is refused unexpectedly", failure: minded(refused.collect()) },
        Case { name: "every host and route is known", failure: minded(unknown.collect()) },
        Case { name: "every expected refusal comes", failure: minded(unmet.collect()) },
        Case { name: "nothing goes wrong in the mocks", failure: minded(incidents.clone()) },
        Case { name: "everything that crossed was read", failure: minded(missed.collect()) },
    ]
}

fn document(ended: &Ended, cases: &[Case]) -> io::Result<Vec<u8>> {
    // Its arguments may hold what a report must not.
    let program = ended.command.first().map(|word| word.to_string_lossy()).unwrap_or_default();
    let (tests, failures) =
        (cases.len().to_string(), cases.iter().filter(|it| it.failure.is_some()));
    let failures = failures.count().to_string();
    let time = format!("{:.3}", ended.duration.as_secs_f64());
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    let counts = [("tests", &*tests), ("failures", &*failures), ("errors", "0"), ("time", &*time)];
    let suites = xml.create_element("testsuites").with_attribute(("name", "raccord exec"));
    suites.with_attributes(counts).write_inner_content(|xml| {
        let suite = xml.create_element("testsuite").with_attribute(("name", &*program));
        suite.with_attributes(counts).write_inner_content(|xml| {
            cases.iter().try_for_each(|case| {
                let element = xml
                    .create_element("testcase")
                    .with_attribute(("classname", "raccord exec"))
                    .with_attribute(("name", case.name));
                let Some(failure) = &case.failure else { return element.write_empty().map(drop) };
                let written = element.write_inner_content(|xml| {
                    let first = failure.lines().next().unwrap_or_default();
                    let element = xml.create_element("failure").with_attribute(("message", first));
                    element.write_text_content(BytesText::new(failure)).map(drop)
                });
                written.map(drop)
            })
        })?;
        Ok(())
    })?;
    let mut text = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_vec();
    text.extend(xml.into_inner());
    text.push(b'\n');
    Ok(text)
}
