//! PKCS#7 that holds certificates and nothing else (`.p7b`), in DER and in PEM.
//!
//! # Shape
//! A `SignedData` without content, digest algorithm or signer. The order of the certificates means
//! nothing: they are a set, and real exports hold them in any order.

use openssl::{error::ErrorStack, pkcs7::Pkcs7};
use x509_parser::asn1_rs::Any;

use super::{
    asn1::{self, CONTEXT_0, INTEGER, SEQUENCE, SET},
    pem,
    sniff::{self, Content},
};
use crate::{Certificate, certificate::CertificateError};

/// `1.2.840.113549.1.7.2` as an element.
const SIGNED_DATA: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
/// `1.2.840.113549.1.7.1` as an element.
const DATA: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];

/// Why a file could not be read as a PKCS#7 of certificates.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Pkcs7Error {
    /// The file holds something else.
    #[error("failed to read a PKCS#7: found {found}, expected a PKCS#7 of certificates")]
    SomethingElse {
        /// What the file holds first.
        found: Content,
    },
    /// OpenSSL could not read it.
    #[error("failed to read a PKCS#7")]
    Read {
        /// What OpenSSL said.
        source: ErrorStack,
    },
    /// One of its certificates could not be read.
    #[error("failed to read a certificate of a PKCS#7")]
    Certificate {
        /// What is wrong with it.
        source: CertificateError,
    },
}

/// Writes certificates, in the order given, as a DER PKCS#7.
#[must_use]
pub fn encode_der(certificates: &[Certificate]) -> Vec<u8> {
    let held: Vec<u8> = certificates.iter().flat_map(|each| each.der().iter().copied()).collect();
    let signed_data = [
        asn1::element(INTEGER, &[1]),
        asn1::element(SET, &[]),
        asn1::element(SEQUENCE, DATA),
        asn1::element(CONTEXT_0, &held),
        asn1::element(SET, &[]),
    ];
    let content = asn1::element(CONTEXT_0, &asn1::element(SEQUENCE, &signed_data.concat()));
    asn1::element(SEQUENCE, &[SIGNED_DATA, &content].concat())
}

/// Writes certificates, in the order given, as a PEM PKCS#7.
#[must_use]
pub fn encode_pem(certificates: &[Certificate]) -> String {
    pem::armour("PKCS7", &encode_der(certificates))
}

/// Reads the certificates of a PKCS#7, in DER or in PEM under any label, in the order written.
///
/// # Errors
///
/// When the file is anything else, or cannot be read.
pub fn decode(file: &[u8]) -> Result<Vec<Certificate>, Pkcs7Error> {
    let sniffed = sniff::sniff(file);
    if let Some(piece) = sniffed.pieces.iter().find(|piece| piece.content == Content::Pkcs7) {
        return decode_der(&piece.der);
    }
    let found = sniffed.pieces.first().map_or(Content::Unknown, |piece| piece.content);
    Err(Pkcs7Error::SomethingElse { found })
}

pub(crate) fn decode_der(der: &[u8]) -> Result<Vec<Certificate>, Pkcs7Error> {
    let pkcs7 = Pkcs7::from_der(der).map_err(|source| Pkcs7Error::Read { source })?;
    let Some(held) = pkcs7.signed().and_then(|signed| signed.certificates()) else {
        return Ok(Vec::new());
    };
    let one = |each: &openssl::x509::X509Ref| {
        let der = each.to_der().map_err(|source| Pkcs7Error::Read { source })?;
        Certificate::from_der(&der).map_err(|source| Pkcs7Error::Certificate { source })
    };
    held.iter().map(one).collect()
}

/// Says whether a PKCS#7 `SignedData` has signers. OpenSSL rewrites it first, since old programs
/// write BER.
pub(super) fn is_signed(der: &[u8]) -> bool {
    let Ok(rewritten) = Pkcs7::from_der(der).and_then(|pkcs7| pkcs7.to_der()) else { return false };
    let signer_infos = inside(&rewritten).and_then(|content_info| {
        let signed_data = inside(last(content_info)?.data)?;
        last(signed_data)
    });
    signer_infos.is_some_and(|infos| !infos.data.is_empty())
}

fn inside(der: &[u8]) -> Option<&[u8]> {
    asn1::elements(der).first().map(|element| element.data)
}

fn last(content: &[u8]) -> Option<Any<'_>> {
    asn1::elements(content).pop()
}
