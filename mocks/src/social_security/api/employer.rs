//! For whom something is declared, and who may.

use jiff::Timestamp;
use raccord_kernel::{Refuse as _, Rule, Trace};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::admission::Caller;
use super::issue::{Issue, IssueKind};
use super::refusal::Refusal;
use super::rules;
use crate::social_security::SocialSecurity;
use crate::social_security::directory::EnterpriseNumber;
use crate::social_security::mahis::Group;

/// An employer, as a body names it: by one number or by both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// Its enterprise number.
    pub(super) enterprise_number: Option<EnterpriseNumber>,
    /// Its number at the ONSS.
    pub(super) employer_id: Option<u64>,
}

/// An employer that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employer {
    /// Its enterprise number.
    pub enterprise_number: EnterpriseNumber,
    /// Its number at the ONSS, where it has one.
    pub employer_id: Option<u64>,
}

impl SocialSecurity {
    /// The employer that a body names. The caller's own enterprise is known in any case.
    ///
    /// # Errors
    ///
    /// `SS-API-17`: when nobody has one of the numbers, or the two are not of one enterprise.
    pub(super) fn employer(&self, named: &Named, caller: &Caller) -> Result<Employer, Refusal> {
        let by_number = named.enterprise_number.as_ref();
        let by_number = by_number.map(|number| self.by_enterprise_number(number, caller));
        let by_id = named.employer_id.map(|id| self.by_employer_id(id));
        match (by_number.transpose()?, by_id.transpose()?) {
            (Some(one), Some(other)) if one != other => {
                let found = Value::from(one.enterprise_number.as_str());
                Err(unknown(ENTERPRISE_NUMBER, found, "it is not that of employer.employerId"))
            }
            (Some(one), _) | (None, Some(one)) => Ok(one),
            (None, None) => Ok(self.known(caller.enterprise())),
        }
    }

    fn by_enterprise_number(
        &self,
        number: &EnterpriseNumber,
        caller: &Caller,
    ) -> Result<Employer, Refusal> {
        if self.directory.enterprise(number).is_none() && number != caller.enterprise() {
            let found = Value::from(number.as_str());
            return Err(unknown(ENTERPRISE_NUMBER, found, "no enterprise has this number"));
        }
        Ok(self.known(number))
    }

    fn by_employer_id(&self, id: u64) -> Result<Employer, Refusal> {
        let enterprise = self.directory.employer(id);
        let enterprise = enterprise.ok_or_else(|| {
            unknown("employer.employerId", Value::from(id), "no employer has this number")
        })?;
        Ok(self.known(&enterprise.number))
    }

    /// What is known of an enterprise as an employer.
    pub(super) fn known(&self, number: &EnterpriseNumber) -> Employer {
        let enterprise = self.directory.enterprise(number);
        let employer_id = enterprise.and_then(|enterprise| enterprise.employer_id);
        Employer { enterprise_number: number.clone(), employer_id }
    }

    /// Whether an enterprise may act for an employer at `now`: for itself, or by a mandate.
    ///
    /// # Errors
    ///
    /// Refused by `rule` otherwise.
    pub(super) fn check_mandate(
        &self,
        caller: &Caller,
        employer: &EnterpriseNumber,
        group: Group,
        (now, rule): (Timestamp, &'static Rule),
        trace: &mut Trace,
    ) -> Result<(), Refusal> {
        trace.note("principal", employer.as_str());
        let own = caller.enterprise();
        if own == employer {
            return Ok(());
        }
        if let Some(mandate) = self.mandate_for(own, employer, group, now) {
            trace.note("mandate", mandate.number);
            return Ok(());
        }
        Err(Refusal::NotPermitted {
            rule,
            detail: format!("Not permitted to act for enterprise {employer}"),
            reason: format!(
                "{own} has no active mandate of {employer} for {}; have one validated by both in \
                 Mahis",
                group.label()
            ),
        })
    }

    /// Whether what was declared for an employer is shown to a caller at `now`; `asked` is what the
    /// path calls it, and what stands there.
    ///
    /// # Errors
    ///
    /// `SS-API-15`.
    pub(super) fn check_sight(
        &self,
        caller: &Caller,
        employer: &EnterpriseNumber,
        (group, now): (Group, Timestamp),
        (name, asked): (&'static str, &str),
        trace: &mut Trace,
    ) -> Result<(), Refusal> {
        let rule = rules::API_15;
        let seen = self.check_mandate(caller, employer, group, (now, rule), trace);
        if !self.knobs.api.strangers_are_told_nothing {
            return seen;
        }
        let value = asked.to_owned();
        seen.map_err(|refusal| Refusal::NotFound { rule, name, value, reason: refusal.reason() })
    }
}

const ENTERPRISE_NUMBER: &str = "employer.enterpriseNumber";

fn unknown(name: &str, value: Value, detail: &str) -> Refusal {
    let kind = IssueKind::ReferencedResourceNotFound;
    let issue = Issue::in_body(rules::API_17, kind, name, value, detail.to_owned());
    Refusal::Invalid { issues: vec![issue] }
}
