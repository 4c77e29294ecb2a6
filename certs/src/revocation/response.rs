//! OCSP responses, read and judged (RFC 6960 §4.2 and §3.2).

use std::fmt;

use jiff::Timestamp;
use x509_parser::{prelude::FromDer, time::ASN1Time};

use super::{
    CertificateId, Doubt, Period, Reason, Revocation, Status,
    cursor::{Cursor, Element, Stumbled},
    request::nonce,
    responder::Responder,
    signature::Signed,
};
use crate::{
    Certificate,
    certificate::instant,
    format::asn1::{
        BIT_STRING, CONTEXT_0, ENUMERATED, GENERALIZED_TIME, OBJECT_IDENTIFIER, OCTET_STRING,
        SEQUENCE,
    },
};

/// An answer to an OCSP request, read once. What it says is not verified until it is asked.
#[derive(Clone, Debug)]
pub struct OcspResponse {
    der: Vec<u8>,
    produced_at: Timestamp,
    answers: Vec<OcspAnswer>,
    nonce: Option<Vec<u8>>,
    responder: Responder,
    to_be_signed: Vec<u8>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
}

/// What is answered about one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OcspAnswer {
    /// Which certificate.
    pub certificate: CertificateId,
    /// Its status, unverified.
    pub status: OcspStatus,
    /// When that was so, and when there is newer word.
    pub period: Period,
}

/// What an OCSP responder can say of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OcspStatus {
    /// Not revoked.
    Good,
    /// Revoked.
    Revoked(Revocation),
    /// Nothing: the responder does not know it.
    Unknown,
}

/// What a responder says instead of an answer (RFC 6960 §4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OcspRefusal {
    /// The request could not be understood.
    MalformedRequest,
    /// The responder is not in order.
    InternalError,
    /// The responder cannot answer now.
    TryLater,
    /// The request has to be signed.
    SignatureRequired,
    /// The client may not ask, or the responder knows not the authority.
    Unauthorized,
    /// A number that means nothing.
    Other(u8),
}

/// Why bytes are no answer.
pub(super) enum ResponseError {
    /// They do not begin as one.
    NotOne(Stumbled),
    /// They do, and go on as something else.
    Stumbled(Stumbled),
    /// They say why there is no answer.
    Refused(OcspRefusal),
}

impl From<Stumbled> for ResponseError {
    fn from(stumbled: Stumbled) -> Self {
        Self::Stumbled(stumbled)
    }
}

/// `id-pkix-ocsp-basic`, 1.3.6.1.5.5.7.48.1.1.
pub(super) const BASIC: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1];
/// A responder that knows more answers about one certificate wants to exhaust us.
const ANSWERS_MAX: usize = 4096;

impl OcspResponse {
    /// Reads a response from its DER, which must end where the response does.
    pub(super) fn from_der(der: &[u8]) -> Result<Self, ResponseError> {
        let mut cursor = Cursor::at(der);
        let response = cursor.take(SEQUENCE, "OCSPResponse").map_err(ResponseError::NotOne)?;
        let mut inside = response.inside();
        let status = inside.take(ENUMERATED, "responseStatus").map_err(ResponseError::NotOne)?;
        cursor.end("the end of OCSPResponse")?;
        match status.content {
            [0] => {}
            [code] => return Err(ResponseError::Refused(OcspRefusal::from_code(*code))),
            _ => return Err(status.is_not("responseStatus").into()),
        }
        let mut bytes = inside.take(CONTEXT_0, "responseBytes")?.inside();
        let mut bytes = bytes.take(SEQUENCE, "ResponseBytes")?.inside();
        let kind = bytes.take(OBJECT_IDENTIFIER, "responseType")?;
        if kind.content != BASIC {
            return Err(kind.is_not("the response type `basic`").into());
        }
        let mut basic = bytes.take(OCTET_STRING, "response")?.inside();
        Ok(Self::basic(der, basic.take(SEQUENCE, "BasicOCSPResponse")?)?)
    }

    fn basic(der: &[u8], basic: Element<'_>) -> Result<Self, Stumbled> {
        let mut basic = basic.inside();
        let to_be_signed = basic.take(SEQUENCE, "tbsResponseData")?;
        let algorithm = basic.take(SEQUENCE, "signatureAlgorithm")?;
        let signature = basic.take(BIT_STRING, "signature")?;
        let [0, signature_octets @ ..] = signature.content else {
            return Err(signature.is_not("a signature of whole octets"));
        };
        let certificates = basic.take_if(CONTEXT_0);

        let mut data = to_be_signed.inside();
        // The version, which is 1 wherever it is said.
        let _ = data.take_if(CONTEXT_0);
        let responder = Responder::read(data.any("responderID")?, certificates)?;
        let produced_at = time(data.take(GENERALIZED_TIME, "producedAt")?)?;
        let mut list = data.take(SEQUENCE, "responses")?.inside();
        let mut answers = Vec::new();
        while !list.is_at_end() {
            let one = list.take(SEQUENCE, "SingleResponse")?;
            answers.push(answer(one)?);
            if answers.len() > ANSWERS_MAX {
                return Err(one.is_not("4096 answers at most"));
            }
        }
        let extensions = data.take_if(0xa1);
        Ok(Self {
            der: der.to_vec(),
            produced_at,
            answers,
            nonce: extensions.map_or(Ok(None), |each| nonce(each.inside()))?,
            responder,
            to_be_signed: to_be_signed.raw.to_vec(),
            algorithm: algorithm.raw.to_vec(),
            signature: signature_octets.to_vec(),
        })
    }

    /// Returns the DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Returns when it was signed.
    #[must_use]
    pub const fn produced_at(&self) -> Timestamp {
        self.produced_at
    }

    /// Returns the answers, unverified.
    #[must_use]
    pub fn answers(&self) -> &[OcspAnswer] {
        &self.answers
    }

    /// Returns the nonce that it repeats: the DER of the extension's value.
    #[must_use]
    pub fn nonce(&self) -> Option<&[u8]> {
        self.nonce.as_deref()
    }

    /// Returns the answer about one certificate of an authority, unverified: the newest.
    #[must_use]
    pub fn answer_about(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Option<&OcspAnswer> {
        let about = self.answers.iter().filter(|it| it.certificate.names(certificate, issuer));
        about.max_by_key(|answer| answer.period.this_update)
    }

    /// Says what it proves about a certificate of an authority at an instant.
    #[must_use]
    pub fn status_of(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Timestamp,
    ) -> Status {
        let Some(answer) = self.answer_about(certificate, issuer) else {
            return Status::Unverifiable(Doubt::OtherCertificate);
        };
        let signed = Signed {
            message: &self.to_be_signed,
            algorithm: &self.algorithm,
            signature: &self.signature,
        };
        if let Err(doubt) = self.responder.verify(&signed, issuer, self.produced_at) {
            return Status::Unverifiable(doubt);
        }
        match answer.status {
            OcspStatus::Good => answer.period.good_at(at),
            OcspStatus::Revoked(revocation) => answer.period.revoked_at(revocation, at),
            OcspStatus::Unknown if answer.period.is_fresh_at(at) => Status::Unknown,
            OcspStatus::Unknown => answer.period.good_at(at),
        }
    }
}

fn answer(one: Element<'_>) -> Result<OcspAnswer, Stumbled> {
    let mut inside = one.inside();
    let certificate = CertificateId::read(inside.take(SEQUENCE, "certID")?)?;
    let status = status(inside.any("certStatus")?)?;
    let this_update = time(inside.take(GENERALIZED_TIME, "thisUpdate")?)?;
    let next_update = match inside.take_if(CONTEXT_0) {
        Some(next) => Some(time(next.inside().take(GENERALIZED_TIME, "nextUpdate")?)?),
        None => None,
    };
    Ok(OcspAnswer { certificate, status, period: Period { this_update, next_update } })
}

/// `[0]` good, `[1]` revoked with instant and reason, `[2]` unknown.
fn status(element: Element<'_>) -> Result<OcspStatus, Stumbled> {
    match element.tag {
        0x80 => Ok(OcspStatus::Good),
        0x82 => Ok(OcspStatus::Unknown),
        0xa1 => {
            let mut inside = element.inside();
            let since = time(inside.take(GENERALIZED_TIME, "revocationTime")?)?;
            let reason = match inside.take_if(CONTEXT_0) {
                Some(reason) => match reason.inside().take(ENUMERATED, "revocationReason")?.content
                {
                    [code] => Reason::from_code(*code),
                    _ => return Err(reason.is_not("revocationReason")),
                },
                None => None,
            };
            Ok(OcspStatus::Revoked(Revocation { since, reason }))
        }
        _ => Err(element.is_not("certStatus")),
    }
}

fn time(element: Element<'_>) -> Result<Timestamp, Stumbled> {
    let read = ASN1Time::from_der(element.raw);
    read.map(|(_, time)| instant(time)).map_err(|_| element.is_not("GeneralizedTime"))
}

impl OcspStatus {
    /// Returns its name, as RFC 6960 writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Revoked(_) => "revoked",
            Self::Unknown => "unknown",
        }
    }
}

impl OcspRefusal {
    const ALL: &[(Self, u8, &str)] = &[
        (Self::MalformedRequest, 1, "malformedRequest"),
        (Self::InternalError, 2, "internalError"),
        (Self::TryLater, 3, "tryLater"),
        (Self::SignatureRequired, 5, "sigRequired"),
        (Self::Unauthorized, 6, "unauthorized"),
    ];

    fn from_code(code: u8) -> Self {
        let known = Self::ALL.iter().find(|(_, known, _)| *known == code);
        known.map_or(Self::Other(code), |(refusal, ..)| *refusal)
    }

    /// Returns its number.
    #[must_use]
    pub fn code(self) -> u8 {
        if let Self::Other(code) = self {
            return code;
        }
        Self::ALL.iter().find(|(refusal, ..)| *refusal == self).map_or(2, |(_, code, _)| *code)
    }
}

impl fmt::Display for OcspRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Self::ALL.iter().find(|(refusal, ..)| refusal == self) {
            Some((.., name)) => f.write_str(name),
            None => write!(f, "response status {}", self.code()),
        }
    }
}
