//! Which certificate opens a session, whatever the connector's settings.

use std::str::FromStr;

use cucumber::{Parameter, then};

use crate::connectors::chorus_pro::edi::{EdiConnector as _, EdiError, EdiMemory};
use crate::connectors::chorus_pro::edi_sftp::EdiSftp;
use crate::steps::{Stop, World};

/// One of the certificates that the portal took, as people call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Parameter)]
#[param(name = "certificate", regex = "old|new|first")]
pub enum Which {
    /// The one before the newest.
    Old,
    /// The newest.
    New,
    /// The first of all.
    First,
}

impl FromStr for Which {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "old" => Ok(Self::Old),
            "new" => Ok(Self::New),
            "first" => Ok(Self::First),
            other => Err(format!("no certificate is called `{other}`")),
        }
    }
}

impl Which {
    /// Its name.
    ///
    /// # Errors
    ///
    /// When the portal took none yet.
    pub fn name(self, world: &World) -> Result<String, Stop> {
        let taken = &world.facts.chorus_pro.certificates;
        let found = match self {
            Self::New => taken.last(),
            Self::Old => taken.iter().rev().nth(1).or_else(|| taken.last()),
            Self::First => taken.first(),
        };
        found.cloned().ok_or_else(|| Stop::failed("the portal took no certificate yet"))
    }
}

/// Tries a session with one certificate, beside the connector.
async fn try_session(world: &mut World, which: Which) -> Result<(String, bool), Stop> {
    let name = which.name(world)?;
    let application_code = world.edi_connection()?.application_code;
    let environment = world.environment()?;
    world.mark_journal();
    let memory = EdiMemory { application_code, configured: name.clone(), loaded: name.clone() };
    let vault = environment.vault().clone();
    match EdiSftp::new(environment.network(), vault, memory).try_session().await {
        Ok(()) => Ok((name, true)),
        Err(EdiError::KeyRefused { .. }) => Ok((name, false)),
        Err(other) => Err(other.into()),
    }
}

#[then(expr = "the {certificate} certificate opens a session")]
#[then(expr = "the {certificate} certificate still opens a session")]
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

#[then(expr = "the {certificate} certificate no longer opens a session")]
#[then(expr = "the {certificate} certificate does not open a session")]
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
