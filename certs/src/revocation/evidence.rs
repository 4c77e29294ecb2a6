//! A file with a revocation list or an OCSP answer in it, whoever made it.

use jiff::Timestamp;

use super::{
    OcspRefusal, OcspResponse, RevocationList, Status, cursor::Stumbled, list::ListError,
    response::ResponseError,
};
use crate::{Certificate, format::pem};

/// What an authority said of its certificates.
#[derive(Clone, Debug)]
pub enum Evidence {
    /// A revocation list.
    List(Box<RevocationList>),
    /// An answer to an OCSP request.
    Response(Box<OcspResponse>),
}

/// Why a file is no evidence. Nothing is read of a file that is too large.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvidenceError {
    /// The file is empty.
    #[error("failed to read a revocation list or an OCSP answer: found an empty file")]
    Empty,
    /// No real list is so large.
    #[error(
        "failed to read a revocation list or an OCSP answer: found {octets} octets, expected {OCTETS_MAX} at most"
    )]
    TooLarge {
        /// How large it is.
        octets: usize,
    },
    /// The file is PEM, of something else.
    #[error(
        "failed to read a revocation list or an OCSP answer: found a PEM of `{label}`, expected one of `X509 CRL`"
    )]
    OtherPem {
        /// The label of the first block.
        label: String,
    },
    /// The file is neither.
    #[error(
        "failed to read a revocation list or an OCSP answer: found neither; as an answer, {answer}"
    )]
    Neither {
        /// Where the reading as an answer stumbled.
        answer: Stumbled,
    },
    /// It begins as a list, and does not go on as one.
    #[error("failed to read a revocation list: {found}, expected X.509 CRL in DER")]
    List {
        /// What the parser stumbled on.
        found: String,
    },
    /// It begins as an OCSP answer, and does not go on as one.
    #[error("failed to read an OCSP answer: {stumbled}")]
    Response {
        /// Where.
        stumbled: Stumbled,
    },
    /// It is an answer that answers nothing.
    #[error("the OCSP responder did not answer: `{refusal}`")]
    Refused {
        /// What it said instead.
        refusal: OcspRefusal,
    },
}

/// The largest lists that are published have some ten megabytes.
const OCTETS_MAX: usize = 64 * 1024 * 1024;

/// The labels that tools write around a list, and around an answer.
const LABELS: [&str; 3] = ["X509 CRL", "CRL", "OCSP RESPONSE"];

impl Evidence {
    /// Reads a file: a revocation list in DER or PEM, or an OCSP answer in DER.
    ///
    /// What it says is not verified yet; [`Evidence::status_of`] does that.
    ///
    /// # Errors
    ///
    /// When the file is anything else, or too large, or an answer without an answer in it.
    pub fn read(file: &[u8]) -> Result<Self, EvidenceError> {
        match file.len() {
            0 => return Err(EvidenceError::Empty),
            octets if octets > OCTETS_MAX => return Err(EvidenceError::TooLarge { octets }),
            _ => {}
        }
        let blocks = pem::blocks(file);
        let Some(first) = blocks.first() else { return Self::read_der(file) };
        let block = blocks.iter().find(|block| LABELS.contains(&block.label.as_str()));
        let other = || EvidenceError::OtherPem { label: first.label.clone() };
        Self::read_der(&block.ok_or_else(other)?.der)
    }

    fn read_der(der: &[u8]) -> Result<Self, EvidenceError> {
        match RevocationList::from_der(der) {
            Ok(list) => return Ok(Self::List(Box::new(list))),
            Err(ListError::BeginsAsOne(found)) => return Err(EvidenceError::List { found }),
            Err(ListError::NotOne) => {}
        }
        match OcspResponse::from_der(der) {
            Ok(response) => Ok(Self::Response(Box::new(response))),
            Err(ResponseError::NotOne(answer)) => Err(EvidenceError::Neither { answer }),
            Err(ResponseError::Stumbled(stumbled)) => Err(EvidenceError::Response { stumbled }),
            Err(ResponseError::Refused(refusal)) => Err(EvidenceError::Refused { refusal }),
        }
    }

    /// Says what it proves about a certificate at an instant.
    ///
    /// `issuer` is the certificate of the authority that issued it; whether *that* is trusted is
    /// another question.
    #[must_use]
    pub fn status_of(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Timestamp,
    ) -> Status {
        match self {
            Self::List(list) => list.status_of(certificate, issuer, at),
            Self::Response(response) => response.status_of(certificate, issuer, at),
        }
    }

    /// Says whether it was made by the authority that issued the certificate, or speaks of this
    /// very certificate; what is about others concerns nobody here.
    #[must_use]
    pub fn is_about(&self, certificate: &Certificate, issuer: &Certificate) -> bool {
        match self {
            Self::List(list) => list.issuer() == certificate.issuer(),
            Self::Response(response) => response.answer_about(certificate, issuer).is_some(),
        }
    }
}
