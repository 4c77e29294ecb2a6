//! Why ChaMan refuses.

use http::StatusCode;
use raccord_certs::conformity::social_security::rules as certificate_rules;
use raccord_kernel::{Refuse, Rule};

use super::{rules, words};
use crate::social_security::csam::{self, Shown, Words};
use crate::upload::CertificateRefusal;

/// Why ChaMan refuses.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
    /// The login refuses, or the form.
    #[error(transparent)]
    Csam(#[from] csam::Refusal),
    /// The person has no access in the quality.
    #[error(
        "failed to open ChaMan: the person has no access in this quality; the local manager gives \"Gestion des canaux techniques\" in \"Gestion des accès\""
    )]
    Denied,
    /// There is no sender yet.
    #[error("failed to open a page: the enterprise has no sender in this quality; make it first")]
    NoSender,
    /// The contact lacks something.
    #[error("failed to make a sender: \"{0}\" is empty; fill it in")]
    NoContact(&'static str),
    /// The account has no name.
    #[error("failed to create an account: \"Nom du compte\" is empty; fill it in")]
    NoName,
    /// No such type of account.
    #[error("failed to create an account: found type `{0}`, expected `REST` or `SOAP`")]
    Kind(String),
    /// The certificate has no name.
    #[error("failed to register a certificate: \"Nom du certificat\" is empty; fill it in")]
    NoCertificateName,
    /// No file was chosen.
    #[error("failed to register a certificate: no file was chosen; choose one in \"Certificat\"")]
    NoFile,
    /// No such permission.
    #[error("failed to give a permission: found `{0}`, expected one that the page lists")]
    Permission(String),
    /// The account has as many certificates as it may have.
    #[error(
        "failed to register a certificate: the account has {max} already, and may have no more; remove one first"
    )]
    TooMany {
        /// How many it may have.
        max: usize,
    },
    /// The account's last certificate.
    #[error(
        "failed to remove a certificate: it is the account's last one; add another one first, or remove the account"
    )]
    LastCertificate,
    /// No such account, or another owner's.
    #[error("failed to open an account: the enterprise has none of that number in this quality")]
    UnknownAccount,
    /// No such certificate.
    #[error("failed to remove a certificate: the account has none of that number")]
    UnknownCertificate,
    /// The file, or the certificate in it, is not what ChaMan wants.
    #[error(transparent)]
    Certificate(#[from] CertificateRefusal),
}

impl Shown for Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Csam(refusal) => refusal.status(),
            Self::Denied => StatusCode::FORBIDDEN,
            Self::NoSender => StatusCode::SEE_OTHER,
            Self::UnknownAccount | Self::UnknownCertificate => StatusCode::NOT_FOUND,
            Self::TooMany { .. } | Self::LastCertificate => StatusCode::CONFLICT,
            Self::Certificate(refusal) if refusal.rule == certificate_rules::NEW_FILE => {
                StatusCode::CONFLICT
            }
            Self::NoContact(_)
            | Self::NoName
            | Self::Kind(_)
            | Self::NoCertificateName
            | Self::NoFile
            | Self::Permission(_)
            | Self::Certificate(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn words(&self) -> Words {
        words::words(self)
    }

    fn certificate(&self) -> Option<&CertificateRefusal> {
        if let Self::Certificate(refusal) = self { Some(refusal) } else { None }
    }

    fn leads_to(&self) -> Option<&'static str> {
        match self {
            Self::Csam(refusal) => refusal.leads_to(),
            Self::NoSender => Some("/expediteur"),
            Self::Denied
            | Self::NoContact(_)
            | Self::NoName
            | Self::Kind(_)
            | Self::NoCertificateName
            | Self::NoFile
            | Self::Permission(_)
            | Self::TooMany { .. }
            | Self::LastCertificate
            | Self::UnknownAccount
            | Self::UnknownCertificate
            | Self::Certificate(_) => None,
        }
    }
}

impl Refuse for Refusal {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::Csam(refusal) => refusal.rule(),
            Self::Denied => rules::CHAMAN_01,
            Self::NoSender => rules::CHAMAN_02,
            Self::NoContact(_) => rules::CHAMAN_03,
            Self::NoName | Self::Kind(_) => rules::CHAMAN_04,
            Self::NoCertificateName | Self::NoFile => rules::CHAMAN_05,
            Self::Permission(_) => rules::CHAMAN_06,
            Self::TooMany { .. } => rules::CHAMAN_09,
            Self::LastCertificate => rules::CHAMAN_10,
            Self::UnknownAccount | Self::UnknownCertificate => rules::CHAMAN_15,
            Self::Certificate(refusal) => refusal.rule,
        }
    }

    fn reason(&self) -> String {
        self.to_string()
    }
}
