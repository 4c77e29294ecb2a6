//! What requests to the token server and its answers look like on the wire.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use serde::Serialize;
use serde_json::json;

use super::Grant;
use super::knobs::{Knobs, UnreadableAssertion};
use super::refusal::TokenRefusal;
use super::request::{Hidden, RequestRefusal, TokenRequest};
use crate::social_security::Environment;
use crate::web::JSON;
use crate::web::body;

const FORM: &str = "application/x-www-form-urlencoded";

/// The most that is read of a form: an assertion, and room for the rest.
const FORM_BYTES_MAX: usize = 64 * 1024;

/// Reads a request to the token endpoint.
///
/// # Errors
///
/// In this order: `SS-OAUTH-01`, `-02`.
pub(super) async fn token_request(
    method: &Method,
    headers: &HeaderMap,
    body: Body,
) -> Result<TokenRequest, RequestRefusal> {
    let body = body::whole(body, FORM_BYTES_MAX).await;
    if method != Method::POST {
        return Err(RequestRefusal::Method { found: method.to_string() });
    }
    let media_type = essence(headers);
    if media_type.as_deref() != Some(FORM) {
        let found = media_type.unwrap_or_else(|| "nothing".to_owned());
        return Err(RequestRefusal::MediaType { found });
    }
    let body = body.map_err(|_| RequestRefusal::Body { bytes_max: FORM_BYTES_MAX })?;
    Ok(read(&body, headers))
}

fn read(body: &[u8], headers: &HeaderMap) -> TokenRequest {
    let mut request = TokenRequest { authorization: scheme(headers), ..TokenRequest::default() };
    let (mut assertion, mut secret) = (None, None);
    for (name, value) in form_urlencoded::parse(body).filter(|(_, value)| !value.is_empty()) {
        let place = match name.as_ref() {
            "grant_type" => &mut request.grant_type,
            "client_assertion_type" => &mut request.assertion_type,
            "client_assertion" => &mut assertion,
            "client_id" => &mut request.client_id,
            "client_secret" => &mut secret,
            "scope" => &mut request.scope,
            _ => continue,
        };
        if place.replace(value.into_owned()).is_some() {
            request.repeated = Some(name.into_owned());
        }
    }
    request.has_secret = secret.is_some();
    request.assertion = assertion.map(Hidden);
    request
}

/// The media type, without its parameters: clients add a charset.
fn essence(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

/// The scheme of `Authorization`; what cannot be read of it is Basic, the one that is mistaken.
fn scheme(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?;
    let scheme = value.to_str().ok().and_then(|value| value.split(' ').next());
    let is_token = |it: &&str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric());
    Some(scheme.filter(is_token).unwrap_or("Basic").to_owned())
}

/// Writes a token down for its client.
pub(super) fn granted(grant: &Grant) -> Response {
    #[derive(Serialize)]
    struct Answer<'a> {
        access_token: &'a str,
        token_type: &'static str,
        expires_in: u32,
        scope: &'a str,
    }
    let Grant { access_token, lifetime_s: expires_in, scope } = grant;
    let access_token = access_token.reveal();
    let answer = Answer { access_token, token_type: "Bearer", expires_in: *expires_in, scope };
    uncached(StatusCode::OK, &answer)
}

/// Tells a client that it gets no token, and no more than the standard demands.
pub(super) fn not_granted(refusal: &TokenRefusal) -> Response {
    let (status, error) = match refusal {
        TokenRefusal::Request(refusal) => match refusal {
            RequestRefusal::NoTokenServer { .. } | RequestRefusal::Retired { .. } => {
                return StatusCode::NOT_FOUND.into_response();
            }
            RequestRefusal::Method { .. } => {
                let allow = [(header::ALLOW, HeaderValue::from_static("POST"))];
                return (StatusCode::METHOD_NOT_ALLOWED, allow).into_response();
            }
            RequestRefusal::Authorization { scheme } => return challenge(scheme),
            RequestRefusal::OtherGrant { .. } => (400, "unsupported_grant_type"),
            RequestRefusal::Secret { beside_assertion: false } => (400, INVALID_CLIENT),
            RequestRefusal::Secret { beside_assertion: true }
            | RequestRefusal::MediaType { .. }
            | RequestRefusal::Body { .. }
            | RequestRefusal::Repeated { .. }
            | RequestRefusal::NoGrantType => (400, INVALID_REQUEST),
        },
        TokenRefusal::Unreadable { answer: UnreadableAssertion::InvalidRequest, .. } => {
            (400, INVALID_REQUEST)
        }
        TokenRefusal::Unreadable { answer: UnreadableAssertion::InvalidClient, status, .. }
        | TokenRefusal::Client { status, .. } => (*status, INVALID_CLIENT),
        TokenRefusal::Scope(_) => (400, "invalid_scope"),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    uncached(status, &json!({ "error": error }))
}

const INVALID_CLIENT: &str = "invalid_client";
const INVALID_REQUEST: &str = "invalid_request";

fn challenge(scheme: &str) -> Response {
    let mut response = uncached(StatusCode::UNAUTHORIZED, &json!({ "error": INVALID_CLIENT }));
    if let Ok(challenge) = HeaderValue::try_from(format!("{scheme} realm=\"socialsecurity.be\"")) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

/// RFC 6749 §5.1 wants both headers on whatever may hold a token.
const UNCACHED: [(HeaderName, HeaderValue); 2] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (header::PRAGMA, HeaderValue::from_static("no-cache")),
];

fn uncached(status: StatusCode, answer: &impl Serialize) -> Response {
    (status, UNCACHED, json_body(answer)).into_response()
}

fn json_body(answer: &impl Serialize) -> Response {
    // These structures hold nothing that JSON cannot say.
    let body = serde_json::to_vec(answer).unwrap_or_default();
    ([(header::CONTENT_TYPE, JSON)], body).into_response()
}

/// The metadata of an environment's token server, as RFC 8414 has them. There is no authorization
/// endpoint, and so no response type.
pub(super) fn metadata(environment: Environment, knobs: &Knobs, scopes: &[&str]) -> Response {
    let algorithms: Vec<_> = knobs.algorithms.iter().map(|one| one.name()).collect();
    json_body(&json!({
        "issuer": environment.issuer(),
        "token_endpoint": environment.token_endpoint(),
        "jwks_uri": format!("{}/jwks", environment.issuer()),
        "scopes_supported": scopes,
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": algorithms,
    }))
}

/// The keys of a token server whose tokens are opaque: none.
pub(super) fn keys() -> Response {
    json_body(&json!({ "keys": [] }))
}

/// The paths of a token server.
pub(super) const TOKEN: &str = "/REST/oauth/v5/token";
pub(super) const KEYS: &str = "/REST/oauth/v5/jwks";
pub(super) const METADATA: &str = "/.well-known/oauth-authorization-server/REST/oauth/v5";
/// The paths of those before it.
pub(super) const RETIRED: [&str; 2] = ["/REST/oauth/v3/{*rest}", "/REST/oauth/v4/{*rest}"];
/// Every path of any.
pub(super) const ANY: &str = "/REST/oauth/{*rest}";
