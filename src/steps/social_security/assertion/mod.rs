//! Token requests that are wrong in one way.

mod request;
mod wrong;

use cucumber::when;
use raccord_certs::format::pem;
use raccord_certs::random;
use raccord_kernel::Secret;

use super::world::TOKEN;
use super::{company, token};
use crate::connectors::social_security::client_key::ClientKey;
use crate::connectors::social_security::oauth;
use crate::connectors::social_security::rest::RestError;
use crate::steps::{Failed, Stop, World};
use request::{Request, Signer};

pub use wrong::{Claim, Form, Proof, Wrong};

/// The key of a certificate, out of a `.pfx`.
fn key_of(world: &World, certificate: &str) -> Result<ClientKey, Stop> {
    let identity = world.environment()?.vault().identity(certificate)?;
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| {
        Stop::Failed(Failed::because("no key could be had", error))
    };
    let password = Secret::new(random::password().map_err(|error| failed(error.into()))?);
    let pfx = identity.pfx(&password).map_err(|error| failed(error.into()))?;
    ClientKey::from_file(&pfx, &password).map_err(|error| failed(error.into()))
}

/// Sends a request that is wrong in one way, and keeps what comes of it.
async fn send(world: &mut World, wrong: Wrong) -> Result<(), Stop> {
    let channel = world.channel()?.clone();
    let certificate = if wrong == Wrong::Proof(Proof::OtherKey) {
        let company = world.company(&channel.company)?;
        company::order(world, &company)?.name
    } else {
        channel.connector.loaded.clone()
    };
    let environment = world.environment()?;
    let identity = environment.vault().identity(&certificate)?;
    let signer = Signer {
        key: key_of(world, &certificate)?,
        public_key_pem: pem::armour("PUBLIC KEY", identity.certificate.public_key().spki_der()),
    };
    let settings = &channel.connector.token;
    let made = Request::of(wrong, settings, &signer, environment.now());
    let request = made.map_err(|error| Failed::because("a request could not be made", error))?;
    let http = world.http()?;
    world.mark_journal();
    for _ in 0..request.times {
        let mut sent = http.post(&settings.token_url).form(&request.form);
        if let Some((login, password)) = &request.basic {
            sent = sent.basic_auth(login, Some(password));
        }
        let response = sent
            .send()
            .await
            .map_err(|error| Failed::because("the token server could not be asked", error))?;
        let answer = oauth::answer(response).await.map_err(RestError::from);
        let refused = token::refusal(answer)?;
        world.account(TOKEN, &settings.client_id, refused.is_none())?;
        world.facts.social_security.calls.token_refusal = refused;
    }
    Ok(())
}

#[when(expr = "the connector asks for a token with {wrong}")]
async fn asks_with(world: &mut World, wrong: Wrong) {
    world.step(async |world| send(world, wrong).await).await;
}
