//! Which key the connector signs with, and which gets a token, whatever the connector's settings.

use cucumber::{given, then, when};

use crate::connectors::social_security::rest::{Rest, RestMemory};
use crate::environment::Wait;
use crate::steps::connector::reads_at_once;
use crate::steps::time::{Probe, wait};
use crate::steps::{Failed, Stop, Which, World};

use super::token;
use super::world::TOKEN;

/// The name of one of the certificates of the account that the scenario speaks of.
///
/// # Errors
///
/// When the account was never meant to have any.
pub(super) fn meant(world: &World, which: Which) -> Result<String, Stop> {
    let meant = which.of(&world.channel()?.certificates);
    meant.ok_or_else(|| Stop::failed("the account has no certificate yet"))
}

/// Writes a certificate into the connector's settings, and lets it read them again.
async fn switch(world: &mut World, certificate: &str) -> Result<(), Stop> {
    let connector = world.rest()?;
    connector.switch(certificate).await?;
    Ok(connector.reload().await?)
}

#[when(expr = "the {which} key is written into the connector's settings")]
async fn writes(world: &mut World, which: Which) {
    world
        .step(async |world| {
            let name = meant(world, which)?;
            let connector = world.rest()?;
            let before = connector.memory().loaded;
            connector.switch(&name).await?;
            let loaded = connector.memory().loaded;
            if loaded == name && before != name { Err(reads_at_once()) } else { Ok(()) }
        })
        .await;
}

#[when(expr = "the connector switches to the {which} key")]
async fn switches(world: &mut World, which: Which) {
    world
        .step(async |world| {
            let name = meant(world, which)?;
            switch(world, &name).await
        })
        .await;
}

#[when(expr = "the connector of {string} switches to the {which} key")]
async fn that_one_switches(world: &mut World, account: String, which: Which) {
    world
        .step(async |world| {
            world.speak_of(&account)?;
            let name = meant(world, which)?;
            switch(world, &name).await
        })
        .await;
}

#[when(expr = "the connector of {string} switches to the key of {string}")]
async fn switches_to_another_s(world: &mut World, account: String, other: String) {
    world
        .step(async |world| {
            world.speak_of(&other)?;
            let name = world.rest()?.memory().configured;
            world.speak_of(&account)?;
            switch(world, &name).await
        })
        .await;
}

#[given(expr = "the company orders a new certificate")]
async fn orders(world: &mut World) {
    world
        .step(async |world| {
            let company = world.company(&world.channel()?.company.clone())?;
            let identity = super::company::order(world, &company)?;
            world.channel_mut()?.certificates.push(identity.name);
            Ok(())
        })
        .await;
}

/// The key that signed, as the other side met it: a connector's own word is not enough.
#[then(expr = "the connector signs with the {which} key")]
async fn signs_with(world: &mut World, which: Which) {
    world
        .step(async |world| {
            let expected = meant(world, which)?;
            world.mark_journal();
            let tried = token::ask(world).await?;
            if world.environment()?.observe().is_err() {
                return says_it_signs_with(world, &expected, tried);
            }
            let met = world.met(TOKEN)?.pop();
            match (met, tried) {
                (Some(met), Ok(())) if met == expected => Ok(()),
                (Some(met), _) => Err(Stop::failed(format!(
                    "the connector signed with the key of {}, expected that of {}; make it read \
                     its settings again{}",
                    world.described(&met),
                    world.described(&expected),
                    world.why_refused()
                ))),
                (None, _) => Err(Stop::failed(format!(
                    "no key that is registered signed what the connector sent, expected that of \
                     {}{}",
                    world.described(&expected),
                    world.why_refused()
                ))),
            }
        })
        .await;
}

/// Tries to get a token with one key, beside the connector.
pub(super) async fn try_key(world: &mut World, which: Which) -> Result<(String, bool), Stop> {
    let name = meant(world, which)?;
    let memory = world.channel()?.connector.clone();
    let client_id = memory.token.client_id.clone();
    let memory =
        RestMemory { configured: name.clone(), loaded: name.clone(), token_until: None, ..memory };
    let (environment, http) = (world.environment()?, world.http()?);
    world.mark_journal();
    let vault = environment.vault().clone();
    let mut connector = Rest::new(http, vault, memory);
    world.turn().await?;
    let asked = connector.try_key(environment.now()).await;
    world.heeds(token::retry_after_s(&asked))?;
    let is_granted = token::refusal(asked)?.is_none();
    world.account(TOKEN, &client_id, is_granted)?;
    Ok((name, is_granted))
}

/// Where the other side shows nothing, a token that was granted, and the connector's own word.
fn says_it_signs_with(
    world: &mut World,
    expected: &str,
    tried: Result<(), (u16, String)>,
) -> Result<(), Stop> {
    if let Err((status, error)) = tried {
        return Err(Stop::failed(format!("found {status} {error}, expected a token")));
    }
    let loaded = world.rest()?.memory().loaded;
    if loaded != expected {
        let (loaded, expected) = (world.described(&loaded), world.described(expected));
        return Err(Stop::failed(format!(
            "the connector says that it signs with the key of {loaded}, expected that of \
             {expected}; make it read its settings again"
        )));
    }
    let remark = format!("that the connector signs with `{expected}` is its own word here");
    world.facts.remarks.push(remark);
    Ok(())
}

/// Whether the newest key gets a token.
struct GetsToken;

impl Probe for GetsToken {
    async fn look(&self, world: &mut World) -> Result<(bool, String), Stop> {
        let (name, is_granted) = try_key(world, Which::New).await?;
        let seen = if is_granted { "gets a token" } else { "gets no token yet" };
        Ok((is_granted, format!("the key of `{name}` {seen}")))
    }
}

#[when(expr = "the token server knows the new certificate")]
async fn is_known(world: &mut World) {
    world
        .step(async |world| {
            wait(world, "the token server to know the new certificate", &GetsToken, Wait::Token)
                .await
        })
        .await;
}

#[then(expr = "the {which} key gets a token")]
#[then(expr = "the {which} key still gets a token")]
async fn gets(world: &mut World, which: Which) {
    world
        .step(async |world| match try_key(world, which).await? {
            (_, true) => Ok(()),
            (name, false) => Err(Stop::failed(format!(
                "the key of {} got no token, expected one{}",
                world.described(&name),
                world.why_refused()
            ))),
        })
        .await;
}

#[then(expr = "the {which} key gets no token")]
#[then(expr = "the {which} key no longer gets a token")]
async fn gets_none(world: &mut World, which: Which) {
    world
        .step(async |world| match try_key(world, which).await? {
            (_, false) => Ok(()),
            (name, true) => Err(Stop::Failed(Failed::new(format!(
                "the key of {} got a token, expected a refusal; its certificate is still registered",
                world.described(&name)
            )))),
        })
        .await;
}
