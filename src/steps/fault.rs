//! What is broken on purpose, and how flows to come end.

use cucumber::{given, when};
use raccord_kernel::{Fault, Verdict};

use super::World;
use crate::environment::FlowEnd;

#[given(expr = "Chorus Pro will reject the next flow, because {string}")]
async fn will_reject(world: &mut World, why: String) {
    world
        .step(async |world| {
            world.environment()?.chorus_pro_states()?.next_flow_ends(FlowEnd::Rejected(why));
            Ok(())
        })
        .await;
}

#[given(expr = "Chorus Pro will integrate the next flow in part, because {string}")]
async fn will_integrate_in_part(world: &mut World, why: String) {
    world
        .step(async |world| {
            world
                .environment()?
                .chorus_pro_states()?
                .next_flow_ends(FlowEnd::PartlyIntegrated(why));
            Ok(())
        })
        .await;
}

#[given(expr = "PISTE answers the next token request with an empty token")]
async fn empty_token(world: &mut World) {
    world
        .step(async |world| {
            let fault = Fault::next("piste.token", Verdict::EmptyToken);
            world.environment()?.faults()?.ask(fault);
            Ok(())
        })
        .await;
}

#[given(expr = "Dimona answers the next declaration without its place")]
async fn without_its_place(world: &mut World) {
    world
        .step(async |world| {
            let fault =
                Fault::next("dimona.declare", Verdict::Answer { status: 201, body: String::new() });
            world.environment()?.faults()?.ask(fault);
            Ok(())
        })
        .await;
}

#[when(expr = "the APIs of social security answer the next {int} call(s) with {int}")]
async fn api_status(world: &mut World, times: u32, status: u16) {
    world
        .step(async |world| {
            let fault = Fault::next(
                "social-security.gateway",
                Verdict::Answer { status, body: String::new() },
            )
            .times(times);
            world.environment()?.faults()?.ask(fault);
            Ok(())
        })
        .await;
}

#[given(expr = "PISTE answers the next {int} token request(s) with {int}")]
async fn token_status(world: &mut World, times: u32, status: u16) {
    world
        .step(async |world| {
            let fault = Fault::next("piste.token", Verdict::Answer { status, body: String::new() })
                .times(times);
            world.environment()?.faults()?.ask(fault);
            Ok(())
        })
        .await;
}
