//! What is known of the policies under which certificates are issued.
//!
//! No arc of object identifiers says "RGS": a level belongs to each authority's own policy, and is
//! attested by a list that changes. So the list is a dated data file with its sources,
//! `certs/data/policies.toml`, and a user can bring another; an identifier that is not in it proves
//! nothing, either way.

use std::{fmt, sync::LazyLock};

use jiff::{Timestamp, civil::Date};
use serde::Deserialize;

use crate::{Certificate, rule::Known};

/// A level of the *Référentiel général de sécurité*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "u8")]
pub enum Level {
    /// RGS*.
    One,
    /// RGS**.
    Two,
    /// RGS***.
    Three,
}

/// What is issued under a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    /// "Authentification serveur".
    Server,
    /// "Authentification serveur de type client".
    Client,
    /// Both in one certificate.
    ServerClient,
    /// A qualified certificate for website authentication.
    Qwac,
    /// "Cachet serveur".
    Seal,
    /// The seal of a time-stamping unit, "cachet avec heure".
    Timestamp,
}

/// A policy for services.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The dotted identifier.
    pub oid: String,
    /// The authority that issues under it.
    pub authority: String,
    /// What is issued, in the authority's words.
    pub product: String,
    /// What that is for.
    #[serde(rename = "use")]
    pub usage: Use,
    /// The RGS level, where one can be named.
    pub level: Option<Level>,
    /// Whether what is issued under it is qualified, and so in the European trusted list.
    #[serde(default)]
    pub qualified: bool,
    /// How identifier and level together are known.
    pub known: Known,
}

/// The identifiers that an authority gives its policies.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Arc {
    /// What they begin with, with a dot at the end.
    oid: String,
    authority: String,
}

/// Certificates that were revoked by the whole class.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevokedClass {
    /// The common name of their issuer.
    pub issuer: String,
    /// The extended key usage that they have, and no other.
    pub extended_key_usage: String,
    /// When they were revoked; those that ended before were not.
    pub since: Timestamp,
    /// Where that is written.
    pub source: String,
}

/// A dated list of policies.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyList {
    /// When it was drawn up.
    pub date: Date,
    /// What it was drawn from.
    pub sources: Vec<String>,
    #[serde(rename = "policy", default)]
    policies: Vec<Policy>,
    #[serde(rename = "arc", default)]
    arcs: Vec<Arc>,
    #[serde(rename = "revoked", default)]
    revoked: Vec<RevokedClass>,
}

/// A text is no list of policies.
#[derive(Debug, thiserror::Error)]
#[error(
    "failed to read a list of policies: expected TOML with `date`, `sources` and `[[policy]]` entries"
)]
pub struct PolicyListError {
    /// What is wrong with it, and where.
    #[from]
    source: toml::de::Error,
}

static BUILT_IN: LazyLock<PolicyList> = LazyLock::new(|| {
    // A test reads it, so it is never the empty list.
    PolicyList::parse(include_str!("../data/policies.toml")).unwrap_or_default()
});

impl PolicyList {
    /// Returns the list that comes with this crate.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads a list from TOML, of the form of `certs/data/policies.toml`.
    ///
    /// # Errors
    ///
    /// When the text is not TOML, or has entries that are not known here.
    pub fn parse(text: &str) -> Result<Self, PolicyListError> {
        Ok(toml::from_str(text)?)
    }

    /// Finds what is known of a policy for services.
    #[must_use]
    pub fn find(&self, oid: &str) -> Option<&Policy> {
        self.policies.iter().find(|policy| policy.oid == oid)
    }

    /// Names the authority whose arc an identifier is under.
    #[must_use]
    pub fn authority_of(&self, oid: &str) -> Option<&str> {
        let arc = self.arcs.iter().find(|arc| oid.starts_with(&arc.oid));
        arc.map(|arc| arc.authority.as_str())
    }

    /// Finds the class by which a certificate is revoked at an instant.
    #[must_use]
    pub fn revoked_class(&self, certificate: &Certificate, at: Timestamp) -> Option<&RevokedClass> {
        let usages = certificate.extended_key_usages()?.to_string();
        let issuer = certificate.issuer().common_name()?;
        self.revoked.iter().find(|class| {
            class.since <= at
                && class.since < certificate.validity().until
                && class.issuer == issuer
                && class.extended_key_usage == usages
        })
    }
}

impl TryFrom<u8> for Level {
    type Error = &'static str;

    fn try_from(stars: u8) -> Result<Self, Self::Error> {
        match stars {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            3 => Ok(Self::Three),
            _ => Err("expected the level 1, 2 or 3"),
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::One => "RGS*",
            Self::Two => "RGS**",
            Self::Three => "RGS***",
        })
    }
}

/// The policies that standards give names to, whoever issues under them: RFC 5280, the CA/Browser
/// Forum, ETSI EN 319 411-1 and 411-2; with what is qualified under them, where that is no person's.
const STANDARD: &[(&str, &str, Option<&str>)] = &[
    ("2.5.29.32.0", "any policy", None),
    ("2.23.140.1.1", "CA/Browser Forum, extended validation", None),
    ("2.23.140.1.2.1", "CA/Browser Forum, domain validated", None),
    ("2.23.140.1.2.2", "CA/Browser Forum, organisation validated", None),
    ("2.23.140.1.2.3", "CA/Browser Forum, individual validated", None),
    ("0.4.0.2042.1.1", "ETSI NCP", None),
    ("0.4.0.2042.1.2", "ETSI NCP+", None),
    ("0.4.0.2042.1.3", "ETSI LCP", None),
    ("0.4.0.2042.1.4", "ETSI EVCP", None),
    ("0.4.0.2042.1.6", "ETSI DVCP", None),
    ("0.4.0.2042.1.7", "ETSI OVCP", None),
    ("0.4.0.2042.1.8", "ETSI IVCP", None),
    ("0.4.0.194112.1.0", "ETSI QCP-n, a natural person's", None),
    ("0.4.0.194112.1.1", "ETSI QCP-l, a qualified seal", Some("QSealC")),
    ("0.4.0.194112.1.2", "ETSI QCP-n-qscd, a natural person's", None),
    ("0.4.0.194112.1.3", "ETSI QCP-l-qscd, a qualified seal", Some("QSealC")),
    ("0.4.0.194112.1.4", "ETSI QEVCP-w, QWAC", Some("QWAC")),
    ("0.4.0.194112.1.5", "ETSI QNCP-w, QWAC", Some("QWAC")),
    ("0.4.0.194112.1.6", "ETSI QNCP-w-gen, QWAC", Some("QWAC")),
];

/// Names a policy that a standard defines.
#[must_use]
pub fn standard_name(oid: &str) -> Option<&'static str> {
    STANDARD.iter().find(|(known, ..)| *known == oid).map(|(_, name, _)| *name)
}

/// Names what is qualified under one of the policies of ETSI EN 319 411-2 for legal persons and
/// websites: `QSealC` or `QWAC`.
#[must_use]
pub fn qualified_as(oid: &str) -> Option<&'static str> {
    STANDARD.iter().find(|(known, ..)| *known == oid).and_then(|(.., qualified)| *qualified)
}

/// The policies under which persons are certified; a trailing dot stands for a whole arc.
const PERSONAL: &[&str] = &[
    // ETSI EN 319 411-2: qualified certificates for natural persons.
    "0.4.0.194112.1.0",
    "0.4.0.194112.1.2",
    // Certigna Identity Plus CA.
    "1.2.250.1.177.2.4.1.",
    // CertEurope eID User, and Advanced CA V4.
    "1.2.250.1.105.23.411.2.",
    "1.2.250.1.105.10.4.1.3",
    // ChamberSign.
    "1.2.250.1.96.1.8.2.1",
    "1.2.250.1.96.1.8.2.2",
    "1.2.250.1.96.1.7.",
    // ANTS, for agents.
    "1.2.250.1.200.2.",
    "1.2.250.1.200.3.1.",
    // Imprimerie nationale.
    "1.2.250.1.295.1.1.",
    // CDC Legalia; Click and Trust.
    "1.2.250.1.5.1.1.1.3.3",
    "1.2.250.1.98.1.1.",
    // Justice; experts-comptables; ministry of the economy.
    "1.2.250.1.120.3.1.1.2",
    "1.2.250.1.165.1.10.1.1",
    "1.2.250.1.131.1.11.6.3.1.1",
];

/// Says whether only persons are certified under a policy.
#[must_use]
pub fn is_personal(oid: &str) -> bool {
    let listed = PERSONAL.iter().any(|known| match known.ends_with('.') {
        true => oid.starts_with(known),
        false => oid == *known,
    });
    listed || is_personal_certinomis(oid)
}

/// Certinomis numbers its policies `1.2.250.1.86.2.<generation>.<authority>.<usage>.<version>`;
/// usages 2, 10, 30 and 40 are persons'.
fn is_personal_certinomis(oid: &str) -> bool {
    let Some(rest) = oid.strip_prefix("1.2.250.1.86.2.") else { return false };
    let arcs: Vec<&str> = rest.split('.').collect();
    matches!(arcs.as_slice(), [_, _, "2" | "10" | "30" | "40", _])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_that_comes_along_is_read_whole_and_holds_no_policy_twice() {
        let list = PolicyList::parse(include_str!("../data/policies.toml")).unwrap();
        assert_eq!(list.find("1.2.250.1.86.2.3.7.20.1").unwrap().level, Some(Level::Two));
        assert_eq!(list.authority_of("1.2.250.1.105.9.9"), Some("CertEurope"));
        for policy in &list.policies {
            let same = list.policies.iter().filter(|each| each.oid == policy.oid);
            assert_eq!(same.count(), 1, "{}", policy.oid);
        }
    }

    #[test]
    fn a_list_with_an_entry_that_is_not_known_is_refused_with_its_place() {
        let error =
            PolicyList::parse("date = \"2026-01-01\"\nsources = []\nlevels = 3").unwrap_err();
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(cause.contains("line 3") && cause.contains("unknown field `levels`"), "{cause}");
    }

    #[test]
    fn persons_and_services_of_one_authority_are_told_apart() {
        assert!(is_personal("1.2.250.1.86.2.3.1.10.1"), "Easy CA, authentication and signature");
        assert!(!is_personal("1.2.250.1.86.2.3.1.60.1"), "Easy CA, server and client");
        assert!(is_personal("1.2.250.1.177.2.4.1.1.1"), "Certigna ID Pro");
        assert!(!is_personal("1.2.250.1.177.2.5.1.1.1"));
        assert!(!is_personal("0.4.0.194112.1.20"), "a whole identifier, not the start of one");
    }
}
