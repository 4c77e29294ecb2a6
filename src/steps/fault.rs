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
            let body = r#"{"access_token":"","token_type":"Bearer","expires_in":3600}"#.to_owned();
            world.environment()?.faults()?.ask(Fault {
                operation: "piste.token".to_owned(),
                after: 0,
                times: 1,
                verdict: Verdict::Answer { status: 200, body },
            });
            Ok(())
        })
        .await;
}

#[given(expr = "Dimona answers the next declaration without its place")]
async fn without_its_place(world: &mut World) {
    world
        .step(async |world| {
            world.environment()?.faults()?.ask(Fault {
                operation: "dimona.declare".to_owned(),
                after: 0,
                times: 1,
                verdict: Verdict::Answer { status: 201, body: String::new() },
            });
            Ok(())
        })
        .await;
}

#[when(expr = "the APIs of social security answer the next {int} call(s) with {int}")]
async fn api_status(world: &mut World, times: u32, status: u16) {
    world
        .step(async |world| {
            world.environment()?.faults()?.ask(Fault {
                operation: "social-security.gateway".to_owned(),
                after: 0,
                times,
                verdict: Verdict::Answer { status, body: String::new() },
            });
            Ok(())
        })
        .await;
}

#[given(expr = "PISTE answers the next {int} token request(s) with {int}")]
async fn token_status(world: &mut World, times: u32, status: u16) {
    world
        .step(async |world| {
            world.environment()?.faults()?.ask(Fault {
                operation: "piste.token".to_owned(),
                after: 0,
                times,
                verdict: Verdict::Answer { status, body: String::new() },
            });
            Ok(())
        })
        .await;
}
