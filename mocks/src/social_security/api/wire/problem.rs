//! Problems, as the Belgif guide writes them.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::super::issue::{Issue, IssueKind, Place};
use super::super::refusal::Refusal;

/// To whom, and as what, a problem is told.
#[derive(Debug, Clone)]
pub(in super::super) struct Told {
    /// What this one is known by: a UUID.
    pub(in super::super) instance: String,
    /// The realm of a challenge.
    pub(in super::super) realm: String,
}

/// A problem before it is written.
struct Problem {
    kind: &'static Kind,
    detail: Option<String>,
    /// What its kind has beside the members of all.
    more: Map<String, Value>,
    /// What stands after the realm of the challenge; no challenge where there is nothing.
    challenge: Option<String>,
    retry_after_s: Option<i64>,
}

/// A kind of problems.
struct Kind {
    name: &'static str,
    status: StatusCode,
    title: &'static str,
}

macro_rules! kinds {
    ($($constant:ident = $name:literal, $status:ident, $title:literal;)*) => {
        $(const $constant: &Kind =
            &Kind { name: $name, status: StatusCode::$status, title: $title };)*
    };
}

kinds! {
    NO_TOKEN = "noAccessToken", UNAUTHORIZED, "No Access Token";
    INVALID_TOKEN = "invalidAccessToken", UNAUTHORIZED, "Invalid Access Token";
    EXPIRED_TOKEN = "expiredAccessToken", UNAUTHORIZED, "Expired Access Token";
    MISSING_SCOPE = "missingScope", FORBIDDEN, "Missing Scope";
    MISSING_PERMISSION = "missingPermission", FORBIDDEN, "Missing Permission";
    BAD_REQUEST = "badRequest", BAD_REQUEST, "Bad Request";
    NOT_FOUND = "resourceNotFound", NOT_FOUND, "Resource Not Found";
    TOO_LARGE = "payloadTooLarge", PAYLOAD_TOO_LARGE, "Payload Too Large";
    TOO_MANY = "tooManyRequests", TOO_MANY_REQUESTS, "Too Many Requests";
    INTERNAL = "internalServerError", INTERNAL_SERVER_ERROR, "Internal Server Error";
    BAD_GATEWAY = "badGateway", BAD_GATEWAY, "Bad Gateway";
    UNAVAILABLE = "serviceUnavailable", SERVICE_UNAVAILABLE, "Service is unavailable";
}

/// Tells a caller that it is refused.
pub(in super::super) fn refused(refusal: &Refusal, told: &Told) -> Response {
    let bare = |status: StatusCode| (status, Body::empty()).into_response();
    let problem = match refusal {
        Refusal::WrongMethod { allowed, .. } => {
            let allow = [(header::ALLOW, HeaderValue::from_static(allowed))];
            return (StatusCode::METHOD_NOT_ALLOWED, allow, Body::empty()).into_response();
        }
        Refusal::NotAcceptable { .. } => return bare(StatusCode::NOT_ACCEPTABLE),
        Refusal::NotJson { .. } => return bare(StatusCode::UNSUPPORTED_MEDIA_TYPE),
        Refusal::NoToken => {
            let detail = "No Bearer access token found in Authorization HTTP header";
            Problem::of(NO_TOKEN, detail).challenged(String::new())
        }
        Refusal::UnknownToken | Refusal::AccountDeleted { .. } => {
            let detail =
                "The Bearer access token found in the Authorization HTTP header is invalid";
            Problem::of(INVALID_TOKEN, detail)
                .challenged(error("invalid_token", "The access token is invalid"))
        }
        Refusal::TokenOver { .. } => {
            let detail =
                "The Bearer access token found in the Authorization HTTP header has expired";
            Problem::of(EXPIRED_TOKEN, detail)
                .challenged(error("invalid_token", "The access token expired"))
        }
        Refusal::MissingScope { required, .. } => {
            let scopes = required.join(" ");
            let words = error("insufficient_scope", "Missing scope to perform request");
            Problem::of(MISSING_SCOPE, "Missing scope to perform request")
                .with("requiredScopes", json!(required))
                .challenged(format!("{words}, scope=\"{scopes}\""))
        }
        Refusal::TooLarge { limit_bytes } => {
            let detail = format!("Request message must not be larger than {limit_bytes} bytes");
            Problem::of(TOO_LARGE, detail).with("limit", json!(limit_bytes))
        }
        Refusal::Invalid { issues, .. } => {
            let issues: Vec<_> = issues.iter().map(issue).collect();
            Problem::of(BAD_REQUEST, "The input message is incorrect").with("issues", json!(issues))
        }
        Refusal::NotPermitted { detail, .. } => Problem::of(MISSING_PERMISSION, detail),
        Refusal::NotFound { name, value, .. } => Problem::of_missing(name, value),
        Refusal::TooSoon { retry_after_s, .. } => Problem::of_too_many(*retry_after_s),
    };
    problem.write(told)
}

/// Tells a caller that no API has a path.
pub(in super::super) fn no_such_path(path: &str, told: &Told) -> Response {
    Problem::of(NOT_FOUND, format!("No resource {path} found")).write(told)
}

/// What a fault's status is told as; nothing for one that no problem has.
pub(in super::super) fn told_of_status(status: u16, told: &Told) -> Option<Response> {
    let problem = match status {
        429 => Problem::of_too_many(60),
        500 => Problem { detail: None, ..Problem::of(INTERNAL, "") },
        502 => Problem::of(BAD_GATEWAY, "Error while communicating with upstream service"),
        503 => {
            let detail = "The service is unavailable. Please try again after 60 seconds.";
            Problem { retry_after_s: Some(60), ..Problem::of(UNAVAILABLE, detail) }
                .with("retryAfterSec", json!(60))
        }
        _ => return None,
    };
    Some(problem.write(told))
}

impl Problem {
    fn of(kind: &'static Kind, detail: impl Into<String>) -> Self {
        let detail = Some(detail.into());
        Self { kind, detail, more: Map::new(), challenge: None, retry_after_s: None }
    }

    fn of_missing(name: &str, value: &str) -> Self {
        let issue = json!({
            "in": "path",
            "name": name,
            "detail": format!("No {name} {value} found"),
            "value": value,
        });
        Self::of(NOT_FOUND, format!("No {name} {value} found")).with("issues", json!([issue]))
    }

    fn of_too_many(after_s: i64) -> Self {
        let detail = format!("No more requests accepted during next {after_s} seconds");
        Self { retry_after_s: Some(after_s), ..Self::of(TOO_MANY, detail) }
            .with("limit", json!(1))
            .with("retryAfterSec", json!(after_s))
    }

    fn with(mut self, name: &str, value: Value) -> Self {
        self.more.insert(name.to_owned(), value);
        self
    }

    fn challenged(mut self, words: String) -> Self {
        self.challenge = Some(words);
        self
    }

    fn write(self, told: &Told) -> Response {
        let body = Written {
            kind: format!("urn:problem-type:belgif:{}", self.kind.name),
            href: format!("{GUIDE}problems/{}.html", self.kind.name),
            title: self.kind.title,
            status: self.kind.status.as_u16(),
            detail: self.detail.as_deref(),
            instance: format!("urn:uuid:{}", told.instance),
            more: &self.more,
        };
        // These structures hold nothing that JSON cannot say.
        let body = serde_json::to_vec(&body).unwrap_or_default();
        let mut response =
            (self.kind.status, [(header::CONTENT_TYPE, PROBLEM)], body).into_response();
        let challenge = self.challenge.map(|it| format!("Bearer realm=\"{}\"{it}", told.realm));
        let headers = [
            (header::WWW_AUTHENTICATE, challenge),
            (header::RETRY_AFTER, self.retry_after_s.map(|it| it.to_string())),
        ];
        for (name, text) in headers {
            let value = text.and_then(|text| HeaderValue::try_from(text).ok());
            response.headers_mut().extend(value.map(|value| (name, value)));
        }
        response
    }
}

fn error(code: &str, description: &str) -> String {
    format!(", error=\"{code}\", error_description=\"{description}\"")
}

const GUIDE: &str = "https://www.belgif.be/specification/rest/api-guide/";
const PROBLEM: HeaderValue = HeaderValue::from_static("application/problem+json");

#[derive(Serialize)]
struct Written<'a> {
    #[serde(rename = "type")]
    kind: String,
    href: String,
    title: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    instance: String,
    #[serde(flatten)]
    more: &'a Map<String, Value>,
}

fn issue(issue: &Issue) -> Value {
    let (name, title) = match issue.kind {
        IssueKind::SchemaViolation => {
            ("schemaViolation", "Input isn't valid with respect to schema")
        }
        IssueKind::InvalidInput => ("invalidInput", "Invalid input"),
        IssueKind::UnknownInput => ("unknownInput", "Unknown input"),
        IssueKind::ReferencedResourceNotFound => {
            ("referencedResourceNotFound", "Referenced resource not found")
        }
    };
    let place = match issue.place {
        Place::Body => "body",
        Place::Query => "query",
    };
    let mut json = json!({
        "type": format!("urn:problem-type:belgif:input-validation:{name}"),
        "href": format!("{GUIDE}issues/{name}.html"),
        "title": title,
        "detail": issue.detail,
        "in": place,
    });
    if let Some(members) = json.as_object_mut() {
        members.extend(issue.name.clone().map(|name| ("name".to_owned(), Value::from(name))));
        members.extend(issue.value.clone().map(|value| ("value".to_owned(), value)));
    }
    json
}
