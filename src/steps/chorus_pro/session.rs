//! Which certificate opens a session, whatever the connector's settings.

use cucumber::then;

use crate::connectors::chorus_pro::edi::{EdiConnector as _, EdiError, EdiMemory};
use crate::connectors::chorus_pro::edi_sftp::EdiSftp;
use crate::steps::{Stop, Which, World};

/// The name of one of the certificates that the portal took.
///
/// # Errors
///
/// When it took none yet.
pub(in crate::steps) fn taken(world: &World, which: Which) -> Result<String, Stop> {
    let taken = which.of(&world.facts.chorus_pro.certificates);
    taken.ok_or_else(|| Stop::failed("the portal took no certificate yet"))
}

/// Tries a session with one certificate, beside the connector.
pub(super) async fn try_session(world: &mut World, which: Which) -> Result<(String, bool), Stop> {
    let name = taken(world, which)?;
    let application_code = world.edi_connection()?.application_code;
    let environment = world.environment()?;
    world.mark_journal();
    world.turn().await?;
    let memory = EdiMemory { application_code, configured: name.clone(), loaded: name.clone() };
    let vault = environment.vault().clone();
    match EdiSftp::new(environment.network(), vault, memory).try_session().await {
        Ok(()) => Ok((name, true)),
        Err(EdiError::KeyRefused { .. }) => Ok((name, false)),
        Err(other) => Err(other.into()),
    }
}

#[then(expr = "the {which} certificate opens a session")]
#[then(expr = "the {which} certificate still opens a session")]
async fn opens(world: &mut World, which: Which) {
    world
        .step(async |world| match try_session(world, which).await? {
            (_, true) => Ok(()),
            (name, false) => Err(Stop::failed(format!(
                "the session of `{name}` was refused, expected it to open{}",
                world.why_refused()
            ))),
        })
        .await;
}

#[then(expr = "the {which} certificate no longer opens a session")]
#[then(expr = "the {which} certificate does not open a session")]
async fn does_not_open(world: &mut World, which: Which) {
    world
        .step(async |world| match try_session(world, which).await? {
            (_, false) => Ok(()),
            (name, true) => Err(Stop::failed(format!(
                "`{name}` opened a session, expected it to be refused; the server still accepts it"
            ))),
        })
        .await;
}
