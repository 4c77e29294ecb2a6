//! One thing that is wrong with what was asked.

use raccord_kernel::Rule;
use serde_json::Value;

/// One issue of a problem, as the Belgif guide tells them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Issue {
    /// The rule that is broken.
    pub(super) rule: &'static Rule,
    pub(super) kind: IssueKind,
    /// Where it was found.
    pub(super) place: Place,
    /// What it is called there: `worker.ssin`; nothing for the body as a whole.
    pub(super) name: Option<String>,
    /// What was found.
    pub(super) value: Option<Value>,
    /// What is wrong with it.
    pub(super) detail: String,
}

/// The kinds of issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IssueKind {
    /// Against the schema.
    SchemaViolation,
    /// Against what no schema says.
    InvalidInput,
    /// Not known by that name.
    UnknownInput,
    /// It names something that is not there.
    ReferencedResourceNotFound,
}

/// The places of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The body.
    Body,
    /// The query.
    Query,
}

impl Issue {
    /// An issue of something in the body.
    pub(super) fn in_body(
        rule: &'static Rule,
        kind: IssueKind,
        name: &str,
        value: Value,
        detail: String,
    ) -> Self {
        let name = Some(name.to_owned());
        Self { rule, kind, place: Place::Body, name, value: Some(value), detail }
    }

    /// The issue of what is missing in the body, or of the body as a whole.
    pub(super) fn of_schema(rule: &'static Rule, name: Option<&str>, detail: String) -> Self {
        let (kind, name) = (IssueKind::SchemaViolation, name.map(str::to_owned));
        Self { rule, kind, place: Place::Body, name, value: None, detail }
    }

    /// The issue of something that nobody knows.
    pub(super) fn unknown(rule: &'static Rule, place: Place, name: String, value: Value) -> Self {
        let detail = format!("Input {name} is unknown");
        let (name, value) = (Some(name), Some(value));
        Self { rule, kind: IssueKind::UnknownInput, place, name, value, detail }
    }
}
