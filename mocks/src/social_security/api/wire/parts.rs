//! What several APIs have in their bodies: an employer, and a worker's number.

use serde_json::{Map, Value};

use super::super::employer::{Employer, Named};
use super::super::issue::Issue;
use super::super::ssin::Ssin;
use super::Fields;

/// Reads `employer`, which has one number or both.
pub(in super::super) fn employer(body: &mut Fields<'_>, issues: &mut Vec<Issue>) -> Option<Named> {
    let mut fields = body.object("employer", issues)?;
    let enterprise_number = fields.checked("enterpriseNumber", 10, issues);
    let employer_id = fields.whole_number("employerId", issues);
    if !fields.has("employerId") {
        fields.require("enterpriseNumber", issues);
    }
    fields.end(issues);
    Some(Named { enterprise_number, employer_id })
}

/// Writes an employer.
pub(in super::super) fn employer_json(employer: &Employer) -> Value {
    let number = Value::from(employer.enterprise_number.as_str());
    let mut json = Map::from_iter([("enterpriseNumber".to_owned(), number)]);
    if let Some(id) = employer.employer_id {
        json.insert("employerId".to_owned(), Value::from(id));
    }
    Value::Object(json)
}

/// Reads a worker's `ssin`, which must be there.
pub(in super::super) fn ssin(worker: &mut Fields<'_>, issues: &mut Vec<Issue>) -> Option<Ssin> {
    worker.require("ssin", issues);
    worker.checked("ssin", 11, issues)
}
