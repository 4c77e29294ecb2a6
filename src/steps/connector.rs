//! A connector's own life, whatever it is connected to: *reload* makes it read its settings again,
//! *restart* does so as any start does.

use cucumber::when;

use super::chorus_pro::{flow, record};
use super::{Stop, World};

/// Whether the scenario has a connector of either kind.
fn has(world: &World) -> (bool, bool) {
    let facts = &world.facts;
    (facts.chorus_pro.connector.is_some(), facts.social_security.current.is_some())
}

/// What a connector is that keeps nothing in memory, to a step that is about what it keeps.
pub(super) fn reads_at_once() -> Stop {
    Stop::Lacks("the connector reads its settings at once: there is nothing to reload".to_owned())
}

/// Lets connectors that live do what they do by themselves, now that time has passed.
pub(super) async fn tick(world: &mut World) -> Result<(), Stop> {
    if !world.setting()?.workshop.lives() {
        return Ok(());
    }
    if world.facts.chorus_pro.connector.is_some() {
        let fetched = record::tick(world).await?;
        flow::keep(world, fetched)?;
    }
    if world.facts.chorus_pro.api.is_some() {
        let mut api = world.api()?;
        let ticked = world.acting("api.tick", async |_| api.tick().await).await?;
        world.keep_api(&*api)?;
        ticked?;
    }
    let Some(current) = world.facts.social_security.current.clone() else { return Ok(()) };
    let accounts: Vec<_> = world.facts.social_security.channels.keys().cloned().collect();
    for account in accounts {
        world.speak_of(&account)?;
        let tick = async |world: &mut World| Ok(world.rest()?.tick().await?);
        let ticked: Result<(), Stop> = world.acting("social-security.tick", tick).await?;
        ticked?;
    }
    world.speak_of(&current)
}

#[when(expr = "the connector reloads its settings")]
async fn reloads(world: &mut World) {
    world
        .step(async |world| match has(world) {
            (true, _) => Ok(world.edi()?.reload().await?),
            (false, true) => Ok(world.rest()?.reload().await?),
            (false, false) => Err(Stop::failed("no connector is set up yet")),
        })
        .await;
}

#[when(expr = "the connector restarts")]
async fn restarts(world: &mut World) {
    world
        .step(async |world| match has(world) {
            (true, _) => Ok(world.edi()?.restart().await?),
            (false, true) => Ok(world.rest()?.restart().await?),
            (false, false) => Err(Stop::failed("no connector is set up yet")),
        })
        .await;
}
