//! Why Mahis refuses.

use raccord_kernel::{Refuse, Rule};

use super::draft_refusal::DraftRefusal;
use super::mandate::Quarter;
use super::rules;
use crate::social_security::csam;
use crate::social_security::directory::Quality;

/// Why Mahis refuses.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
    /// The person has no role here.
    #[error(
        "failed to open Mahis as {}: found neither the role to manage mandates nor the one to consult them; ask the local manager for one in \"Gestion des accès\"",
        quality.label()
    )]
    Access {
        /// The quality that was chosen.
        quality: Quality,
    },
    /// The role lets look only.
    #[error(
        "failed to change a mandate: found the role to consult mandates, expected the one to manage them; ask the local manager for it"
    )]
    ReadOnly,
    /// No such mandate, or somebody else's.
    #[error(
        "failed to open a mandate: none of that number has the visitor's enterprise as a party in the chosen quality; check both"
    )]
    UnknownMandate,
    /// What was typed makes no mandate.
    #[error(transparent)]
    Draft(#[from] DraftRefusal),
    /// There is nothing to validate or refuse any more.
    #[error(
        "failed to validate or refuse a mandate: it does not wait for the visitor's party, which validated it, or it was refused, validated or over before; look at its state"
    )]
    NotWaiting,
    /// The employer has a mandatary.
    #[error(
        "failed to give an employer a mandatary for the Federal Learning Account: mandate {number} has another in a quarter of the same, expected one mandatary at a time; close that one first, with the quarter before"
    )]
    OneMandatary {
        /// The mandate that stands in the way.
        number: u64,
    },
    /// There is one already.
    #[error(
        "failed to create a mandate: mandate {number} is between the same parties for the same group and shares a quarter with it; use that one, or begin later"
    )]
    Twice {
        /// The mandate that stands in the way.
        number: u64,
    },
    /// It cannot be closed.
    #[error(
        "failed to close a mandate: found one that is refused, closed or not yet validated by both, expected one that both validated"
    )]
    NothingToClose,
    /// Not with that quarter.
    #[error(
        "failed to close a mandate: found {found} as its last quarter, expected {earliest} at the earliest{}",
        latest.map(|latest| format!(", {latest} at the latest")).unwrap_or_default()
    )]
    End {
        /// What was chosen.
        found: Quarter,
        /// The first that is possible.
        earliest: Quarter,
        /// The last that is possible, where there is one.
        latest: Option<Quarter>,
    },
    /// Refused before Mahis looks at what was asked.
    #[error(transparent)]
    Csam(#[from] csam::Refusal),
}

impl Refuse for Refusal {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::Access { .. } => rules::MAHIS_01,
            Self::ReadOnly => rules::MAHIS_02,
            Self::UnknownMandate => rules::MAHIS_03,
            Self::Draft(refusal) => refusal.rule(),
            Self::NotWaiting => rules::MAHIS_12,
            Self::OneMandatary { .. } => rules::MAHIS_13,
            Self::Twice { .. } => rules::MAHIS_14,
            Self::NothingToClose | Self::End { .. } => rules::MAHIS_15,
            Self::Csam(refusal) => refusal.rule(),
        }
    }

    fn reason(&self) -> String {
        self.to_string()
    }
}
