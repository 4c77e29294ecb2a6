//! Why what somebody typed makes no mandate.

use raccord_kernel::{Refuse, Rule};

use super::acting::Party;
use super::mandate::{NoQuarter, Quarter};
use super::rules;

/// Why what somebody typed makes no mandate.
#[derive(Debug, thiserror::Error)]
pub(super) enum DraftRefusal {
    /// A mandate for others.
    #[error(
        "failed to create a mandate: found another enterprise as {}, expected the visitor's own in the chosen quality; choose the other quality, or exchange the parties",
        party_name(*party)
    )]
    OtherSide {
        /// The party that the visitor's enterprise is.
        party: Party,
    },
    /// A party that nobody knows.
    #[error(
        "failed to create a mandate: found `{found}` in \"{label}\", expected the number of an enterprise that the register knows"
    )]
    UnknownEnterprise {
        /// The field.
        label: &'static str,
        /// What was typed.
        found: String,
    },
    /// A mandatary that acts for nobody.
    #[error(
        "failed to create a mandate: found {found} as mandatary without a quality to act for others, expected \"Secrétariat social\" or \"Prestataire de service\"; its chief access manager makes it in \"Gestion des accès\""
    )]
    NoMandatary {
        /// Its number.
        found: String,
    },
    /// A principal that is no employer.
    #[error("failed to create a mandate: found {found} as principal, expected an employer")]
    NoEmployer {
        /// Its number.
        found: String,
    },
    /// One enterprise as both.
    #[error(
        "failed to create a mandate: found one enterprise as principal and mandatary, expected two"
    )]
    Itself,
    /// No such group.
    #[error(
        "failed to create a mandate: found group of applications `{found}`, expected fla or dimona"
    )]
    Group {
        /// What was chosen.
        found: String,
    },
    /// No quarter.
    #[error("failed to read \"{label}\": {source}")]
    Quarter {
        /// The field.
        label: &'static str,
        /// What it is instead.
        source: NoQuarter,
    },
    /// It begins in the past.
    #[error(
        "failed to create a mandate: it begins with {found}, expected {earliest} at the earliest"
    )]
    BeginsTooEarly {
        /// What was chosen.
        found: Quarter,
        /// The current quarter.
        earliest: Quarter,
    },
    /// Its end comes before its beginning.
    #[error("failed to create a mandate: it ends with {found}, expected {from} at the earliest")]
    EndsBeforeItBegins {
        /// What was chosen.
        found: Quarter,
        /// Its first quarter.
        from: Quarter,
    },
}

const fn party_name(party: Party) -> &'static str {
    match party {
        Party::Principal => "principal",
        Party::Mandatary => "mandatary",
    }
}

impl Refuse for DraftRefusal {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::OtherSide { .. } => rules::MAHIS_04,
            Self::UnknownEnterprise { .. } => rules::MAHIS_05,
            Self::NoMandatary { .. } => rules::MAHIS_06,
            Self::NoEmployer { .. } => rules::MAHIS_07,
            Self::Itself => rules::MAHIS_08,
            Self::Group { .. } => rules::MAHIS_09,
            Self::Quarter { .. }
            | Self::BeginsTooEarly { .. }
            | Self::EndsBeforeItBegins { .. } => rules::MAHIS_10,
        }
    }

    fn reason(&self) -> String {
        self.to_string()
    }
}
