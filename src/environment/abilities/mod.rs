//! What an environment may be able to do, each ability for itself.

mod certificates;
mod chorus_pro;
mod observe;
mod operator;
mod social_security;

pub use certificates::{AuthorityWord, CertificateOrder, IssueCertificates, RevokeCertificates};
pub use chorus_pro::{Activation, ApiConnection, ChorusProStates, EdiConnection, FlowEnd, Manager};
pub use observe::Observe;
pub use operator::{Answer, Gate, GateFile, Operator, Question, Waiting};
pub use social_security::{
    Application, Audiences, Company, Conduct, DeclarationEnd, Quality, RestAccount,
    SocialSecurityStates, Stage,
};

/// Something could not be arranged, ordered or made.
#[derive(Debug, thiserror::Error)]
#[error("failed to {what}")]
pub struct ArrangeError {
    /// What, as a verb with its object.
    pub what: String,
    /// Why.
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

impl ArrangeError {
    /// Says what failed, and why.
    pub fn new(
        what: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { what: what.into(), source: source.into() }
    }
}
