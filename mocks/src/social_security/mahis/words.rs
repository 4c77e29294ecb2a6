//! Refusals in French. The real pages' words are not known.

use http::StatusCode;

use super::acting::Party;
use super::draft_refusal::DraftRefusal;
use super::refusal::Refusal;
use crate::social_security::csam::{Shown, Words};

impl Shown for Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Access { .. } | Self::ReadOnly | Self::Draft(DraftRefusal::OtherSide { .. }) => {
                StatusCode::FORBIDDEN
            }
            Self::UnknownMandate => StatusCode::NOT_FOUND,
            Self::NotWaiting
            | Self::OneMandatary { .. }
            | Self::Twice { .. }
            | Self::NothingToClose => StatusCode::CONFLICT,
            Self::Draft(_) | Self::End { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Csam(refusal) => refusal.status(),
        }
    }

    fn words(&self) -> Words {
        match self {
            Self::Access { quality } => Words::back(
                "Accès interdit",
                format!(
                    "Vous n'avez pas de rôle Mahis sous la qualité « {} ». Votre gestionnaire local l'attribue dans « Gestion des accès ».",
                    quality.label()
                ),
            ),
            Self::ReadOnly => Words::back(
                "Accès interdit",
                "Votre rôle permet de consulter les mandats. Demandez « Mahis - Gérer les mandats » à votre gestionnaire local.",
            ),
            Self::UnknownMandate => Words::back(
                "Mandat introuvable",
                "Aucun mandat de votre entreprise ne porte ce numéro sous cette qualité. Vérifiez le numéro, ou changez de qualité.",
            ),
            Self::OneMandatary { number } => refused(format!(
                "L'employeur ne peut avoir qu'un seul mandataire pour le Federal Learning Account : le mandat {number} couvre déjà un de ces trimestres. Clôturez-le d'abord à la fin du trimestre qui précède."
            )),
            Self::Twice { number } => refused(format!(
                "Le mandat {number} lie déjà ces deux entreprises pour ces applications pendant un de ces trimestres."
            )),
            Self::NotWaiting => Words::back(
                "Rien à valider ni à refuser",
                "Ce mandat n'attend pas votre entreprise : elle l'a validé, ou il a été refusé, validé par les deux parties ou clôturé.",
            ),
            Self::NothingToClose => Words::back(
                "Clôture refusée",
                "Seul un mandat validé par les deux parties, et pas encore clôturé, peut l'être.",
            ),
            Self::End { earliest, latest, .. } => Words::back(
                "Clôture refusée",
                format!(
                    "Un mandat prend fin avec un trimestre. Au plus tôt : {earliest}{}.",
                    latest.map(|latest| format!(". Au plus tard : {latest}")).unwrap_or_default()
                ),
            ),
            Self::Csam(refusal) => refusal.words(),
            Self::Draft(refusal) => refused(about_draft(refusal)),
        }
    }

    fn leads_to(&self) -> Option<&'static str> {
        if let Self::Csam(refusal) = self { refusal.leads_to() } else { None }
    }
}

/// What is wrong with a mandate as it was typed.
fn about_draft(refusal: &DraftRefusal) -> String {
    match refusal {
        DraftRefusal::OtherSide { party: Party::Principal } => "Sous la qualité d'employeur, votre entreprise est le mandant. Pour agir comme mandataire, changez de qualité.".to_owned(),
        DraftRefusal::OtherSide { party: Party::Mandatary } => "Sous cette qualité, votre entreprise est le mandataire. Pour agir comme mandant, choisissez la qualité « Employeur ONSS ».".to_owned(),
        DraftRefusal::UnknownEnterprise { label, found } => format!(
            "« {label} » : {found} n'identifie aucune entreprise dans la Banque-Carrefour des Entreprises. Attendu : un numéro d'entreprise de dix chiffres."
        ),
        DraftRefusal::NoMandatary { found } => format!(
            "L'entreprise {found} n'a ni la qualité « Secrétariat social » ni « Prestataire de service ». Son gestionnaire d'accès principal la crée dans « Gestion des accès »."
        ),
        DraftRefusal::NoEmployer { found } => {
            format!("L'entreprise {found} n'est pas connue comme employeur.")
        }
        DraftRefusal::Itself => "Une entreprise ne peut pas se mandater elle-même.".to_owned(),
        DraftRefusal::Group { .. } => "Choisissez un groupe d'applications de la liste.".to_owned(),
        DraftRefusal::Quarter { label, .. } => {
            format!("« {label} » n'est pas un trimestre. Attendu : par exemple 2026-T2.")
        }
        DraftRefusal::BeginsTooEarly { earliest, .. } => {
            format!("Un mandat commence au plus tôt avec le trimestre en cours : {earliest}.")
        }
        DraftRefusal::EndsBeforeItBegins { from, .. } => {
            format!("Le dernier trimestre ne peut pas précéder le premier : {from}.")
        }
    }
}

fn refused(text: impl Into<String>) -> Words {
    Words::back("Mandat refusé", text)
}
