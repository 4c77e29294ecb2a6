//! The systems of one tenant: which there are, and under which names they are served.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use raccord_certs::conformity::Platform;
use raccord_kernel::{Desk, Office, System};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::door_keys::DoorKeysFrom;
use crate::authority::{self, Authorities};
use crate::chorus_pro::portal::{self, NetworkData};
use crate::chorus_pro::{self, ChorusPro, api};
use crate::piste::{self, Piste};
use crate::social_security::{self, SocialSecurity, World};
use crate::web::Host;

/// What a tenant's systems start from.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The seed of every identifier.
    pub seed: u64,
    /// What is guessed of the systems.
    pub knobs: Knobs,
    /// Where the SFTP door is, as sheets show it.
    pub network: NetworkData,
    /// How many entries the journal keeps, the newest; all of them where nothing is said.
    pub journal_newest: Option<usize>,
    /// What the doors prove themselves by.
    pub door_keys: DoorKeysFrom,
}

/// What is guessed of the systems, each guess with its default.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// Of PISTE.
    pub piste: piste::Knobs,
    /// Of Chorus Pro.
    pub chorus_pro: chorus_pro::Knobs,
    /// Of social security.
    pub social_security: social_security::Knobs,
}

/// The systems of one tenant.
#[derive(Debug, Clone)]
pub struct Systems {
    /// PISTE, sandbox and production.
    pub piste: Desk<Piste>,
    /// Chorus Pro's qualification environment, behind PISTE's sandbox; EDI leads here.
    pub qualification: Desk<ChorusPro>,
    /// Chorus Pro's production environment: its portal, and what is behind PISTE's production.
    pub production: Desk<ChorusPro>,
    /// Social security: production, and simulation beside it.
    pub social_security: Desk<SocialSecurity>,
    /// Social security's acceptance environment.
    pub social_security_acceptance: Desk<SocialSecurity>,
    /// The supplier's authorities, who speak of revocation.
    pub authority: Desk<Authorities>,
    network: NetworkData,
}

/// The states of a tenant's systems, by name.
pub type States = BTreeMap<String, Box<RawValue>>;

const QUALIFICATION: &str = "chorus-pro";
const PRODUCTION: &str = "chorus-pro/production";
const SOCIAL_SECURITY: &str = "social-security";
const ACCEPTANCE: &str = "social-security/acceptance";

/// Something that is no state of a system.
#[derive(Debug, thiserror::Error)]
#[error("found no state of the system `{name}`")]
pub struct NoState {
    name: String,
    source: Option<serde_json::Error>,
}

impl Systems {
    /// Sets the systems up, empty.
    #[must_use]
    pub fn new(office: &Arc<Office>, settings: &Settings) -> Self {
        let chorus_pro = |actor, seed| {
            let state = ChorusPro::new(seed, settings.knobs.chorus_pro.clone());
            Desk::named(actor, Arc::clone(office), state)
        };
        let social_security = |actor, seed| {
            let state = SocialSecurity::new(seed, settings.knobs.social_security.clone());
            Desk::named(actor, Arc::clone(office), state)
        };
        let piste = Piste::new(settings.seed, settings.knobs.piste.clone());
        Self {
            piste: Desk::new(Arc::clone(office), piste),
            qualification: chorus_pro(QUALIFICATION, settings.seed),
            // Another seed: two worlds that draw the same identifiers could be taken for one.
            production: chorus_pro(PRODUCTION, !settings.seed),
            social_security: social_security(SOCIAL_SECURITY, settings.seed),
            social_security_acceptance: social_security(ACCEPTANCE, !settings.seed),
            authority: Desk::new(Arc::clone(office), Authorities::default()),
            network: settings.network.clone(),
        }
    }

    /// The state of each, under the name that its journal entries have.
    ///
    /// # Errors
    ///
    /// When a state cannot be written as JSON.
    pub fn snapshot(&self) -> Result<States, serde_json::Error> {
        let states = [
            ("piste", self.piste.snapshot()?),
            (QUALIFICATION, self.qualification.snapshot()?),
            (PRODUCTION, self.production.snapshot()?),
            (SOCIAL_SECURITY, self.social_security.snapshot()?),
            (ACCEPTANCE, self.social_security_acceptance.snapshot()?),
            ("authority", self.authority.snapshot()?),
        ];
        Ok(states.map(|(name, state)| (name.to_owned(), state)).into())
    }

    /// Puts back the states of a [`snapshot`](Self::snapshot): all of them, or none.
    ///
    /// # Errors
    ///
    /// [`NoState`] when a state is missing, or is none of its system.
    pub fn restore(&self, states: &States) -> Result<(), NoState> {
        let piste = state_of(&self.piste, states)?;
        let qualification = state_of(&self.qualification, states)?;
        let production = state_of(&self.production, states)?;
        let social_security = state_of(&self.social_security, states)?;
        let acceptance = state_of(&self.social_security_acceptance, states)?;
        let authority = state_of(&self.authority, states)?;
        self.piste.replace(piste);
        self.qualification.replace(qualification);
        self.production.replace(production);
        self.social_security.replace(social_security);
        self.social_security_acceptance.replace(acceptance);
        self.authority.replace(authority);
        Ok(())
    }

    /// The hosts they are served under.
    pub(super) fn hosts(&self) -> Vec<Host> {
        let portals = [
            (&self.qualification, Platform::Qualification),
            (&self.production, Platform::Production),
        ];
        let portals = portals
            .map(|(desk, platform)| portal::host(desk.clone(), self.network.clone(), platform));
        let mut hosts =
            piste::hosts(&self.piste, api::apis(&self.qualification), api::apis(&self.production));
        hosts.extend(portals);
        hosts.extend(social_security::hosts(&self.social_security, World::Production));
        hosts.extend(social_security::hosts(&self.social_security_acceptance, World::Acceptance));
        hosts.extend(authority::hosts(&self.authority));
        hosts
    }

    /// When something will happen by itself.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        let due = [
            self.piste.next_due(),
            self.qualification.next_due(),
            self.production.next_due(),
            self.social_security.next_due(),
            self.social_security_acceptance.next_due(),
        ];
        due.into_iter().flatten().min()
    }

    /// Makes everything happen that is due.
    pub(super) fn catch_up(&self) {
        self.piste.catch_up();
        self.qualification.catch_up();
        self.production.catch_up();
        self.social_security.catch_up();
        self.social_security_acceptance.catch_up();
    }
}

/// The state of a desk's system among others.
fn state_of<S: System>(desk: &Desk<S>, states: &States) -> Result<S, NoState> {
    let no_state = |source| NoState { name: desk.actor().to_owned(), source };
    let state = states.get(desk.actor()).ok_or_else(|| no_state(None))?;
    desk.read_back(state).map_err(|source| no_state(Some(source)))
}

/// Hosts that social security never had, and the one that is meant (`GATEWAY-HOST-02`).
pub(super) const MISTAKEN: &[(&str, &str)] =
    &[("api.socialsecurity.be", "services.socialsecurity.be")];

/// Hosts that no longer exist, and what took their place (`GATEWAY-HOST-01`).
pub(super) const RETIRED: &[(&str, &str)] = &[
    ("oauth.aife.economie.gouv.fr", "oauth.piste.gouv.fr"),
    ("sandbox-oauth.aife.economie.gouv.fr", "sandbox-oauth.piste.gouv.fr"),
    ("api.aife.economie.gouv.fr", "api.piste.gouv.fr"),
    ("sandbox-api.aife.economie.gouv.fr", "sandbox-api.piste.gouv.fr"),
    ("developer.aife.economie.gouv.fr", "piste.gouv.fr"),
];
