//! A scenario that is tagged with a rule meets that rule.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use raccord::report::event::Outcome;
use regex::Regex;

use super::green::ALL;
use super::rehearsed::Rehearsal;

static ID: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[A-Z]+(-[A-Z]+)+-\d+$").unwrap());

fn tags() -> BTreeSet<String> {
    let tags = Rehearsal::default().trials().into_iter().flat_map(|trial| trial.tags);
    tags.filter(|tag| ID.is_match(tag)).collect()
}

#[test]
fn every_rule_that_a_tag_names_is_met_by_a_scenario_that_has_the_tag() {
    let mut not_met = tags();
    for (trial, finished) in Rehearsal::default().trials().iter().zip(&ALL.finished) {
        let Outcome::Passed { stood_on, .. } = &finished.outcome else { continue };
        for met in trial.tags.iter().filter(|tag| stood_on.contains(tag)) {
            not_met.remove(met);
        }
    }
    assert_eq!(not_met, BTreeSet::new());
}
