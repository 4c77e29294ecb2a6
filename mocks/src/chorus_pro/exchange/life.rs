//! What happens to a flow as time passes.

use jiff::{SignedDuration, Timestamp};
use raccord_kernel::{Trace, clock};

use super::{Carrier, Event, Flow, FlowError, FlowState, Outcome, report, rules};
use crate::chorus_pro::sheet::Integration;
use crate::chorus_pro::{self, ChorusPro};

impl ChorusPro {
    /// Makes one event of the exchange happen, and says what it was.
    pub(in crate::chorus_pro) fn fire_exchange(
        &mut self,
        event: Event,
        now: Timestamp,
        trace: &mut Trace,
    ) -> &'static str {
        match event {
            Event::FlowMoves { flow, to } => {
                self.move_flow(&flow, to, now, trace);
                "flow.moves"
            }
            Event::FlowEnds { flow } => {
                self.end_flow(&flow, now, trace);
                "flow.ends"
            }
            Event::ReportIssued { flow } => {
                self.report(&flow, now, trace);
                "flow.report-issued"
            }
            Event::RefusalReported { refusal } => {
                self.report_refusal(&refusal, now, trace);
                "flow.refusal-reported"
            }
            Event::PickUpPurged { file } => {
                self.exchange.purge(file, trace);
                "pick-up.purged"
            }
        }
    }

    /// Puts an event of the exchange in the schedule.
    pub(super) fn plan(&mut self, now: Timestamp, wait_s: u64, event: Event) {
        self.schedule.put(after_s(now, wait_s), chorus_pro::Event::Exchange(event));
    }

    /// Plans what comes after a state.
    pub(super) fn plan_next(&mut self, number: &str, state: FlowState, now: Timestamp) {
        let knobs = &self.knobs.exchange;
        let flow = number.to_owned();
        let (wait_s, event) = match state {
            FlowState::InDepotPortailEnAttenteTraitementSeCpp => {
                (knobs.s_to_received, Event::FlowMoves { flow, to: FlowState::InRecu })
            }
            FlowState::InRecu => {
                let to = FlowState::InTraiteSeCpp;
                (knobs.s_to_exchanged, Event::FlowMoves { flow, to })
            }
            FlowState::InTraiteSeCpp => {
                let to = FlowState::InEnCoursTraitementCpp;
                (knobs.s_to_processing, Event::FlowMoves { flow, to })
            }
            FlowState::InEnCoursTraitementCpp => (knobs.s_to_final, Event::FlowEnds { flow }),
            FlowState::InRejete | FlowState::InIntegre | FlowState::InIntegrePartiel => {
                (knobs.s_to_report, Event::ReportIssued { flow })
            }
        };
        self.plan(now, wait_s, event);
    }

    fn move_flow(&mut self, number: &str, to: FlowState, now: Timestamp, trace: &mut Trace) {
        let Some(flow) = self.exchange.flows.get_mut(number) else { return };
        trace.stands_on(rules::FLOW_03);
        flow.enter(to, now, trace);
        self.plan_next(number, to, now);
    }

    fn end_flow(&mut self, number: &str, now: Timestamp, trace: &mut Trace) {
        let Some(in_part) = self.exchange.flow(number).map(|flow| self.may_be_partial(flow)) else {
            return;
        };
        let ids = &mut self.ids;
        let Some(flow) = self.exchange.flows.get_mut(number) else { return };
        let state = flow.end(in_part, trace);
        flow.enter(state, now, trace);
        for invoice in integrated(flow) {
            invoice.identifier = Some(FIRST_IDENTIFIER + ids.sequence("invoice"));
        }
        match flow.carrier {
            Carrier::EdiSftp => self.plan_next(number, state, now),
            Carrier::Api | Carrier::Portal => self.exchange.over.add(number.to_owned()),
        }
    }

    /// `CPP-FLOW-05`.
    fn may_be_partial(&self, flow: &Flow) -> bool {
        let subscription = || {
            let sheet = self.sheets.by_application_code(&flow.sender)?;
            sheet.subscriptions.iter().find(|one| one.interface_code == flow.interface_code)
        };
        match flow.carrier {
            Carrier::Api | Carrier::Portal => true,
            Carrier::EdiSftp => {
                subscription().is_some_and(|one| one.integration == Integration::Partiel)
            }
        }
    }

    fn report(&mut self, number: &str, now: Timestamp, trace: &mut Trace) {
        let Some(flow) = self.exchange.flow(number) else { return };
        let (name, content) = report::integration(flow, now);
        let sender = flow.sender.clone();
        trace.note("flow", number);
        trace.note("application-code", sender.clone());
        trace.note("file", name.clone());
        trace.stands_on(rules::FLOW_07);
        self.hand_out(&sender, name, content, now);
        self.exchange.over.add(number.to_owned());
    }
}

/// The instant so many seconds after another.
pub(super) fn after_s(instant: Timestamp, wait_s: u64) -> Timestamp {
    let wait_s = i64::try_from(wait_s).unwrap_or(i64::MAX);
    clock::after(instant, SignedDuration::from_secs(wait_s))
}

/// `identifiantFactureCPP` counts from here; samples have seven digits.
const FIRST_IDENTIFIER: u64 = 3_000_000;

impl Flow {
    fn enter(&mut self, state: FlowState, now: Timestamp, trace: &mut Trace) {
        self.state = state;
        self.state_since = now;
        trace.note("flow", self.number.clone());
        trace.note("state", state.wire_name());
    }

    /// Makes the outcome that was decided at the deposit known, and says the final state.
    fn end(&mut self, in_part: bool, trace: &mut Trace) -> FlowState {
        let (errors, state, rule) = match &self.outcome {
            Outcome::Integrated => (&[][..], FlowState::InIntegre, rules::FLOW_04),
            Outcome::Rejected { errors } => {
                (errors.as_slice(), FlowState::InRejete, rules::FLOW_04)
            }
            Outcome::PartlyIntegrated { errors } if in_part => {
                (errors.as_slice(), FlowState::InIntegrePartiel, rules::FLOW_05)
            }
            Outcome::PartlyIntegrated { errors } => {
                (errors.as_slice(), FlowState::InRejete, rules::FLOW_05)
            }
        };
        trace.stands_on(rule);
        self.errors = errors.iter().map(|error| self.placed(error)).collect();
        state
    }

    /// An error without an invoice number is about the first invoice.
    fn placed(&self, error: &FlowError) -> FlowError {
        let first = || self.invoices.first().map(|invoice| invoice.number.clone());
        let invoice_number = match error.invoice_number.as_str() {
            "" => first().unwrap_or_default(),
            number => number.to_owned(),
        };
        FlowError { invoice_number, text: error.text.clone() }
    }
}

/// The invoices that a flow's final state lets in.
fn integrated(flow: &mut Flow) -> impl Iterator<Item = &mut super::Invoice> {
    let (state, errors) = (flow.state, &flow.errors);
    flow.invoices.iter_mut().filter(move |invoice| {
        state != FlowState::InRejete
            && !errors.iter().any(|error| error.invoice_number == invoice.number)
    })
}
