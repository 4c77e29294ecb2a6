//! Processes a declaration that was taken.

use raccord_kernel::Trace;

use super::declaration::{Action, Anomaly, Declaration, Status, Verdict};
use super::period::Period;
use super::rules;
use super::script::Outcome;
use crate::social_security::{Environment, SocialSecurity};

impl SocialSecurity {
    /// Processes a declaration: its result, and what it does to its period.
    pub(in super::super) fn process(
        &mut self,
        environment: Environment,
        number: u64,
        trace: &mut Trace,
    ) {
        let dimona = &self.apis(environment).dimona;
        let Some(declaration) = dimona.declaration(number).cloned() else { return };
        let period = declaration.action.period().and_then(|number| dimona.period(number));
        let is_cancelled = period.is_some_and(|period| period.is_cancelled);
        if is_cancelled {
            trace.stands_on(rules::DIMONA_10);
        }
        let (verdict, anomalies) = verdict(declaration.outcome.clone(), is_cancelled);
        let period = match verdict.is_accepted() {
            true => self.put_into_effect(environment, &declaration),
            false => declaration.action.period(),
        };
        trace.note("environment", environment.name());
        trace.note("declaration", number.to_string());
        trace.note("principal", declaration.employer.enterprise_number.as_str());
        trace.note("result", verdict.letter());
        trace.stands_on(rules::DIMONA_03);
        let dimona = &mut self.apis(environment).dimona;
        if let Some(period) = period.and_then(|period| dimona.periods.get_mut(&period)) {
            period.last_declaration = number;
        }
        if let Some(declaration) = dimona.declarations.get_mut(&number) {
            declaration.status = Some(Status { verdict, period, anomalies });
        }
        dimona.processed.add(number);
    }

    /// Makes or changes the period that an accepted declaration is about, and answers its number.
    fn put_into_effect(
        &mut self,
        environment: Environment,
        declaration: &Declaration,
    ) -> Option<u64> {
        let Action::In { worker, start, end } = &declaration.action else {
            let number = declaration.action.period()?;
            let period = self.apis(environment).dimona.periods.get_mut(&number);
            period?.undergo(&declaration.action);
            return Some(number);
        };
        let number = loop {
            let number = 1_000_000_000 + self.ids.below("dimona-period", 9_000_000_000);
            if self.apis(environment).dimona.period(number).is_none() {
                break number;
            }
        };
        let period = Period {
            number,
            employer: declaration.employer.clone(),
            worker: worker.clone(),
            start: *start,
            end: *end,
            is_cancelled: false,
            last_declaration: declaration.number,
        };
        self.apis(environment).dimona.periods.insert(number, period);
        Some(number)
    }
}

/// What a declaration comes to; a script's word comes before what is found here.
fn verdict(outcome: Outcome, is_cancelled: bool) -> (Verdict, Vec<Anomaly>) {
    match outcome {
        Outcome::Accepted if is_cancelled => (Verdict::Refused, vec![already_cancelled()]),
        Outcome::Accepted => (Verdict::Accepted, Vec::new()),
        Outcome::AcceptedWithWarnings { anomalies } => (Verdict::AcceptedWithWarnings, anomalies),
        Outcome::Refused { anomalies } => (Verdict::Refused, anomalies),
        Outcome::WaitingForSigedis => (Verdict::WaitingForSigedis, Vec::new()),
    }
}

fn already_cancelled() -> Anomaly {
    Anomaly {
        code: "00913-355".to_owned(),
        description_fr: "Période Dimona déjà annulée".to_owned(),
        description_nl: "Reeds geannuleerde Dimonaperiode".to_owned(),
    }
}
