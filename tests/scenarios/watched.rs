//! The mocks, watched: what they wrote down is kept when a scenario closes them.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use jiff::Timestamp;
use raccord::connectors::{Network, Vault};
use raccord::environment::{
    Addresses, CannotDo, ChorusProConnections, ChorusProStates, Environment, IssueCertificates,
    Mocks, Observe, OpenError, RevokeCertificates, START, SocialSecurityConnections,
    SocialSecurityStates,
};
use raccord::rehearsal::{Stage, Trial};
use raccord::report::event::Place;
use raccord::steps::World;
use raccord_kernel::{Clock, Entry, Evidence, Faults};
use raccord_mocks::gateway::Listen;

use super::connectors::Conduct;

/// What the mocks of one scenario wrote down.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) journal: Vec<Entry>,
    pub(crate) evidence: Evidence,
}

/// What was written down, by scenario.
pub(crate) type AllWritten = Arc<Mutex<BTreeMap<String, Written>>>;

/// The name under which a scenario's writings are kept.
pub(crate) fn scenario(place: &Place) -> String {
    format!("{}:{}", place.path, place.line)
}

/// Opens watched mocks, with connectors of some conduct.
#[derive(Debug, Clone, Default)]
pub(crate) struct WatchedStage {
    pub(crate) conduct: Conduct,
    pub(crate) time_stands_still: bool,
    pub(crate) written: AllWritten,
}

impl Stage for WatchedStage {
    type World = World;

    fn name(&self) -> &str {
        "mocks"
    }

    fn starts_at(&self) -> Option<Timestamp> {
        Some(START)
    }

    async fn open(&self, trial: &Trial) -> Result<World, OpenError> {
        let mocks = Mocks::open(trial.seed, Clock::held(START), Listen::default()).await?;
        let watched = Watched {
            mocks,
            scenario: scenario(&trial.place),
            time_stands_still: self.time_stands_still,
            written: Arc::clone(&self.written),
        };
        Ok(World::with_connectors(Rc::new(watched), Rc::new(self.conduct)))
    }
}

/// The mocks of one scenario.
#[derive(Debug)]
struct Watched {
    mocks: Mocks,
    scenario: String,
    time_stands_still: bool,
    written: AllWritten,
}

impl Drop for Watched {
    fn drop(&mut self) {
        let (journal, evidence) = (self.mocks.journal().entries(), self.mocks.evidence());
        let written = Written { journal, evidence };
        self.written.lock().unwrap().insert(self.scenario.clone(), written);
    }
}

impl Environment for Watched {
    fn name(&self) -> &str {
        self.mocks.name()
    }

    fn now(&self) -> Timestamp {
        self.mocks.now()
    }

    fn network(&self) -> &Network {
        self.mocks.network()
    }

    fn addresses(&self) -> &Addresses {
        self.mocks.addresses()
    }

    fn vault(&self) -> &Vault {
        self.mocks.vault()
    }

    fn pass_to(&self, instant: Timestamp) -> LocalBoxFuture<'_, ()> {
        if self.time_stands_still {
            return std::future::ready(()).boxed_local();
        }
        self.mocks.pass_to(instant)
    }

    fn next_event(&self) -> Option<Timestamp> {
        self.mocks.next_event()
    }

    fn faults(&self) -> Result<&Faults, CannotDo> {
        self.mocks.faults()
    }

    fn observe(&self) -> Result<&dyn Observe, CannotDo> {
        self.mocks.observe()
    }

    fn issue_certificates(&self) -> Result<&dyn IssueCertificates, CannotDo> {
        self.mocks.issue_certificates()
    }

    fn revoke_certificates(&self) -> Result<&dyn RevokeCertificates, CannotDo> {
        self.mocks.revoke_certificates()
    }

    fn time_travel(&self) -> Result<(), CannotDo> {
        self.mocks.time_travel()
    }

    fn chorus_pro_connections(&self) -> Result<&dyn ChorusProConnections, CannotDo> {
        self.mocks.chorus_pro_connections()
    }

    fn social_security_connections(&self) -> Result<&dyn SocialSecurityConnections, CannotDo> {
        self.mocks.social_security_connections()
    }

    fn chorus_pro_states(&self) -> Result<&dyn ChorusProStates, CannotDo> {
        self.mocks.chorus_pro_states()
    }

    fn social_security_states(&self) -> Result<&dyn SocialSecurityStates, CannotDo> {
        self.mocks.social_security_states()
    }
}
