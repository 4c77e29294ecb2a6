//! "Dépôt factures" and "Suivi des flux": a person deposits invoices by hand, and looks what became
//! of them.

use jiff::Timestamp;
use raccord_kernel::{Rule, Trace};
use sha2::{Digest as _, Sha256};

use super::Knobs;
use super::refusal::Refusal;
use super::rules;
use super::session::Visitor;
use crate::chorus_pro::ChorusPro;
use crate::chorus_pro::api::Syntax;
use crate::chorus_pro::exchange::{Carrier, Deposit, Flow, invoice_files};
use crate::web::form::FileField;

/// A file that was chosen, once it was read.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    file_name: String,
    size_bytes: u64,
    sha256: String,
    invoice_files: Vec<String>,
}

/// Why a deposit, or a look at one, is refused.
#[derive(Debug, thiserror::Error)]
pub(super) enum DepositRefusal {
    /// No file was chosen.
    #[error(
        "failed to take a deposit: found no file; choose one in \"Choix du fichier à importer\""
    )]
    NoFile,
    /// The file holds nothing.
    #[error("failed to take a deposit: the file is empty; choose the one that holds the invoice")]
    Empty,
    /// Its name does not end as it should.
    #[error(
        "failed to take a deposit: found a file named `{file_name}`, expected one that ends in {expected}"
    )]
    Extension {
        /// Its name.
        file_name: String,
        /// The extensions that are taken.
        expected: String,
    },
    /// It is too large.
    #[error("failed to take a deposit: found more than {limit} octets; split the invoices")]
    TooLarge {
        /// What a file may have.
        limit: u64,
    },
    /// No such flow.
    #[error(
        "failed to show a flow: no structure of the account deposited one of this number; check it"
    )]
    UnknownFlow,
}

impl Chosen {
    /// Reads a file, which takes a while for a large one.
    pub(super) fn of(file: &FileField) -> Self {
        Self {
            file_name: file.name.clone(),
            size_bytes: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX),
            sha256: hex::encode(Sha256::digest(&file.bytes)),
            invoice_files: invoice_files(&file.bytes),
        }
    }
}

impl ChorusPro {
    /// Takes a file in for a structure, and answers the number of its flow (`CPP-PORTAL-13`).
    ///
    /// # Errors
    ///
    /// In this order: `CPP-PORTAL-07`, `-11`, `-14`, `-15`.
    pub(super) fn deposit_by_hand(
        &mut self,
        visitor: &Visitor,
        siret: &str,
        chosen: Option<Chosen>,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<String, Refusal> {
        let structure = self.structure_of(visitor, siret)?;
        trace.note("structure", structure.siret.clone());
        let chosen = chosen.ok_or(DepositRefusal::NoFile)?;
        trace.note("file", chosen.file_name.clone());
        trace.note("size-bytes", chosen.size_bytes);
        if chosen.size_bytes == 0 {
            return Err(DepositRefusal::Empty.into());
        }
        let (syntax, interface_code) = self.syntax_of(&chosen.file_name)?;
        trace.stands_on(rules::PORTAL_13);
        trace.stands_on(rules::PORTAL_17);
        let deposit = Deposit {
            carrier: Carrier::Portal,
            sender: structure.siret,
            interface_code,
            file_name: chosen.file_name,
            syntax: Some(syntax.wire_name().to_owned()),
            size_bytes: chosen.size_bytes,
            sha256: chosen.sha256,
            number: None,
            invoice_files: chosen.invoice_files,
        };
        Ok(self.deposit(deposit, now, trace).number.clone())
    }

    /// A flow that a structure of the manager's deposited (`CPP-PORTAL-18`).
    pub(super) fn flow_of(
        &self,
        visitor: &Visitor,
        number: &str,
        trace: &mut Trace,
    ) -> Result<(Flow, String), Refusal> {
        let flow = self.exchange.flow(number).ok_or(DepositRefusal::UnknownFlow)?;
        let siret = self.depositor(flow).filter(|siret| visitor.mandate(siret).is_ok());
        let structure = siret.and_then(|siret| self.portal.structure(siret));
        let structure = structure.ok_or(DepositRefusal::UnknownFlow)?;
        trace.note("flow", number);
        trace.note("state", flow.state.wire_name());
        trace.stands_on(rules::PORTAL_18);
        Ok((flow.clone(), structure.label()))
    }

    /// The syntax that a file's extension stands for, and its interface code (`CPP-PORTAL-15`,
    /// `-17`).
    fn syntax_of(&self, file_name: &str) -> Result<(Syntax, String), DepositRefusal> {
        let syntax = self.knobs.portal.deposit_syntax(file_name);
        let code = |syntax| self.knobs.api.interface_codes.get(&syntax).cloned();
        let found = syntax.and_then(|syntax| Some((syntax, code(syntax)?)));
        found.ok_or_else(|| DepositRefusal::Extension {
            file_name: file_name.to_owned(),
            expected: self.knobs.portal.deposit_extensions(),
        })
    }
}

impl Knobs {
    /// The extensions that are taken: `.pdf, .tar.gz, .xml, .zip`.
    pub(super) fn deposit_extensions(&self) -> String {
        let extensions = self.deposit_syntaxes.keys().map(|extension| format!(".{extension}"));
        extensions.collect::<Vec<_>>().join(", ")
    }

    fn deposit_syntax(&self, file_name: &str) -> Option<Syntax> {
        let name = file_name.to_lowercase();
        let ends = |extension: &str| {
            name.strip_suffix(extension).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
        };
        let mut known = self.deposit_syntaxes.iter();
        known.find_map(|(extension, syntax)| ends(extension).then_some(*syntax))
    }
}

impl DepositRefusal {
    /// The rule that refuses.
    pub(super) const fn rule(&self) -> &'static Rule {
        match self {
            Self::NoFile => rules::PORTAL_11,
            Self::Empty => rules::PORTAL_14,
            Self::Extension { .. } => rules::PORTAL_15,
            Self::TooLarge { .. } => rules::PORTAL_16,
            Self::UnknownFlow => rules::PORTAL_18,
        }
    }
}
