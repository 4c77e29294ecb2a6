//! What PISTE's requests and answers look like on the wire.

use std::borrow::Cow;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;

use super::{GatewayRefusal, Grant, TOKEN_LIFETIME_S, TokenRefusal, TokenRequest};
use crate::web::{JSON, credentials};
use raccord_kernel::Secret;

/// The path of the token endpoint.
pub(super) const TOKEN: &str = "/api/oauth/token";

/// Reads a token request: a form, and perhaps HTTP Basic.
pub(super) fn token_request(headers: &HeaderMap, body: &[u8]) -> TokenRequest {
    let mut request = TokenRequest { by_basic: basic(headers), ..TokenRequest::default() };
    let (mut client_id, mut client_secret) = (None, None);
    for pair in body.split(|byte| *byte == b'&') {
        let Some((name, value)) = parameter(pair) else { continue };
        let place = match name.as_ref() {
            "grant_type" => &mut request.grant_type,
            "client_id" => &mut client_id,
            "client_secret" => &mut client_secret,
            "scope" => &mut request.scope,
            _ => continue,
        };
        if place.replace(value.into_owned()).is_some() {
            request.repeated = Some(name.into_owned());
        }
    }
    request.in_body = client_id.zip(client_secret.map(Secret::new));
    request
}

/// Reads one pair. In a credential a `+` is itself: clients exist that concatenate the body without
/// encoding it, and no credential holds a space.
fn parameter(pair: &[u8]) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
    if !(pair.starts_with(b"client_") && pair.contains(&b'+')) {
        return form_urlencoded::parse(pair).next();
    }
    let kept = String::from_utf8_lossy(pair).replace('+', "%2B");
    let (name, value) = form_urlencoded::parse(kept.as_bytes()).next()?;
    Some((name.into_owned().into(), value.into_owned().into()))
}

fn basic(headers: &HeaderMap) -> Option<(String, Secret)> {
    let text = credentials(headers, "basic")?;
    let decoded = String::from_utf8(STANDARD.decode(text).ok()?).ok()?;
    let (client_id, secret) = decoded.split_once(':')?;
    Some((client_id.to_owned(), Secret::new(secret.to_owned())))
}

/// Reads the bearer of a call.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    credentials(headers, "bearer")
}

#[derive(Serialize)]
struct TokenAnswer<'a> {
    access_token: &'a str,
    token_type: &'static str,
    expires_in: u16,
    scope: &'a str,
}

#[derive(Serialize)]
struct ErrorAnswer {
    error: &'static str,
}

/// Writes a token down for its client.
pub(super) fn granted(grant: &Grant) -> Response {
    let answer = TokenAnswer {
        access_token: grant.access_token.reveal(),
        token_type: "Bearer",
        expires_in: TOKEN_LIFETIME_S,
        scope: &grant.scope,
    };
    token_answer(StatusCode::OK, &answer)
}

/// Tells a client that it gets no token.
pub(super) fn not_granted(refusal: &TokenRefusal) -> Response {
    let (status, error) = match refusal {
        TokenRefusal::Repeated { .. } | TokenRefusal::NoGrantType => (400, "invalid_request"),
        TokenRefusal::UnsupportedGrant { .. } => (400, "unsupported_grant_type"),
        TokenRefusal::InvalidClient { status, .. } => (*status, "invalid_client"),
        TokenRefusal::InvalidScope { .. } => (400, "invalid_scope"),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    token_answer(status, &ErrorAnswer { error })
}

/// RFC 6749 §5.1 wants both headers on whatever may hold a token.
fn token_answer(status: StatusCode, answer: &impl Serialize) -> Response {
    // These structures hold nothing that JSON cannot say.
    let body = serde_json::to_vec(answer).unwrap_or_default();
    let headers = [
        (header::CONTENT_TYPE, JSON),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::PRAGMA, HeaderValue::from_static("no-cache")),
    ];
    (status, headers, body).into_response()
}

/// Tells a caller that the call does not go through; `declared` says whether an API declares the
/// route.
pub(super) fn not_admitted(refusal: &GatewayRefusal, declared: bool) -> Response {
    let (status, words) = match refusal {
        GatewayRefusal::NoBearer => (StatusCode::BAD_REQUEST, Some(NO_BEARER)),
        GatewayRefusal::UnknownToken => (StatusCode::UNAUTHORIZED, Some(UNKNOWN_TOKEN)),
        GatewayRefusal::TokenOver { .. } => (StatusCode::UNAUTHORIZED, Some(TOKEN_OVER)),
        GatewayRefusal::ApplicationDisabled { .. } => {
            (StatusCode::UNAUTHORIZED, Some(APPLICATION_DISABLED))
        }
        GatewayRefusal::UndeclaredRoute
        | GatewayRefusal::NotSelected { .. }
        | GatewayRefusal::NotConsented { .. } => (StatusCode::FORBIDDEN, None),
    };
    let mut response = (status, [(header::CONTENT_TYPE, JSON)], Body::empty()).into_response();
    if let Some(words) = words.and_then(|words| challenge(words, declared)) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, words);
    }
    response
}

const NO_BEARER: (&str, &str) = ("invalid_request", "Unable to find token in the message");
const UNKNOWN_TOKEN: (&str, &str) =
    ("invalid_token", "Unable to find the access token in persistent storage.");
const TOKEN_OVER: (&str, &str) = ("invalid_token", "The access token expired.");
const APPLICATION_DISABLED: (&str, &str) =
    ("invalid_token", "The client app was not found or is disabled.");

fn challenge((error, description): (&str, &str), declared: bool) -> Option<HeaderValue> {
    let realm = if declared { "PISTE" } else { "DefaultRealm" };
    let text =
        format!("Bearer realm=\"{realm}\",error=\"{error}\",error_description=\"{description}\"");
    HeaderValue::try_from(text).ok()
}
