//! `--tags 'not @guessed'` leaves out every scenario that stands on a guess, and no other.

use std::collections::BTreeSet;

use raccord::report::event::Outcome;

use super::green::ALL;
use super::rehearsed::Rehearsal;

#[test]
fn a_scenario_that_stands_on_a_guess_is_tagged_so_and_no_other_is() {
    let stood: BTreeSet<_> = ALL
        .finished
        .iter()
        .filter(|it| matches!(&it.outcome, Outcome::Passed { guessed, .. } if !guessed.is_empty()))
        .map(|it| (it.place.path.clone(), it.place.line))
        .collect();
    let tagged: BTreeSet<_> = Rehearsal::default()
        .trials()
        .into_iter()
        .filter(|trial| trial.tags.iter().any(|tag| tag == "guessed"))
        .map(|trial| (trial.place.path, trial.place.line))
        .collect();
    let untagged: Vec<_> = stood.difference(&tagged).collect();
    assert!(untagged.is_empty(), "tag these @guessed: {untagged:#?}");
    let overtagged: Vec<_> = tagged.difference(&stood).collect();
    assert!(overtagged.is_empty(), "these stand on no guess: {overtagged:#?}");
}
