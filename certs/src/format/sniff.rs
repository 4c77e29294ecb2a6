//! Says what a file holds, by its ASN.1.

use std::fmt;

use openssl::x509::{X509Crl, X509Req};
use x509_parser::asn1_rs::{FromBer, Header, Length, Tag};

use super::{
    dismantle, pkcs7,
    problem::{Place, Problem},
};
use crate::Certificate;

/// What one piece of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Content {
    /// One X.509 certificate.
    Certificate,
    /// A PKCS#7 that holds certificates and nothing else: what a portal means by "PKCS#7".
    Pkcs7,
    /// A PKCS#7 that signs something.
    SignedPkcs7,
    /// A PKCS#7 whose content is encrypted.
    EnvelopedPkcs7,
    /// A PKCS#12, which nearly always holds a private key.
    Pkcs12,
    /// A private key that anybody can read.
    PrivateKey,
    /// A private key behind a password.
    EncryptedPrivateKey,
    /// A request for a certificate (PKCS#10).
    Request,
    /// A revocation list.
    RevocationList,
    /// A public key alone.
    PublicKey,
    /// A public key as SSH writes it.
    SshPublicKey,
    /// A keystore in Java's own format (JKS, JCEKS), which only Java opens.
    JavaKeystore,
    /// Nothing known here.
    Unknown,
}

/// How the file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Armour {
    /// Binary.
    Der,
    /// Base64 between boundaries.
    Pem,
    /// Base64 without boundaries.
    Base64,
    /// Lines of text, as SSH writes public keys.
    Text,
}

/// A file, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sniffed {
    /// How it is written.
    pub armour: Armour,
    /// What it holds, in order: the elements of a binary file one after another, those of every
    /// block of a text.
    pub pieces: Vec<Piece>,
    /// What stands in the way of taking it apart.
    pub problems: Vec<Problem>,
}

/// One piece of a file.
#[derive(Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub content: Content,
    /// Where it stands.
    pub place: Place,
    /// Its bytes, left out of `Debug` since they may be a key.
    pub der: Vec<u8>,
    /// The block it stands in, where its headers say how it is encrypted.
    pub(super) block: Option<String>,
}

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Piece({}, {} octets)", self.content, self.der.len())
    }
}

impl Content {
    /// Says whether the piece gives away, or may give away, a private key.
    #[must_use]
    pub const fn may_hold_a_private_key(self) -> bool {
        matches!(
            self,
            Self::Pkcs12 | Self::PrivateKey | Self::EncryptedPrivateKey | Self::JavaKeystore
        )
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certificate => "a certificate",
            Self::Pkcs7 => "a PKCS#7 of certificates",
            Self::SignedPkcs7 => "a signed PKCS#7 message",
            Self::EnvelopedPkcs7 => "an encrypted PKCS#7 message",
            Self::Pkcs12 => "a PKCS#12",
            Self::PrivateKey => "a private key",
            Self::EncryptedPrivateKey => "an encrypted private key",
            Self::Request => "a certificate request",
            Self::RevocationList => "a revocation list",
            Self::PublicKey => "a public key",
            Self::SshPublicKey => "an SSH public key",
            Self::JavaKeystore => "a Java keystore",
            Self::Unknown => "something unknown",
        })
    }
}

/// Takes a file apart: its elements, its blocks, or its lines.
#[must_use]
pub fn sniff(file: &[u8]) -> Sniffed {
    dismantle::dismantle(file)
}

/// `id-signedData` and its siblings are `1.2.840.113549.1.7.<n>`; this is all but the last arc.
const PKCS7_ARC: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];

pub(super) fn content_of(der: &[u8]) -> Content {
    let Some(inside) = content_of_sequence(der) else { return Content::Unknown };
    let Some((first, after)) = read(inside) else { return Content::Unknown };
    match first.tag {
        Tag::Oid => pkcs7_content(first.content, der),
        Tag::Integer => versioned_content(first.content, after),
        Tag::Sequence => nested_content(first.content, after, der),
        _ => Content::Unknown,
    }
}

fn pkcs7_content(oid: &[u8], der: &[u8]) -> Content {
    match oid.strip_prefix(PKCS7_ARC) {
        Some([2]) if pkcs7::is_signed(der) => Content::SignedPkcs7,
        Some([2]) => Content::Pkcs7,
        Some([3]) => Content::EnvelopedPkcs7,
        Some(_) | None => Content::Unknown,
    }
}

/// A structure that opens with its version: a PKCS#12 (3), or a private key (PKCS#8 0 or 1,
/// PKCS#1 0, SEC1 1).
fn versioned_content(version: &[u8], after: &[u8]) -> Content {
    let next = read(after).map(|element| element.0.tag);
    match (version, next) {
        ([3], Some(Tag::Sequence)) => Content::Pkcs12,
        ([0 | 1], Some(Tag::Sequence | Tag::Integer | Tag::OctetString)) => Content::PrivateKey,
        _ => Content::Unknown,
    }
}

/// A structure that opens with a structure: certificates, requests and revocation lists are told
/// apart by reading them; an encrypted key is an algorithm and an octet string.
fn nested_content(first: &[u8], after: &[u8], der: &[u8]) -> Content {
    let opens_with = read(first).map(|element| element.0.tag);
    let then = read(after).map(|element| element.0.tag);
    if (opens_with, then) == (Some(Tag::Oid), Some(Tag::OctetString)) {
        Content::EncryptedPrivateKey
    } else if Certificate::from_der(der).is_ok() {
        Content::Certificate
    } else if X509Req::from_der(der).is_ok() {
        Content::Request
    } else if X509Crl::from_der(der).is_ok() {
        Content::RevocationList
    } else if (opens_with, then) == (Some(Tag::Oid), Some(Tag::BitString)) {
        Content::PublicKey
    } else if opens_with == Some(VERSION_OF_CERTIFICATE) {
        // It is built like one; reading it will say what is wrong.
        Content::Certificate
    } else {
        Content::Unknown
    }
}

/// A certificate opens with its version, `[0]`; nothing else here does.
const VERSION_OF_CERTIFICATE: Tag = Tag(0);

struct Read<'a> {
    tag: Tag,
    content: &'a [u8],
}

/// Reads one element and what follows it. Old exports use BER's indefinite lengths: their content
/// is then everything that follows, which is enough to recognise them.
fn read(bytes: &[u8]) -> Option<(Read<'_>, &[u8])> {
    let (rest, header) = Header::from_ber(bytes).ok()?;
    let (content, after) = match header.length() {
        Length::Definite(length) => rest.split_at_checked(length)?,
        Length::Indefinite => (rest, rest),
    };
    Some((Read { tag: header.tag(), content }, after))
}

fn content_of_sequence(der: &[u8]) -> Option<&[u8]> {
    let (outer, _) = read(der)?;
    (outer.tag == Tag::Sequence).then_some(outer.content)
}
