//! Takes a declaration.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use raccord_kernel::Trace;
use raccord_kernel::clock::after;
use serde_json::{Value, json};

use super::declaration::{Action, Declaration};
use super::period::Period;
use super::rules;
use crate::social_security::api::admission::Caller;
use crate::social_security::api::employer::{Employer, Named};
use crate::social_security::api::issue::{Issue, IssueKind};
use crate::social_security::api::refusal::Refusal;
use crate::social_security::api::rules::API_19;
use crate::social_security::api::{self};
use crate::social_security::mahis::Group;
use crate::social_security::{Environment, Event, SocialSecurity};

/// What was declared, as it was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Declared {
    /// The employer, where it is named.
    pub(super) employer: Option<Named>,
    /// What is declared.
    pub(super) action: Action,
    /// The worker and the action, as they were written.
    pub(super) written: Value,
}

impl SocialSecurity {
    /// Takes a declaration at `now`, and answers its number.
    ///
    /// # Errors
    ///
    /// In this order: `SS-API-17`, `SS-DIMONA-09`, `SS-API-19`.
    pub(super) fn declare(
        &mut self,
        environment: Environment,
        caller: &Caller,
        declared: Declared,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<u64, Refusal> {
        trace.note("action", declared.action.wire_name());
        let employer = self.employer_of(environment, caller, &declared)?;
        let enterprise = employer.enterprise_number.clone();
        self.check_mandate(caller, &enterprise, Group::Dimona, (now, API_19), trace)?;
        let number = self.free_number(environment);
        let dimona = &mut self.apis(environment).dimona;
        let declaration = Declaration {
            number,
            declarer: caller.enterprise().clone(),
            outcome: dimona.next_outcome(&enterprise),
            employer,
            action: declared.action,
            written: declared.written,
            received_at: now,
            asked_at: None,
            is_delivered: false,
            status: None,
        };
        dimona.declarations.insert(number, declaration);
        let delay = SignedDuration::from_secs(i64::from(self.knobs.api.dimona.processing_s));
        let event = api::Event::DimonaProcessed { declaration: number };
        self.schedule.put(after(now, delay), Event::Api(environment, event));
        trace.note("declaration", number.to_string());
        trace.stands_on(rules::DIMONA_01);
        trace.stands_on(rules::DIMONA_05);
        Ok(number)
    }

    /// The employer that is named, or the one of the period that is named.
    fn employer_of(
        &mut self,
        environment: Environment,
        caller: &Caller,
        declared: &Declared,
    ) -> Result<Employer, Refusal> {
        let named = declared.employer.as_ref().map(|named| self.employer(named, caller));
        let named = named.transpose()?;
        let Some(number) = declared.action.period() else {
            return Ok(named.unwrap_or_else(|| self.known(caller.enterprise())));
        };
        let is_of = |period: &&Period| named.as_ref().is_none_or(|it| *it == period.employer);
        let period = self.apis(environment).dimona.period(number).filter(is_of);
        let period = period.ok_or_else(|| {
            let name = format!("{}.periodId", declared.action.wire_name());
            let (kind, value) = (IssueKind::ReferencedResourceNotFound, Value::from(number));
            let detail = format!("Referenced resource {name} = {number} does not exist");
            let issue = Issue::in_body(rules::DIMONA_09, kind, &name, value, detail);
            Refusal::Invalid { issues: vec![issue] }
        })?;
        let mut changed = period.clone();
        changed.undergo(&declared.action);
        let issue = ends_before_it_begins(changed.start, changed.end, declared.action.wire_name());
        match issue {
            Some(issue) => Err(Refusal::Invalid { issues: vec![issue] }),
            None => Ok(changed.employer),
        }
    }

    fn free_number(&mut self, environment: Environment) -> u64 {
        loop {
            let drawn = self.ids.below("dimona-declaration", 900_000_000_000);
            let number = 100_000_000_000 + drawn;
            if self.apis(environment).dimona.declaration(number).is_none() {
                return number;
            }
        }
    }
}

/// What is wrong with the days of a period, where it ends before it begins (`SS-DIMONA-11`).
pub(super) fn ends_before_it_begins(start: Date, end: Option<Date>, name: &str) -> Option<Issue> {
    let end = end.filter(|end| *end < start)?;
    let detail = "endDate of a period should not be before its startDate".to_owned();
    let value = json!({ "startDate": start.to_string(), "endDate": end.to_string() });
    Some(Issue::in_body(rules::DIMONA_11, IssueKind::InvalidInput, name, value, detail))
}
