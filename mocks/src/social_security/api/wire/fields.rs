//! Reads the members of a JSON object, and says of each that is missing, unknown or wrong where it
//! is.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::str::FromStr;

use jiff::civil::Date;
use raccord_kernel::Rule;
use serde_json::{Map, Value};

use super::super::issue::{Issue, IssueKind, Place};
use super::super::rules::{API_10, API_18};

/// The members of one object. What was not asked for by the time of [`end`](Self::end) is unknown.
#[derive(Debug)]
pub(in super::super) struct Fields<'a> {
    /// Where the object is, with a full stop at its end: `worker.`; empty for the body.
    path: String,
    /// The rule that says what must be there.
    schema: &'static Rule,
    members: &'a Map<String, Value>,
    asked: BTreeSet<&'static str>,
}

impl<'a> Fields<'a> {
    /// The members of the body; `schema` is the rule that says what must be there.
    pub(in super::super) fn of_body(
        body: &'a Value,
        schema: &'static Rule,
        issues: &mut Vec<Issue>,
    ) -> Option<Self> {
        let members = body.as_object();
        if members.is_none() {
            issues.push(Issue::of_schema(API_10, None, "expected a JSON object".to_owned()));
        }
        Some(Self { path: String::new(), schema, members: members?, asked: BTreeSet::new() })
    }

    /// Where a member is: `worker.ssin`.
    pub(in super::super) fn name(&self, member: &str) -> String {
        format!("{}{member}", self.path)
    }

    /// Whether it has a member.
    pub(in super::super) fn has(&self, member: &str) -> bool {
        self.members.contains_key(member)
    }

    /// A member that need not be there.
    pub(in super::super) fn optional(&mut self, member: &'static str) -> Option<&'a Value> {
        self.asked.insert(member);
        self.members.get(member)
    }

    /// Says that a member is missing, unless it is there.
    pub(in super::super) fn require(&self, member: &str, issues: &mut Vec<Issue>) {
        if !self.has(member) {
            let name = self.name(member);
            let detail = format!("{name} is required");
            issues.push(Issue::of_schema(self.schema, Some(&name), detail));
        }
    }

    /// An object within it.
    pub(in super::super) fn object(
        &mut self,
        member: &'static str,
        issues: &mut Vec<Issue>,
    ) -> Option<Self> {
        let name = self.name(member);
        let value = self.optional(member)?;
        let members = value.as_object();
        if members.is_none() {
            issues.push(violation(&name, value, "an object"));
        }
        let (path, members) = (format!("{name}."), members?);
        Some(Self { path, schema: self.schema, members, asked: BTreeSet::new() })
    }

    /// A text.
    pub(in super::super) fn text(
        &mut self,
        member: &'static str,
        issues: &mut Vec<Issue>,
    ) -> Option<&'a str> {
        let value = self.optional(member)?;
        let text = value.as_str();
        if text.is_none() {
            issues.push(violation(&self.name(member), value, "a string"));
        }
        text
    }

    /// A text that `is_good`, which is what `expected` says.
    pub(in super::super) fn text_that(
        &mut self,
        member: &'static str,
        is_good: impl Fn(&str) -> bool,
        expected: &str,
        issues: &mut Vec<Issue>,
    ) -> Option<&'a str> {
        let text = self.text(member, issues)?;
        if is_good(text) {
            return Some(text);
        }
        issues.push(violation(&self.name(member), &Value::from(text), expected));
        None
    }

    /// A number of so many digits, of which the last are check digits.
    pub(in super::super) fn checked<T: FromStr<Err: Display>>(
        &mut self,
        member: &'static str,
        digits: usize,
        issues: &mut Vec<Issue>,
    ) -> Option<T> {
        let is_so_long =
            |text: &str| text.len() == digits && text.bytes().all(|it| it.is_ascii_digit());
        let text = self.text_that(member, is_so_long, &format!("{digits} digits"), issues)?;
        let checked = text.parse();
        if checked.is_err() {
            let (name, value) = (self.name(member), Value::from(text));
            let detail = format!("{name} does not end with its check digits");
            let kind = IssueKind::InvalidInput;
            issues.push(Issue::in_body(API_18, kind, &name, value, detail));
        }
        checked.ok()
    }

    /// A day: `2026-03-02`.
    pub(in super::super) fn day(
        &mut self,
        member: &'static str,
        issues: &mut Vec<Issue>,
    ) -> Option<Date> {
        let is_day = |text: &str| text.len() == 10 && text.parse::<Date>().is_ok();
        self.text_that(member, is_day, "a day as 2026-03-02", issues)?.parse().ok()
    }

    /// A whole number that is not negative.
    pub(in super::super) fn whole_number(
        &mut self,
        member: &'static str,
        issues: &mut Vec<Issue>,
    ) -> Option<u64> {
        let value = self.optional(member)?;
        let number = value.as_u64();
        if number.is_none() {
            issues.push(violation(&self.name(member), value, "a whole number"));
        }
        number
    }

    /// A number that is greater than 0.
    pub(in super::super) fn quantity(&mut self, member: &'static str, issues: &mut Vec<Issue>) {
        let Some(value) = self.optional(member) else { return };
        if !value.as_f64().is_some_and(|number| number > 0.0) {
            issues.push(violation(&self.name(member), value, "a number greater than 0"));
        }
    }

    /// Members whose value is taken as it is.
    pub(in super::super) fn take(&mut self, members: &[&'static str]) {
        self.asked.extend(members);
    }

    /// Members that are texts, if they are there.
    pub(in super::super) fn texts(&mut self, members: &[&'static str], issues: &mut Vec<Issue>) {
        for member in members {
            let _ = self.text(member, issues);
        }
    }

    /// Says what is unknown.
    pub(in super::super) fn end(self, issues: &mut Vec<Issue>) {
        for (member, value) in self.members {
            if !self.asked.contains(&**member) {
                let (name, value) = (self.name(member), value.clone());
                issues.push(Issue::unknown(API_10, Place::Body, name, value));
            }
        }
    }
}

fn violation(name: &str, found: &Value, expected: &str) -> Issue {
    let detail = format!("{name} is not {expected}");
    Issue::in_body(API_10, IssueKind::SchemaViolation, name, found.clone(), detail)
}
