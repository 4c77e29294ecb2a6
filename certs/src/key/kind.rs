//! The kinds of key that the systems ask for.

use std::fmt;

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
}

impl KeyKind {
    /// Recognises the kind from what a public key shows of itself.
    pub(crate) fn of(shape: &KeyShape) -> Option<Self> {
        match shape {
            KeyShape::Rsa { bits: 1024, .. } => Some(Self::Rsa1024),
            KeyShape::Rsa { bits: 2048, .. } => Some(Self::Rsa2048),
            KeyShape::Rsa { bits: 3072, .. } => Some(Self::Rsa3072),
            KeyShape::Rsa { bits: 4096, .. } => Some(Self::Rsa4096),
            KeyShape::Ec { curve, .. } if curve == "prime256v1" => Some(Self::P256),
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
        })
    }
}
