//! Shows what a declaration came to.

use jiff::Timestamp;
use raccord_kernel::{Rule, Trace};

use super::declaration::Declaration;
use super::{polling, rules};
use crate::social_security::api::admission::Caller;
use crate::social_security::api::refusal::Refusal;
use crate::social_security::mahis::Group;
use crate::social_security::{Environment, SocialSecurity};
use crate::web::path;

impl SocialSecurity {
    /// Shows a declaration that was processed.
    ///
    /// # Errors
    ///
    /// In this order: `SS-DIMONA-02` where it is not known, `SS-API-15`, `SS-DIMONA-06` where the
    /// pace is enforced, `SS-DIMONA-02` where it is not processed.
    pub(super) fn consult(
        &mut self,
        environment: Environment,
        caller: &Caller,
        asked: &str,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<Declaration, Refusal> {
        trace.note("declaration", asked);
        let dimona = &self.apis(environment).dimona;
        let declaration =
            path::number(asked).and_then(|number| dimona.declaration(number)).cloned();
        let Some(declaration) = declaration else {
            return Err(missing(asked, "nobody declared it in this environment"));
        };
        let employer = &declaration.employer.enterprise_number;
        let name = (NAME, asked);
        self.check_sight(caller, employer, (Group::Dimona, now), name, trace)?;
        self.watch(&declaration, now, trace)?;
        let dimona = &mut self.apis(environment).dimona;
        let Some(declaration) = dimona.declarations.get_mut(&declaration.number) else {
            return Err(missing(asked, "nobody declared it in this environment"));
        };
        declaration.asked_at = Some(now);
        let Some(status) = &declaration.status else {
            return Err(missing(asked, "it is not processed yet; ask again"));
        };
        declaration.is_delivered = true;
        trace.note("result", status.verdict.letter());
        trace.stands_on(rules::DIMONA_04);
        trace.stands_on(rules::DIMONA_05);
        Ok(declaration.clone())
    }

    /// Watches the pace of whoever waits for a result.
    fn watch(
        &self,
        declaration: &Declaration,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<(), Refusal> {
        if declaration.is_delivered {
            return Ok(());
        }
        let pace = polling::judge(declaration.received_at, declaration.asked_at, now);
        let Some(pace) = pace else { return Ok(()) };
        trace.note("polling", pace.name());
        trace.stands_on(rules::DIMONA_06);
        let wait_s = pace.wait_s().filter(|_| self.knobs.api.dimona.polling_is_enforced);
        wait_s.map_or(Ok(()), |retry_after_s| {
            let reason = format!("it was asked for {}: wait for {retry_after_s} s", pace.name());
            Err(Refusal::TooSoon { rule: rules::DIMONA_06, retry_after_s, reason })
        })
    }
}

/// What the path calls a declaration.
const NAME: &str = "declarationId";

fn missing(asked: &str, why: &str) -> Refusal {
    let rule: &'static Rule = rules::DIMONA_02;
    let reason = format!("found no result of declaration `{asked}`: {why}");
    Refusal::NotFound { rule, name: NAME, value: asked.to_owned(), reason }
}
