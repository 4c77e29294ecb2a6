//! The JUnit report, read back as a CI server would.

use std::collections::BTreeMap;

use insta::assert_snapshot;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::production::{redact, run};

const EVERY_END: &str = "\
Feature: Renewing a <certificate> & \"more\"
  Scenario: Passes
    Given a supplier
  @GUESS-04
  Scenario: Passes on a guess
    Given a supplier
  Rule: A rule
    Scenario: Fails
      Given a supplier
      When the upload fails
    Scenario: Breaks
      When the step breaks
    @unreachable
    Scenario: Has no environment
      Given a supplier
    Scenario: Cannot be done
      When time moves
    Scenario: Has an undefined step
      When it flies
";

#[test]
fn each_end_is_written_as_ci_servers_read_it() {
    let answer = run(EVERY_END, &["--format", "junit"]);
    assert_snapshot!(redact(&answer.stdout), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="raccord" tests="7" failures="1" errors="3" skipped="1" time="0.000">
      <testsuite name="Renewing a &lt;certificate&gt; &amp; &quot;more&quot;" tests="7" failures="1" errors="3" skipped="1" time="0.000" file="features/x.feature">
        <properties>
          <property name="environment" value="puppets"/>
          <property name="seed" value="1"/>
          <property name="virtual-start" value="1970-01-01T00:00:00Z"/>
        </properties>
        <testcase classname="Renewing a &lt;certificate&gt; &amp; &quot;more&quot;" name="Passes" file="features/x.feature" line="2" time="0.000">
        </testcase>
        <testcase classname="Renewing a &lt;certificate&gt; &amp; &quot;more&quot;" name="Passes on a guess" file="features/x.feature" line="5" time="0.000">
          <system-out>stood on guessed rules: GUESS-04</system-out>
        </testcase>
        <testcase classname="Renewing a &lt;certificate&gt; &amp; &quot;more&quot;" name="A rule - Fails" file="features/x.feature" line="8" time="0.000">
          <failure message="the upload was accepted; expected a refusal by CPP-CERT-03" type="failed">the upload was accepted; expected a refusal by CPP-CERT-03
    hint: look at the &lt;sheet&gt; &amp; its slot

    ✓ Given a supplier
    ✗ When the upload fails
    </failure>
        </testcase>
        <testcase classname="Renewing a &lt;certificate&gt; &amp; &quot;more&quot;" name="A rule - Breaks" file="features/x.feature" line="11" time="0.000">
          <error message="internal error during When the step breaks: tests/rehearsal/production.rs:LINE: a step must not panic" type="internal">internal error during When the step breaks: tests/rehearsal/production.rs:LINE: a step must not panic

    ✗ When the step breaks
    </error>
        </testcase>
        <testcase classname="Renewing a &lt;certificate&gt; &amp; &quot;more&quot;" name="A rule - Has no environment" file="features/x.feature" line="14" time="0.000">
          <error message="failed to open the `puppets` environment" type="environment">failed to open the `puppets` environment
      caused by: no port is free

    – Given a supplier
    </error>
        </testcase>
        <testcase classname="Renewing a &lt;certificate&gt; &amp; &quot;more&quot;" name="A rule - Cannot be done" file="features/x.feature" line="16" time="0.000">
          <skipped message="the `puppets` environment cannot move time"/>
        </testcase>
        <testcase classname="Renewing a &lt;certificate&gt; &amp; &quot;more&quot;" name="A rule - Has an undefined step" file="features/x.feature" line="18" time="0.000">
          <error message="undefined steps: When it flies" type="undefined">undefined steps: When it flies

    ? When it flies
    </error>
        </testcase>
      </testsuite>
    </testsuites>
    "#);
    assert_snapshot!(redact(&answer.stderr), @"7 scenarios: 1 stopped by an internal error, 1 without an environment, 1 failed, 1 undefined, 1 not run, 2 passed, 1 of them on guesses: GUESS-04   (seed 1, 0.0 s)");
}

#[test]
fn the_report_reads_back_as_xml_with_the_texts_as_they_were() {
    let stdout = run(EVERY_END, &["--format", "junit"]).stdout;
    let elements = elements(&stdout);
    let named = |name: &str| -> Vec<&BTreeMap<String, String>> {
        elements.iter().filter(|(element, _)| element == name).map(|(_, values)| values).collect()
    };
    let suite = named("testsuite")[0];
    assert_eq!(suite["name"], "Renewing a <certificate> & \"more\"");
    let counts = ["tests", "failures", "errors", "skipped"].map(|count| suite[count].as_str());
    assert_eq!(counts, ["7", "1", "3", "1"]);
    assert_eq!(named("testcase")[2]["name"], "A rule - Fails");
    assert_eq!(named("skipped")[0]["message"], "the `puppets` environment cannot move time");
}

/// Returns every element with its attributes; fails on what is not well-formed XML.
fn elements(xml: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().enable_all_checks(true);
    let mut elements = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        if let Event::Start(start) | Event::Empty(start) = &event {
            elements.push(element(start));
        }
        if event == Event::Eof {
            return elements;
        }
    }
}

fn element(start: &BytesStart<'_>) -> (String, BTreeMap<String, String>) {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.unwrap();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap();
        (attribute.key.as_ref().to_owned(), value.into_owned())
    });
    (start.name().as_ref().to_owned(), attributes.collect())
}

#[test]
fn reports_go_to_files_beside_what_people_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("made/when/missing.xml");
    let format = format!("junit:{}", path.display());
    let answer = run(EVERY_END, &["--format", &format, "--name", "^Passes$"]);
    assert!(answer.stdout.contains("1 scenario: 1 passed"), "{}", answer.stdout);
    assert_eq!(elements(&std::fs::read_to_string(path).unwrap())[0].0, "testsuites");
}

#[test]
fn two_reports_on_stdout_are_2() {
    let answer = run(EVERY_END, &["--format", "junit", "--format", "pretty"]);
    assert_snapshot!(answer.redacted(), @"
    --- stderr
    two reports go to stdout
    hint: give one of them a file, as in --format junit:report.xml
    --- exit 2
    ");
}
