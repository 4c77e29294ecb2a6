//! A connector is held to its word when the scenario closes, although no step asks.

use super::connectors::Conduct;
use super::rehearsed::{Rehearsal, told};

/// Nobody looks at what comes of the flow.
const A_FLOW: &str = r#"
Feature: a
  Scenario: b
    Given a supplier connected to Chorus Pro over EDI SFTP as "VFE012"
    And the connector sends an FSO1100A flow every 2 hours
    When an hour passes
    And the connector fetches what waits
"#;

const FLOW: &str = "FSO1100A_VFE012_VFE0121100000000000000001.xml";
const REPORT: &str = "CSO1100A_VFE012_VFE0121100000000000000001.tar.gz";

#[track_caller]
fn is_found_out(conduct: Conduct, says: &str) {
    let rehearsed = Rehearsal { text: Some(A_FLOW), conduct, ..Rehearsal::default() }.run();
    let red: Vec<_> = rehearsed.red().into_iter().map(told).collect();
    assert_eq!(red, [format!("the connector says that it {says}")]);
}

#[test]
fn a_connector_that_does_what_it_says_passes() {
    Rehearsal { text: Some(A_FLOW), ..Rehearsal::default() }.run().is_green(1);
}

#[test]
fn a_flow_that_was_said_to_be_sent_and_never_arrived_fails_the_scenario() {
    let says = format!("sent `{FLOW}` once, and tried once; it arrived never");
    is_found_out(Conduct::SendDoesNothing, &says);
}

#[test]
fn a_flow_that_arrived_and_was_said_not_to_be_sent_fails_the_scenario() {
    let says = format!("sent `{FLOW}` never, and tried once; it arrived once");
    is_found_out(Conduct::DeniesWhatItSent, &says);
}

#[test]
fn a_flow_that_arrived_more_often_than_it_was_sent_fails_the_scenario() {
    let says = format!("sent `{FLOW}` once, and tried once; it arrived 2 times");
    is_found_out(Conduct::SendsTwice, &says);
}

#[test]
fn a_report_that_was_said_to_be_fetched_more_often_than_it_was_handed_out_fails_the_scenario() {
    let says = format!("fetched `{REPORT}` 2 times, and tried 2 times; it was handed out once");
    is_found_out(Conduct::CollectsTwice, &says);
}

#[test]
fn a_report_that_was_handed_out_and_not_passed_on_fails_the_scenario() {
    let says = format!("fetched `{REPORT}` never, and tried never; it was handed out once");
    is_found_out(Conduct::LosesWhatItCollects, &says);
}
