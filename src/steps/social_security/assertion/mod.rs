//! Token requests that are wrong in one way.

mod request;
mod wrong;

use cucumber::when;
use raccord_certs::format::pem;
use raccord_kernel::Secret;

use super::world::TOKEN;
use super::{company, token};
use crate::connectors::Identity;
use crate::connectors::social_security::client_key::ClientKey;
use crate::connectors::social_security::oauth;
use crate::connectors::social_security::rest::RestError;
use crate::steps::{Failed, Stop, World};
use request::{Request, Signer};

pub use wrong::{Claim, Form, Proof, Wrong};

/// The key of a certificate.
fn key_of(identity: &Identity) -> Result<ClientKey, Stop> {
    let no_password = Secret::new(String::new());
    let key = ClientKey::from_file(identity.key.pkcs8_pem().as_bytes(), &no_password);
    Ok(key.map_err(|error| Failed::because("no key could be had", error))?)
}

/// Sends a request that is wrong in one way, and keeps what comes of it.
async fn send(world: &mut World, wrong: Wrong) -> Result<(), Stop> {
    if world.setting()?.workshop.asked().is_some() {
        let why = "the connector is not asked for a token request that is wrong on purpose; \
                   raccord's own sends it";
        return Err(Stop::Lacks(why.to_owned()));
    }
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
        key: key_of(&identity)?,
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
