//! Scenarios and the step catalogue: nothing in one that is not in the other.

use std::collections::BTreeSet;

use cucumber::World as _;
use gherkin::{Feature, GherkinEnv, Step};
use raccord::rehearsal::find::embedded;
use raccord::rehearsal::{Trial, read};
use raccord::steps::World;
use regex::Regex;

use crate::tree::{self, nothing_wrong};

fn trials() -> Vec<Trial> {
    let files = embedded();
    let read = files.iter().flat_map(|file| read::read(file, 1, &|_| false).unwrap());
    read.map(|read| read.trial).collect()
}

/// The steps of the catalogue, each by the place of its attribute.
fn written() -> BTreeSet<String> {
    let is_step = |line: &str| {
        ["#[given(", "#[when(", "#[then("].iter().any(|attribute| line.starts_with(attribute))
    };
    let files = tree::files(".rs").into_iter().filter(|file| file.is_in("src/steps"));
    files
        .flat_map(|file| {
            let lines = file.text.lines().zip(1..).filter(|(line, _)| is_step(line));
            lines.map(|(_, number)| format!("{}:{number}", file.path)).collect::<Vec<_>>()
        })
        .collect()
}

/// The steps that tests write themselves, each in the three kinds that an "And" may stand for.
fn in_tests() -> Vec<Step> {
    let line = Regex::new(r"(?m)^\s*(?:Given|When|Then|And|But) (.+)$").unwrap();
    let texts = tree::files(".rs").into_iter().filter(|file| file.is_in("tests"));
    let texts = texts.map(|file| file.text).collect::<String>();
    let steps = line.captures_iter(&texts).map(|found| found[1].trim().to_owned());
    let feature = steps.fold("Feature: tests\n  Scenario: tests\n".to_owned(), |feature, step| {
        feature + &format!("    Given {step}\n    When {step}\n    Then {step}\n")
    });
    let feature = Feature::parse(feature, GherkinEnv::default()).unwrap();
    feature.scenarios.into_iter().flat_map(|scenario| scenario.steps).collect()
}

/// The steps of the catalogue that scenarios and tests take.
fn taken() -> BTreeSet<String> {
    let catalogue = World::collection();
    let steps = trials().into_iter().flat_map(|trial| trial.steps).chain(in_tests());
    steps
        .filter_map(|step| {
            let (_, _, location, _) = catalogue.find(&step).unwrap()?;
            location.map(|location| format!("{}:{}", location.path, location.line))
        })
        .collect()
}

#[test]
fn every_step_of_the_catalogue_is_taken_by_a_scenario_or_a_test() {
    let (written, taken) = (written(), taken());
    assert!(taken.is_subset(&written), "this test no longer sees where steps are written");
    let found: Vec<_> = written.difference(&taken).cloned().collect();
    nothing_wrong("no scenario and no test takes these steps", &found);
}

#[test]
fn every_tag_with_a_number_is_a_rule() {
    let numbered = Regex::new(r"^[A-Za-z]+-[A-Za-z]+-\d+$").unwrap();
    let rules: BTreeSet<_> = crate::rules::all().map(|rule| rule.id).collect();
    let tags: BTreeSet<_> = trials().into_iter().flat_map(|trial| trial.tags).collect();
    let found = tags.into_iter().filter(|tag| numbered.is_match(tag) && !rules.contains(&**tag));
    nothing_wrong("these tags look like rules and are none", &found.collect::<Vec<_>>());
}
