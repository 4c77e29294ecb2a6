//! Sessions: who visits, and what the login let them see.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use raccord_kernel::{Ids, Secret, clock};
use serde::{Deserialize, Serialize};

use super::account::{Account, Mandate, Profile};
use super::refusal::Refusal;

/// One session.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Session {
    token: Secret,
    over_at: Timestamp,
    visitor: Visitor,
}

/// Who visits, as the session knows it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Visitor {
    /// The login.
    pub(super) login: String,
    /// The token of the session's forms.
    pub(super) form_token: Secret,
    /// The structures that the manager acts for.
    pub(super) mandates: Vec<Mandate>,
    /// The structures whose space "Raccordements EDI et API" the session shows: those that had it
    /// at the login (`CPP-PORTAL-06`).
    pub(super) spaces: BTreeSet<String>,
}

/// The sessions.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Sessions {
    open: Vec<Session>,
}

impl Sessions {
    /// Opens a session and answers its token.
    pub(super) fn open(
        &mut self,
        account: &Account,
        spaces: BTreeSet<String>,
        ids: &mut Ids,
        over_at: Timestamp,
    ) -> Secret {
        let token = Secret::new(ids.alphanumeric("portal.session", 40));
        let visitor = Visitor {
            login: account.login.clone(),
            form_token: Secret::new(ids.alphanumeric("portal.form", 40)),
            mandates: account.mandates.clone(),
            spaces,
        };
        self.open.push(Session { token: token.clone(), over_at, visitor });
        token
    }

    /// Finds who holds a token, and lets the session live on for `idle`.
    pub(super) fn enter(
        &mut self,
        token: Option<&str>,
        now: Timestamp,
        idle: SignedDuration,
    ) -> Result<Visitor, Refusal> {
        let token = token.ok_or(Refusal::NoSession)?;
        let place = self.open.iter().position(|session| session.token.matches(token));
        let session = place.and_then(|at| self.open.get_mut(at)).ok_or(Refusal::NoSession)?;
        if session.over_at <= now {
            return Err(Refusal::SessionOver);
        }
        session.over_at = clock::after(now, idle);
        Ok(session.visitor.clone())
    }

    /// Who holds a token, without letting the session live on.
    pub(super) fn holder(&self, token: Option<&str>, now: Timestamp) -> Option<&Visitor> {
        let token = token?;
        let held = self.open.iter().find(|session| session.token.matches(token))?;
        (now < held.over_at).then_some(&held.visitor)
    }

    /// Ends the session of a token.
    pub(super) fn close(&mut self, token: Option<&str>) {
        self.open.retain(|session| !token.is_some_and(|token| session.token.matches(token)));
    }

    /// Forgets the sessions that were over a day before `now`: until then their holders are told
    /// that they are over.
    pub(super) fn forget_old(&mut self, now: Timestamp) {
        self.open
            .retain(|session| now < clock::after(session.over_at, SignedDuration::from_hours(24)));
    }
}

impl Visitor {
    /// Refuses a form that does not hold this session's token.
    pub(super) fn check_form(&self, token: &str) -> Result<(), Refusal> {
        if self.form_token.matches(token) { Ok(()) } else { Err(Refusal::ForeignForm) }
    }

    /// What the manager may do for a structure.
    pub(super) fn mandate(&self, siret: &str) -> Result<&Mandate, Refusal> {
        let mandate = self.mandates.iter().find(|mandate| mandate.siret == siret);
        mandate.ok_or(Refusal::OtherStructure)
    }

    /// Whether the manager may create and update sheets of a structure.
    #[must_use]
    pub(super) fn may_change(&self, siret: &str) -> bool {
        self.mandate(siret).is_ok_and(|mandate| mandate.profile == Profile::Modification)
    }
}
