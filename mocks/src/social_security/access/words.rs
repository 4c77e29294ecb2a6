//! Refusals in French. The real pages' words are not known.

use http::StatusCode;

use super::refusal::Refusal;
use crate::social_security::csam::{Shown, Words};

impl Shown for Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotChief | Self::NotManager { .. } | Self::NamesManager => StatusCode::FORBIDDEN,
            Self::HasQuality { .. } => StatusCode::CONFLICT,
            Self::UnknownQuality { .. }
            | Self::NoEmployer
            | Self::LacksQuality { .. }
            | Self::UnknownRole { .. }
            | Self::OtherPerson => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Csam(refusal) => refusal.status(),
        }
    }

    fn words(&self) -> Words {
        let denied = |text: String| Words::back("Accès interdit", text);
        match self {
            Self::NotChief => denied(
                "Seul le gestionnaire d'accès principal crée une qualité. Son nom figure dans « Vos responsables ».".to_owned(),
            ),
            Self::NotManager { quality } => denied(format!(
                "Seul le gestionnaire local de la qualité « {} » attribue des rôles sous cette qualité. Son nom figure dans « Vos responsables ».",
                quality.label()
            )),
            Self::NamesManager => denied(
                "Seul le gestionnaire d'accès principal désigne un gestionnaire local.".to_owned(),
            ),
            Self::HasQuality { quality } => Words::back(
                "Qualité refusée",
                format!("Votre entreprise a déjà la qualité « {} ».", quality.label()),
            ),
            Self::UnknownQuality { .. } => {
                Words::back("Qualité refusée", "Choisissez une qualité de la liste.")
            }
            Self::NoEmployer => Words::back(
                "Qualité refusée",
                "L'ONSS ne connaît pas votre entreprise comme employeur. Identifiez-la d'abord comme employeur.",
            ),
            Self::LacksQuality { .. } => Words::back(
                "Rôle refusé",
                "Votre entreprise n'a pas cette qualité. Le gestionnaire d'accès principal la crée ici.",
            ),
            Self::UnknownRole { .. } => {
                Words::back("Rôle refusé", "Cochez au moins un rôle, parmi ceux de la liste.")
            }
            Self::OtherPerson => {
                Words::back("Rôle refusé", "Choisissez une personne de votre entreprise.")
            }
            Self::Csam(refusal) => refusal.words(),
        }
    }

    fn leads_to(&self) -> Option<&'static str> {
        if let Self::Csam(refusal) = self { refusal.leads_to() } else { None }
    }
}
