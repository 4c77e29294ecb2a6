//! Problem details (RFC 9457): how every refusal of the API is told.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use raccord_kernel::Rule;
use serde::Serialize;
use utoipa::ToSchema;

/// A kind of problem: its name, its title, its status.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    name: &'static str,
    title: &'static str,
    status: StatusCode,
}

const fn kind(name: &'static str, title: &'static str, status: StatusCode) -> Kind {
    Kind { name, title, status }
}

pub(super) const NOT_LOOPBACK: Kind =
    kind("not-loopback", "The request names another machine", StatusCode::MISDIRECTED_REQUEST);
pub(super) const FOREIGN_ORIGIN: Kind =
    kind("foreign-origin", "The request comes from another site", StatusCode::FORBIDDEN);
pub(super) const NO_TOKEN: Kind =
    kind("no-token", "The request bears no valid token", StatusCode::UNAUTHORIZED);
pub(super) const MEDIA_TYPE: Kind =
    kind("media-type", "The body is not JSON", StatusCode::UNSUPPORTED_MEDIA_TYPE);
pub(super) const TOO_LARGE: Kind =
    kind("too-large", "The body is too large", StatusCode::PAYLOAD_TOO_LARGE);
pub(super) const TOO_SLOW: Kind =
    kind("too-slow", "The body did not come in time", StatusCode::REQUEST_TIMEOUT);
pub(super) const BODY: Kind =
    kind("body", "The body is not what the call takes", StatusCode::BAD_REQUEST);
pub(super) const QUERY: Kind =
    kind("query", "The query is not what the call takes", StatusCode::BAD_REQUEST);
pub(super) const UNKNOWN_PATH: Kind =
    kind("unknown-path", "There is no such call", StatusCode::NOT_FOUND);
pub(super) const UNKNOWN_METHOD: Kind =
    kind("unknown-method", "The call takes another method", StatusCode::METHOD_NOT_ALLOWED);
pub(super) const UNKNOWN_TENANT: Kind =
    kind("unknown-tenant", "There is no such tenant", StatusCode::NOT_FOUND);
pub(super) const NOT_FOUND: Kind =
    kind("not-found", "There is nothing of that name", StatusCode::NOT_FOUND);
pub(super) const FORWARD_ONLY: Kind =
    kind("forward-only", "A clock never goes back", StatusCode::CONFLICT);
pub(super) const OUT_OF_RANGE: Kind =
    kind("out-of-range", "The value is beyond what can be", StatusCode::UNPROCESSABLE_ENTITY);
pub(super) const CONFLICT: Kind =
    kind("conflict", "Things are not such that it can be done", StatusCode::CONFLICT);
pub(super) const REFUSED: Kind =
    kind("refused", "The mocked system refused", StatusCode::UNPROCESSABLE_ENTITY);
pub(super) const STRUCK: Kind =
    kind("struck", "A fault struck the operation", StatusCode::SERVICE_UNAVAILABLE);
pub(super) const INCIDENT: Kind =
    kind("incident", "raccord failed", StatusCode::INTERNAL_SERVER_ERROR);

/// Why a request was refused, as RFC 9457 tells it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Problem {
    /// What kind of problem it is: a URN that never changes.
    #[serde(rename = "type")]
    #[schema(example = "urn:raccord:problem:unknown-tenant")]
    kind: String,
    /// The kind, in words.
    #[schema(example = "There is no such tenant")]
    title: &'static str,
    /// The HTTP status.
    #[schema(example = 404)]
    status: u16,
    /// What was found, what was expected, and what to do.
    #[schema(
        example = "found the tenant `a`, expected one of `default`; add it with POST /__admin/tenants, or leave `tenant` out for the first"
    )]
    detail: String,
    /// The path that was asked for.
    #[schema(example = "/__admin/clock")]
    instance: String,
    /// The rule of the mocked system that refused, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "CPP-CERT-03")]
    rule: Option<&'static str>,
}

/// The media type of a problem.
const MEDIA: HeaderValue = HeaderValue::from_static("application/problem+json");

impl Problem {
    pub(super) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("urn:raccord:problem:{}", kind.name),
            title: kind.title,
            status: kind.status.as_u16(),
            detail: detail.into(),
            instance: String::new(),
            rule: None,
        }
    }

    /// Something that should not have happened, with its causes.
    pub(super) fn incident(what: &str, error: &dyn std::error::Error) -> Self {
        Self::new(INCIDENT, format!("failed to {what}: {}", causes(error)))
    }

    /// Says which rule of a mocked system refused.
    pub(super) fn by(self, rule: &Rule) -> Self {
        Self { rule: Some(rule.id), ..self }
    }

    /// A problem that says where it occurred.
    fn into_response_at(self, path: &str) -> Response {
        let problem = Self { instance: path.to_owned(), ..self };
        let status = StatusCode::from_u16(problem.status).unwrap_or_default();
        let body = serde_json::to_string(&problem).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, MEDIA)], body).into_response()
    }
}

/// What an error says, and what its causes say.
pub(super) fn causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

impl IntoResponse for Problem {
    /// An answer that [`placed`] completes with where it occurred.
    fn into_response(self) -> Response {
        let mut response = self.clone().into_response_at("");
        response.extensions_mut().insert(self);
        response
    }
}

/// Says in a problem where it occurred; leaves every other answer as it is.
pub(super) fn placed(mut response: Response, path: &str) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let mut placed = problem.into_response_at(path);
    // What was said beside the problem: the methods that are allowed, the scheme that is expected.
    for (name, value) in response.headers() {
        if !placed.headers().contains_key(name) && *name != header::CONTENT_LENGTH {
            placed.headers_mut().insert(name, value.clone());
        }
    }
    placed
}
