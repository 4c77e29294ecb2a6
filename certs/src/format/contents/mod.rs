//! A file, opened: what it holds, whatever its name.
//!
//! This is the one way to open a file that somebody else made. It reads PEM, DER, PKCS#7, PKCS#12,
//! keys, requests, public keys of SSH, and Base64 without boundaries; it takes nothing on trust,
//! and what it could not read it says. How much a file may ask for is in [`limits`](super::limits).

mod reading;

use std::fmt;

use super::{
    problem::{Place, Problem},
    sniff::{self, Armour, Content},
    ssh::SshPublicKey,
};
use crate::{Certificate, Fingerprint, PublicKey, certificate::Request, key::PrivateKey};

/// What a file holds.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Contents {
    /// How the file is written.
    pub armour: Armour,
    /// What its pieces are, in order: the elements of a binary file, the blocks of a text.
    pub pieces: Vec<Content>,
    /// Every certificate that could be read, once each, in the order written.
    pub certificates: Vec<Certificate>,
    /// The private keys, in the order written.
    pub keys: Vec<HeldKey>,
    /// The public keys that stand alone.
    pub public_keys: Vec<PublicKey>,
    /// The public keys of SSH.
    pub ssh_keys: Vec<SshPublicKey>,
    /// The requests for certificates.
    pub requests: Vec<Request>,
    /// The names that a PKCS#12 gives to its certificates.
    pub aliases: Vec<Alias>,
    /// Whether a piece stayed closed because no password was given.
    pub needs_password: bool,
    /// What stands in the way of reading the file or a piece of it.
    pub problems: Vec<Problem>,
}

/// A private key in a file.
#[derive(Clone, Debug)]
pub struct HeldKey {
    /// The public half.
    pub public: PublicKey,
    /// The key itself; `None` in OpenSSH's own format, of which only the public half is read.
    pub private: Option<PrivateKey>,
    /// The name that a PKCS#12 gives it, as written.
    pub alias: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A name given to a certificate: Windows calls it "nom convivial", Java an alias.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The name, as written; it may hold anything, so show it with [`shown`](crate::shown).
    pub name: String,
    /// Whose name it is.
    pub certificate: Fingerprint,
}

impl Contents {
    /// Opens a file without a password: what needs one is recognised, and stays closed.
    ///
    /// What cannot be read is among the [`problems`](Self::problems).
    #[must_use]
    pub fn read(file: &[u8]) -> Self {
        reading::read(sniff::sniff(file), None)
    }

    /// Opens a file with a password, for all its pieces that need one. The empty password is one.
    ///
    /// What cannot be read, and what the password does not open, is among the
    /// [`problems`](Self::problems).
    #[must_use]
    pub fn open(file: &[u8], password: &str) -> Self {
        reading::read(sniff::sniff(file), Some(password))
    }

    /// Returns what the file holds, where all its pieces are of one kind; `Unknown` elsewhere.
    #[must_use]
    pub fn kind(&self) -> Content {
        let first = self.pieces.first().copied().unwrap_or(Content::Unknown);
        if self.pieces.iter().all(|piece| *piece == first) { first } else { Content::Unknown }
    }

    /// Says whether a piece is of one kind.
    #[must_use]
    pub fn holds(&self, content: Content) -> bool {
        self.pieces.contains(&content)
    }

    /// Says whether anything was read: a certificate, a key, a request or a revocation list.
    #[must_use]
    pub fn has_anything(&self) -> bool {
        !self.certificates.is_empty()
            || !self.keys.is_empty()
            || !self.public_keys.is_empty()
            || !self.ssh_keys.is_empty()
            || !self.requests.is_empty()
            || self.holds(Content::RevocationList)
    }

    /// Returns the private key of a certificate, where the file has it.
    #[must_use]
    pub fn key_of(&self, certificate: &Certificate) -> Option<&HeldKey> {
        self.keys.iter().find(|key| key.public.is_same_as(certificate.public_key()))
    }

    /// Returns the name that the file gives to a certificate, as written.
    #[must_use]
    pub fn alias_of(&self, certificate: &Certificate) -> Option<&str> {
        let fingerprint = certificate.fingerprint();
        let found = self.aliases.iter().find(|alias| alias.certificate == fingerprint);
        found.map(|alias| alias.name.as_str())
    }

    /// Describes the pieces, in order.
    #[must_use]
    pub fn describe(&self) -> String {
        let armour = match self.armour {
            Armour::Der => "in DER",
            Armour::Pem => "in PEM",
            Armour::Base64 => "in Base64 without boundaries",
            Armour::Text => "as text",
        };
        let mut pieces: Vec<(Content, usize)> = Vec::new();
        for piece in &self.pieces {
            match pieces.last_mut() {
                Some((last, count)) if last == piece && pieces_are_many(&self.pieces) => {
                    *count += 1
                }
                _ => pieces.push((*piece, 1)),
            }
        }
        let pieces: Vec<String> = pieces.iter().map(|piece| Counted(*piece).to_string()).collect();
        format!("{} ({armour})", pieces.join(", then "))
    }
}

/// Above some pieces, those of one kind are counted.
const fn pieces_are_many(pieces: &[Content]) -> bool {
    pieces.len() > 8
}

struct Counted((Content, usize));

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            (content, 1) => write!(f, "{content}"),
            (content, count) => write!(f, "{content} ({count} times)"),
        }
    }
}
