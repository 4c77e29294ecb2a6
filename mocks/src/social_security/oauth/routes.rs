//! The routes of the token server.

use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::{any, get};
use raccord_certs::Fingerprint;
use raccord_kernel::{Desk, Trace};

use super::assertion::Assertion;
use super::refusal::TokenRefusal;
use super::request::{RequestRefusal, TokenRequest};
use super::verified::Verified;
use super::{rules, wire};
use crate::social_security::{Environment, SocialSecurity, chaman::permission};
use crate::upload::certificate_name;
use crate::web::body::read_to_the_end;
use crate::web::{self, Routes};

/// A token server: where it decides, and whose it is.
type Server = (Desk<SocialSecurity>, Environment);

/// How the journal calls what is asked of it.
const OPERATION: &str = "social-security.token";

/// The routes of one environment.
pub fn routes(desk: &Desk<SocialSecurity>, environment: Environment) -> Routes {
    let routes = match environment {
        Environment::Simulation => {
            Routes::new().route("ANY", wire::ANY, any(none)).route("ANY", wire::METADATA, any(none))
        }
        Environment::Production | Environment::Acceptance => {
            let routes = Routes::new()
                .route("ANY", wire::TOKEN, any(token))
                .route("GET", wire::KEYS, get(keys))
                .route("GET", wire::METADATA, get(metadata));
            wire::RETIRED
                .iter()
                .fold(routes, |routes, path| routes.route("ANY", path, any(retired)))
        }
    };
    routes.with(|router| router.with_state((desk.clone(), environment)))
}

/// `POST /REST/oauth/v5/token`.
async fn token(State((desk, environment)): State<Server>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let mut asked = wire::token_request(&parts.method, &parts.headers, body).await;
    if let Ok(asked) = &mut asked {
        asked.verified = verified(&desk, asked).unwrap_or_default();
    }
    let decision = desk.serve(OPERATION, |state, now, trace| {
        let name =
            |certificate: &Fingerprint| certificate_name(desk.office(), &certificate.to_string());
        state.grant(environment, &asked?, now, trace, name)
    });
    web::reply(decision, |grant| wire::granted(&grant), |refusal| wire::not_granted(&refusal))
}

/// What can be verified of a request before it is decided.
fn verified(desk: &Desk<SocialSecurity>, asked: &TokenRequest) -> Option<Verified> {
    let assertion = Assertion::read(asked.assertion().ok()?).ok()?;
    let candidates = desk.read(|state, _| state.candidates(&assertion));
    Some(Verified::by(assertion, candidates))
}

/// Anything that is asked of a token server where there is none.
async fn none(State((desk, environment)): State<Server>, request: Request) -> Response {
    read_to_the_end(request.into_body()).await;
    refuse(&desk, RequestRefusal::NoTokenServer { found: environment.host() })
}

/// Anything that is asked of a version that is no more.
async fn retired(State((desk, environment)): State<Server>, request: Request) -> Response {
    let found = request.uri().path().to_owned();
    read_to_the_end(request.into_body()).await;
    refuse(&desk, RequestRefusal::Retired { found, expected: environment.token_endpoint() })
}

fn refuse(desk: &Desk<SocialSecurity>, refusal: RequestRefusal) -> Response {
    let decision = desk.serve(OPERATION, |_, _, _| Err::<Response, _>(TokenRefusal::from(refusal)));
    web::reply(decision, |answer| answer, |refusal| wire::not_granted(&refusal))
}

/// `GET /.well-known/oauth-authorization-server/REST/oauth/v5`.
async fn metadata(State((desk, environment)): State<Server>) -> Response {
    tell(&desk, "social-security.metadata", |state, trace| {
        trace.stands_on(rules::METADATA);
        wire::metadata(environment, &state.knobs.oauth, &SCOPES)
    })
}

/// `GET /REST/oauth/v5/jwks`.
async fn keys(State((desk, _)): State<Server>) -> Response {
    tell(&desk, "social-security.jwks", |_, trace| {
        trace.stands_on(rules::KEYS);
        wire::keys()
    })
}

fn tell(
    desk: &Desk<SocialSecurity>,
    operation: &str,
    answer: impl FnOnce(&SocialSecurity, &mut Trace) -> Response,
) -> Response {
    let decision =
        desk.serve(operation, |state, _, trace| Ok::<_, TokenRefusal>(answer(state, trace)));
    web::reply(decision, |answer| answer, |refusal| wire::not_granted(&refusal))
}

/// Every scope that an account can have.
const SCOPES: [&str; 4] = [
    permission::DIMONA_CONSULT,
    permission::DIMONA_DECLARANT,
    permission::LEARNING_ACCOUNT_EMPLOYER,
    permission::LEARNING_ACCOUNT_PROVIDER,
];
