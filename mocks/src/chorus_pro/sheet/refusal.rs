//! Why a sheet was not created, or its certificate not taken.

use raccord_kernel::{Refuse, Rule};

use super::examination::CertificateRefusal;
use super::rules;

/// Why a sheet was not created, or its certificate not taken.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The new sheet lacks something.
    #[error("failed to create a sheet: \"{0}\" is empty; fill it in")]
    Missing(&'static str),
    /// The protocol is not one that a sheet can have here.
    #[error("failed to create a sheet: found protocol `{0}`, expected `SFTP`")]
    Protocol(String),
    /// The days are no period.
    #[error(
        "failed to read a period: found `{0}`, expected YYYY-MM-DD, the last day not before the first"
    )]
    Period(String),
    /// No such interface, or the same one twice, or no such type of integration.
    #[error("failed to subscribe to an interface: found `{0}`, expected one of {known} once, Complet or Partiel", known = super::INTERFACE_CODES.join(", "))]
    Interface(String),
    /// The certificate is on another sheet already.
    #[error(
        "failed to register a certificate: it is on another sheet already; order one for this sheet"
    )]
    OnAnotherSheet,
    /// Another update waits, and the knob says that it is not replaced.
    #[error(
        "failed to register a certificate: another one waits for its effect; wait until the sheet is active again"
    )]
    AnotherWaits,
    /// The file, or the certificate in it, is not what the portal wants.
    #[error(transparent)]
    Certificate(#[from] CertificateRefusal),
}

impl Refuse for Refusal {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::Missing(_) => rules::SHEET_01,
            Self::Protocol(_) => rules::SHEET_02,
            Self::Period(_) => rules::SHEET_09,
            Self::Interface(_) => rules::SHEET_10,
            Self::OnAnotherSheet => rules::SHEET_08,
            Self::AnotherWaits => rules::SHEET_07,
            Self::Certificate(refusal) => refusal.rule,
        }
    }

    fn reason(&self) -> String {
        self.to_string()
    }
}
