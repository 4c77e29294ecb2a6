//! The example passes, in both of its modes.

use super::program::{has_python, with};

/// Over EDI, over the API, over REST: sent, renewed, reloaded and restarted.
const SCENARIOS: &[&str] = &[
    "In time: uploaded",
    "The API is not concerned",
    "New settings are nothing until the connector re",
    "A token, a deposit, and the report",
    "A second renewal, a restart",
    "A private key handed over as PKCS#1",
    "Example 1, on the right",
];

#[test]
fn the_example_passes_as_a_process_that_lives() {
    if has_python() {
        let told = with("connector.py", SCENARIOS, &[]);
        told.ends_with(0, &["10 scenarios: 10 passed"]);
    }
}

#[test]
fn the_example_passes_as_a_process_for_each_action_but_where_memory_is_the_subject() {
    if has_python() {
        let names = ["New settings are nothing until the connector rel", "Example 1, on the right"];
        let told = with("connector.py", &names, &["--connector-mode", "process"]);
        told.ends_with(
            0,
            &[
                "1 not run, 1 passed",
                "the connector reads its settings at once: there is nothing to reload",
            ],
        );
    }
}

#[test]
fn a_scenario_that_asks_the_connector_nothing_is_not_run_and_says_so() {
    let names = ["Production refuses a test certificate", "The request: another grant"];
    with("connector.py", &names, &[]).ends_with(
        4,
        &[
            "2 scenarios: 2 not run",
            "nothing is asked of the connector here: only people act",
            "the connector is not asked for a token request that is wrong on purpose",
        ],
    );
}
