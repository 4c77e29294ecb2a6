//! What was dropped is judged, and becomes a flow or a refusal.

use jiff::Timestamp;
use raccord_kernel::Trace;
use serde::{Deserialize, Serialize};

use super::receivability::{judge_content, judge_envelope};
use super::{
    Carrier, Code, Deposit, Envelope, Event, Extension, Inspection, Irrecevable, RefusalOfDrop,
    report, rules,
};
use crate::chorus_pro::ChorusPro;

/// A file that a partner dropped.
#[derive(Debug, Clone)]
pub struct Dropped {
    /// The "code appli partenaire" of the session that it came over.
    pub application_code: String,
    /// Its name, as it was given.
    pub file_name: String,
    /// What its content was found to be.
    pub inspection: Inspection,
}

/// A refusal to report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The "code appli partenaire" it goes to.
    pub application_code: String,
    /// The name of what was dropped.
    pub file_name: String,
    /// The code.
    pub code: Code,
    /// What was found.
    pub reason: String,
}

impl ChorusPro {
    /// Judges what can be judged before the content is read; answers how to read it.
    ///
    /// # Errors
    /// The first of `CPP-EDI-01` to `CPP-EDI-07` that is broken, in that order.
    pub fn judge_envelope(
        &self,
        application_code: &str,
        file_name: &str,
        size_bytes: u64,
        now: Timestamp,
    ) -> Result<(Envelope, Extension), Irrecevable> {
        judge_envelope(
            self.sheets.by_application_code(application_code),
            &self.exchange,
            &self.knobs.exchange.limits,
            (application_code, file_name, size_bytes),
            now,
        )
    }

    /// Receives what a partner dropped: answers the number of its flow, or plans the report of its
    /// refusal.
    ///
    /// # Errors
    /// The first `CPP-EDI` rule that is broken, in their order.
    pub fn receive(
        &mut self,
        dropped: Dropped,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<String, Irrecevable> {
        trace.note("file", dropped.file_name.clone());
        trace.note("size-bytes", dropped.inspection.size_bytes);
        match self.judge(&dropped, now) {
            Ok((envelope, invoice_files)) => {
                let deposit = deposit_of(dropped, envelope, invoice_files);
                Ok(self.deposit(deposit, now, trace).number.clone())
            }
            Err(refusal) => {
                self.plan_refusal_report(dropped, &refusal, now);
                Err(refusal)
            }
        }
    }

    fn judge(
        &self,
        dropped: &Dropped,
        now: Timestamp,
    ) -> Result<(Envelope, Vec<String>), Irrecevable> {
        let Dropped { application_code, file_name, inspection } = dropped;
        let (envelope, _) =
            self.judge_envelope(application_code, file_name, inspection.size_bytes, now)?;
        let invoice_files = judge_content(&inspection.content, &self.knobs.exchange.limits)?;
        Ok((envelope, invoice_files))
    }

    fn plan_refusal_report(&mut self, dropped: Dropped, irrecevable: &Irrecevable, now: Timestamp) {
        if self.knobs.exchange.refusal_of_drop == RefusalOfDrop::FailureAtClose {
            return;
        }
        let refusal = Refusal {
            application_code: dropped.application_code,
            file_name: dropped.file_name,
            code: irrecevable.code,
            reason: irrecevable.reason.clone(),
        };
        let wait_s = self.knobs.exchange.s_to_refusal_report;
        self.plan(now, wait_s, Event::RefusalReported { refusal });
    }

    /// Puts the report of a refusal in pick-up.
    pub(super) fn report_refusal(&mut self, refusal: &Refusal, now: Timestamp, trace: &mut Trace) {
        let sequence = self.ids.sequence("refusal");
        let (name, content) = report::refusal(refusal, sequence, now);
        trace.note("application-code", refusal.application_code.clone());
        trace.note("code", refusal.code.wire_name());
        trace.note("file", name.clone());
        trace.stands_on(rules::FLOW_08);
        self.hand_out(&refusal.application_code, name, content, now);
    }
}

fn deposit_of(dropped: Dropped, envelope: Envelope, invoice_files: Vec<String>) -> Deposit {
    Deposit {
        carrier: Carrier::EdiSftp,
        sender: dropped.application_code,
        interface_code: envelope.interface_code,
        file_name: dropped.file_name,
        syntax: None,
        size_bytes: dropped.inspection.size_bytes,
        sha256: dropped.inspection.sha256,
        number: Some(envelope.identifier),
        invoice_files,
    }
}
