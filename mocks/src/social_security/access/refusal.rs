//! Why "Gestion des accès" refuses.

use raccord_kernel::{Refuse, Rule};

use super::rules;
use crate::social_security::csam;
use crate::social_security::directory::Quality;

/// Why "Gestion des accès" refuses.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
    /// Not the chief access manager.
    #[error(
        "failed to make a quality: the visitor is not the chief access manager, who alone may; \"Vos responsables\" says who that is"
    )]
    NotChief,
    /// No such quality.
    #[error(
        "failed to make a quality: found `{found}`, expected one of employeur-onss, secretariat-social and prestataire-de-service"
    )]
    UnknownQuality {
        /// What was chosen.
        found: String,
    },
    /// The enterprise has it.
    #[error("failed to make a quality: the enterprise has \"{}\" already", quality.label())]
    HasQuality {
        /// What was chosen.
        quality: Quality,
    },
    /// No employer.
    #[error(
        "failed to make the quality \"Employeur ONSS\": ONSS does not know the enterprise as an employer; register it as one first"
    )]
    NoEmployer,
    /// Neither local manager nor chief.
    #[error(
        "failed to give a role in \"{}\": the visitor is not the local manager of that quality; \"Vos responsables\" says who that is",
        quality.label()
    )]
    NotManager {
        /// The quality.
        quality: Quality,
    },
    /// The enterprise lacks the quality.
    #[error("failed to give a role: found quality `{found}`, expected one that the enterprise has")]
    LacksQuality {
        /// What was chosen.
        found: String,
    },
    /// No such role, or none at all.
    #[error("failed to give a role: found `{found}`, expected at least one role of the page")]
    UnknownRole {
        /// What was chosen.
        found: String,
    },
    /// Nobody, or somebody of another enterprise.
    #[error(
        "failed to give a role: nobody of the enterprise has that login; choose one of its people"
    )]
    OtherPerson,
    /// Only the chief names a local manager.
    #[error(
        "failed to name a local manager: the visitor is not the chief access manager, who alone may"
    )]
    NamesManager,
    /// Refused before "Gestion des accès" looks at what was asked.
    #[error(transparent)]
    Csam(#[from] csam::Refusal),
}

impl Refuse for Refusal {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::NotChief => rules::ACCESS_02,
            Self::UnknownQuality { .. } | Self::HasQuality { .. } => rules::ACCESS_03,
            Self::NoEmployer => rules::ACCESS_04,
            Self::NotManager { .. } => rules::ACCESS_05,
            Self::LacksQuality { .. } | Self::UnknownRole { .. } => rules::ACCESS_06,
            Self::OtherPerson => rules::ACCESS_07,
            Self::NamesManager => rules::ACCESS_08,
            Self::Csam(refusal) => refusal.rule(),
        }
    }

    fn reason(&self) -> String {
        self.to_string()
    }
}
