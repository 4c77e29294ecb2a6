//! A connector's own life, whatever it is connected to: *reload* makes it read its settings again,
//! *restart* does so as any start does.

use cucumber::when;

use super::{Stop, World};

/// Whether the scenario has a connector of either kind.
fn has(world: &World) -> (bool, bool) {
    let facts = &world.facts;
    (facts.chorus_pro.connector.is_some(), facts.social_security.current.is_some())
}

#[when(expr = "the connector reloads its settings")]
async fn reloads(world: &mut World) {
    world
        .step(async |world| match has(world) {
            (true, _) => {
                world.edi()?.reload();
                Ok(())
            }
            (false, true) => {
                world.rest()?.reload();
                Ok(())
            }
            (false, false) => Err(Stop::failed("no connector is set up yet")),
        })
        .await;
}

#[when(expr = "the connector restarts")]
async fn restarts(world: &mut World) {
    world
        .step(async |world| match has(world) {
            (true, _) => {
                world.edi()?.restart();
                Ok(())
            }
            (false, true) => {
                world.rest()?.restart();
                Ok(())
            }
            (false, false) => Err(Stop::failed("no connector is set up yet")),
        })
        .await;
}
