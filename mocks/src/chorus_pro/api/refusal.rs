//! Why the API does not do what it was asked.

use raccord_kernel::{Refuse, Rule};

use super::{Syntax, rules};

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    /// The application was not declared.
    #[error(
        "no \"raccordement PISTE\" names the application `{application}`, spelling and case included; declare it"
    )]
    UndeclaredApplication {
        /// Its name.
        application: String,
    },
    /// The technical account is not good.
    #[error("{why}")]
    Account {
        /// The rule that says so.
        rule: &'static Rule,
        /// What is wrong.
        why: String,
    },
    /// The body is not announced as JSON.
    #[error("the body is announced as `{found}`; send `Content-Type: application/json`")]
    NotJson {
        /// What it is announced as.
        found: String,
    },
    /// The body is not what the Swagger says.
    #[error("the body is not what the Swagger of the operation says: {why}")]
    Malformed {
        /// What is wrong.
        why: String,
    },
    /// The body is too large to be read.
    #[error("the body is larger than 120 Mo in base64; split the flow")]
    TooLarge,
    /// Nobody knows the interface code of a syntax.
    #[error("no source gives the interface code of `{}`; set the knob `interface_codes`", .syntax.wire_name())]
    NoInterfaceCode {
        /// The syntax.
        syntax: Syntax,
    },
    /// The business refuses.
    #[error(transparent)]
    Business(#[from] Business),
}

/// A business refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub(super) struct Business {
    /// The rule that refuses.
    pub(super) rule: &'static Rule,
    /// The status that goes with it.
    pub(super) status: u16,
    /// `codeRetour`.
    pub(super) code: i32,
    /// `libelle`.
    pub(super) label: &'static str,
    /// What was found, what was expected, what to do.
    pub(super) why: String,
}

impl Refuse for Refusal {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::UndeclaredApplication { .. } => rules::API_01,
            Self::Account { rule, .. } => rule,
            Self::NotJson { .. } => rules::API_05,
            Self::Malformed { .. } => rules::API_06,
            Self::TooLarge => rules::API_10,
            Self::NoInterfaceCode { .. } => rules::API_11,
            Self::Business(business) => business.rule,
        }
    }

    fn reason(&self) -> String {
        self.to_string()
    }
}
