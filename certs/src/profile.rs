//! The shape of one good certificate, and the document it comes from.

use crate::{
    Defect, KeyKind,
    certificate::{ExtendedKeyUsage, KeyUsages},
    mode::Partner,
    rule::Known,
};

/// What a certificate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The one that connects: "SSL Client", "authentification serveur de type client".
    Client,
    /// The one that is connected to: "SSL Serveur", "authentification serveur".
    Server,
    /// An organisation's own signature on what it sends: "cachet serveur".
    Seal,
    /// Signs the assertions, or the files, by which a program makes itself known.
    Signature,
    /// Signs and encrypts the files that are exchanged.
    FileExchange,
}

/// Who signs a certificate of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedBy {
    /// An authority.
    Authority,
    /// Its own key.
    Itself,
}

/// The shape of one good certificate.
#[derive(Debug, PartialEq, Eq)]
pub struct Profile {
    /// The name, `<system>/<certificate>`.
    pub name: &'static str,
    /// The official name, in the system's own language.
    pub label: &'static str,
    /// Whose rules it is judged by; nobody's where it serves the mocks alone.
    pub partner: Option<Partner>,
    /// What it is for.
    pub purpose: Purpose,
    /// Who signs it.
    pub signed_by: SignedBy,
    /// The kind of key it is usually ordered for.
    pub key: KeyKind,
    /// The key usage: these bits, no others, critical.
    pub key_usages: KeyUsages,
    /// The dotted identifiers of the policies it is issued under.
    pub policies: &'static [&'static str],
    /// How long it usually lasts.
    pub lifetime_days: i32,
    /// Where the shape is written; the first word is a key of `docs/sources.toml`.
    pub source: &'static str,
    /// How the shape is known.
    pub known: Known,
}

/// "Certigna Serveur Client RGS*": the product is known, the identifier is the next one in its
/// sequence, and so a guess.
const CERTIGNA_SERVER_CLIENT: &str = "1.2.250.1.177.2.5.1.2.1";
/// "Certigna SSL RGS*".
const CERTIGNA_SERVER: &str = "1.2.250.1.177.2.5.1.1.1";
/// Certigna's "Cachet de signature de mails et de documents **".
const CERTIGNA_SEAL: &str = "1.2.250.1.177.2.6.1.4.1";
/// LuxTrust's "Standard SSL/TLS Client Authentication Certificate", and ETSI's LCP.
const LUXTRUST_CLIENT: [&str; 2] = ["1.3.171.1.1.10.5.5", "0.4.0.2042.1.3"];

const TWO_YEARS: i32 = 730;
const THREE_YEARS: i32 = 1095;

/// A Chorus Pro "SSL Client", for EDI over SFTP, AS2 and PeSIT and for the API by certificate.
pub const CHORUS_PRO_SSL_CLIENT: Profile = Profile {
    name: "chorus-pro/ssl-client",
    label: "SSL Client, authentification serveur de type client, RGS*",
    partner: Some(Partner::ChorusPro),
    purpose: Purpose::Client,
    signed_by: SignedBy::Authority,
    key: KeyKind::Rsa2048,
    key_usages: KeyUsages::DIGITAL_SIGNATURE,
    policies: &[CERTIGNA_SERVER_CLIENT],
    lifetime_days: TWO_YEARS,
    source: "CPP-CERTIFICATES §4",
    known: Known::Read,
};

/// A Chorus Pro "SSL Serveur", for EDI over AS2 and PeSIT.
pub const CHORUS_PRO_SSL_SERVER: Profile = Profile {
    name: "chorus-pro/ssl-server",
    label: "SSL Serveur, authentification serveur, RGS*",
    partner: Some(Partner::ChorusPro),
    purpose: Purpose::Server,
    signed_by: SignedBy::Authority,
    key: KeyKind::Rsa2048,
    key_usages: KeyUsages::DIGITAL_SIGNATURE.union(KeyUsages::KEY_ENCIPHERMENT),
    policies: &[CERTIGNA_SERVER],
    lifetime_days: TWO_YEARS,
    source: "CPP-CERTIFICATES §4",
    known: Known::Read,
};

/// A Chorus Pro "cachet serveur sans heure", for whoever exchanges signed flows.
pub const CHORUS_PRO_SEAL: Profile = Profile {
    name: "chorus-pro/seal",
    label: "Certificat Cachet serveur sans heure, RGS*",
    partner: Some(Partner::ChorusPro),
    purpose: Purpose::Seal,
    signed_by: SignedBy::Authority,
    key: KeyKind::Rsa2048,
    key_usages: KeyUsages::DIGITAL_SIGNATURE,
    policies: &[CERTIGNA_SEAL],
    lifetime_days: TWO_YEARS,
    source: "CPP-CERTIFICATES §6.2",
    known: Known::Read,
};

/// The certificate of a REST account in Chaman, self-signed in the company's name.
pub const SOCIAL_SECURITY_REST: Profile = Profile {
    name: "social-security/rest",
    label: "Certificat d'un compte webservice REST",
    partner: Some(Partner::SocialSecurity),
    purpose: Purpose::Signature,
    signed_by: SignedBy::Itself,
    key: KeyKind::Rsa2048,
    key_usages: KeyUsages::DIGITAL_SIGNATURE,
    policies: &[],
    lifetime_days: THREE_YEARS,
    source: "SS-DIMONA-WEBSERVICE",
    known: Known::Read,
};

/// The certificate whose key signs the files of a batch account in Chaman.
pub const SOCIAL_SECURITY_SIGNATURE: Profile = Profile {
    name: "social-security/signature",
    label: "Certificat de signature d'un compte SFTP",
    partner: Some(Partner::SocialSecurity),
    purpose: Purpose::Signature,
    signed_by: SignedBy::Authority,
    key: KeyKind::Rsa2048,
    key_usages: KeyUsages::DIGITAL_SIGNATURE.union(KeyUsages::NON_REPUDIATION),
    policies: &[],
    lifetime_days: THREE_YEARS,
    source: "SS-BATCH-SFTP",
    known: Known::Guessed,
};

/// The LuxTrust certificate of a SOFiE Crypt account.
pub const SOFIE_CRYPT: Profile = sofie("sofie/crypt", "Certificat LuxTrust SSL du compte Crypt");

/// The LuxTrust certificate of a SOFiE Transport account.
pub const SOFIE_TRANSPORT: Profile =
    sofie("sofie/transport", "Certificat LuxTrust SSL du compte Transport");

/// Both accounts take the same product.
const fn sofie(name: &'static str, label: &'static str) -> Profile {
    Profile {
        name,
        label,
        partner: Some(Partner::Sofie),
        purpose: Purpose::FileExchange,
        signed_by: SignedBy::Authority,
        key: KeyKind::Rsa2048,
        key_usages: KeyUsages::DIGITAL_SIGNATURE
            .union(KeyUsages::KEY_ENCIPHERMENT)
            .union(KeyUsages::DATA_ENCIPHERMENT),
        policies: &LUXTRUST_CLIENT,
        lifetime_days: THREE_YEARS,
        source: "LUXTRUST-LEAVES",
        known: Known::Seen,
    }
}

/// The certificate of any web server.
pub const WEB_SERVER: Profile = Profile {
    name: "web-server",
    label: "TLS server",
    partner: None,
    purpose: Purpose::Server,
    signed_by: SignedBy::Authority,
    key: KeyKind::P256,
    key_usages: KeyUsages::DIGITAL_SIGNATURE,
    policies: &[],
    lifetime_days: 90,
    source: "RFC-5280 §4.2.1",
    known: Known::Read,
};

impl Profile {
    /// Every profile.
    pub const ALL: &[&'static Self] = &[
        &CHORUS_PRO_SSL_CLIENT,
        &CHORUS_PRO_SSL_SERVER,
        &CHORUS_PRO_SEAL,
        &SOCIAL_SECURITY_REST,
        &SOCIAL_SECURITY_SIGNATURE,
        &SOFIE_CRYPT,
        &SOFIE_TRANSPORT,
        &WEB_SERVER,
    ];

    /// Finds a profile by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().copied().find(|profile| profile.name == name)
    }

    /// Returns the kind of key to order a certificate for, spoiled or not.
    #[must_use]
    pub fn key_for(&self, defect: Option<Defect>) -> KeyKind {
        if defect == Some(Defect::KeyTooSmall) { KeyKind::Rsa1024 } else { self.key }
    }
}

impl Purpose {
    /// Returns the extended key usages that state it; none where none is asked for.
    #[must_use]
    pub const fn usages(self) -> &'static [ExtendedKeyUsage] {
        match self {
            Self::Client => &[ExtendedKeyUsage::ClientAuth],
            Self::Server => &[ExtendedKeyUsage::ServerAuth],
            Self::Seal | Self::Signature => &[],
            Self::FileExchange => {
                &[ExtendedKeyUsage::ClientAuth, ExtendedKeyUsage::EmailProtection]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_is_found_by_its_name() {
        for profile in Profile::ALL {
            assert_eq!(Profile::named(profile.name), Some(*profile));
        }
        assert_eq!(Profile::named("chorus-pro/ssl"), None);
    }
}
