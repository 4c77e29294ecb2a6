//! A mandate as somebody typed it, and what makes one of it.

use jiff::Timestamp;

use super::acting::{Acting, Party};
use super::draft_refusal::DraftRefusal;
use super::mandate::{Group, Mandate, Quarter};
use crate::social_security::SocialSecurity;
use crate::social_security::directory::{Directory, Enterprise, Quality};

/// A mandate as somebody typed it.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    /// "Mandant": an enterprise number.
    pub(super) principal: String,
    /// "Mandataire": an enterprise number.
    pub(super) mandatary: String,
    /// The code of a group.
    pub(super) group: String,
    /// The first quarter.
    pub(super) from: String,
    /// The last quarter, or nothing.
    pub(super) until: String,
}

impl SocialSecurity {
    /// Makes a mandate of a draft, validated by the party that made it (`SS-MAHIS-04` to `-11`).
    pub(super) fn mandate_of(
        &self,
        draft: &Draft,
        acting: &Acting,
        now: Timestamp,
    ) -> Result<Mandate, DraftRefusal> {
        let principal = identified(&self.directory, "Mandant", &draft.principal)?;
        let mandatary = identified(&self.directory, "Mandataire", &draft.mandatary)?;
        let own = match acting.party {
            Party::Principal => principal,
            Party::Mandatary => mandatary,
        };
        if own.number != acting.enterprise {
            return Err(DraftRefusal::OtherSide { party: acting.party });
        }
        if principal.number == mandatary.number {
            return Err(DraftRefusal::Itself);
        }
        if !mandatary.qualities.iter().any(|quality| quality.is_mandatary()) {
            return Err(DraftRefusal::NoMandatary { found: mandatary.number.to_string() });
        }
        if !is_employer(principal) {
            return Err(DraftRefusal::NoEmployer { found: principal.number.to_string() });
        }
        let group = Group::of_code(&draft.group);
        let group = group.ok_or_else(|| DraftRefusal::Group { found: draft.group.clone() })?;
        let (from, until) = period(draft, now)?;
        let validated_by = |party| (acting.party == party).then_some(now);
        Ok(Mandate {
            number: self.mandates.free_number(),
            principal: principal.number.clone(),
            mandatary: mandatary.number.clone(),
            group,
            from,
            until,
            validated_by_principal: validated_by(Party::Principal),
            validated_by_mandatary: validated_by(Party::Mandatary),
            refused_at: None,
        })
    }
}

/// The enterprise that a text identifies in the register (`SS-MAHIS-05`).
fn identified<'a>(
    directory: &'a Directory,
    label: &'static str,
    text: &str,
) -> Result<&'a Enterprise, DraftRefusal> {
    let unknown = || DraftRefusal::UnknownEnterprise { label, found: text.to_owned() };
    let number = text.parse().map_err(|_| unknown())?;
    directory.enterprise(&number).ok_or_else(unknown)
}

/// Whether an enterprise is an employer: ONSS knows it as one, or it has that quality.
fn is_employer(enterprise: &Enterprise) -> bool {
    enterprise.employer_id.is_some() || enterprise.qualities.contains(&Quality::EmployeurOnss)
}

/// The first and the last quarter of a draft (`SS-MAHIS-10`).
fn period(draft: &Draft, now: Timestamp) -> Result<(Quarter, Option<Quarter>), DraftRefusal> {
    let current = Quarter::at(now);
    let from = quarter("Début", &draft.from)?;
    if from < current {
        return Err(DraftRefusal::BeginsTooEarly { found: from, earliest: current });
    }
    let until = match draft.until.trim() {
        "" => None,
        text => Some(quarter("Fin", text)?),
    };
    match until.filter(|until| *until < from) {
        Some(found) => Err(DraftRefusal::EndsBeforeItBegins { found, from }),
        None => Ok((from, until)),
    }
}

/// Reads a quarter.
pub(super) fn quarter(label: &'static str, text: &str) -> Result<Quarter, DraftRefusal> {
    text.trim().parse().map_err(|source| DraftRefusal::Quarter { label, source })
}
