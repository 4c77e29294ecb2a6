//! What an environment may be able to do, each ability for itself.

mod certificates;
mod chorus_pro;
mod observe;
mod operator;
mod own_flow;
mod patience;
mod social_security;

pub use certificates::{AuthorityWord, CertificateOrder, IssueCertificates, RevokeCertificates};
pub use chorus_pro::{
    Activation, ApiConnection, ChorusProConnections, ChorusProStates, EdiConnection, FlowEnd,
    Manager,
};
pub use observe::Observe;
pub use operator::{Answer, Gate, GateFile, Operator, Question, Waiting};
pub use own_flow::OwnFlow;
pub use patience::{Patience, Wait};
pub use social_security::{
    Application, Audiences, Company, Conduct, DeclarationEnd, Quality, RestAccount,
    SocialSecurityConnections, SocialSecurityStates, Stage,
};

use super::CannotDo;

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

/// Why somebody is not connected.
#[derive(Debug, thiserror::Error)]
pub enum NotConnected {
    /// It could not be arranged.
    #[error(transparent)]
    Arrange(#[from] ArrangeError),
    /// The environment knows of no such connection.
    #[error(transparent)]
    CannotDo(#[from] CannotDo),
    /// Its next certificate is not there yet.
    #[error(
        "a certificate has to be ordered (`raccord cert profiles` tells which), and named as the \
         next of `{table}.certificates`"
    )]
    ToBeOrdered {
        /// The table of the settings that names certificates.
        table: String,
    },
}
