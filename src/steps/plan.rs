//! What connectors do again and again: plans in the facts, kept while time passes.

use jiff::Timestamp;

use super::{Stop, World, chorus_pro, social_security};

/// When a plan is due next, if there is one.
pub(super) fn next_at(world: &World) -> Option<Timestamp> {
    let due = [chorus_pro::traffic::next_at(world), social_security::traffic::next_at(world)];
    due.into_iter().flatten().min()
}

/// One turn of each plan that is due.
pub(super) async fn tick(world: &mut World) -> Result<(), Stop> {
    let now = world.environment()?.now();
    let is_due = |due: Option<Timestamp>| due.is_some_and(|due| due <= now);
    if is_due(chorus_pro::traffic::next_at(world)) {
        chorus_pro::traffic::tick(world).await?;
    }
    if is_due(social_security::traffic::next_at(world)) {
        social_security::traffic::tick(world).await?;
    }
    Ok(())
}
