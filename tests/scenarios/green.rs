//! Every built-in scenario passes on the mocks.

use std::sync::LazyLock;

use super::rehearsed::{Rehearsal, Rehearsed};

/// Fewer would mean that scenario files are no longer found.
const SCENARIOS_MIN: usize = 70;

/// The run of all scenarios as `raccord run` plays them.
pub(crate) static ALL: LazyLock<Rehearsed> = LazyLock::new(|| Rehearsal::default().run());

/// The same, each world built again from its facts between any two steps.
pub(crate) static ALL_REBUILT: LazyLock<Rehearsed> =
    LazyLock::new(|| Rehearsal { rebuild_between_steps: true, ..Rehearsal::default() }.run());

#[test]
fn every_scenario_is_green_on_the_mocks() {
    ALL.is_green(SCENARIOS_MIN);
}

#[test]
fn every_scenario_is_green_when_its_world_is_rebuilt_from_its_facts_between_any_two_steps() {
    ALL_REBUILT.is_green(SCENARIOS_MIN);
}
