//! Who visits, and what the login let them see.

use std::collections::BTreeSet;

use raccord_kernel::Secret;
use serde::{Deserialize, Serialize};

use super::account::{Mandate, Profile};
use super::refusal::Refusal;

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
