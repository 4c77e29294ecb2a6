//! Tokens again and again: a plan in the facts, never a task of its own.

use cucumber::{given, then};
use jiff::Timestamp;
use raccord_kernel::clock::after;

use super::facts::Traffic;
use super::token;
use crate::steps::time::Lapse;
use crate::steps::{Stop, World};

/// When the plan is due next, if there is one.
pub(in crate::steps) fn next_at(world: &World) -> Option<Timestamp> {
    world.facts.social_security.traffic.as_ref().map(|traffic| traffic.next_at)
}

/// One turn of the plan: one token is asked for.
pub(in crate::steps) async fn tick(world: &mut World) -> Result<(), Stop> {
    let now = world.environment()?.now();
    let asked = token::ask(world).await?;
    let why = world.why_refused();
    let Some(traffic) = &mut world.facts.social_security.traffic else { return Ok(()) };
    traffic.next_at = after(now, traffic.every);
    match asked {
        Ok(()) => traffic.granted += 1,
        Err((status, error)) => traffic.refused.push(format!("{status} `{error}` at {now}{why}")),
    }
    Ok(())
}

#[given(expr = "the connector asks for a token every {duration}")]
async fn asks_every(world: &mut World, every: Lapse) {
    world
        .step(async |world| {
            if every.0.is_zero() {
                return Err(Stop::failed("a token every 0 seconds leaves time no room to pass"));
            }
            let next_at = world.environment()?.now();
            let (granted, refused) = (0, Vec::new());
            world.facts.social_security.traffic =
                Some(Traffic { every: every.0, next_at, granted, refused });
            tick(world).await
        })
        .await;
}

#[then(expr = "no token was refused")]
async fn none_refused(world: &mut World) {
    world
        .step(async |world| {
            let traffic = traffic(world)?;
            let remark = format!("tokens granted meanwhile: {}", traffic.granted);
            let Some(first) = traffic.refused.first().cloned() else {
                world.facts.remarks.push(remark);
                return Ok(());
            };
            let (refused, granted) = (traffic.refused.len(), traffic.granted);
            Err(Stop::failed(format!(
                "{refused} tokens were refused and {granted} granted; the first refusal: {first}"
            )))
        })
        .await;
}

#[then(expr = "some tokens were refused")]
async fn some_refused(world: &mut World) {
    world
        .step(async |world| {
            let traffic = traffic(world)?;
            if traffic.refused.is_empty() {
                let granted = traffic.granted;
                return Err(Stop::failed(format!("all {granted} tokens were granted")));
            }
            let remark = format!("tokens refused meanwhile: {}", traffic.refused.len());
            world.facts.remarks.push(remark);
            Ok(())
        })
        .await;
}

fn traffic(world: &World) -> Result<&Traffic, Stop> {
    let traffic = world.facts.social_security.traffic.as_ref();
    traffic.ok_or_else(|| Stop::failed("the connector has no plan"))
}
