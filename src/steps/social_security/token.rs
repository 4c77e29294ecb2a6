//! Tokens asked for, granted and refused.

use std::str::FromStr;

use cucumber::{Parameter, given, then, when};

use super::world::TOKEN;
use crate::connectors::social_security::call::CallError;
use crate::connectors::social_security::oauth::TokenError;
use crate::connectors::social_security::rest::{KeyForm, RestError};
use crate::steps::{Stop, World};

/// The refusal of a token, if there is one; only trouble that is no refusal stops the step.
///
/// # Errors
///
/// When the connector failed for another reason.
pub(super) fn refusal<T>(answer: Result<T, RestError>) -> Result<Option<(u16, String)>, Stop> {
    match answer {
        Ok(_) => Ok(None),
        Err(RestError::Call(CallError::Token(TokenError::Refused { status, error, .. }))) => {
            Ok(Some((status, error)))
        }
        Err(other) => Err(other.into()),
    }
}

/// In how many seconds to ask again, where the other side said so.
pub(super) fn retry_after_s<T>(answer: &Result<T, RestError>) -> Option<i64> {
    match answer {
        Err(RestError::Call(error)) => error.retry_after_s(),
        Ok(_) | Err(_) => None,
    }
}

/// Asks for a token and keeps what came of it.
///
/// # Errors
///
/// When the connector failed for another reason than a refusal.
pub(super) async fn ask(world: &mut World) -> Result<Result<(), (u16, String)>, Stop> {
    let now = world.environment()?.now();
    let new_token = async |world: &mut World| Ok(world.rest()?.new_token(now).await);
    let asked: Result<Result<_, RestError>, Stop> = world.acting(TOKEN, new_token).await?;
    let asked = asked?;
    let calls = &mut world.facts.social_security.calls;
    calls.scope = asked.as_ref().ok().cloned();
    world.heeds(retry_after_s(&asked))?;
    let refused = refusal(asked)?;
    world.facts.social_security.calls.token_refusal.clone_from(&refused);
    Ok(refused.map_or(Ok(()), Err))
}

#[when(expr = "the connector asks for a token")]
async fn asks(world: &mut World) {
    world
        .step(async |world| {
            world.mark_journal();
            ask(world).await.map(drop)
        })
        .await;
}

#[when(expr = "the connector of {string} asks for a token")]
async fn that_one_asks(world: &mut World, account: String) {
    world
        .step(async |world| {
            world.speak_of(&account)?;
            world.mark_journal();
            ask(world).await.map(drop)
        })
        .await;
}

#[given(expr = "the connector's settings ask for the scope {string}")]
async fn asks_for_scope(world: &mut World, scope: String) {
    world
        .step(async |world| {
            world.channel_mut()?.connector.token.scope = Some(scope);
            Ok(())
        })
        .await;
}

#[given(expr = "the connector's settings name {string} as the audience")]
async fn names_audience(world: &mut World, audience: String) {
    world
        .step(async |world| {
            world.channel_mut()?.connector.token.audience = audience;
            Ok(())
        })
        .await;
}

#[given(expr = "the connector's settings name {string} as the token endpoint")]
async fn names_token_endpoint(world: &mut World, url: String) {
    world
        .step(async |world| {
            world.channel_mut()?.connector.token.token_url = url;
            Ok(())
        })
        .await;
}

#[given(expr = "the connector's settings name {string} as the token endpoint and the audience")]
async fn names_both(world: &mut World, url: String) {
    world
        .step(async |world| {
            let settings = &mut world.channel_mut()?.connector.token;
            settings.audience.clone_from(&url);
            settings.token_url = url;
            Ok(())
        })
        .await;
}

#[given(expr = "the connector's settings name {string} for the APIs")]
async fn names_apis(world: &mut World, origin: String) {
    world
        .step(async |world| {
            world.channel_mut()?.connector.origin = origin;
            Ok(())
        })
        .await;
}

#[given(expr = "the connector's assertions live for {duration}")]
async fn assertions_live(world: &mut World, life: crate::steps::time::Lapse) {
    world
        .step(async |world| {
            world.channel_mut()?.connector.token.lifetime_s = life.0.as_secs();
            Ok(())
        })
        .await;
}

#[when(expr = "the connector tries to reach the token server")]
async fn tries_to_reach(world: &mut World) {
    world
        .step(async |world| {
            let now = world.environment()?.now();
            world.mark_journal();
            match world.rest()?.new_token(now).await {
                Err(RestError::Call(CallError::Token(
                    TokenError::Http(_) | TokenError::Unreached(_),
                ))) => Ok(()),
                Err(other) => Err(other.into()),
                Ok(_) => Err(Stop::failed("a token was granted, expected that nobody is reached")),
            }
        })
        .await;
}

#[then(expr = "there is no token server: {int}")]
async fn no_token_server(world: &mut World, status: u16) {
    world
        .step(async |world| match &world.facts.social_security.calls.token_refusal {
            Some((found, error)) if *found == status && error.is_empty() => Ok(()),
            Some((found, error)) => {
                Err(Stop::failed(format!("found {found} `{error}`, expected {status} alone")))
            }
            None => Err(Stop::failed(format!("a token was granted, expected {status}"))),
        })
        .await;
}

#[given(expr = "the connector's key is handed over as {form}")]
async fn key_is_handed_over(world: &mut World, form: Form) {
    world
        .step(async |world| {
            world.channel_mut()?.connector.key_form = form.0;
            Ok(())
        })
        .await;
}

/// How a key is handed over, as people call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Parameter)]
#[param(
    name = "form",
    regex = "a \\.pfx|PKCS#8 in PEM|PKCS#1 in PEM|Base64 without boundaries|PEM with its line ends written out"
)]
pub struct Form(pub KeyForm);

impl FromStr for Form {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "a .pfx" => Ok(Self(KeyForm::Pfx)),
            "PKCS#8 in PEM" => Ok(Self(KeyForm::Pkcs8Pem)),
            "PKCS#1 in PEM" => Ok(Self(KeyForm::Pkcs1Pem)),
            "Base64 without boundaries" => Ok(Self(KeyForm::Base64)),
            "PEM with its line ends written out" => Ok(Self(KeyForm::WrittenLineEnds)),
            other => Err(format!("no key is handed over as `{other}`")),
        }
    }
}

#[then(expr = "the connector cannot use its key")]
async fn cannot_use_its_key(world: &mut World) {
    world
        .step(async |world| {
            let now = world.environment()?.now();
            match world.rest()?.new_token(now).await {
                Err(RestError::Key(_)) => Ok(()),
                Err(other) => Err(other.into()),
                Ok(_) => Err(Stop::failed("a token was granted, expected that the key is none")),
            }
        })
        .await;
}

/// As the other side met it: a connector's own word is not enough.
#[then(expr = "a token is granted")]
async fn granted(world: &mut World) {
    world
        .step(async |world| {
            if let Some((status, error)) = &world.facts.social_security.calls.token_refusal {
                return Err(Stop::failed(format!(
                    "no token was granted: {status} `{error}`, expected one{}",
                    world.why_refused()
                )));
            }
            match world.met(TOKEN) {
                Ok(met) if met.is_empty() => Err(Stop::failed(
                    "the connector says that it was granted a token, and none was; expected one",
                )),
                // Where there is no journal, the connector's word is all there is.
                Ok(_) | Err(Stop::CannotDo(_)) => Ok(()),
                Err(other) => Err(other),
            }
        })
        .await;
}

#[then(expr = "the token is good for {string}")]
async fn good_for(world: &mut World, scope: String) {
    world
        .step(async |world| {
            let found = world.facts.social_security.calls.scope.clone();
            let found = found.unwrap_or_else(|| "nothing: none was granted".to_owned());
            if found == scope {
                return Ok(());
            }
            Err(Stop::failed(format!("the token is good for `{found}`, expected `{scope}`")))
        })
        .await;
}

#[then(expr = "the token server refuses: {int} {word}")]
async fn refused(world: &mut World, status: u16, error: String) {
    world
        .step(async |world| match &world.facts.social_security.calls.token_refusal {
            Some(found) if *found == (status, error.clone()) => Ok(()),
            Some((found, text)) => Err(Stop::failed(format!(
                "found {found} `{text}`, expected {status} `{error}`{}",
                world.why_refused()
            ))),
            None => Err(Stop::failed(format!("a token was granted, expected {status} `{error}`"))),
        })
        .await;
}

#[then(expr = "the connector asked the token server {int} time(s) in all")]
async fn asked_in_all(world: &mut World, count: u32) {
    world
        .step(async |world| {
            let asked = world.rest()?.memory().tokens_asked;
            if asked == count {
                return Ok(());
            }
            Err(Stop::failed(format!("the connector asked {asked} times, expected {count}")))
        })
        .await;
}
