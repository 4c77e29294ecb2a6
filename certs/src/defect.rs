//! The one thing that may be wrong with a certificate.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// One deliberate departure from a profile; everything else stays as the profile says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Defect {
    /// The period of the same length that ends one second before the ordered one begins.
    Expired,
    /// The period of the same length that begins one second after the ordered one ends.
    NotYetValid,
    /// The extended key usage of the other kind: a server's on a client's certificate, or the
    /// reverse.
    OtherExtendedKeyUsage,
    /// Both extended key usages, server and client, in one certificate.
    BothUsages,
    /// The key may only make signatures that bind a person (`nonRepudiation`).
    WrongKeyUsage,
    /// No certificate policy at all.
    NoPolicy,
    /// The certificate is good, and the authority that issued it is left out of the chain.
    MissingIntermediate,
    /// The certificate is signed with its own key.
    SelfSigned,
    /// An RSA key of 1024 bits.
    KeyTooSmall,
}

/// A text names no defect.
#[derive(Debug, thiserror::Error)]
#[error("unknown defect `{found}`: expected one of {}", Defect::names())]
pub struct UnknownDefect {
    found: String,
}

impl Defect {
    /// Every defect.
    pub const ALL: &[Self] = &[
        Self::Expired,
        Self::NotYetValid,
        Self::OtherExtendedKeyUsage,
        Self::BothUsages,
        Self::WrongKeyUsage,
        Self::NoPolicy,
        Self::MissingIntermediate,
        Self::SelfSigned,
        Self::KeyTooSmall,
    ];

    /// Returns the name, in kebab case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::NotYetValid => "not-yet-valid",
            Self::OtherExtendedKeyUsage => "other-extended-key-usage",
            Self::BothUsages => "both-usages",
            Self::WrongKeyUsage => "wrong-key-usage",
            Self::NoPolicy => "no-policy",
            Self::MissingIntermediate => "missing-intermediate",
            Self::SelfSigned => "self-signed",
            Self::KeyTooSmall => "key-too-small",
        }
    }

    fn names() -> String {
        Self::ALL.iter().map(|defect| defect.name()).collect::<Vec<_>>().join(", ")
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Defect {
    type Err = UnknownDefect;

    fn from_str(text: &str) -> Result<Self, UnknownDefect> {
        let found = Self::ALL.iter().find(|defect| defect.name() == text);
        found.copied().ok_or_else(|| UnknownDefect { found: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_defect_is_found_by_its_name_and_an_unknown_one_is_told_the_names() {
        for defect in Defect::ALL {
            assert_eq!(defect.name().parse::<Defect>().unwrap(), *defect);
        }
        let error = "rusty".parse::<Defect>().unwrap_err().to_string();
        assert!(
            error.starts_with("unknown defect `rusty`: expected one of expired, not-yet-valid")
        );
    }
}
