//! Refusals in French. The real portal's words are not known.

use crate::chorus_pro::portal::deposit::DepositRefusal;
use crate::chorus_pro::portal::refusal::Refusal;
use crate::chorus_pro::sheet::{INTERFACE_CODES, Refusal as SheetRefusal};

/// What a page says of a refusal.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) text: String,
    /// What the way out is called.
    pub(super) way_out: &'static str,
}

pub(super) fn words(refusal: &Refusal) -> Words {
    match refusal {
        Refusal::Credentials => login(
            "Connexion refusée",
            "L'identifiant est inconnu ou le mot de passe est erroné. Vérifiez les deux.",
        ),
        Refusal::NoSession => login("Vous n'êtes pas connecté", "Connectez-vous pour continuer."),
        Refusal::SessionOver => login(
            "Votre session a expiré",
            "Elle est restée inactive trop longtemps. Connectez-vous à nouveau.",
        ),
        Refusal::NoSpace => space(
            "La structure n'a pas cet espace. Ajoutez-le : Activités du gestionnaire, Mes structures, crayon, « Ajouter espaces ».",
        ),
        Refusal::SpaceNotYet => space(
            "L'espace a été ajouté après votre connexion. Déconnectez-vous, puis connectez-vous à nouveau.",
        ),
        Refusal::OtherStructure => denied("Votre compte n'est pas rattaché à cette structure."),
        Refusal::ReadOnly => denied(
            "Votre habilitation est « Raccordements consultation ». Demandez « Raccordements modification ».",
        ),
        Refusal::UnknownSheet => back(
            "Fiche introuvable",
            "Aucune fiche de raccordement ne porte ce numéro. Recherchez-la.",
        ),
        Refusal::ForeignForm => form(
            "Il ne vient pas d'une page de votre session. Rechargez la page et validez à nouveau.",
        ),
        Refusal::MediaType { expected } => {
            form(format!("Son type de contenu n'est pas accepté. Attendu : {expected}."))
        }
        Refusal::Malformed => {
            form("Il ne peut pas être lu : un champ est absent, trop long ou mal codé.")
        }
        Refusal::TooLarge { limit } => file(format!(
            "Le fichier dépasse la taille maximale de {limit} octets. Importez le certificat et sa chaîne, rien d'autre."
        )),
        Refusal::NoFile => file(
            "Aucun fichier n'a été choisi. Choisissez-en un dans « Choix du fichier à importer ».",
        ),
        Refusal::Deposit(refusal) => deposit(refusal),
        Refusal::Sheet(refusal) => sheet(refusal),
    }
}

fn deposit(refusal: &DepositRefusal) -> Words {
    let title = "Dépôt refusé";
    match refusal {
        DepositRefusal::NoFile => back(
            title,
            "Aucun fichier n'a été choisi. Choisissez-en un dans « Choix du fichier à importer ».",
        ),
        DepositRefusal::Empty => {
            back(title, "Le fichier est vide. Choisissez celui qui contient la facture.")
        }
        DepositRefusal::Extension { file_name, expected } => back(
            title,
            format!(
                "L'extension du fichier « {file_name} » n'est pas acceptée. Attendu : {expected}."
            ),
        ),
        DepositRefusal::TooLarge { limit } => back(
            title,
            format!(
                "Le fichier dépasse la taille maximale de {limit} octets. Répartissez les factures."
            ),
        ),
        DepositRefusal::UnknownFlow => back(
            "Flux introuvable",
            "Aucune de vos structures n'a déposé de flux de ce numéro. Vérifiez-le.",
        ),
    }
}

fn sheet(refusal: &SheetRefusal) -> Words {
    let title = "Fiche de raccordement refusée";
    match refusal {
        SheetRefusal::Missing(label) => {
            back(title, format!("Le champ « {label} » est obligatoire. Renseignez-le."))
        }
        SheetRefusal::Protocol(found) => {
            back(title, format!("Le protocole « {found} » n'est pas proposé ici. Attendu : SFTP."))
        }
        SheetRefusal::Period(found) => back(
            title,
            format!(
                "La période « {found} » n'en est pas une. Attendu : AAAA-MM-JJ, la fin au plus tôt le jour du début."
            ),
        ),
        SheetRefusal::Interface(found) => back(
            title,
            format!(
                "L'interface « {found} » ne convient pas. Attendu : une fois au plus chacune de {}, Complet ou Partiel.",
                INTERFACE_CODES.join(", ")
            ),
        ),
        SheetRefusal::OnAnotherSheet => file(
            "Ce certificat figure déjà sur une autre fiche. Un certificat ne sert qu'un raccordement : commandez-en un pour cette fiche.",
        ),
        SheetRefusal::AnotherWaits => file(
            "Une mise à jour est déjà en cours. Attendez que la fiche repasse à l'état « Activée ».",
        ),
        SheetRefusal::Certificate(_) => {
            file("Le fichier importé ne remplit pas les conditions. Rien n'a été enregistré.")
        }
    }
}

fn login(title: &'static str, text: impl Into<String>) -> Words {
    Words { title, text: text.into(), way_out: "Se connecter" }
}

fn back(title: &'static str, text: impl Into<String>) -> Words {
    Words { title, text: text.into(), way_out: "Revenir" }
}

fn space(text: impl Into<String>) -> Words {
    back("L'espace « Raccordements EDI et API » n'est pas ouvert", text)
}

fn denied(text: impl Into<String>) -> Words {
    back("Accès refusé", text)
}

fn form(text: impl Into<String>) -> Words {
    back("Formulaire refusé", text)
}

fn file(text: impl Into<String>) -> Words {
    back("Certificat refusé", text)
}
