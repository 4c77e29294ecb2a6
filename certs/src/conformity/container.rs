//! Judges the file itself, whatever its name: `CPP-CERT-01`.

use super::{
    report::{Finding, Verdict},
    rules::CONTAINER,
};
use crate::{
    Certificate,
    format::{
        pkcs7,
        sniff::{Armour, Content, Piece, Sniffed},
    },
};

/// What a file turned out to be.
pub(super) struct Contained {
    pub(super) content: Content,
    pub(super) finding: Finding,
    /// Every certificate that could be read, once each, in the order written.
    pub(super) certificates: Vec<Certificate>,
    /// Whether the file holds no certificate to speak of, so that asking for one more is noise.
    pub(super) unreadable: bool,
}

const FROM_CERTIFICATES: &str = "put the certificate and its authorities into one PKCS#7: `openssl crl2pkcs7 -nocrl -certfile all.pem -outform DER -out certificate.p7b`, where `all.pem` holds them one after another; or export it from Windows as \"Certificats PKCS #7 (.P7B)\" with every certificate of the path";
const FROM_PKCS12: &str = "keep the private key to yourself; take the certificates out with `openssl pkcs12 -in file.pfx -nokeys -out all.pem`, then `openssl crl2pkcs7 -nocrl -certfile all.pem -outform DER -out certificate.p7b`";
const FROM_KEY: &str = "keep the private key to yourself, and order a new certificate with a new key if this file has already left your hands; hand over the certificate and its chain as a PKCS#7";
const FROM_REQUEST: &str =
    "send the request to a supplier, and hand over the certificate that comes back, as a PKCS#7";
const FROM_MESSAGE: &str = "export the certificate itself as a PKCS#7, not a message made with it";
const FROM_UNKNOWN: &str = "check that the file is whole, and export the certificate again as a PKCS#7 with its chain (`.p7b`)";

/// Opens a file and judges what it is.
pub(super) fn open(sniffed: &Sniffed) -> Contained {
    let contents: Vec<Content> = sniffed.pieces.iter().map(|piece| piece.content).collect();
    let first = contents.first().copied().unwrap_or(Content::Unknown);
    let alike = contents.iter().all(|content| *content == first);
    let (certificates, broken) = certificates(&sniffed.pieces);
    let finding = match (broken, contents.as_slice()) {
        (Some(error), _) => failure(error, FROM_UNKNOWN),
        (None, [Content::Pkcs7]) => Finding::pass(CONTAINER, describe(sniffed)),
        (None, _) => failure(describe(sniffed), advice(&contents)),
    };
    let unreadable = certificates.is_empty() && finding.verdict == Verdict::Failure;
    let content = if alike { first } else { Content::Unknown };
    Contained { content, finding, certificates, unreadable }
}

fn failure(found: String, what_to_do: &str) -> Finding {
    Finding::of(CONTAINER, Verdict::Failure, found, what_to_do)
}

fn describe(sniffed: &Sniffed) -> String {
    let armour = match sniffed.armour {
        Armour::Der => "in DER",
        Armour::Pem => "in PEM",
    };
    let pieces: Vec<String> = sniffed.pieces.iter().map(|each| each.content.to_string()).collect();
    format!("{} ({armour})", pieces.join(", then "))
}

/// The most dangerous piece decides: a private key before anything else.
fn advice(contents: &[Content]) -> &'static str {
    let has = |wanted: Content| contents.contains(&wanted);
    if has(Content::PrivateKey) || has(Content::EncryptedPrivateKey) {
        FROM_KEY
    } else if has(Content::Pkcs12) {
        FROM_PKCS12
    } else if has(Content::Certificate) || has(Content::Pkcs7) {
        FROM_CERTIFICATES
    } else if has(Content::Request) {
        FROM_REQUEST
    } else if has(Content::SignedPkcs7) || has(Content::EnvelopedPkcs7) {
        FROM_MESSAGE
    } else {
        FROM_UNKNOWN
    }
}

/// Reads the certificates, once each, and says what stood in the way.
fn certificates(pieces: &[Piece]) -> (Vec<Certificate>, Option<String>) {
    let mut certificates: Vec<Certificate> = Vec::new();
    let mut broken = None;
    for piece in pieces {
        let read = match piece.content {
            Content::Certificate => Certificate::from_der(&piece.der).into_iter().collect(),
            Content::Pkcs7 => pkcs7::decode_der(&piece.der).unwrap_or_else(|error| {
                broken = Some(format!("a PKCS#7 that cannot be read ({error})"));
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
    (certificates, broken)
}
