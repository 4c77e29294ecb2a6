//! Why there is no token, whatever it is that refused.

use raccord_kernel::{Refuse, Rule};

use super::assertion::Malformed;
use super::audience::OtherAudience;
use super::claims::ClaimRefusal;
use super::knobs::UnreadableAssertion;
use super::proof::Unproven;
use super::request::{NoAssertion, RequestRefusal};
use super::rules;
use super::scopes::ScopeRefusal;

/// Why there is no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefusal {
    /// The request is at fault, whoever asks.
    #[error(transparent)]
    Request(#[from] RequestRefusal),
    /// The assertion cannot be read.
    #[error("{why}")]
    Unreadable {
        /// What is wrong.
        why: Unreadable,
        /// What is answered.
        answer: UnreadableAssertion,
        /// The status of `invalid_client`, where that is answered.
        status: u16,
    },
    /// The client has not shown who it is: `invalid_client`.
    #[error("{why}")]
    Client {
        /// What is wrong.
        why: ClientRefusal,
        /// The status to answer.
        status: u16,
    },
    /// The scopes are not to be had.
    #[error(transparent)]
    Scope(#[from] ScopeRefusal),
}

/// Why an assertion cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// There is none.
    #[error(transparent)]
    None(#[from] NoAssertion),
    /// What is there is no signed JWT.
    #[error(transparent)]
    Malformed(#[from] Malformed),
}

/// Why an assertion that can be read proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientRefusal {
    /// A claim is missing, of the wrong type, or says what it may not.
    #[error(transparent)]
    Claim(#[from] ClaimRefusal),
    /// It is for another server.
    #[error(transparent)]
    Audience(#[from] OtherAudience),
    /// It is not signed as it has to be.
    #[error(transparent)]
    Proof(#[from] Unproven),
}

impl Refuse for TokenRefusal {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::Request(refusal) => refusal.rule(),
            Self::Unreadable { why: Unreadable::None(_), .. } => rules::ASSERTION_TYPE,
            Self::Unreadable { why: Unreadable::Malformed(_), .. } => rules::ONE_JWT,
            Self::Client { why: ClientRefusal::Claim(why), .. } => why.rule(),
            Self::Client { why: ClientRefusal::Audience(_), .. } => rules::AUDIENCE,
            Self::Client { why: ClientRefusal::Proof(why), .. } => why.rule(),
            Self::Scope(refusal) => refusal.rule(),
        }
    }

    fn reason(&self) -> String {
        self.to_string()
    }
}
