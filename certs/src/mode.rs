//! What a connection demands: certificates of one profile or several, and how they are sent.
//!
//! A [`Profile`] is the shape of one certificate; a [`Mode`] is what one way of connecting asks for,
//! which may be no certificate, one, one of two kinds, or two.

use crate::{
    Profile,
    profile::{
        CHORUS_PRO_SEAL, CHORUS_PRO_SSL_CLIENT, CHORUS_PRO_SSL_SERVER, SOCIAL_SECURITY_REST,
        SOCIAL_SECURITY_SIGNATURE, SOFIE_CRYPT, SOFIE_TRANSPORT,
    },
    rule::Known,
};

/// Who is connected to, and whose rules a certificate is held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Partner {
    /// Chorus Pro, in France.
    ChorusPro,
    /// The portal of social security, in Belgium.
    SocialSecurity,
    /// SOFiE, in Luxembourg.
    Sofie,
}

/// The file in which a partner wants a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// A PKCS#7 with every authority up to the root (`.p7b`).
    Pkcs7WithChain,
    /// The public certificate alone, in DER or PEM (`.cer`).
    PublicCertificate,
    /// The file that the supplier sent, neither renamed nor converted (`<order>.txt`).
    AsReceived,
}

/// One certificate that a mode demands: the profiles that will do, the usual one first.
pub type Demand = &'static [&'static Profile];

/// One way of connecting.
#[derive(Debug, PartialEq, Eq)]
pub struct Mode {
    /// The name, `<system>/<mode>`.
    pub name: &'static str,
    /// The official name, in the system's own language.
    pub label: &'static str,
    /// Who is connected to.
    pub partner: Partner,
    /// The certificates it demands, all of them; none where it needs no certificate.
    pub demands: &'static [Demand],
    /// Whether an SSH public key is handed in as well.
    pub ssh_public_key: bool,
    /// Where it is written; the first word is a key of `docs/sources.toml`.
    pub source: &'static str,
    /// How it is known.
    pub known: Known,
}

/// A name that an operator gave: a mode, or one profile alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// What a connection demands.
    Mode(&'static Mode),
    /// One certificate's shape.
    Profile(&'static Profile),
}

const SSL_CLIENT: Demand = &[&CHORUS_PRO_SSL_CLIENT];
const SSL_SERVER: Demand = &[&CHORUS_PRO_SSL_SERVER];

impl Mode {
    /// Every mode.
    pub const ALL: &[&'static Self] = &[
        &Self {
            name: "chorus-pro/piste",
            label: "API en mode OAuth2 via PISTE",
            partner: Partner::ChorusPro,
            demands: &[],
            ssh_public_key: false,
            source: "CPP-CERTIFICATES introduction",
            known: Known::Read,
        },
        &Self {
            name: "chorus-pro/edi-sftp",
            label: "EDI SFTP",
            partner: Partner::ChorusPro,
            demands: &[SSL_CLIENT],
            ssh_public_key: false,
            source: "CPP-CERTIFICATES §1",
            known: Known::Read,
        },
        &Self {
            name: "chorus-pro/edi-as2",
            label: "EDI AS2",
            partner: Partner::ChorusPro,
            demands: &[&[&CHORUS_PRO_SSL_SERVER, &CHORUS_PRO_SSL_CLIENT]],
            ssh_public_key: false,
            source: "CPP-CERTIFICATES §1",
            known: Known::Read,
        },
        &Self {
            name: "chorus-pro/edi-pesit",
            label: "EDI PeSIT",
            partner: Partner::ChorusPro,
            demands: &[SSL_SERVER, SSL_CLIENT],
            ssh_public_key: false,
            source: "CPP-CERTIFICATES §1",
            known: Known::Read,
        },
        &Self {
            name: "chorus-pro/api-certificate",
            label: "API par certificat",
            partner: Partner::ChorusPro,
            demands: &[SSL_CLIENT],
            ssh_public_key: false,
            source: "CPP-CERTIFICATES §1",
            known: Known::Read,
        },
        &Self {
            name: "chorus-pro/signed-flows",
            label: "Flux signés (en plus du mode de raccordement)",
            partner: Partner::ChorusPro,
            demands: &[&[&CHORUS_PRO_SEAL]],
            ssh_public_key: false,
            source: "CPP-CERTIFICATES §6.2",
            known: Known::Read,
        },
        &Self {
            name: "social-security/rest",
            label: "Compte webservice REST (Chaman)",
            partner: Partner::SocialSecurity,
            demands: &[&[&SOCIAL_SECURITY_REST]],
            ssh_public_key: false,
            source: "SS-FLA-MANUAL §4.4",
            known: Known::Read,
        },
        &Self {
            name: "social-security/batch-sftp",
            label: "Canal BATCH, compte SFTP (Chaman)",
            partner: Partner::SocialSecurity,
            demands: &[&[&SOCIAL_SECURITY_SIGNATURE]],
            ssh_public_key: true,
            source: "SS-BATCH-SFTP",
            known: Known::Read,
        },
        &Self {
            name: "sofie/crypt",
            label: "SOFiE, compte Crypt",
            partner: Partner::Sofie,
            demands: &[&[&SOFIE_CRYPT]],
            ssh_public_key: false,
            source: "SOFIE-RENEWAL §5",
            known: Known::Read,
        },
        &Self {
            name: "sofie/transport",
            label: "SOFiE, compte Transport",
            partner: Partner::Sofie,
            demands: &[&[&SOFIE_TRANSPORT]],
            ssh_public_key: false,
            source: "SOFIE-RENEWAL §5",
            known: Known::Read,
        },
        &Self {
            name: "sofie/sort",
            label: "SOFiE SORT, les deux comptes (rapports légaux)",
            partner: Partner::Sofie,
            demands: &[&[&SOFIE_CRYPT], &[&SOFIE_TRANSPORT]],
            ssh_public_key: false,
            source: "SOFIE-RENEWAL §3.3",
            known: Known::Read,
        },
    ];

    /// Finds a mode by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().copied().find(|mode| mode.name == name)
    }
}

impl Asked {
    /// Finds what a name stands for; where a mode and a profile share a name, the mode.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mode = Mode::named(name).map(Self::Mode);
        mode.or_else(|| Profile::named(name).map(Self::Profile))
    }

    /// Returns the name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mode(mode) => mode.name,
            Self::Profile(profile) => profile.name,
        }
    }

    /// Returns whose rules are meant; nobody's for the certificate of a plain web server.
    #[must_use]
    pub const fn partner(self) -> Option<Partner> {
        match self {
            Self::Mode(mode) => Some(mode.partner),
            Self::Profile(profile) => profile.partner,
        }
    }

    /// Returns, for each certificate that is demanded, the profiles that will do.
    #[must_use]
    pub fn demands(self) -> Vec<Vec<&'static Profile>> {
        match self {
            Self::Mode(mode) => mode.demands.iter().map(|demand| demand.to_vec()).collect(),
            Self::Profile(profile) => vec![vec![profile]],
        }
    }
}

impl Partner {
    /// Returns the file in which it wants a certificate.
    #[must_use]
    pub const fn delivery(self) -> Delivery {
        match self {
            Self::ChorusPro => Delivery::Pkcs7WithChain,
            Self::SocialSecurity => Delivery::PublicCertificate,
            Self::Sofie => Delivery::AsReceived,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_and_every_profile_is_found_by_its_name() {
        for mode in Mode::ALL {
            assert_eq!(Asked::named(mode.name), Some(Asked::Mode(mode)));
        }
        for profile in Profile::ALL.iter().filter(|each| Mode::named(each.name).is_none()) {
            assert_eq!(Asked::named(profile.name), Some(Asked::Profile(profile)));
        }
        assert_eq!(Asked::named("chorus-pro"), None);
    }

    #[test]
    fn a_mode_and_a_profile_of_one_name_demand_the_same_certificate() {
        for mode in Mode::ALL {
            if let Some(profile) = Profile::named(mode.name) {
                assert_eq!(Asked::Mode(mode).demands(), [[profile]]);
            }
        }
    }
}
