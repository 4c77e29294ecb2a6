//! What is found when a scenario's world is closed, although no step asked for it.

use std::collections::BTreeSet;

use raccord_kernel::{Entry, Outcome};

use super::truthfulness::untruths;
use super::{Failed, World};
use crate::environment::{Environment, is_guessed};

/// What stands out once every step has ended.
#[derive(Debug, Default)]
pub struct Closing {
    /// What fails the scenario although no step said so: a fault that never struck, a request that
    /// nothing knew.
    pub failures: Vec<Failed>,
    /// The ids of the guessed rules that the scenario stood on.
    pub guessed: Vec<String>,
    /// What the scenario measured, for people to read.
    pub remarks: Vec<String>,
    /// The ids of all the rules that the scenario met: those of answers, and those that refused.
    pub stood_on: Vec<String>,
    /// Why the scenario says nothing of a connector of another make, where it does not.
    pub not_asked: Option<String>,
}

/// Judges a world whose steps have ended.
pub(super) fn judge(world: &World) -> Closing {
    let Ok(environment) = world.environment() else { return Closing::default() };
    let mut failures = unused(&*environment);
    failures.extend(world.facts.amiss.iter().map(Failed::new));
    let not_asked = not_asked(world);
    let remarks = world.facts.remarks.clone();
    let Ok(observe) = environment.observe() else {
        // Where nobody shows which rules were met, those that the scenario is about.
        let stood_on = world.rules().to_vec();
        let guessed = stood_on.iter().filter(|id| is_guessed(id)).cloned().collect();
        return Closing { failures, guessed, remarks, stood_on, not_asked };
    };
    let journal = observe.journal();
    failures.extend(journal.iter().filter_map(unexpected));
    failures.extend(untruths(&world.facts.ledger, &journal));
    failures.extend(observe.unused_scripts().into_iter().map(|script| {
        Failed::new(format!("{script} was to come, and none came; send one, or ask for none"))
    }));
    let stood_on = stood_on(&journal);
    let guessed = stood_on.iter().filter(|id| is_guessed(id)).cloned().collect();
    Closing { failures, guessed, remarks, stood_on, not_asked }
}

/// A scenario in which raccord alone acts proves nothing of somebody else's connector.
fn not_asked(world: &World) -> Option<String> {
    let asked = world.setting().ok()?.workshop.asked()?;
    let did_nothing = asked == 0 && world.facts.ledger.entries().is_empty();
    did_nothing.then(|| "nothing is asked of the connector here: only people act".to_owned())
}

fn unused(environment: &dyn Environment) -> Vec<Failed> {
    let unused = environment.faults().map(raccord_kernel::Faults::unused).unwrap_or_default();
    let say = |fault: raccord_kernel::Fault| {
        Failed::new(format!(
            "a fault of `{}` was to strike {} more times, and did not; ask for it no more",
            fault.operation,
            fault.times.unwrap_or_default()
        ))
    };
    unused.into_iter().map(say).collect()
}

fn unexpected(entry: &Entry) -> Option<Failed> {
    match &entry.outcome {
        Outcome::Unknown { asked } => {
            Some(Failed::new(format!("nothing here knows {asked}, asked at {}", entry.at)))
        }
        Outcome::Incident { what } => {
            Some(Failed::new(format!("the mock itself failed at {}: {what}", entry.at)))
        }
        Outcome::Accepted | Outcome::Refused { .. } | Outcome::Faulted { .. } => None,
    }
}

fn stood_on(journal: &[Entry]) -> Vec<String> {
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    for entry in journal {
        ids.extend(entry.stood_on.iter().map(String::as_str));
        if let Outcome::Refused { rule, .. } = &entry.outcome {
            ids.insert(rule);
        }
    }
    ids.into_iter().map(str::to_owned).collect()
}
