//! The EDI connector's own life: *switch* writes its settings, *reload* makes it read them again,
//! *restart* does so as any start does.

use cucumber::{then, when};

use super::session::taken;
use crate::steps::{Stop, Which, World};

#[when(expr = "the {which} certificate is written into the connector's settings")]
async fn switches_settings(world: &mut World, which: Which) {
    world
        .step(async |world| {
            let name = taken(world, which)?;
            world.edi()?.switch(&name);
            Ok(())
        })
        .await;
}

#[when(expr = "the connector switches to the {which} certificate")]
async fn switches(world: &mut World, which: Which) {
    world
        .step(async |world| {
            let name = taken(world, which)?;
            let connector = world.edi()?;
            connector.switch(&name);
            connector.reload();
            Ok(())
        })
        .await;
}

/// The credential presented, as the other side met it: a connector's own word is not enough.
#[then(expr = "the connector is on the {which} certificate")]
async fn is_on(world: &mut World, which: Which) {
    world
        .step(async |world| {
            let expected = taken(world, which)?;
            world.mark_journal();
            let tried = world.edi()?.try_session().await;
            let met = world.met("sftp.session")?.pop();
            match (met, tried) {
                (Some(met), Ok(())) if met == expected => Ok(()),
                (Some(met), _) => Err(Stop::failed(format!(
                    "the connector presented {}, expected {}; make it read its settings again{}",
                    world.described(&met),
                    world.described(&expected),
                    world.why_refused()
                ))),
                (None, _) => Err(Stop::failed(format!(
                    "the connector opened no session, expected one with {}",
                    world.described(&expected)
                ))),
            }
        })
        .await;
}
