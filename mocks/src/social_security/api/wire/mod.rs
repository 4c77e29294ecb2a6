//! What calls, answers and problems look like on the wire.

mod fields;
mod parts;
mod problem;

pub(super) use fields::Fields;
pub(super) use parts::{employer, employer_json, ssin};
pub(super) use problem::{Told, no_such_path, refused, told_of_status};

use std::borrow::Cow;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use serde::Serialize;
use serde_json::Value;

use super::admission::Call;
use super::issue::{Issue, Place};
use super::refusal::Refusal;
use super::rules;
use crate::social_security::Environment;
use crate::web::{JSON, credentials};

/// The trace id of a request, and of an answer.
pub(super) const TRACE_ID: &str = "belgov-trace-id";
/// The request's trace id, on its answer.
pub(super) const RELATED_TRACE_ID: &str = "belgov-related-trace-id";

/// Reads what the gateway looks at.
pub(super) fn call(environment: Environment, headers: &HeaderMap, is_too_large: bool) -> Call<'_> {
    let accepts = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    Call {
        environment,
        bearer: credentials(headers, "bearer"),
        accept: accepts.collect::<Vec<_>>().join(","),
        content_type: text(header::CONTENT_TYPE),
        is_too_large,
    }
}

/// Says of every parameter of a query that it is unknown: no operation has one.
pub(super) fn no_query(uri: &Uri) -> Vec<Issue> {
    let query = uri.query().unwrap_or_default();
    let pairs = form_urlencoded::parse(query.as_bytes());
    let issue = |(name, value): (Cow<'_, str>, Cow<'_, str>)| {
        Issue::unknown(rules::API_10, Place::Query, name.into_owned(), Value::from(value))
    };
    pairs.map(issue).collect()
}

/// Reads a body of JSON.
///
/// # Errors
///
/// `SS-API-10`, with the issues so far: when it is none.
pub(super) fn json(body: &[u8], issues: &mut Vec<Issue>) -> Result<Value, Refusal> {
    serde_json::from_slice(body).map_err(|error| {
        let mut issues = std::mem::take(issues);
        let detail = format!("the body is no JSON: {error}");
        issues.push(Issue::of_schema(rules::API_10, None, detail));
        Refusal::Invalid { issues }
    })
}

/// What was read, unless something is wrong.
///
/// # Errors
///
/// The issues, where there are some.
pub(super) fn unless<T>(issues: Vec<Issue>, read: Option<T>) -> Result<T, Refusal> {
    match read {
        Some(read) if issues.is_empty() => Ok(read),
        Some(_) | None => Err(Refusal::Invalid { issues }),
    }
}

/// An answer that is not to be kept.
pub(super) fn shown(answer: &impl Serialize) -> Response {
    // These structures hold nothing that JSON cannot say.
    let body = serde_json::to_vec(answer).unwrap_or_default();
    (StatusCode::OK, [(header::CONTENT_TYPE, JSON), (header::CACHE_CONTROL, NOT_KEPT)], body)
        .into_response()
}

/// Where a client reached the host, for the addresses in its answer: under its real name, or in
/// clear as `http://<host>.localhost:<port>`, from where nobody must be sent to the real one.
pub(super) fn base(environment: Environment, headers: &HeaderMap) -> String {
    let named = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let is_local = |name: &&str| {
        let host = name.rsplit_once(':').map_or(*name, |(host, _)| host);
        host.to_ascii_lowercase().ends_with(".localhost")
    };
    named.filter(is_local).map_or_else(
        || format!("https://{}", environment.host()),
        |local| format!("http://{local}"),
    )
}

/// The answer to a `POST`: where what was made is.
pub(super) fn created(base: &str, path: &str) -> Response {
    let location = HeaderValue::try_from(format!("{base}{path}"));
    let location = location.unwrap_or(HeaderValue::from_static(""));
    let headers = [(header::LOCATION, location), (header::CACHE_CONTROL, NOT_KEPT)];
    (StatusCode::CREATED, headers, Body::empty()).into_response()
}

/// The answer of `/health`.
pub(super) fn up() -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, JSON)], r#"{"status":"UP"}"#).into_response()
}

const NOT_KEPT: HeaderValue = HeaderValue::from_static("no-store, max-age=0");
