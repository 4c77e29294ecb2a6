//! How the other side behaves where nobody knows how it really does.

use cucumber::given;

use crate::environment::{Audiences, Conduct};
use crate::steps::time::Lapse;
use crate::steps::{Stop, World};

fn behaves(world: &World, conduct: Conduct) -> Result<(), Stop> {
    world.environment()?.social_security_states()?.behave(conduct);
    Ok(())
}

#[given(
    regex = "^the token server takes (the token endpoint|the issuer|either of them) as the audience$"
)]
async fn takes_audience(world: &mut World, which: String) {
    let audiences = match &*which {
        "the token endpoint" => Audiences::TokenEndpoint,
        "the issuer" => Audiences::Issuer,
        _ => Audiences::Either,
    };
    world.step(async |world| behaves(world, Conduct::Audiences(audiences))).await;
}

#[given(expr = "the token server takes no assertion that lives for more than {duration}")]
async fn longest_life(world: &mut World, life: Lapse) {
    world.step(async |world| behaves(world, Conduct::LongestLife(life.0))).await;
}

#[given(expr = "the token server refuses an assertion that it saw before")]
async fn refuses_replay(world: &mut World) {
    world.step(async |world| behaves(world, Conduct::RefusesReplay(true))).await;
}

#[given(regex = "^the token server (refuses|takes) the key of an expired certificate$")]
async fn refuses_expired(world: &mut World, does: String) {
    let conduct = Conduct::RefusesExpired(does == "refuses");
    world.step(async |world| behaves(world, conduct)).await;
}

#[given(expr = "the token server knows a certificate {duration} after its registration")]
async fn knows_after(world: &mut World, delay: Lapse) {
    world.step(async |world| behaves(world, Conduct::KnowsCertificatesAfter(delay.0))).await;
}

#[given(expr = "the token server grants what it may, where more is asked for")]
async fn grants_what_it_may(world: &mut World) {
    world.step(async |world| behaves(world, Conduct::GrantsWhatItMay(true))).await;
}

#[given(expr = "ChaMan gives client ids of the older shape")]
async fn older_client_ids(world: &mut World) {
    world.step(async |world| behaves(world, Conduct::OlderClientIds)).await;
}

#[given(expr = "the APIs know a mandate {duration} after its validation")]
async fn mandates_after(world: &mut World, delay: Lapse) {
    world.step(async |world| behaves(world, Conduct::KnowsMandatesAfter(delay.0))).await;
}
