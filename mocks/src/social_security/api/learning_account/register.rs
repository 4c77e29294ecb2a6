//! Registers a training, and shows it.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use raccord_kernel::{Rule, Trace, cet};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::rules;
use crate::social_security::api::admission::Caller;
use crate::social_security::api::employer::{Employer, Named};
use crate::social_security::api::refusal::Refusal;
use crate::social_security::chaman::permission::{
    LEARNING_ACCOUNT_EMPLOYER, LEARNING_ACCOUNT_PROVIDER,
};
use crate::social_security::directory::EnterpriseNumber;
use crate::social_security::mahis::Group;
use crate::social_security::{Environment, SocialSecurity};

/// One registration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Registration {
    /// Its identifier.
    pub id: String,
    /// Who registered it.
    pub registrar: EnterpriseNumber,
    /// For whom.
    pub employer: Employer,
    /// The worker and the training, as they were written.
    pub(super) written: Value,
    /// When it was registered.
    pub registered_at: Timestamp,
}

/// What is to be registered, as it was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    /// The employer.
    pub(super) employer: Named,
    /// The worker and the training, as they were written.
    pub(super) written: Value,
}

/// The last day on which registrations can be read once the account is abolished.
const LAST_DAY: Date = date(2026, 12, 31);

impl SocialSecurity {
    /// Registers a training at `now`, and answers its identifier.
    ///
    /// # Errors
    ///
    /// In this order: `SS-FLA-05`, `SS-API-17`, `SS-FLA-03` or `-04`.
    pub(super) fn register_training(
        &mut self,
        environment: Environment,
        caller: &Caller,
        asked: Asked,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<String, Refusal> {
        if self.knobs.api.learning_account.is_abolished {
            let detail = "The Federal Learning Account takes no registration any more".to_owned();
            let reason = "the account is abolished since 1 January 2026".to_owned();
            return Err(Refusal::NotPermitted { rule: rules::FLA_05, detail, reason });
        }
        let employer = self.employer(&asked.employer, caller)?;
        self.check_may_register(caller, &employer, now, trace)?;
        let id = self.ids.uuid("fla-registration");
        let registration = Registration {
            id: id.clone(),
            registrar: caller.enterprise().clone(),
            employer,
            written: asked.written,
            registered_at: now,
        };
        let account = &mut self.apis(environment).learning_account;
        account.registrations.insert(id.clone(), registration);
        account.registered.add(id.clone());
        trace.note("registration", id.as_str());
        trace.stands_on(rules::FLA_01);
        Ok(id)
    }

    fn check_may_register(
        &self,
        caller: &Caller,
        employer: &Employer,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<(), Refusal> {
        let (own, principal) = (caller.enterprise(), &employer.enterprise_number);
        let is_mandatary = caller.has(LEARNING_ACCOUNT_PROVIDER);
        let rule: &'static Rule = if is_mandatary { rules::FLA_04 } else { rules::FLA_03 };
        let for_itself = self.knobs.api.learning_account.mandataries_register_for_themselves;
        let refused = |reason| {
            let detail = format!("Not permitted to register for enterprise {principal}");
            Err(Refusal::NotPermitted { rule, detail, reason })
        };
        trace.note("principal", principal.as_str());
        if own == principal {
            let is_employer = caller.has(LEARNING_ACCOUNT_EMPLOYER);
            if is_employer {
                return Ok(());
            }
            trace.stands_on(rules::FLA_04);
            let reason = || format!("{own} is a mandatary, and has no mandate of itself");
            return if for_itself { Ok(()) } else { refused(reason()) };
        }
        if !is_mandatary {
            return refused(format!(
                "the scope of the employer is for {own} only; register for {principal} with the \
                 scope of the mandatary"
            ));
        }
        self.check_mandate(caller, principal, Group::LearningAccount, (now, rule), trace)
    }

    /// Shows a registration.
    ///
    /// # Errors
    ///
    /// In this order: `SS-FLA-05`, `SS-FLA-06`, `SS-API-15`.
    pub(super) fn registration(
        &mut self,
        environment: Environment,
        caller: &Caller,
        asked: &str,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<Registration, Refusal> {
        trace.note("registration", asked);
        let is_destroyed = cet::day(now) > LAST_DAY && self.knobs.api.learning_account.is_abolished;
        if is_destroyed {
            let why = "registrations were destroyed on 1 January 2027";
            return Err(missing(rules::FLA_05, asked, why));
        }
        let found = self.apis(environment).learning_account.registration(asked).cloned();
        let Some(found) = found else {
            return Err(missing(rules::FLA_06, asked, "nobody registered it in this environment"));
        };
        let employer = &found.employer.enterprise_number;
        let (of, name) = ((Group::LearningAccount, now), (NAME, asked));
        self.check_sight(caller, employer, of, name, trace)?;
        trace.stands_on(rules::FLA_01);
        Ok(found)
    }
}

/// What the path calls a registration.
const NAME: &str = "registrationId";

fn missing(rule: &'static Rule, asked: &str, why: &str) -> Refusal {
    let reason = format!("found no registration `{asked}`: {why}");
    Refusal::NotFound { rule, name: NAME, value: asked.to_owned(), reason }
}
