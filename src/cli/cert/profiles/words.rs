//! What a certificate must hold, in the words that Windows and suppliers use in French.

use raccord_certs::certificate::{ExtendedKeyUsage, KeyUsages};
use raccord_certs::mode::Delivery;
use raccord_certs::profile::{Profile, Purpose, SignedBy};

/// The key usage, as the tab "Détails" of Windows shows it.
pub(super) fn key_usage(profile: &Profile) -> String {
    let known = [
        (KeyUsages::DIGITAL_SIGNATURE, "Signature numérique"),
        (KeyUsages::NON_REPUDIATION, "Non-répudiation"),
        (KeyUsages::KEY_ENCIPHERMENT, "Chiffrement de la clé"),
        (KeyUsages::DATA_ENCIPHERMENT, "Chiffrement des données"),
    ];
    let set = known.iter().filter(|(bit, _)| profile.key_usages.contains(*bit));
    let labels: Vec<&str> = set.map(|(_, label)| *label).collect();
    format!("{} ({})", labels.join(", "), profile.key_usages)
}

/// The extended key usage, and what must not stand there.
pub(super) fn extended_key_usage(profile: &Profile) -> String {
    let usages = profile.purpose.usages();
    let names: Vec<String> = usages.iter().map(ToString::to_string).collect();
    let labels: Vec<&str> = usages.iter().map(label).collect();
    match profile.purpose {
        Purpose::Client | Purpose::Server => {
            format!(
                "{} ({}), et elle seule : c'est un OU exclusif",
                labels.join(", "),
                names.join(", ")
            )
        }
        Purpose::Seal => {
            "aucune, et surtout pas d'horodatage (timeStamping) : « sans heure »".to_owned()
        }
        Purpose::Signature => "sans importance".to_owned(),
        Purpose::FileExchange => format!("{} ({})", labels.join(", "), names.join(", ")),
    }
}

fn label(usage: &ExtendedKeyUsage) -> &'static str {
    match usage {
        ExtendedKeyUsage::ServerAuth => "Authentification du serveur",
        ExtendedKeyUsage::ClientAuth => "Authentification du client",
        ExtendedKeyUsage::EmailProtection => "Messagerie électronique sécurisée",
        ExtendedKeyUsage::TimeStamping => "Enregistrement des informations de date",
        ExtendedKeyUsage::CodeSigning => "Signature du code",
        ExtendedKeyUsage::OcspSigning => "Signature OCSP",
        ExtendedKeyUsage::Any => "Tous les rôles",
        ExtendedKeyUsage::Other(_) => "Autre",
    }
}

/// Who issues it, and at which level.
pub(super) fn supplier(profile: &Profile) -> &'static str {
    match (profile.signed_by, profile.purpose) {
        (SignedBy::Itself, _) => {
            "certificat auto-signé au nom de l'entreprise, ou certificat acheté (GlobalSign PersonalSign 3 Pro)"
        }
        (SignedBy::Authority, Purpose::FileExchange) => {
            "LuxTrust, commande sur Easy_SSL avec le fichier .pem généré par SOFiE, le plus récent"
        }
        (SignedBy::Authority, Purpose::Signature) => "certificat de signature qualifié",
        (SignedBy::Authority, Purpose::Client | Purpose::Server | Purpose::Seal) => {
            "fournisseur présent dans la liste TSL Europe, politique référencée RGS* a minima (liste LSTI)"
        }
    }
}

/// In which file it is delivered.
pub(super) const fn delivery(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Pkcs7WithChain => {
            "PKCS#7 (.p7b) avec toute la chaîne de certification, sans clé privée"
        }
        Delivery::PublicCertificate => "certificat public seul (.cer), sans clé privée",
        Delivery::AsReceived => {
            "fichier reçu par courriel (<numéro de commande>.txt), ni renommé ni converti"
        }
    }
}

/// How the subject is written.
pub(super) const fn subject(profile: &Profile) -> &'static str {
    match profile.purpose {
        Purpose::Client | Purpose::Seal => {
            "C=FR, O=<nom officiel complet>, OU=0002 <SIREN ou SIRET>, CN=<nom du service> (RGS A3 III.1) ; ni prénom ni nom de personne"
        }
        Purpose::Server => {
            "C=FR, O=<nom officiel complet>, OU=0002 <SIREN ou SIRET>, CN=<nom de domaine complet>, repris dans les noms alternatifs (RGS A3 III.1)"
        }
        Purpose::Signature => "C=BE, O=<nom de l'entreprise>, CN=<nom du service>",
        Purpose::FileExchange => "C=LU, L=<localité>, O=<nom de l'entreprise>, CN=<nom libre>",
    }
}

/// Which key, and who makes it.
pub(super) const fn key(profile: &Profile) -> &'static str {
    match profile.purpose {
        Purpose::Client | Purpose::Server | Purpose::Seal => {
            "RSA de 2048 bits au moins (3072 au-delà de 2030), nouvelle à chaque renouvellement (RGS A3, B1)"
        }
        Purpose::Signature => "RSA de 2048 bits au moins : elle signe en RS256",
        Purpose::FileExchange => {
            "RSA, générée par SOFiE (fichier .pem), nouvelle à chaque renouvellement"
        }
    }
}

/// How long it may last.
pub(super) const fn lifetime(profile: &Profile) -> &'static str {
    match profile.purpose {
        Purpose::Client | Purpose::Server | Purpose::Seal => "trois ans au plus (RGS A3)",
        Purpose::Signature => "aucune limite connue",
        Purpose::FileExchange => "selon le produit commandé ; trois ans ont été observés",
    }
}
