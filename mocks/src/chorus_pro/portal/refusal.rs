//! Why the portal refuses.

use http::StatusCode;
use raccord_kernel::{NoSession, Refuse, Rule};

use super::deposit::DepositRefusal;
use super::rules;
use crate::chorus_pro::sheet;
use crate::web::form::FormError;

/// Why the portal refuses.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
    /// No such account, or not its password.
    #[error("failed to log in: unknown login or wrong password; check both")]
    Credentials,
    /// No session, or one that nobody opened.
    #[error("failed to open a page: found no session; log in")]
    NoSession,
    /// The session is over.
    #[error("failed to open a page: the session was not used for too long; log in again")]
    SessionOver,
    /// A form without its token.
    #[error(
        "failed to take a form: its `jeton` is not the session's; load the form's page and send that one"
    )]
    ForeignForm,
    /// The structure has no such space.
    #[error(
        "failed to open the space \"Raccordements EDI et API\": the structure has none; add it in \"Mes structures\""
    )]
    NoSpace,
    /// The space was added after the login.
    #[error(
        "failed to open the space \"Raccordements EDI et API\": it was added after the login; log out and log in again"
    )]
    SpaceNotYet,
    /// Somebody else's structure.
    #[error(
        "failed to open a structure or its sheet: the account does not act for it; log in as its manager"
    )]
    OtherStructure,
    /// The profile lets look only.
    #[error(
        "failed to change a sheet: found profile \"Raccordements consultation\", expected \"Raccordements modification\""
    )]
    ReadOnly,
    /// The file is too large.
    #[error(
        "failed to take a file: found more than {limit} octets; hand in the certificate and its chain alone"
    )]
    TooLarge {
        /// What a file may have.
        limit: u64,
    },
    /// Not the media type of the page's form.
    #[error("failed to take a form: unexpected media type, expected `{expected}`")]
    MediaType {
        /// The page's.
        expected: &'static str,
    },
    /// The form cannot be read.
    #[error(
        "failed to read a form: it does not decode, or lacks a field; send every field of its page"
    )]
    Malformed,
    /// No file was chosen.
    #[error(
        "failed to take a file: none was chosen; choose one in \"Choix du fichier à importer\""
    )]
    NoFile,
    /// No such sheet.
    #[error("failed to open a sheet: no sheet has that number; search for it")]
    UnknownSheet,
    /// The deposit refuses.
    #[error(transparent)]
    Deposit(#[from] DepositRefusal),
    /// The sheet refuses.
    #[error(transparent)]
    Sheet(#[from] sheet::Refusal),
}

impl Refusal {
    /// The HTTP status that goes with it.
    #[must_use]
    pub(super) const fn status(&self) -> StatusCode {
        match self {
            Self::Credentials | Self::NoSession | Self::SessionOver => StatusCode::UNAUTHORIZED,
            Self::ForeignForm
            | Self::NoSpace
            | Self::SpaceNotYet
            | Self::OtherStructure
            | Self::ReadOnly => StatusCode::FORBIDDEN,
            Self::TooLarge { .. } | Self::Deposit(DepositRefusal::TooLarge { .. }) => {
                StatusCode::PAYLOAD_TOO_LARGE
            }
            Self::MediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::UnknownSheet | Self::Deposit(DepositRefusal::UnknownFlow) => {
                StatusCode::NOT_FOUND
            }
            Self::NoFile | Self::Deposit(_) | Self::Sheet(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

impl From<NoSession> for Refusal {
    fn from(none: NoSession) -> Self {
        match none {
            NoSession::Unknown => Self::NoSession,
            NoSession::Over => Self::SessionOver,
        }
    }
}

impl From<FormError> for Refusal {
    fn from(error: FormError) -> Self {
        match error {
            FormError::TooLarge { limit } => Self::TooLarge { limit },
            FormError::MediaType { expected } => Self::MediaType { expected },
            FormError::Malformed => Self::Malformed,
        }
    }
}

impl Refuse for Refusal {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::Credentials => rules::PORTAL_01,
            Self::NoSession => rules::PORTAL_02,
            Self::SessionOver => rules::PORTAL_03,
            Self::ForeignForm => rules::PORTAL_04,
            Self::NoSpace => rules::PORTAL_05,
            Self::SpaceNotYet => rules::PORTAL_06,
            Self::OtherStructure => rules::PORTAL_07,
            Self::ReadOnly => rules::PORTAL_08,
            Self::TooLarge { .. } => rules::PORTAL_09,
            Self::MediaType { .. } | Self::Malformed => rules::PORTAL_10,
            Self::NoFile => rules::PORTAL_11,
            Self::UnknownSheet => rules::PORTAL_12,
            Self::Deposit(refusal) => refusal.rule(),
            Self::Sheet(refusal) => refusal.rule(),
        }
    }

    fn reason(&self) -> String {
        self.to_string()
    }
}
