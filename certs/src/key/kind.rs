//! The kinds of key that the systems ask for.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::KeyShape;

/// A kind of key pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyKind {
    /// RSA of 1024 bits: only for the certificate that must be refused.
    Rsa1024,
    /// RSA of 2048 bits: the least that RGS allows, until the end of 2030.
    Rsa2048,
    /// RSA of 3072 bits.
    Rsa3072,
    /// RSA of 4096 bits.
    Rsa4096,
    /// The NIST curve of 256 bits.
    P256,
    /// The NIST curve of 384 bits.
    P384,
}

/// A text names no kind of key that may be ordered.
#[derive(Debug, thiserror::Error)]
#[error("unknown kind of key `{found}`: expected one of {}", KeyKind::names())]
pub struct UnknownKeyKind {
    found: String,
}

impl KeyKind {
    /// Every kind that a good certificate may be ordered for.
    pub const SOUND: &[Self] =
        &[Self::Rsa2048, Self::Rsa3072, Self::Rsa4096, Self::P256, Self::P384];

    /// Returns the name that an operator gives: `rsa2048`, `p256`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rsa1024 => "rsa1024",
            Self::Rsa2048 => "rsa2048",
            Self::Rsa3072 => "rsa3072",
            Self::Rsa4096 => "rsa4096",
            Self::P256 => "p256",
            Self::P384 => "p384",
        }
    }

    fn names() -> String {
        Self::SOUND.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ")
    }

    /// Recognises the kind from what a public key shows of itself.
    pub(crate) fn of(shape: &KeyShape) -> Option<Self> {
        match shape {
            KeyShape::Rsa { bits: 1024, .. } => Some(Self::Rsa1024),
            KeyShape::Rsa { bits: 2048, .. } => Some(Self::Rsa2048),
            KeyShape::Rsa { bits: 3072, .. } => Some(Self::Rsa3072),
            KeyShape::Rsa { bits: 4096, .. } => Some(Self::Rsa4096),
            KeyShape::Ec { curve, .. } if curve == "prime256v1" => Some(Self::P256),
            KeyShape::Ec { curve, .. } if curve == "secp384r1" => Some(Self::P384),
            KeyShape::Rsa { .. } | KeyShape::Ec { .. } | KeyShape::Other { .. } => None,
        }
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rsa1024 => "RSA-1024",
            Self::Rsa2048 => "RSA-2048",
            Self::Rsa3072 => "RSA-3072",
            Self::Rsa4096 => "RSA-4096",
            Self::P256 => "P-256",
            Self::P384 => "P-384",
        })
    }
}

/// Reads the names of sound kinds, in either case and with or without a hyphen: `RSA-2048`, `p256`.
impl FromStr for KeyKind {
    type Err = UnknownKeyKind;

    fn from_str(text: &str) -> Result<Self, UnknownKeyKind> {
        let wanted = text.to_ascii_lowercase().replace('-', "");
        let found = Self::SOUND.iter().find(|kind| kind.name() == wanted);
        found.copied().ok_or_else(|| UnknownKeyKind { found: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sound_kind_is_found_by_its_name_and_a_small_key_is_not_one() {
        for kind in KeyKind::SOUND {
            assert_eq!(kind.name().parse::<KeyKind>().unwrap(), *kind);
            assert_eq!(kind.to_string().parse::<KeyKind>().unwrap(), *kind);
        }
        let error = "rsa1024".parse::<KeyKind>().unwrap_err().to_string();
        let wanted = "expected one of rsa2048, rsa3072, rsa4096, p256, p384";
        assert_eq!(error, format!("unknown kind of key `rsa1024`: {wanted}"));
    }
}
