//! What a system served over HTTP gives to the gateway: hosts, each with its routes.
//!
//! A route answers through [`reply`], which marks the answer as written down. An answer without
//! that mark (a path nobody knows, a method nobody takes, a body that could not be decoded) is
//! written down by the gateway, and fails the scenario.

pub mod body;
pub mod form;
pub(crate) mod nearest;
pub mod page;
pub mod path;
pub mod routes;

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use raccord_kernel::{Decision, Spoil};

pub use routes::Routes;

/// Whether a host asks its clients for a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClientAuthentication {
    /// It does not.
    #[default]
    None,
    /// It asks; a client without one is let in, a certificate that does not verify is refused.
    Asked,
    /// Without a certificate that verifies, the handshake fails.
    Required,
}

/// One host of a system, under its real name.
#[derive(Debug, Clone)]
pub struct Host {
    /// The name: `sandbox-oauth.piste.gouv.fr`.
    pub name: &'static str,
    /// Whether it asks for a certificate.
    pub client_authentication: ClientAuthentication,
    /// Whether it is served in clear under its real name, as an authority's lists are: whoever
    /// verifies them needs no TLS for it.
    pub in_clear: bool,
    /// Its routes. Each request carries a [`raccord_kernel::Connection`] as an extension.
    pub routes: Routes,
}

/// The mark of an answer that the journal has.
#[derive(Debug, Clone, Copy)]
pub struct Journalled;

/// The mark of an answer that is not sent, and how its connection ends instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsent {
    /// It ends.
    Cut,
    /// It is reset.
    Reset,
    /// It stays as it is until the client gives it up, or time closes it.
    Stalled,
}

/// The mark of an answer that faults spoil on its way.
#[derive(Debug, Clone, Default)]
pub struct Spoils(pub Vec<Spoil>);

/// Has an answer spoilt on its way.
pub fn spoil(response: &mut Response, by: Spoil) {
    response.extensions_mut().get_or_insert_default::<Spoils>().0.push(by);
}

/// Turns a decision into an answer, and marks it as written down.
pub fn reply<A, R>(
    decision: Decision<A, R>,
    answered: impl FnOnce(A) -> Response,
    refused: impl FnOnce(R) -> Response,
) -> Response {
    let mut response = match decision {
        Decision::Answered(answer) => answered(answer),
        Decision::Refused(refusal) => refused(refusal),
        Decision::Faulted { status, body } => faulted(status, body),
        Decision::Cut => unsent(Unsent::Cut),
        Decision::Reset => unsent(Unsent::Reset),
        Decision::Stalled => unsent(Unsent::Stalled),
        Decision::Spoilt { decided, by } => {
            let mut response = reply(*decided, answered, refused);
            spoil(&mut response, by);
            response
        }
    };
    response.extensions_mut().insert(Journalled);
    response
}

/// The media type of every JSON answer: clients exist that read the charset without asking.
pub const JSON: HeaderValue = HeaderValue::from_static("application/json;charset=utf-8");

/// What follows a scheme in `Authorization`: `Bearer …`. Nothing where there is nothing.
#[must_use]
pub fn credentials<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (found, credentials) = value.split_once(' ')?;
    let credentials = credentials.trim();
    (found.eq_ignore_ascii_case(scheme) && !credentials.is_empty()).then_some(credentials)
}

fn unsent(how: Unsent) -> Response {
    let mut response = StatusCode::BAD_GATEWAY.into_response();
    response.extensions_mut().insert(how);
    response
}

fn faulted(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if body.is_empty() {
        return status.into_response();
    }
    (status, [(header::CONTENT_TYPE, JSON)], body).into_response()
}
