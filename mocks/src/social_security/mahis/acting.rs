//! On whose behalf a visitor is here: an enterprise, as one of the two parties of a mandate.

use jiff::Timestamp;

use super::mandate::Mandate;
use super::refusal::Refusal;
use crate::social_security::SocialSecurity;
use crate::social_security::directory::{EnterpriseNumber, Quality, Role};

/// One of the two parties of a mandate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// "Mandant": the employer.
    Principal,
    /// "Mandataire": who declares for it.
    Mandatary,
}

/// On whose behalf a visitor is here.
#[derive(Debug, Clone)]
pub(super) struct Acting {
    /// The visitor's enterprise.
    pub(super) enterprise: EnterpriseNumber,
    /// Its name.
    pub(super) name: String,
    /// The party that it is in the chosen quality (`SS-MAHIS-04`).
    pub(super) party: Party,
    /// Whether the visitor may change mandates.
    pub(super) may_change: bool,
}

impl SocialSecurity {
    /// On whose behalf the person of a login is here in a quality (`SS-MAHIS-01`).
    pub(super) fn acting(&self, login: &str, quality: Quality) -> Result<Acting, Refusal> {
        let refused = || Refusal::Access { quality };
        let person = self.directory.person(login).ok_or_else(refused)?;
        let may_change = person.may(quality, Role::ManageMandates);
        if !may_change && !person.may(quality, Role::ConsultMandates) {
            return Err(refused());
        }
        let enterprise = person.enterprise.clone();
        let name = self.directory.enterprise(&enterprise).map(|it| it.name.clone());
        let party = if quality.is_mandatary() { Party::Mandatary } else { Party::Principal };
        Ok(Acting { enterprise, name: name.unwrap_or_default(), party, may_change })
    }
}

impl Acting {
    /// Refuses who may only look (`SS-MAHIS-02`).
    pub(super) const fn check_changes(&self) -> Result<(), Refusal> {
        if self.may_change { Ok(()) } else { Err(Refusal::ReadOnly) }
    }

    /// Whether the enterprise is a party of a mandate, on the side of the chosen quality.
    pub(super) fn is_party_of(&self, mandate: &Mandate) -> bool {
        let own = match self.party {
            Party::Principal => &mandate.principal,
            Party::Mandatary => &mandate.mandatary,
        };
        *own == self.enterprise
    }

    /// When the enterprise validated a mandate of which it is a party.
    pub(super) const fn validated_at(&self, mandate: &Mandate) -> Option<Timestamp> {
        match self.party {
            Party::Principal => mandate.validated_by_principal,
            Party::Mandatary => mandate.validated_by_mandatary,
        }
    }
}
