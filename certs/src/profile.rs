//! The shape of one good certificate, and the document it comes from.

use crate::{
    Defect, KeyKind,
    certificate::{ExtendedKeyUsage, KeyUsages},
    policy::{self, Policy},
    rule::Known,
};

/// What a certificate authenticates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The one that connects: "SSL Client", "authentification serveur de type client".
    Client,
    /// The one that is connected to: "SSL Serveur", "authentification serveur".
    Server,
}

/// The shape of one good certificate.
#[derive(Debug, PartialEq, Eq)]
pub struct Profile {
    /// The name, `<system>/<certificate>`.
    pub name: &'static str,
    /// The official name, in the system's own language.
    pub label: &'static str,
    /// What it authenticates.
    pub purpose: Purpose,
    /// The kind of key it is usually ordered for.
    pub key: KeyKind,
    /// The key usage: these bits, no others, critical.
    pub key_usages: KeyUsages,
    /// The policy it is issued under, if any.
    pub policy: Option<Policy>,
    /// Where the shape is written; the first word is a key of `docs/sources.toml`.
    pub source: &'static str,
    /// How the shape is known.
    pub known: Known,
}

/// A Chorus Pro "SSL Client", for EDI over SFTP, AS2 and PeSIT and for the API by certificate.
pub const CHORUS_PRO_SSL_CLIENT: Profile = Profile {
    name: "chorus-pro/ssl-client",
    label: "SSL Client, authentification serveur de type client, RGS*",
    purpose: Purpose::Client,
    key: KeyKind::Rsa2048,
    key_usages: KeyUsages::DIGITAL_SIGNATURE,
    policy: Some(policy::CERTIGNA_SERVER_CLIENT),
    source: "CPP-CERTIFICATES §4",
    known: Known::Read,
};

/// A Chorus Pro "SSL Serveur", for EDI over AS2 and PeSIT.
pub const CHORUS_PRO_SSL_SERVER: Profile = Profile {
    name: "chorus-pro/ssl-server",
    label: "SSL Serveur, authentification serveur, RGS*",
    purpose: Purpose::Server,
    key: KeyKind::Rsa2048,
    key_usages: KeyUsages::DIGITAL_SIGNATURE.union(KeyUsages::KEY_ENCIPHERMENT),
    policy: Some(policy::CERTIGNA_SERVER),
    source: "CPP-CERTIFICATES §4",
    known: Known::Read,
};

/// The certificate of any web server.
pub const WEB_SERVER: Profile = Profile {
    name: "web-server",
    label: "TLS server",
    purpose: Purpose::Server,
    key: KeyKind::P256,
    key_usages: KeyUsages::DIGITAL_SIGNATURE,
    policy: None,
    source: "RFC-5280 §4.2.1",
    known: Known::Read,
};

impl Profile {
    /// Every profile.
    pub const ALL: &[&'static Self] =
        &[&CHORUS_PRO_SSL_CLIENT, &CHORUS_PRO_SSL_SERVER, &WEB_SERVER];

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
    /// Returns the extended key usage that states it.
    #[must_use]
    pub const fn usage(self) -> ExtendedKeyUsage {
        match self {
            Self::Client => ExtendedKeyUsage::ClientAuth,
            Self::Server => ExtendedKeyUsage::ServerAuth,
        }
    }

    /// Returns the other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Client => Self::Server,
            Self::Server => Self::Client,
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
