//! What the connector does again and again: a plan in the facts, never a task of its own.

use cucumber::{given, then};
use jiff::{SignedDuration, Timestamp};
use raccord_kernel::clock::after;

use super::facts::Traffic;
use super::flow;
use crate::steps::time::Lapse;
use crate::steps::{Stop, World};

/// When the plan is due next, if there is one.
pub(in crate::steps) fn next_at(world: &World) -> Option<Timestamp> {
    world.facts.chorus_pro.traffic.as_ref().map(|traffic| traffic.next_at)
}

/// One turn of the plan: a new flow joins those that wait, and all are sent, oldest first. What
/// cannot be sent waits for the next turn, under the same name.
pub(in crate::steps) async fn tick(world: &mut World) -> Result<(), Stop> {
    let now = world.environment()?.now();
    let Some(traffic) = world.facts.chorus_pro.traffic.clone() else { return Ok(()) };
    let file_name = flow::next_file_name(world, &traffic.interface_code)?;
    if let Some(traffic) = &mut world.facts.chorus_pro.traffic {
        traffic.next_at = after(now, traffic.every);
        traffic.waiting.push(file_name);
    }
    send_waiting(world, now).await
}

async fn send_waiting(world: &mut World, now: Timestamp) -> Result<(), Stop> {
    loop {
        let waiting =
            world.facts.chorus_pro.traffic.as_ref().and_then(|it| it.waiting.first().cloned());
        let Some(file_name) = waiting else { return Ok(()) };
        let sent = flow::send(world, &file_name).await?;
        let Some(traffic) = &mut world.facts.chorus_pro.traffic else { return Ok(()) };
        if sent.is_err() {
            traffic.last_refusal.clone_from(&world.facts.chorus_pro.edi_refusal);
            return Ok(());
        }
        let gap = now.duration_since(traffic.last_session);
        traffic.longest_gap = traffic.longest_gap.max(gap);
        traffic.last_session = now;
        traffic.waiting.remove(0);
    }
}

#[given(expr = "the connector sends an {word} flow every {duration}")]
async fn sends_every(world: &mut World, interface_code: String, every: Lapse) {
    world
        .step(async |world| {
            if every.0.is_zero() {
                return Err(Stop::failed("a flow every 0 seconds leaves time no room to pass"));
            }
            let now = world.environment()?.now();
            world.facts.chorus_pro.traffic = Some(Traffic {
                interface_code,
                every: every.0,
                next_at: now,
                waiting: Vec::new(),
                last_session: now,
                longest_gap: SignedDuration::ZERO,
                last_refusal: None,
            });
            tick(world).await
        })
        .await;
}

#[then(expr = "no flow waits to be sent")]
async fn nothing_waits(world: &mut World) {
    world
        .step(async |world| {
            let traffic = traffic(world)?;
            if traffic.waiting.is_empty() {
                return Ok(());
            }
            let why = traffic.last_refusal.as_deref().unwrap_or("no attempt was refused");
            Err(Stop::failed(format!(
                "{} flows wait to be sent ({}); last attempt: {why}",
                traffic.waiting.len(),
                traffic.waiting.join(", ")
            )))
        })
        .await;
}

#[then(expr = "the connector was never without a session for more than {duration}")]
async fn gap_at_most(world: &mut World, most: Lapse) {
    world
        .step(async |world| {
            let gap = longest_gap(world)?;
            if gap <= most.0 {
                return Ok(());
            }
            Err(Stop::failed(format!(
                "the longest time between two sessions was {gap:#}, expected {:#} at most",
                most.0
            )))
        })
        .await;
}

#[then(expr = "the connector was without a session for at least {duration}")]
async fn gap_at_least(world: &mut World, least: Lapse) {
    world
        .step(async |world| {
            let gap = longest_gap(world)?;
            if gap >= least.0 {
                return Ok(());
            }
            Err(Stop::failed(format!(
                "the longest time between two sessions was {gap:#}, expected {:#} at least",
                least.0
            )))
        })
        .await;
}

/// The longest time between two sessions so far; noted for whoever reads the report.
fn longest_gap(world: &mut World) -> Result<SignedDuration, Stop> {
    let now = world.environment()?.now();
    let traffic = traffic(world)?;
    let gap = traffic.longest_gap.max(now.duration_since(traffic.last_session));
    let remark = format!("longest time between two sessions: {gap:#}");
    if !world.facts.remarks.contains(&remark) {
        world.facts.remarks.push(remark);
    }
    Ok(gap)
}

fn traffic(world: &World) -> Result<&Traffic, Stop> {
    world.facts.chorus_pro.traffic.as_ref().ok_or_else(|| Stop::failed("the connector has no plan"))
}
