//! Refusals in French. The real portal's words are not known, but for "accès interdit".

use raccord_certs::conformity::social_security::rules as certificate_rules;
use raccord_kernel::Rule;

use super::refusal::Refusal;
use crate::social_security::csam::{Shown as _, Words};

/// What a page says of a refusal.
pub(super) fn words(refusal: &Refusal) -> Words {
    let form = |text: String| Words::back("Formulaire refusé", text);
    let certificate = |text: String| Words::back("Certificat refusé", text);
    match refusal {
        Refusal::Csam(refusal) => refusal.words(),
        Refusal::Denied => Words::back(
            "Accès interdit",
            "Vous n'avez pas accès à ChaMan dans cette qualité. Contactez votre gestionnaire local : il vous attribue la « Gestion des canaux techniques » dans le service en ligne « Gestion des accès ».",
        ),
        Refusal::NoSender => Words::back(
            "Expéditeur à créer",
            "Créez d'abord l'expéditeur et son contact technique.",
        ),
        Refusal::NoContact(label) => {
            form(format!("Le champ « {label} » est obligatoire. Renseignez-le."))
        }
        Refusal::NoName => {
            form("Le champ « Nom du compte » est obligatoire. Renseignez-le.".to_owned())
        }
        Refusal::Kind(found) => {
            form(format!("Le type « {found} » n'est pas proposé. Attendu : REST ou SOAP."))
        }
        Refusal::Permission(found) => form(format!(
            "La permission « {found} » n'existe pas. Cochez-en parmi celles de la page."
        )),
        Refusal::NoCertificateName => {
            form("Le champ « Nom du certificat » est obligatoire. Renseignez-le.".to_owned())
        }
        Refusal::NoFile => certificate(
            "Aucun fichier n'a été choisi. Chargez la clé publique (.cer) de votre certificat."
                .to_owned(),
        ),
        Refusal::TooMany { max } => certificate(format!(
            "Le compte a déjà {max} certificat(s), et ne peut pas en avoir plus. Supprimez-en un d'abord."
        )),
        Refusal::LastCertificate => Words::back(
            "Suppression refusée",
            "C'est le dernier certificat du compte. Ajoutez d'abord le nouveau, ou supprimez le compte.",
        ),
        Refusal::UnknownAccount => Words::back(
            "Compte introuvable",
            "Votre entreprise n'a aucun compte de ce numéro dans la qualité choisie.",
        ),
        Refusal::UnknownCertificate => {
            Words::back("Certificat introuvable", "Le compte n'a aucun certificat de ce numéro.")
        }
        Refusal::Certificate(refusal) => certificate(format!(
            "Le fichier chargé ne remplit pas les conditions. Rien n'a été conservé. {}",
            demand(refusal.rule)
        )),
    }
}

/// The rules that can refuse a certificate.
const DEMANDS: &[(&Rule, &str)] = &[
    (
        certificate_rules::CONTAINER,
        "Le fichier doit contenir le certificat public seul (.cer), en DER ou en PEM, sans clé privée.",
    ),
    (certificate_rules::LEAF, "Le fichier doit contenir un seul certificat."),
    (certificate_rules::RSA, "Le certificat doit porter une clé RSA."),
    (certificate_rules::KEY_SIZE, "La clé doit être une clé RSA de 2048 bits au moins."),
    (
        certificate_rules::KEY_USAGE,
        "L'utilisation de la clé doit permettre la signature numérique.",
    ),
    (certificate_rules::STARTED, "Le certificat doit déjà être valide."),
    (certificate_rules::EXPIRED, "Le certificat ne doit pas être expiré."),
    (certificate_rules::HASH, "Le certificat doit être signé avec SHA-256 au moins."),
    (certificate_rules::NEW_FILE, "Ce certificat figure déjà dans le compte. Chargez le nouveau."),
];

/// What a rule demands, or nothing to add to its own words.
fn demand(rule: &Rule) -> &'static str {
    DEMANDS.iter().find(|(one, _)| one.id == rule.id).map_or("", |(_, french)| french)
}
