//! Why a call is refused, by the gateway or by an API behind it.

use jiff::Timestamp;
use raccord_kernel::{Refuse, Rule};

use super::issue::Issue;
use super::rules;

/// Why a call is refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(super) enum Refusal {
    /// A method that the path does not take.
    #[error("found {found}, expected {allowed}")]
    WrongMethod {
        /// The method.
        found: String,
        /// Those that it takes, as `Allow` has them.
        allowed: &'static str,
    },
    /// No bearer in `Authorization`.
    #[error("there is no `Authorization: Bearer …`; ask the token server for a token first")]
    NoToken,
    /// A token that was never issued here, or was forgotten since.
    #[error("this token was not issued here, or is over for more than an hour; ask for another")]
    UnknownToken,
    /// A token that is over.
    #[error("{token} is over since {since}; ask for another")]
    TokenOver {
        /// Its name.
        token: String,
        /// The first instant at which it was over.
        since: Timestamp,
    },
    /// A token whose account was deleted.
    #[error("the account of {token}, `{client_id}`, was deleted in ChaMan")]
    AccountDeleted {
        /// The token's name.
        token: String,
        /// The account's client id.
        client_id: String,
    },
    /// A token without any of the scopes of the operation.
    #[error(
        "{token} has {found:?}, expected one of {required:?}: have the permission checked in \
         ChaMan, and the scope asked of the token server"
    )]
    MissingScope {
        /// The token's name.
        token: String,
        /// Its scopes.
        found: Vec<String>,
        /// Those that open the operation.
        required: &'static [&'static str],
    },
    /// An `Accept` that takes nothing of what the operation answers.
    #[error("found `Accept: {found}`, expected one that takes one of {answers:?}, as `*/*` does")]
    NotAcceptable {
        /// What it is.
        found: String,
        /// What the operation answers.
        answers: &'static [&'static str],
    },
    /// A body of another type than JSON.
    #[error("found {found}, expected `Content-Type: application/json`")]
    NotJson {
        /// What was said of it.
        found: String,
    },
    /// A body that is too large.
    #[error("found a body of more than {limit_bytes} octets")]
    TooLarge {
        /// How many it may have.
        limit_bytes: usize,
    },
    /// What was asked is wrong.
    #[error("{}", told(.issues))]
    Invalid {
        /// What is wrong with it; the journal has the rule of the first.
        issues: Vec<Issue>,
    },
    /// It may not be done for that employer, or by that account.
    #[error("{reason}")]
    NotPermitted {
        /// The rule that says so.
        rule: &'static Rule,
        /// What the caller is told.
        detail: String,
        /// What the journal says.
        reason: String,
    },
    /// It is not there, or not yet.
    #[error("{reason}")]
    NotFound {
        /// The rule that says so.
        rule: &'static Rule,
        /// What is asked for is called so in the path.
        name: &'static str,
        /// What was asked for.
        value: String,
        /// What the journal says.
        reason: String,
    },
    /// It was asked for too soon, or too often.
    #[error("{reason}")]
    TooSoon {
        /// The rule that says so.
        rule: &'static Rule,
        /// After how many seconds it may be asked for.
        retry_after_s: i64,
        /// What the journal says.
        reason: String,
    },
}

impl Refuse for Refusal {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::WrongMethod { .. } => rules::API_02,
            Self::NoToken => rules::API_03,
            Self::UnknownToken => rules::API_04,
            Self::TokenOver { .. } => rules::API_05,
            Self::AccountDeleted { .. } => rules::API_13,
            Self::MissingScope { .. } => rules::API_06,
            Self::NotAcceptable { .. } => rules::API_07,
            Self::NotJson { .. } => rules::API_08,
            Self::TooLarge { .. } => rules::API_09,
            Self::Invalid { issues } => issues.first().map_or(rules::API_10, |issue| issue.rule),
            Self::NotPermitted { rule, .. }
            | Self::NotFound { rule, .. }
            | Self::TooSoon { rule, .. } => rule,
        }
    }

    fn reason(&self) -> String {
        self.to_string()
    }
}

/// Issues as the journal has them: what is wrong, never the value, which is about a person.
fn told(issues: &[Issue]) -> String {
    let one = |issue: &Issue| {
        let name = issue.name.as_deref().unwrap_or("the request");
        format!("{name}: {}", issue.detail)
    };
    issues.iter().map(one).collect::<Vec<_>>().join("; ")
}
