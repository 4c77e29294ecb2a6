//! What the portal demands of a certificate, in the French of the guide where it says it.

use raccord_certs::conformity::chorus_pro::rules;
use raccord_kernel::Rule;

use crate::chorus_pro::sheet::rules::SHEET_14;

/// The rules that can refuse a client's certificate.
const DEMANDS: &[(&Rule, &str)] = &[
    (rules::CONTAINER, "Le certificat doit être au format PKCS#7, sans la clé privée."),
    (
        rules::BOTH_USAGES,
        "L'utilisation avancée de la clé doit contenir « Authentification SERVEUR » ou « Authentification CLIENT ». C'est un OU exclusif.",
    ),
    (
        rules::USAGE,
        "L'utilisation avancée de la clé doit être celle que demande le raccordement : « Authentification CLIENT » pour SFTP.",
    ),
    (
        rules::KEY_USAGE,
        "L'utilisation de la clé doit indiquer « Signature numérique » pour un certificat client.",
    ),
    (
        rules::POLICY,
        "La stratégie de certificat doit être présente dans la liste, au niveau RGS* a minima.",
    ),
    (rules::CHAIN, "Le fichier doit contenir toute la chaîne de certification."),
    (rules::LEAF, "Le fichier doit contenir un seul certificat qui ne soit pas d'une autorité."),
    (
        rules::PERSON,
        "Les certificats d'authentification de personnes ne sont pas acceptés. Utilisez un certificat de serveur de type client.",
    ),
    (rules::STARTED, "Le certificat doit déjà être valide."),
    (rules::EXPIRED, "Le certificat ne doit pas être expiré."),
    (rules::KEY_SIZE, "La clé doit être une clé RSA de 2048 bits au moins."),
    (rules::HASH, "Le certificat doit être signé avec SHA-256 au moins."),
    (rules::LIFETIME, "Le certificat doit être valide trois ans au plus."),
    (
        rules::TEST,
        "Il n'est pas possible de passer en production avec un certificat de tests. Il faut un certificat standard.",
    ),
    (rules::SELF_SIGNED, "Le certificat doit venir d'un fournisseur. Il est autosigné."),
    (rules::SIGNATURES, "Chaque certificat de la chaîne doit être signé par le suivant."),
    (rules::AUTHORITIES, "Chaque autorité de la chaîne doit être valide."),
    (rules::NEW_FILE, "Le certificat doit être un autre que celui qui est déjà enregistré."),
    (rules::NEW_KEY, "Le nouveau certificat doit porter une nouvelle clé."),
    (SHEET_14, "Le certificat d'un raccordement SFTP doit porter une clé RSA."),
];

/// What a rule demands, or nothing to add to its own words.
pub(super) fn demand(rule: &Rule) -> &'static str {
    DEMANDS.iter().find(|(one, _)| one.id == rule.id).map_or("", |(_, french)| french)
}
