//! `consulterCR` and `consulterCRDetaille`: what became of a flow.

use jiff::{SignedDuration, Timestamp};
use raccord_kernel::clock::after;
use raccord_kernel::{Rule, Trace};

use super::refusal::{Business, Refusal};
use super::visit::Visitor;
use super::{Syntax, rules};
use crate::chorus_pro::ChorusPro;
use crate::chorus_pro::exchange::{Carrier, Flow};
use crate::chorus_pro::portal::rules::PORTAL_19;

/// What became of a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Report {
    /// `numeroFluxDepot`.
    pub(super) number: String,
    /// The interface code.
    pub(super) interface_code: String,
    /// The state's wire name.
    pub(super) state: &'static str,
    /// Since when.
    pub(super) state_since: Timestamp,
    /// When the flow was deposited.
    pub(super) deposited_at: Timestamp,
    /// The SIRET of its supplier.
    pub(super) supplier: String,
    /// Each invoice in error, once: its number, and what is wrong with it.
    pub(super) errors: Vec<(String, String)>,
}

impl Report {
    /// The application code at the head of the flow's number.
    pub(super) fn application_code(&self) -> &str {
        self.number.get(..6).unwrap_or(&self.number)
    }

    /// The name that Chorus Pro gives the flow's file.
    pub(super) fn file_name(&self) -> String {
        format!("{}_{}_{}", self.interface_code, self.application_code(), self.number)
    }
}

impl ChorusPro {
    /// Says in detail what became of a flow of the visitor's structure.
    ///
    /// # Errors
    ///
    /// `CPP-API-13`.
    pub(super) fn detailed_report(
        &self,
        visitor: &Visitor,
        number: &str,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<Report, Refusal> {
        let flow = self.reported_flow(visitor, number, now, trace)?;
        trace.stands_on(rules::API_12);
        Ok(report(visitor, flow))
    }

    /// Says what became of a flow of the visitor's structure, for a PDF.
    ///
    /// # Errors
    ///
    /// In this order: `CPP-API-13`, `-15`.
    pub(super) fn report_for_pdf(
        &self,
        visitor: &Visitor,
        number: &str,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<Report, Refusal> {
        let flow = self.reported_flow(visitor, number, now, trace)?;
        let facturx = Syntax::E2CiiFacturx.wire_name();
        if flow.syntax.as_deref() == Some(facturx) && !self.knobs.api.pdf_of_facturx {
            let why = format!("`{number}` is Factur-X, which has no PDF: ask consulterCRDetaille");
            return Err(self.not_found(rules::API_15, why));
        }
        trace.stands_on(rules::API_14);
        Ok(report(visitor, flow))
    }

    fn reported_flow(
        &self,
        visitor: &Visitor,
        number: &str,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<&Flow, Refusal> {
        trace.note("flow", number);
        let flow = self.exchange.flow(number);
        let Some(flow) = flow.filter(|flow| self.is_reported_to(visitor, flow)) else {
            let since =
                if self.exchange.has_forgotten() { ", or it was forgotten since" } else { "" };
            let why = format!(
                "the visitor's structure deposited no flow `{number}` over the API or in the \
                 portal{since}"
            );
            return Err(self.not_found(rules::API_13, why));
        };
        let wait = SignedDuration::from_secs(self.knobs.api.s_to_report);
        let found_from = after(flow.deposited_at, wait);
        if now < found_from {
            let why = format!("the report of `{number}` is found from {found_from} on; ask again");
            return Err(self.not_found(rules::API_13, why));
        }
        if flow.carrier == Carrier::Portal {
            trace.stands_on(PORTAL_19);
        }
        trace.note("state", flow.state.wire_name());
        Ok(flow)
    }

    fn is_reported_to(&self, visitor: &Visitor, flow: &Flow) -> bool {
        flow.carrier != Carrier::EdiSftp && self.is_sender(visitor, flow)
    }

    fn not_found(&self, rule: &'static Rule, why: String) -> Refusal {
        let status = self.knobs.api.business_error_status;
        Business { rule, status, code: 20000, label: "TRA_MSG_00.015", why }.into()
    }
}

fn report(visitor: &Visitor, flow: &Flow) -> Report {
    Report {
        number: flow.number.clone(),
        interface_code: flow.interface_code.clone(),
        state: flow.state.wire_name(),
        state_since: flow.state_since,
        deposited_at: flow.deposited_at,
        supplier: visitor.siret.clone(),
        errors: errors(flow),
    }
}

/// Several errors of one invoice are one text.
fn errors(flow: &Flow) -> Vec<(String, String)> {
    let mut errors: Vec<(String, String)> = Vec::new();
    for error in &flow.errors {
        match errors.iter_mut().find(|(number, _)| *number == error.invoice_number) {
            Some((_, text)) => *text = format!("{text} | {}", error.text),
            None => errors.push((error.invoice_number.clone(), error.text.clone())),
        }
    }
    errors
}
