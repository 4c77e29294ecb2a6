//! The renewals and declarations of social security with connectors that do one thing wrong: those
//! that the wrong concerns turn red, and no others.

use std::collections::BTreeSet;

use raccord::rehearsal::Trial;

use super::connectors::Conduct;
use super::rehearsed::{Rehearsal, told};

const IN_ORDER: &str =
    "In order: added, switched, the old one removed; not a minute without a token";
const TWICE: &str = "A second renewal, a restart, and a day later: still on the newest";
const REMOVED_EARLY: &str = "The old certificate is removed too early";
const USED_EARLY: &str = "The new key is used before its certificate is registered";
const RELOADS: &str = "New settings are nothing until the connector reads them";
const TOO_LATE: &str = "Too late: expired, refused, renewed, granted";
const EXPIRED: &str =
    "Where the server looks at keys alone, an expired certificate still gets a token";
const THREE: &str = "Renewed on two accounts of three: the third is cut off by the switch";

fn concerns_renewal(trial: &Trial) -> bool {
    trial.place.path.ends_with("social-security/renewal.feature")
}

fn concerns_declarations(trial: &Trial) -> bool {
    trial.place.path.ends_with("social-security/declarations.feature")
}

#[track_caller]
fn turns_red(conduct: Conduct, keeps: fn(&Trial) -> bool, red: &[&str], says: &str) {
    let rehearsed = Rehearsal { conduct, keeps, ..Rehearsal::default() }.run();
    let expected: BTreeSet<&str> = red.iter().copied().collect();
    assert_eq!(rehearsed.red_names(), expected, "{conduct:?}");
    let told: Vec<_> = rehearsed.red().into_iter().map(told).collect();
    assert!(told.iter().any(|told| told.contains(says)), "{conduct:?}: {told:#?}");
}

#[test]
fn a_switch_that_does_nothing_turns_every_renewal_red_that_switches() {
    let red = [IN_ORDER, TWICE, REMOVED_EARLY, USED_EARLY, RELOADS, TOO_LATE, THREE];
    let conduct = Conduct::SwitchDoesNothing;
    turns_red(conduct, concerns_renewal, &red, "signed with the key of `company/rest#1`");
}

#[test]
fn a_reload_that_is_ignored_turns_every_renewal_red_but_the_one_that_restarts() {
    let red = [IN_ORDER, TWICE, REMOVED_EARLY, USED_EARLY, RELOADS, TOO_LATE, THREE];
    let conduct = Conduct::ReloadIsIgnored;
    turns_red(conduct, concerns_renewal, &red, "expected that of `company/rest#2`");
}

#[test]
fn a_token_that_is_only_said_to_be_granted_is_found_out() {
    let red = [IN_ORDER, TWICE, REMOVED_EARLY, USED_EARLY, RELOADS, TOO_LATE, EXPIRED, THREE];
    let conduct = Conduct::SessionDoesNothing;
    turns_red(conduct, concerns_renewal, &red, "no key that is registered signed");
}

#[test]
fn a_declaration_that_is_only_said_to_be_sent_is_found_out() {
    let red = [
        "Not there at once is no failure",
        "What became of it: accepted with warnings",
        "What became of it: refused",
        "What became of it: held until the worker is identified",
        "A token that is over in the middle of the work is replaced",
        "A token that the API knows no more is replaced, once",
    ];
    let says = "the connector says that it declared `100000000000`";
    turns_red(Conduct::SendDoesNothing, concerns_declarations, &red, says);
}

#[test]
fn a_declaration_that_is_sent_twice_is_found_out() {
    let red = [
        "Not there at once is no failure",
        "What became of it: accepted with warnings",
        "What became of it: refused",
        "What became of it: held until the worker is identified",
        "A token that is over in the middle of the work is replaced",
        "A token that the API knows no more is replaced, once",
    ];
    turns_red(
        Conduct::SendsTwice,
        concerns_declarations,
        &red,
        "the connector says that it declared",
    );
}
