//! OCSP requests, read and written (RFC 6960 §4.1).

use super::{
    CertificateId,
    cursor::{Cursor, Stumbled},
};
use crate::{
    Certificate,
    format::asn1::{self, CONTEXT_0, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE},
};

/// A question about certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OcspRequest {
    /// The certificates asked about, in order; one at least.
    pub certificates: Vec<CertificateId>,
    /// What the answer has to repeat, where the client asks for that: the DER of the extension's
    /// value.
    pub nonce: Option<Vec<u8>>,
}

/// Why bytes are no OCSP request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// The structure is another.
    #[error("failed to read an OCSP request: {0}")]
    Stumbled(#[from] Stumbled),
    /// Nothing is asked.
    #[error("failed to read an OCSP request: found no certificate in it, expected one at least")]
    Nothing,
    /// No client asks for so many, or sends so much.
    #[error("failed to read an OCSP request: found {found}, expected {expected} at most")]
    TooMuch {
        /// What was found.
        found: String,
        /// The most that is taken.
        expected: &'static str,
    },
}

/// `id-pkix-ocsp-nonce`, 1.3.6.1.5.5.7.48.1.2.
pub(super) const NONCE: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 0x30, 1, 2];

const OCTETS_MAX: usize = 64 * 1024;
const CERTIFICATES_MAX: usize = 64;
/// RFC 9654 §2.1 lets a responder refuse more than 128; the two octets before are its tag and
/// length, or three.
const NONCE_OCTETS_MAX: usize = 131;

impl OcspRequest {
    /// Asks about one certificate, without a nonce, as a proxy's cache needs it (RFC 5019).
    #[must_use]
    pub fn about(certificate: &Certificate, issuer: &Certificate) -> Self {
        Self { certificates: vec![CertificateId::of(certificate, issuer)], nonce: None }
    }

    /// Reads a request from its DER. Its signature, which hardly any client makes, is not looked
    /// at.
    ///
    /// # Errors
    ///
    /// When the bytes are anything else, or more than any client asks.
    pub fn from_der(der: &[u8]) -> Result<Self, RequestError> {
        if der.len() > OCTETS_MAX {
            let found = format!("{} octets", der.len());
            return Err(RequestError::TooMuch { found, expected: "65536 octets" });
        }
        let mut cursor = Cursor::at(der);
        let mut request = cursor.take(SEQUENCE, "OCSPRequest")?.inside();
        cursor.end("the end of OCSPRequest")?;
        let mut to_be_signed = request.take(SEQUENCE, "tbsRequest")?.inside();
        // The version, which is 1 wherever it is said, and who asks.
        let _ = (to_be_signed.take_if(CONTEXT_0), to_be_signed.take_if(0xa1));
        let mut list = to_be_signed.take(SEQUENCE, "requestList")?.inside();
        let mut certificates = Vec::new();
        while !list.is_at_end() {
            let mut one = list.take(SEQUENCE, "Request")?.inside();
            certificates.push(CertificateId::read(one.take(SEQUENCE, "reqCert")?)?);
            if certificates.len() > CERTIFICATES_MAX {
                let found = format!("more than {CERTIFICATES_MAX} certificates");
                return Err(RequestError::TooMuch { found, expected: "64 certificates" });
            }
        }
        if certificates.is_empty() {
            return Err(RequestError::Nothing);
        }
        let nonce = match to_be_signed.take_if(0xa2) {
            Some(extensions) => nonce(extensions.inside())?,
            None => None,
        };
        if nonce.as_ref().is_some_and(|nonce| nonce.len() > NONCE_OCTETS_MAX) {
            let found = "a nonce of more than 128 octets".to_owned();
            return Err(RequestError::TooMuch { found, expected: "128 octets" });
        }
        Ok(Self { certificates, nonce })
    }

    /// Writes the request.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        let each = self.certificates.iter().map(|id| asn1::element(SEQUENCE, id.der()));
        let list = asn1::element(SEQUENCE, &each.collect::<Vec<_>>().concat());
        let extensions = self
            .nonce
            .as_deref()
            .map(|nonce| asn1::element(0xa2, &asn1::element(SEQUENCE, &nonce_extension(nonce))));
        let to_be_signed = [list, extensions.unwrap_or_default()].concat();
        asn1::element(SEQUENCE, &asn1::element(SEQUENCE, &to_be_signed))
    }
}

/// Writes the extension that holds a nonce.
pub(super) fn nonce_extension(value: &[u8]) -> Vec<u8> {
    let content =
        [asn1::element(OBJECT_IDENTIFIER, NONCE), asn1::element(OCTET_STRING, value)].concat();
    asn1::element(SEQUENCE, &content)
}

/// Finds the nonce among extensions: its value, octet for octet.
pub(super) fn nonce(mut explicit: Cursor<'_>) -> Result<Option<Vec<u8>>, Stumbled> {
    let mut extensions = explicit.take(SEQUENCE, "Extensions")?.inside();
    let mut found = None;
    while !extensions.is_at_end() {
        let mut extension = extensions.take(SEQUENCE, "Extension")?.inside();
        let oid = extension.take(OBJECT_IDENTIFIER, "extnID")?;
        // Whether it is critical.
        let _ = extension.take_if(1);
        let value = extension.take(OCTET_STRING, "extnValue")?;
        if oid.content == NONCE {
            found = Some(value.content.to_vec());
        }
    }
    Ok(found)
}
