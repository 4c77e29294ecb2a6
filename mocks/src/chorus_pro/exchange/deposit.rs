//! A flow is born.

use jiff::Timestamp;
use raccord_kernel::Trace;

use super::{Carrier, Exchange, Flow, FlowState, Invoice, Outcome, rules};
use crate::chorus_pro::ChorusPro;

/// A file of invoices, received and receivable.
#[derive(Debug, Clone)]
pub struct Deposit {
    /// What carried it.
    pub carrier: Carrier,
    /// Who sent it: the "code appli partenaire"; over the API, the technical account's login; in the
    /// portal, the structure's SIRET.
    pub sender: String,
    /// The interface code: `FSO1100A`.
    pub interface_code: String,
    /// The name it was sent under.
    pub file_name: String,
    /// `syntaxeFlux`, over the API and in the portal.
    pub syntax: Option<String>,
    /// Its size.
    pub size_bytes: u64,
    /// The SHA-256 of its content, in lowercase hexadecimal.
    pub sha256: String,
    /// The number that the sender gave it, over EDI; drawn where there is none.
    pub number: Option<String>,
    /// The names of the invoice files in it; empty for a lone file, which counts as one invoice.
    pub invoice_files: Vec<String>,
}

impl ChorusPro {
    /// Takes a flow in: gives it its number and its first state, and plans its life.
    pub fn deposit(&mut self, deposit: Deposit, now: Timestamp, trace: &mut Trace) -> &Flow {
        let number = self.number_of(&deposit, trace);
        let state = first_state(deposit.carrier, trace);
        trace.note("flow", number.clone());
        trace.note("interface-code", deposit.interface_code.clone());
        trace.note("state", state.wire_name());
        let flow = Flow {
            number,
            carrier: deposit.carrier,
            outcome: self.exchange.outcome_for(&deposit.sender),
            invoices: invoices(&deposit),
            sender: deposit.sender,
            interface_code: deposit.interface_code,
            file_name: deposit.file_name,
            syntax: deposit.syntax,
            deposited_at: now,
            state,
            state_since: now,
            errors: Vec::new(),
            size_bytes: deposit.size_bytes,
            sha256: deposit.sha256,
        };
        self.plan_next(&flow.number, state, now);
        self.exchange.take(flow)
    }

    /// The SIRET of the structure that deposited a flow, where it is still known.
    pub(in crate::chorus_pro) fn depositor<'a>(&'a self, flow: &'a Flow) -> Option<&'a str> {
        match flow.carrier {
            Carrier::Api => self.access.accounts.by_login(&flow.sender).map(|one| &*one.siret),
            Carrier::EdiSftp => {
                self.sheets.by_application_code(&flow.sender).map(|sheet| &*sheet.siret)
            }
            Carrier::Portal => Some(&flow.sender),
        }
    }

    fn number_of(&mut self, deposit: &Deposit, trace: &mut Trace) -> String {
        if let Some(number) = &deposit.number {
            return number.clone();
        }
        trace.stands_on(rules::FLOW_01);
        let digits: String =
            deposit.interface_code.chars().filter(char::is_ascii_digit).take(4).collect();
        let sequence = self.ids.sequence("flow");
        format!("{}{digits:0>4}{sequence:015}", self.knobs.exchange.api_application_code)
    }
}

fn first_state(carrier: Carrier, trace: &mut Trace) -> FlowState {
    match carrier {
        Carrier::Api | Carrier::Portal => {
            trace.stands_on(rules::FLOW_02);
            FlowState::InDepotPortailEnAttenteTraitementSeCpp
        }
        Carrier::EdiSftp => {
            trace.stands_on(rules::FLOW_11);
            FlowState::InRecu
        }
    }
}

/// `CPP-FLOW-06`.
fn invoices(deposit: &Deposit) -> Vec<Invoice> {
    let files = match deposit.invoice_files.as_slice() {
        [] => std::slice::from_ref(&deposit.file_name),
        files => files,
    };
    let stem = |name: &String| {
        let base = name.rsplit('/').next().unwrap_or(name);
        base.rsplit_once('.').map_or(base, |(stem, _)| stem).to_owned()
    };
    files.iter().map(|name| Invoice { number: stem(name), identifier: None }).collect()
}

impl Exchange {
    /// What the next flow of a sender comes to: the first script for it says so, and is used once.
    fn outcome_for(&mut self, sender: &str) -> Outcome {
        let is_for = |script: &super::Script| {
            script.flows > 0 && script.for_sender.as_deref().is_none_or(|name| name == sender)
        };
        let Some(script) = self.scripts.iter_mut().find(|script| is_for(script)) else {
            return Outcome::Integrated;
        };
        script.flows -= 1;
        let outcome = script.outcome.clone();
        self.scripts.retain(|script| script.flows > 0);
        outcome
    }
}
