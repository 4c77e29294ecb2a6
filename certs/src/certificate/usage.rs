//! What a certificate is for: the key usage and the extended key usage.

use std::{fmt, ops::BitOr};

/// The bits of the key usage extension, and whether it is critical.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUsages {
    bits: u16,
    /// Whether a reader that does not understand the extension must refuse the certificate.
    pub critical: bool,
}

impl KeyUsages {
    /// Authentication: the key signs a handshake.
    pub const DIGITAL_SIGNATURE: Self = Self::bit(0);
    /// The key makes signatures that bind their author (`contentCommitment`).
    pub const NON_REPUDIATION: Self = Self::bit(1);
    /// The key receives keys.
    pub const KEY_ENCIPHERMENT: Self = Self::bit(2);
    /// The key receives data.
    pub const DATA_ENCIPHERMENT: Self = Self::bit(3);
    /// The key agrees on keys.
    pub const KEY_AGREEMENT: Self = Self::bit(4);
    /// The key signs revocation lists.
    pub const CRL_SIGN: Self = Self::bit(6);

    const NAMES: [&str; 9] = [
        "digitalSignature",
        "nonRepudiation",
        "keyEncipherment",
        "dataEncipherment",
        "keyAgreement",
        "keyCertSign",
        "cRLSign",
        "encipherOnly",
        "decipherOnly",
    ];

    const fn bit(number: u16) -> Self {
        Self { bits: 1 << number, critical: true }
    }

    pub(crate) const fn read(bits: u16, critical: bool) -> Self {
        Self { bits, critical }
    }

    pub(crate) const fn union(self, other: Self) -> Self {
        Self { bits: self.bits | other.bits, critical: self.critical }
    }

    /// Returns the bits, `digitalSignature` lowest.
    pub(crate) const fn bits(self) -> u16 {
        self.bits
    }

    /// Says whether every bit of `wanted` is set.
    #[must_use]
    pub const fn contains(self, wanted: Self) -> bool {
        self.bits & wanted.bits == wanted.bits
    }

    /// Names the bits that are set, in their order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let all = Self::NAMES.iter().enumerate();
        all.filter(move |(bit, _)| self.bits & (1 << bit) != 0).map(|(_, name)| *name)
    }

    /// Says whether the bits are those of `wanted` and no others, critical or not.
    #[must_use]
    pub const fn same_bits(self, wanted: Self) -> bool {
        self.bits == wanted.bits
    }
}

impl BitOr for KeyUsages {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

impl fmt::Display for KeyUsages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.names().collect();
        f.write_str(if names.is_empty() { "no bit" } else { "" })?;
        f.write_str(&names.join(", "))
    }
}

/// One purpose of the extended key usage extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExtendedKeyUsage {
    /// Any purpose at all.
    Any,
    /// "Authentification du serveur".
    ServerAuth,
    /// "Authentification du client".
    ClientAuth,
    /// Signing programs.
    CodeSigning,
    /// Signing and encrypting mail.
    EmailProtection,
    /// Signing timestamps.
    TimeStamping,
    /// Signing answers on revocation.
    OcspSigning,
    /// Anything else, by dotted identifier.
    Other(String),
}

impl fmt::Display for ExtendedKeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "anyExtendedKeyUsage",
            Self::ServerAuth => "serverAuth",
            Self::ClientAuth => "clientAuth",
            Self::CodeSigning => "codeSigning",
            Self::EmailProtection => "emailProtection",
            Self::TimeStamping => "timeStamping",
            Self::OcspSigning => "OCSPSigning",
            Self::Other(oid) => oid,
        })
    }
}

/// The extended key usage extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtendedKeyUsages {
    /// The purposes, known ones first.
    pub purposes: Vec<ExtendedKeyUsage>,
    /// Whether the extension is critical.
    pub critical: bool,
}

impl ExtendedKeyUsages {
    /// Says whether one purpose is listed by name.
    #[must_use]
    pub fn contains(&self, purpose: &ExtendedKeyUsage) -> bool {
        self.purposes.contains(purpose)
    }
}

impl fmt::Display for ExtendedKeyUsages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.purposes.iter().map(ToString::to_string).collect();
        f.write_str(&names.join(", "))
    }
}
