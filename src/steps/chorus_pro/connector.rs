//! The EDI connector's own life: *switch* writes its settings, *reload* makes it read them again,
//! *restart* does so as any start does.

use cucumber::{then, when};

use super::session::taken;
use crate::connectors::chorus_pro::edi::EdiError;
use crate::steps::connector::reads_at_once;
use crate::steps::{Stop, Which, World};

#[when(expr = "the {which} certificate is written into the connector's settings")]
async fn switches_settings(world: &mut World, which: Which) {
    world
        .step(async |world| {
            let name = taken(world, which)?;
            let connector = world.edi()?;
            let before = connector.memory().loaded;
            connector.switch(&name).await?;
            let loaded = connector.memory().loaded;
            if loaded == name && before != name { Err(reads_at_once()) } else { Ok(()) }
        })
        .await;
}

#[when(expr = "the connector switches to the {which} certificate")]
async fn switches(world: &mut World, which: Which) {
    world
        .step(async |world| {
            let name = taken(world, which)?;
            let connector = world.edi()?;
            connector.switch(&name).await?;
            connector.reload().await?;
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
            let session = async |world: &mut World| Ok(world.edi()?.try_session().await);
            let tried: Result<Result<(), EdiError>, Stop> =
                world.acting("edi.session", session).await?;
            let tried = match tried? {
                Err(error) if error.breaks_off() => return Err(error.into()),
                tried => tried,
            };
            if world.environment()?.observe().is_err() {
                return says_it_is_on(world, &expected, tried);
            }
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

/// Where the other side shows nothing, a session that opens, and the connector's own word.
fn says_it_is_on(
    world: &mut World,
    expected: &str,
    tried: Result<(), EdiError>,
) -> Result<(), Stop> {
    tried?;
    let says = world.edi()?.claims_to_have_used();
    if says.as_deref().is_some_and(|says| says != expected) {
        let says = world.described(&says.unwrap_or_default());
        let expected = world.described(expected);
        return Err(Stop::failed(format!(
            "the connector says that it used {says}, expected {expected}; make it read its \
             settings again"
        )));
    }
    let remark = format!("that the connector uses `{expected}` is its own word here");
    world.facts.remarks.push(remark);
    Ok(())
}
