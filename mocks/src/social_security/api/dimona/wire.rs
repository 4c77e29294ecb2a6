//! What declarations look like on the wire.

use axum::response::Response;
use serde_json::{Map, Value, json};

use super::declaration::{Action, Declaration};
use super::declare::Declared;
use super::rules;
use crate::social_security::api::dimona::declare::ends_before_it_begins;
use crate::social_security::api::issue::Issue;
use crate::social_security::api::refusal::Refusal;
use crate::social_security::api::routes::Received;
use crate::social_security::api::ssin::Ssin;
use crate::social_security::api::wire::{self, Fields};

/// Where declarations are made.
pub(super) const DECLARATIONS: &str = "/REST/dimona/v2/declarations";
/// One declaration.
pub(super) const DECLARATION: &str = "/REST/dimona/v2/declarations/{declarationId}";
/// Whether the API works.
pub(super) const HEALTH: &str = "/REST/dimona/v2/health";

/// The action by which a worker begins.
const ENTRY: &str = "dimonaIn";
/// The actions, of which a body has one.
const ACTIONS: [&str; 4] = [ENTRY, "dimonaOut", "dimonaUpdate", "dimonaCancel"];

/// Reads the number in the path.
///
/// # Errors
///
/// `SS-API-10`: a query.
pub(super) fn asked_for(request: Received<'_>) -> Result<String, Refusal> {
    let number = request.uri.path().rsplit('/').next().unwrap_or_default();
    wire::unless(wire::no_query(request.uri), Some(number.to_owned()))
}

/// Reads a declaration.
///
/// # Errors
///
/// `SS-API-10`, `SS-API-18`, `SS-DIMONA-07`, `SS-DIMONA-11`.
pub(super) fn declared(request: Received<'_>) -> Result<Declared, Refusal> {
    let mut issues = wire::no_query(request.uri);
    let body = wire::json(request.body, &mut issues)?;
    let fields = Fields::of_body(&body, rules::DIMONA_07, &mut issues);
    let read = fields.and_then(|fields| declaration(fields, &body, &mut issues));
    wire::unless(issues, read)
}

fn declaration(mut body: Fields<'_>, whole: &Value, issues: &mut Vec<Issue>) -> Option<Declared> {
    let employer = wire::employer(&mut body, issues);
    let worker = worker(&mut body, issues);
    let named: Vec<_> = ACTIONS.into_iter().filter(|action| body.has(action)).collect();
    body.take(&ACTIONS);
    let read = if let [name] = *named {
        if name == ENTRY {
            body.require("employer", issues);
            body.require("worker", issues);
        }
        let fields = body.object(name, issues);
        fields.and_then(|fields| Some((name, action(name, fields, worker, issues)?)))
    } else {
        let detail = format!("expected exactly one of {}", ACTIONS.join(", "));
        issues.push(Issue::of_schema(rules::DIMONA_07, None, detail));
        None
    };
    body.end(issues);
    let (name, action) = read?;
    check_days(&action, name, issues);
    let kept = ["worker", name].into_iter();
    let kept = kept.filter_map(|name| Some((name.to_owned(), whole.get(name)?.clone())));
    Some(Declared { employer, action, written: Value::Object(kept.collect()) })
}

fn worker(body: &mut Fields<'_>, issues: &mut Vec<Issue>) -> Option<Ssin> {
    let mut fields = body.object("worker", issues)?;
    let ssin = wire::ssin(&mut fields, issues);
    fields.texts(&["lastName", "firstName", "familyName", "givenName", "placeOfBirth"], issues);
    let _ = fields.day("birthDate", issues);
    fields.take(&["countryOfBirth", "nationality", "gender"]);
    address(&mut fields, issues);
    fields.end(issues);
    ssin
}

fn action(
    name: &str,
    mut fields: Fields<'_>,
    worker: Option<Ssin>,
    issues: &mut Vec<Issue>,
) -> Option<Action> {
    let required: &[&str] = match name {
        ENTRY => &["startDate", "features"],
        "dimonaOut" => &["periodId", "endDate"],
        _ => &["periodId"],
    };
    for member in required {
        fields.require(member, issues);
    }
    let period = if name == ENTRY { None } else { fields.whole_number("periodId", issues) };
    let (mut start, mut end) = (None, None);
    if name != "dimonaCancel" {
        end = fields.day("endDate", issues);
        let _ = fields.text_that("endHour", is_hour, "an hour as 1700", issues);
    }
    if matches!(name, ENTRY | "dimonaUpdate") {
        start = fields.day("startDate", issues);
        let _ = fields.text_that("startHour", is_hour, "an hour as 0800", issues);
        fields.quantity("plannedHoursNumber", issues);
    }
    if name == ENTRY {
        features(&mut fields, issues);
        place_of_work(&mut fields, issues);
    }
    fields.end(issues);
    Some(match name {
        ENTRY => Action::In { worker: worker?, start: start?, end },
        "dimonaOut" => Action::Out { period: period?, end: end? },
        "dimonaUpdate" => Action::Update { period: period?, start, end },
        _ => Action::Cancel { period: period? },
    })
}

fn features(entry: &mut Fields<'_>, issues: &mut Vec<Issue>) {
    let Some(mut fields) = entry.object("features", issues) else { return };
    for member in ["jointCommissionNumber", "workerType"] {
        fields.require(member, issues);
    }
    // Clients write it as a number and as a text.
    fields.take(&["jointCommissionNumber"]);
    let is_type = |text: &str| text.len() == 3 && text.bytes().all(|it| it.is_ascii_uppercase());
    let _ = fields.text_that("workerType", is_type, "a type of three letters, as OTH", issues);
    fields.end(issues);
}

fn place_of_work(entry: &mut Fields<'_>, issues: &mut Vec<Issue>) {
    let Some(mut fields) = entry.object("studentPlaceOfWork", issues) else { return };
    let _ = fields.text("name", issues);
    address(&mut fields, issues);
    fields.end(issues);
}

fn address(of: &mut Fields<'_>, issues: &mut Vec<Issue>) {
    let Some(mut fields) = of.object("address", issues) else { return };
    // Numbers of houses are written as numbers and as texts, and a box as nothing.
    fields.take(&["houseNumber", "boxNumber", "postCode", "country"]);
    let _ = fields.text("street", issues);
    if let Some(mut municipality) = fields.object("municipality", issues) {
        municipality.take(&["code"]);
        let _ = municipality.text("name", issues);
        municipality.end(issues);
    }
    fields.end(issues);
}

fn is_hour(text: &str) -> bool {
    let is_four_digits = text.len() == 4 && text.bytes().all(|it| it.is_ascii_digit());
    let hour_and_minute = text.split_at_checked(2).filter(|_| is_four_digits);
    hour_and_minute.is_some_and(|(hour, minute)| hour < "24" && minute < "60")
}

/// `SS-DIMONA-11`, as far as the body alone says.
fn check_days(action: &Action, name: &str, issues: &mut Vec<Issue>) {
    if let Action::In { start, end, .. } | Action::Update { start: Some(start), end, .. } = action {
        issues.extend(ends_before_it_begins(*start, *end, name));
    }
}

/// Writes where a declaration is.
pub(super) fn taken(base: &str, number: u64) -> Response {
    wire::created(base, &format!("{DECLARATIONS}/{number}"))
}

/// Writes a declaration that was processed.
pub(super) fn shown(base: &str, declaration: &Declaration) -> Response {
    let mut status = json!({ "declarationId": declaration.number });
    if let (Some(found), Some(members)) = (&declaration.status, status.as_object_mut()) {
        members.insert("result".to_owned(), json!(found.verdict.letter()));
        members.insert("anomalies".to_owned(), json!(found.anomalies));
        if let Some(period) = found.period {
            let href = format!("{base}/REST/dimona/v2/periods/{period}");
            members.insert("period".to_owned(), json!({ "id": period, "href": href }));
        }
    }
    let mut body = Map::new();
    body.insert("employer".to_owned(), wire::employer_json(&declaration.employer));
    body.extend(declaration.written.as_object().cloned().unwrap_or_default());
    body.insert("declarationStatus".to_owned(), status);
    wire::shown(&body)
}
