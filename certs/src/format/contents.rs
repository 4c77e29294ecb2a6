//! A file, opened: what it holds, and the certificates in it.

use super::{
    pkcs7,
    sniff::{self, Armour, Content, Piece},
};
use crate::Certificate;

/// What a file holds.
#[derive(Clone, Debug)]
pub struct Contents {
    /// How the file is written.
    pub armour: Armour,
    /// What its pieces are, in order; a binary file has exactly one.
    pub pieces: Vec<Content>,
    /// Every certificate that could be read, once each, in the order written.
    pub certificates: Vec<Certificate>,
    /// Why one of its pieces could not be read.
    pub problem: Option<String>,
}

impl Contents {
    /// Opens a file without a password: what needs one is recognised, and stays closed.
    #[must_use]
    pub fn read(file: &[u8]) -> Self {
        let sniffed = sniff::sniff(file);
        let (certificates, problem) = certificates(&sniffed.pieces);
        let pieces = sniffed.pieces.iter().map(|piece| piece.content).collect();
        Self { armour: sniffed.armour, pieces, certificates, problem }
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

    /// Describes the pieces, in order.
    #[must_use]
    pub fn describe(&self) -> String {
        let armour = match self.armour {
            Armour::Der => "in DER",
            Armour::Pem => "in PEM",
        };
        let pieces: Vec<String> = self.pieces.iter().map(ToString::to_string).collect();
        format!("{} ({armour})", pieces.join(", then "))
    }
}

/// Reads the certificates, once each, and says what stood in the way.
fn certificates(pieces: &[Piece]) -> (Vec<Certificate>, Option<String>) {
    let mut certificates: Vec<Certificate> = Vec::new();
    let mut problem = None;
    for piece in pieces {
        let read = match piece.content {
            Content::Certificate => Certificate::from_der(&piece.der).into_iter().collect(),
            Content::Pkcs7 => pkcs7::decode_der(&piece.der).unwrap_or_else(|error| {
                problem = Some(format!("a PKCS#7 that cannot be read ({error})"));
                Vec::new()
            }),
            Content::SignedPkcs7
            | Content::EnvelopedPkcs7
            | Content::Pkcs12
            | Content::PrivateKey
            | Content::EncryptedPrivateKey
            | Content::Request
            | Content::RevocationList
            | Content::Unknown => Vec::new(),
        };
        for certificate in read {
            if !certificates.contains(&certificate) {
                certificates.push(certificate);
            }
        }
    }
    (certificates, problem)
}
