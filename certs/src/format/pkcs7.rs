//! PKCS#7 that holds certificates and nothing else (`.p7b`), in DER and in PEM.
//!
//! # Shape
//! A `SignedData` without content, digest algorithm or signer. The order of the certificates means
//! nothing: they are a set, and real exports hold them in any order.

use std::borrow::Cow;

use x509_parser::asn1_rs::{Any, Class, Tag};

use super::{
    asn1::{self, CONTEXT_0, INTEGER, SEQUENCE, SET},
    ber::{self, Damage},
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
    /// Its ASN.1 cannot be read.
    #[error("failed to read a PKCS#7")]
    Damaged {
        /// What is wrong with it.
        source: Damage,
    },
    /// It is no `SignedData`.
    #[error(
        "failed to read a PKCS#7: found no version, content and signers, expected `SignedData`"
    )]
    NoSignedData,
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
    let der = definite(der)?;
    let fields = signed_data(&der).ok_or(Pkcs7Error::NoSignedData)?;
    let held = fields.iter().find(|field| is_certificates(field));
    let mut rest = held.map(|held| held.data).unwrap_or_default();
    let mut certificates = Vec::new();
    while !rest.is_empty() {
        let end = ber::measure(rest).map_err(|source| Pkcs7Error::Damaged { source })?;
        let (one, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        let read = Certificate::from_der(one);
        certificates.push(read.map_err(|source| Pkcs7Error::Certificate { source })?);
        rest = after;
    }
    Ok(certificates)
}

/// Says whether a PKCS#7 `SignedData` has signers.
pub(super) fn is_signed(der: &[u8]) -> bool {
    let Ok(der) = definite(der) else { return false };
    let fields = signed_data(&der).unwrap_or_default();
    fields.last().is_some_and(|signers| !signers.data.is_empty())
}

/// Old programs write BER, without lengths; it is rewritten. DER is left octet for octet, since the
/// certificates in it are known by their octets.
fn definite(der: &[u8]) -> Result<Cow<'_, [u8]>, Pkcs7Error> {
    if signed_data(der).is_some() {
        return Ok(Cow::Borrowed(der));
    }
    let rewritten = ber::to_der(der);
    rewritten.map(Cow::Owned).map_err(|source| Pkcs7Error::Damaged { source })
}

/// The fields of the `SignedData`: a version first, the signers last.
fn signed_data(der: &[u8]) -> Option<Vec<Any<'_>>> {
    let content_info = inside(der)?;
    let signed_data = inside(asn1::elements(content_info).pop()?.data)?;
    let fields = asn1::elements(signed_data);
    let is_whole = fields.len() >= 4 && fields.last().is_some_and(is_signers);
    is_whole.then_some(fields)
}

/// `certificates [0] IMPLICIT`.
fn is_certificates(field: &Any<'_>) -> bool {
    field.class() == Class::ContextSpecific && field.tag().0 == 0
}

/// `signerInfos SET`.
fn is_signers(field: &Any<'_>) -> bool {
    field.class() == Class::Universal && field.tag() == Tag::Set
}

fn inside(der: &[u8]) -> Option<&[u8]> {
    asn1::elements(der).first().map(|element| element.data)
}
