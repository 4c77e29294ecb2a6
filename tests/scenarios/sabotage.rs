//! The renewal scenarios with connectors that do one thing wrong: those that the wrong concerns
//! turn red, and no others, and say which certificate was met and which was expected.

use std::collections::BTreeSet;

use raccord::rehearsal::Trial;

use super::connectors::Conduct;
use super::rehearsed::{Rehearsal, Rehearsed, told};

const IN_TIME: &str = "In time: uploaded, taken into account, switched, the old one refused";
const TRAFFIC: &str = "Continuous traffic: nothing is lost, nothing is sent twice";
const API: &str = "The API is not concerned by the certificate of EDI";
const TOO_LATE: &str = "Too late: expired, refused, renewed, accepted";
const ENDS_SOONER: &str =
    "A new certificate that ends before the old one is taken, and ends the connection sooner";
const SWITCHED_EARLY: &str = "Switching too early: refused until the update is taken into account";
const SWITCHED_LATE: &str = "Switching too late: refused until the connector switches";
const RELOADS: &str = "New settings are nothing until the connector reloads its settings";
const RESTARTS: &str = "New settings are nothing until the connector restarts";
const OLD_ACCEPTED: &str =
    "The portal accepts the old certificate only meanwhile: cut off for an hour at most";
const BOTH_ACCEPTED: &str =
    "The portal accepts both certificates meanwhile: cut off for an hour at most";
const NEITHER_ACCEPTED: &str =
    "The portal accepts neither certificate meanwhile: cut off for 25 hours at most";
const TWICE: &str = "A second renewal, a restart, and a day later: still on the newest";
const SENT_AGAIN: &str = "The same flow sent again";

/// Those in which a plan sends flow after flow.
const PLANNED: [&str; 6] =
    [TRAFFIC, SWITCHED_EARLY, SWITCHED_LATE, OLD_ACCEPTED, BOTH_ACCEPTED, NEITHER_ACCEPTED];

fn concerns_renewal(trial: &Trial) -> bool {
    trial.place.path.ends_with("edi-sftp/renewal.feature")
}

fn run(conduct: Conduct) -> Rehearsed {
    Rehearsal { conduct, keeps: concerns_renewal, ..Rehearsal::default() }.run()
}

/// Runs the renewals with a connector that gets something wrong: exactly `red` turn red, and each
/// says all of `says`.
#[track_caller]
fn turns_red(conduct: Conduct, red: &[&str], says: &[&str]) {
    let rehearsed = run(conduct);
    let expected: BTreeSet<&str> = red.iter().copied().collect();
    assert_eq!(rehearsed.red_names(), expected, "{conduct:?}");
    for scenario in rehearsed.red() {
        let told = told(scenario);
        for say in says {
            assert!(told.contains(say), "{conduct:?}, {}: {told}", scenario.place.scenario);
        }
    }
}

#[test]
fn a_switch_that_does_nothing_turns_every_renewal_red() {
    let red = [&PLANNED[..], &[IN_TIME, API, TOO_LATE, ENDS_SOONER, RELOADS, RESTARTS, TWICE]];
    turns_red(Conduct::SwitchDoesNothing, &red.concat(), &["supplier/edi#1", "supplier/edi#2"]);
}

#[test]
fn a_reload_that_is_ignored_turns_every_renewal_red_but_the_one_that_restarts() {
    let red = [&PLANNED[..], &[IN_TIME, API, TOO_LATE, ENDS_SOONER, RELOADS, TWICE]];
    turns_red(Conduct::ReloadIsIgnored, &red.concat(), &["supplier/edi#1", "supplier/edi#2"]);
}

#[test]
fn a_restart_that_leaves_the_old_process_running_is_found_out() {
    let says = ["supplier/edi#1", "supplier/edi#2"];
    turns_red(Conduct::RestartIsIgnored, &[RESTARTS], &says);
}

#[test]
fn a_restart_that_restores_the_first_settings_is_found_out() {
    turns_red(Conduct::RestartRestoresTheFirstSettings, &[RESTARTS, TWICE], &["supplier/edi#1"]);
}

#[test]
fn a_send_that_does_nothing_turns_every_scenario_that_sends_red() {
    let red = [&PLANNED[..], &[IN_TIME, TOO_LATE, ENDS_SOONER, RELOADS, RESTARTS, TWICE]].concat();
    turns_red(Conduct::SendDoesNothing, &red, &["the connector says that it sent"]);
}

#[test]
fn a_flow_sent_twice_is_found_out() {
    let red = [&PLANNED[..], &[IN_TIME, TOO_LATE, TWICE]].concat();
    turns_red(Conduct::SendsTwice, &red, &["`FSO1100A_VFE012_"]);
}

#[test]
fn a_report_that_is_never_fetched_is_found_out() {
    let red = [&PLANNED[..], &[IN_TIME, TOO_LATE]].concat();
    turns_red(Conduct::CollectDoesNothing, &red, &["waited"]);
}

#[test]
fn a_session_that_is_only_said_to_open_is_found_out() {
    let red = [IN_TIME, API, ENDS_SOONER, RELOADS, RESTARTS, TWICE];
    turns_red(Conduct::SessionDoesNothing, &red, &["opened no session", "supplier/edi#2"]);
}

#[test]
fn a_retry_that_is_only_said_to_be_sent_is_found_out() {
    let red = [TOO_LATE, SWITCHED_EARLY, SWITCHED_LATE, NEITHER_ACCEPTED];
    turns_red(Conduct::SendsEachNameOnce, &red, &["the connector says that it sent"]);
    let keeps = |trial: &Trial| trial.place.scenario == SENT_AGAIN;
    let again = Rehearsal { conduct: Conduct::SendsEachNameOnce, keeps, ..Rehearsal::default() };
    assert_eq!(again.run().red_names(), BTreeSet::from([SENT_AGAIN]));
}

#[test]
fn a_retry_without_an_end_is_found_out_and_what_was_refused_is_named() {
    let red = [TOO_LATE, ENDS_SOONER, SWITCHED_EARLY, SWITCHED_LATE, RELOADS, RESTARTS];
    let red = [&red[..], &[NEITHER_ACCEPTED]].concat();
    let says = ["the connector tried 5 times within one `edi.send`: `sftp.session` was refused by"];
    turns_red(Conduct::RetriesEndlessly, &red, &says);
}

#[test]
fn a_certificate_that_is_said_to_be_in_use_and_is_not_is_found_out() {
    let says = [
        "the connector says that it used `supplier/edi#2` (SHA-256 ",
        "; the server met `supplier/edi#1` (SHA-256 ",
    ];
    turns_red(Conduct::ClaimsTheNewestCertificate, &[RELOADS, RESTARTS], &says);
}
