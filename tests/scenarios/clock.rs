//! Scenarios on a clock that stands still: each that needs time turns red, and none hangs.

use std::collections::BTreeSet;

use raccord::environment::START;

use super::green::ALL;
use super::rehearsed::{Rehearsal, Rehearsed, told};
use super::watched::scenario;

/// The scenarios of a run in which time passed, by file and line.
fn in_which_time_passes(rehearsed: &Rehearsed) -> BTreeSet<String> {
    let passes = rehearsed
        .written
        .iter()
        .filter(|(_, written)| written.journal.last().is_some_and(|entry| entry.at > START));
    passes.map(|(scenario, _)| scenario.clone()).collect()
}

#[test]
fn with_the_clock_stopped_exactly_the_scenarios_in_which_time_passes_are_red() {
    let stopped = Rehearsal { time_stands_still: true, ..Rehearsal::default() }.run();
    let red: BTreeSet<_> = stopped.red().into_iter().map(|it| scenario(&it.place)).collect();
    assert_eq!(red, in_which_time_passes(&ALL));
    for red in stopped.red() {
        let told = told(red);
        let says = "the clock of the `mocks` environment stands at 2026-03-02T08:00:00Z";
        assert!(told.contains(says), "{}: {told}", red.place.scenario);
    }
}

#[test]
fn a_flow_every_0_seconds_is_refused_for_time_could_never_pass() {
    let text = r#"
Feature: a
  Scenario: b
    Given a supplier connected to Chorus Pro over EDI SFTP as "VFE012"
    And the connector sends an FSO1100A flow every 0 seconds
    When an hour passes
"#;
    let rehearsed = Rehearsal { text: Some(text), ..Rehearsal::default() }.run();
    let red: Vec<_> = rehearsed.red().into_iter().map(told).collect();
    assert_eq!(red, ["a flow every 0 seconds leaves time no room to pass"]);
}
