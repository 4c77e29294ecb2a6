//! Where a scenario runs: how to dial and whom to trust, what time it is, and what can be done.
//!
//! An [`Environment`] answers the first three for everybody; what it *can do* beyond that are
//! abilities, each asked for by the step that needs it. An environment without the ability makes
//! the scenario *not run, with the reason*, never a silent pass.

mod abilities;
mod addresses;
mod guessed;
mod keys;
mod mocks;
pub mod qualification;

pub use abilities::{
    Activation, Answer, ApiConnection, Application, ArrangeError, Audiences, AuthorityWord,
    CertificateOrder, ChorusProConnections, ChorusProStates, Company, Conduct, DeclarationEnd,
    EdiConnection, FlowEnd, Gate, GateFile, IssueCertificates, Manager, NotConnected, Observe,
    Operator, OwnFlow, Patience, Quality, Question, RestAccount, RevokeCertificates,
    SocialSecurityConnections, SocialSecurityStates, Stage, Wait, Waiting,
};
pub use addresses::{Addresses, SocialSecurityAddresses};
pub use guessed::{guess, is_guessed, is_rule};
pub use keys::{prepare as prepare_keys, prepare_fresh as prepare_fresh_keys};
pub use mocks::{
    HandInError, KnownCertificate, Mocks, Place, START, Snapshot, SnapshotError, Standing,
    SystemSurvey, Taken, Tenancy, TenancyError, is_delivered_by_mail, rules,
};

use std::fmt::Debug;

use futures::future::LocalBoxFuture;
use jiff::{SignedDuration, Timestamp};
use raccord_kernel::Faults;

use crate::connectors::outside::Withheld;
use crate::connectors::{Network, Vault};

/// What a scenario runs on.
pub trait Environment: Debug {
    /// Its name: `mocks`.
    fn name(&self) -> &str;

    /// The instant it is there.
    fn now(&self) -> Timestamp;

    /// How to dial, and whom to trust.
    fn network(&self) -> &Network;

    /// The real names that this environment answers for.
    fn addresses(&self) -> &Addresses;

    /// Its secrets.
    fn vault(&self) -> &Vault;

    /// What it was given for itself: secrets, and the variables that hold them.
    fn withheld(&self) -> Withheld {
        Withheld::default()
    }

    /// Lets time go to `instant`.
    fn pass_to(&self, instant: Timestamp) -> LocalBoxFuture<'_, ()>;

    /// When something will happen by itself, where that can be known.
    fn next_event(&self) -> Option<Timestamp>;

    /// Whether time goes on only when it is told to, and then at once.
    ///
    /// # Errors
    ///
    /// When it goes on by itself.
    fn time_travel(&self) -> Result<(), CannotDo> {
        Err(self.cannot("move time"))
    }

    /// How long something is waited for here, and how often it is looked at.
    fn patience(&self, wait: Wait) -> Patience {
        wait.usual()
    }

    /// The longest time that a run waits for anything before it is suspended.
    fn longest_wait(&self) -> Option<SignedDuration> {
        None
    }

    /// Takes the connector's next turn, and says from when on it may act.
    fn turn(&self) -> Timestamp {
        self.now()
    }

    /// Takes note that the other side asked not to be asked before then (`Retry-After`).
    fn asked_to_wait(&self, _until: Timestamp) {}

    /// Before when the other side asked not to be asked, where it did.
    fn not_before(&self) -> Option<Timestamp> {
        None
    }

    /// The person who does what no program can; where there is none, programs work in the portals.
    fn operator(&self) -> Option<&dyn Operator> {
        None
    }

    /// What the supplier sends, where it is not raccord's own example.
    fn own_flow(&self) -> Option<&OwnFlow> {
        None
    }

    /// The number of the first flow of a scenario: no two scenarios may use one again.
    fn first_flow_number(&self) -> u64 {
        1
    }

    /// Where social security is, in one of its worlds.
    fn social_security_addresses(&self, stage: Stage) -> SocialSecurityAddresses {
        SocialSecurityAddresses::of(stage)
    }

    /// What is broken on purpose.
    ///
    /// # Errors
    ///
    /// When nothing can be broken here.
    fn faults(&self) -> Result<&Faults, CannotDo> {
        Err(self.cannot("break anything on purpose"))
    }

    /// What the other side wrote down.
    ///
    /// # Errors
    ///
    /// When the other side shows no journal.
    fn observe(&self) -> Result<&dyn Observe, CannotDo> {
        Err(self.cannot("show what the other side wrote down"))
    }

    /// Certificates on order.
    ///
    /// # Errors
    ///
    /// When no supplier can be asked.
    fn issue_certificates(&self) -> Result<&dyn IssueCertificates, CannotDo> {
        Err(self.cannot("issue certificates"))
    }

    /// What the authorities of certificates say of revocation.
    ///
    /// # Errors
    ///
    /// When no authority can be told what to say.
    fn revoke_certificates(&self) -> Result<&dyn RevokeCertificates, CannotDo> {
        Err(self.cannot("revoke certificates"))
    }

    /// Who is connected to Chorus Pro.
    ///
    /// # Errors
    ///
    /// When nobody is.
    fn chorus_pro_connections(&self) -> Result<&dyn ChorusProConnections, CannotDo> {
        Err(self.cannot("connect anybody to Chorus Pro"))
    }

    /// Who is connected to social security.
    ///
    /// # Errors
    ///
    /// When nobody is.
    fn social_security_connections(&self) -> Result<&dyn SocialSecurityConnections, CannotDo> {
        Err(self.cannot("connect anybody to social security"))
    }

    /// Chorus Pro and PISTE before a scenario begins.
    ///
    /// # Errors
    ///
    /// When nothing can be arranged there.
    fn chorus_pro_states(&self) -> Result<&dyn ChorusProStates, CannotDo> {
        Err(self.cannot("arrange a starting state in Chorus Pro"))
    }

    /// Social security before a scenario begins.
    ///
    /// # Errors
    ///
    /// When nothing can be arranged there.
    fn social_security_states(&self) -> Result<&dyn SocialSecurityStates, CannotDo> {
        Err(self.cannot("arrange a starting state at social security"))
    }

    /// The reason for which a scenario is not run here.
    fn cannot(&self, ability: &'static str) -> CannotDo {
        CannotDo { environment: self.name().to_owned(), ability }
    }
}

/// What an environment cannot do, and so the reason why a scenario was not run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the `{environment}` environment cannot {ability}")]
pub struct CannotDo {
    /// The name of the environment that was asked.
    pub environment: String,
    /// What was asked of it, as a verb: "move time".
    pub ability: &'static str,
}

/// Why an environment could not be opened: its cause says what failed.
#[derive(Debug, thiserror::Error)]
#[error("failed to open the `{environment}` environment")]
pub struct OpenError {
    /// The name of the environment.
    pub environment: String,
    /// What failed.
    pub source: Box<dyn std::error::Error + Send + Sync>,
}
