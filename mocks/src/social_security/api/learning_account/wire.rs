//! What registrations look like on the wire: a guess (`SS-FLA-01`).

use axum::response::Response;
use serde_json::{Map, Value, json};

use super::register::{Asked, Registration};
use super::rules;
use crate::social_security::api::issue::{Issue, IssueKind};
use crate::social_security::api::refusal::Refusal;
use crate::social_security::api::routes::Received;
use crate::social_security::api::wire::{self, Fields};

/// Where trainings are registered.
pub(super) const REGISTRATIONS: &str = "/REST/federalLearningAccount/v1/registrations";
/// One registration.
pub(super) const REGISTRATION: &str =
    "/REST/federalLearningAccount/v1/registrations/{registrationId}";
/// Whether the API works.
pub(super) const HEALTH: &str = "/REST/federalLearningAccount/v1/health";

/// Reads the identifier in the path.
///
/// # Errors
///
/// `SS-API-10`: a query.
pub(super) fn asked_for(request: Received<'_>) -> Result<String, Refusal> {
    let id = request.uri.path().rsplit('/').next().unwrap_or_default();
    wire::unless(wire::no_query(request.uri), Some(id.to_owned()))
}

/// Reads a registration.
///
/// # Errors
///
/// `SS-API-10`, `SS-API-18`, `SS-FLA-01`.
pub(super) fn asked(request: Received<'_>) -> Result<Asked, Refusal> {
    let mut issues = wire::no_query(request.uri);
    let body = wire::json(request.body, &mut issues)?;
    let fields = Fields::of_body(&body, rules::FLA_01, &mut issues);
    let read = fields.and_then(|fields| registration(fields, &body, &mut issues));
    wire::unless(issues, read)
}

fn registration(mut body: Fields<'_>, whole: &Value, issues: &mut Vec<Issue>) -> Option<Asked> {
    for member in ["employer", "worker", "training"] {
        body.require(member, issues);
    }
    let employer = wire::employer(&mut body, issues);
    if let Some(mut worker) = body.object("worker", issues) {
        let _ = wire::ssin(&mut worker, issues);
        worker.end(issues);
    }
    if let Some(fields) = body.object("training", issues) {
        training(fields, issues);
    }
    body.end(issues);
    let kept = ["worker", "training"].into_iter();
    let kept = kept.filter_map(|name| Some((name.to_owned(), whole.get(name)?.clone())));
    Some(Asked { employer: employer?, written: Value::Object(kept.collect()) })
}

fn training(mut fields: Fields<'_>, issues: &mut Vec<Issue>) {
    for member in ["name", "startDate", "endDate", "durationHours"] {
        fields.require(member, issues);
    }
    let is_some = |text: &str| !text.trim().is_empty();
    let _ = fields.text_that("name", is_some, "a name", issues);
    let days = (fields.day("startDate", issues), fields.day("endDate", issues));
    fields.quantity("durationHours", issues);
    fields.end(issues);
    if let (Some(start), Some(end)) = days
        && end < start
    {
        let detail = "endDate of a period should not be before its startDate".to_owned();
        let value = json!({ "startDate": start.to_string(), "endDate": end.to_string() });
        let kind = IssueKind::InvalidInput;
        issues.push(Issue::in_body(rules::FLA_01, kind, "training", value, detail));
    }
}

/// Writes where a registration is.
pub(super) fn registered(base: &str, id: &str) -> Response {
    wire::created(base, &format!("{REGISTRATIONS}/{id}"))
}

/// Writes a registration.
pub(super) fn shown(registration: &Registration) -> Response {
    let mut body = Map::new();
    body.insert("registrationId".to_owned(), json!(registration.id));
    body.insert("employer".to_owned(), wire::employer_json(&registration.employer));
    body.extend(registration.written.as_object().cloned().unwrap_or_default());
    wire::shown(&body)
}
