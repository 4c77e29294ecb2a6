//! What a certificate is for, in the words of Chorus Pro's guide.

use raccord_certs::Certificate;
use raccord_certs::certificate::{ExtendedKeyUsage, KeyUsages};
use raccord_certs::policy::{PolicyList, Use, qualified_as};

/// The code of a kind, for programs, and its words, for people.
pub(super) type Kind = (&'static str, &'static str);

/// Says what a certificate is for, by its usages first: they are what a portal looks at.
pub(super) fn kind(certificate: &Certificate) -> Kind {
    if certificate.is_precertificate() {
        return (
            "precertificate",
            "précertificat, for a transparency log and good for nothing else",
        );
    }
    if !certificate.person_marks().is_empty() {
        return ("person", "personne (refused by Chorus Pro as a service's certificate)");
    }
    let extended = certificate.extended_key_usages();
    let listed = |usage| extended.is_some_and(|list| list.contains(&usage));
    let sealing = sealing(certificate);
    if certificate.is_ca() && extended.is_none() && certs_others(certificate) {
        return if certificate.self_issued() {
            ("root-authority", "autorité de certification racine, or self-signed")
        } else {
            ("authority", "autorité de certification")
        };
    }
    match (listed(ExtendedKeyUsage::ClientAuth), listed(ExtendedKeyUsage::ServerAuth)) {
        (true, true) => (
            "ssl-client-and-server",
            "authentification serveur ET authentification serveur de type client, in one certificate",
        ),
        (true, false) => ("ssl-client", "authentification serveur de type client (SSL Client)"),
        (false, true) => ("ssl-server", "authentification serveur (SSL Serveur)"),
        (false, false) if listed(ExtendedKeyUsage::TimeStamping) => {
            ("seal-with-time", "cachet serveur avec heure (horodatage)")
        }
        (false, false) if sealing => ("seal", "cachet serveur"),
        (false, false) if certificate.is_ca() => ("authority", "autorité de certification"),
        (false, false) => ("undeclared", "no usage is declared that says what it is for"),
    }
}

/// An authority that may sign certificates, or does not say what it may do.
fn certs_others(certificate: &Certificate) -> bool {
    let usages = certificate.key_usages();
    usages.is_none_or(|usages| !usages.contains(KeyUsages::DIGITAL_SIGNATURE))
        || !certificate.self_issued()
        || usages.is_some_and(|usages| usages.to_string().contains("keyCertSign"))
}

/// A seal has no purpose of authentication, and a policy or a key usage of signatures.
fn sealing(certificate: &Certificate) -> bool {
    let list = PolicyList::built_in();
    let by_policy = certificate.policies().iter().any(|oid| {
        let seal = list.find(oid).is_some_and(|policy| policy.usage == Use::Seal);
        seal || qualified_as(oid) == Some("QSealC")
    });
    let signs = certificate.key_usages().is_some_and(|usages| {
        usages.contains(KeyUsages::DIGITAL_SIGNATURE) || usages.contains(KeyUsages::NON_REPUDIATION)
    });
    let encrypts =
        certificate.key_usages().is_some_and(|usages| usages.contains(KeyUsages::KEY_ENCIPHERMENT));
    by_policy || (signs && !encrypts && !certificate.is_ca())
}
