//! `deposer/flux`: takes a flow in.

use jiff::Timestamp;
use raccord_kernel::Trace;

use super::refusal::{Business, Refusal};
use super::visit::Visitor;
use super::{Syntax, rules};
use crate::chorus_pro::ChorusPro;
use crate::chorus_pro::exchange::{Carrier, Deposit};

/// A flow, as it was sent.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    /// Its name.
    pub(super) file_name: String,
    /// Its syntax.
    pub(super) syntax: Syntax,
    /// Its size.
    pub(super) size_bytes: u64,
    /// The SHA-256 of its content, in lowercase hexadecimal.
    pub(super) sha256: String,
    /// The names of the invoice files in it; empty for a lone file.
    pub(super) invoice_files: Vec<String>,
}

/// A flow that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Deposited {
    /// `numeroFluxDepot`.
    pub(super) number: String,
    /// When.
    pub(super) at: Timestamp,
    /// Its syntax.
    pub(super) syntax: Syntax,
}

impl ChorusPro {
    /// Takes a flow in at `now`.
    ///
    /// # Errors
    ///
    /// In this order: `CPP-API-09`, `-11`.
    pub(super) fn deposit_flow(
        &mut self,
        visitor: &Visitor,
        sent: Sent,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<Deposited, Refusal> {
        trace.note("file", sent.file_name.as_str());
        trace.note("syntax", sent.syntax.wire_name());
        trace.note("size-bytes", sent.size_bytes);
        self.check_size(&sent)?;
        let syntax = sent.syntax;
        let codes = &self.knobs.api.interface_codes;
        let interface_code =
            codes.get(&syntax).cloned().ok_or(Refusal::NoInterfaceCode { syntax })?;
        trace.stands_on(rules::API_08);
        let deposit = Deposit {
            carrier: Carrier::Api,
            sender: visitor.login.clone(),
            interface_code,
            file_name: sent.file_name,
            syntax: Some(syntax.wire_name().to_owned()),
            size_bytes: sent.size_bytes,
            sha256: sent.sha256,
            number: None,
            invoice_files: sent.invoice_files,
        };
        let number = self.deposit(deposit, now, trace).number.clone();
        Ok(Deposited { number, at: now, syntax })
    }

    fn check_size(&self, sent: &Sent) -> Result<(), Business> {
        let max = self.knobs.api.flow_bytes_max;
        if sent.size_bytes <= max {
            return Ok(());
        }
        let found = sent.size_bytes;
        Err(Business {
            rule: rules::API_09,
            status: self.knobs.api.business_error_status,
            code: 20001,
            label: "GDP_MSG_11.022",
            why: format!("the flow weighs {found} bytes, and may weigh {max}; split it"),
        })
    }
}

#[cfg(test)]
mod tests {
    use raccord_kernel::Refuse as _;

    use super::*;
    use crate::chorus_pro::Knobs;

    fn deposit(size_bytes: u64) -> Result<String, &'static str> {
        let mut chorus_pro = ChorusPro::new(1, Knobs::default());
        let visitor =
            Visitor { login: "TECH_1@cpro.fr".to_owned(), siret: "33254021516357".to_owned() };
        let sent = Sent {
            file_name: "facture.xml".to_owned(),
            syntax: Syntax::E1UblInvoice,
            size_bytes,
            sha256: String::new(),
            invoice_files: Vec::new(),
        };
        chorus_pro
            .deposit_flow(&visitor, sent, Timestamp::UNIX_EPOCH, &mut Trace::default())
            .map(|deposited| deposited.number)
            .map_err(|refusal| refusal.rule().id)
    }

    #[test]
    fn cpp_api_09_a_flow_of_30_mo_passes_and_one_byte_more_does_not() {
        assert_eq!(deposit(30_000_000), Ok("CPP0011100000000000000001".to_owned()));
        assert_eq!(deposit(30_000_001), Err("CPP-API-09"));
    }
}
