//! Makes lists and answers for a throwaway authority.

use jiff::Timestamp;
use rcgen::{
    CertificateRevocationListParams, Issuer, KeyIdMethod, KeyPair, RevocationReason,
    RevokedCertParams, SerialNumber, SigningKey as _,
};

use super::{
    CertificateId, OcspRefusal, OcspStatus, Period, Reason, Revocation, certificate_id::key_hash,
    request::nonce_extension, response::BASIC,
};
use crate::{
    Certificate, Key, KeyKind,
    authority::rcgen_instant,
    format::asn1::{
        self, BIT_STRING, CONTEXT_0, ENUMERATED, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE,
    },
};

/// An authority with its key, about to sign.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'a> {
    /// Its certificate.
    pub certificate: &'a Certificate,
    /// The key of that certificate.
    pub key: &'a Key,
}

/// A revocation list to make.
#[derive(Clone, Debug)]
pub struct List<'a> {
    /// Its number (`cRLNumber`), higher than that of the list before.
    pub number: u64,
    /// When it is made.
    pub this_update: Timestamp,
    /// When the next is due.
    pub next_update: Timestamp,
    /// What is on it.
    pub revoked: &'a [Revoked],
}

/// A certificate on a list to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// The serial number, as [`Certificate::serial`] writes it.
    pub serial: String,
    /// Since when, and why.
    pub revocation: Revocation,
}

/// An answer to make.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Which certificate, as the request named it.
    pub certificate: CertificateId,
    /// What is said of it.
    pub status: OcspStatus,
    /// When that is so, and when there is newer word.
    pub period: Period,
}

/// Why a list or an answer could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The key cannot sign.
    #[error(
        "failed to sign with a key of kind {kind}: expected RSA of at least 2048 bits, or P-256"
    )]
    KeyCannotSign {
        /// The kind found.
        kind: KeyKind,
    },
    /// A serial number is not one.
    #[error(
        "failed to put a certificate on a revocation list: found the serial number `{found}`, expected hexadecimal"
    )]
    Serial {
        /// What was found.
        found: String,
    },
    /// The library could not write or sign it.
    #[error("failed to sign for `{authority}`")]
    Write {
        /// The authority.
        authority: String,
        /// What the library said.
        source: rcgen::Error,
    },
}

impl Signer<'_> {
    /// Makes a revocation list of version 2, in DER.
    ///
    /// # Errors
    ///
    /// When the key cannot sign, or the next list is not due after this one.
    pub fn list(&self, list: &List<'_>) -> Result<Vec<u8>, SignError> {
        let revoked = list.revoked.iter().map(entry).collect::<Result<_, _>>()?;
        let key_id = self.certificate.subject_key_id();
        let params = CertificateRevocationListParams {
            this_update: rcgen_instant(list.this_update),
            next_update: rcgen_instant(list.next_update),
            crl_number: SerialNumber::from(list.number),
            issuing_distribution_point: None,
            revoked_certs: revoked,
            key_identifier_method: key_id
                .map_or(KeyIdMethod::Sha256, |id| KeyIdMethod::PreSpecified(id.to_vec())),
        };
        let der = self.certificate.der().to_vec().into();
        let issuer = Issuer::from_ca_cert_der(&der, self.pair()?).map_err(|it| self.failed(it))?;
        let made = params.signed_by(&issuer).map_err(|source| self.failed(source))?;
        Ok(made.der().to_vec())
    }

    /// Makes an OCSP response, in DER; `nonce` is what the request gave.
    ///
    /// # Errors
    ///
    /// When the key cannot sign.
    pub fn respond(
        &self,
        answers: &[Answer],
        nonce: Option<&[u8]>,
        produced_at: Timestamp,
    ) -> Result<Vec<u8>, SignError> {
        let answers: Vec<u8> = answers.iter().flat_map(single).collect();
        let by_key = asn1::element(OCTET_STRING, &key_hash(self.certificate.public_key()));
        let extensions = nonce
            .map(|nonce| asn1::element(0xa1, &asn1::element(SEQUENCE, &nonce_extension(nonce))));
        let data = [
            asn1::element(0xa2, &by_key),
            asn1::generalized_time(produced_at),
            asn1::element(SEQUENCE, &answers),
            extensions.unwrap_or_default(),
        ];
        let data = asn1::element(SEQUENCE, &data.concat());
        let signature = self.pair()?.sign(&data).map_err(|source| self.failed(source))?;
        let signature = [&[0], signature.as_slice()].concat();
        let basic = [data, self.algorithm(), asn1::element(BIT_STRING, &signature)].concat();
        let basic = asn1::element(OCTET_STRING, &asn1::element(SEQUENCE, &basic));
        let bytes = [asn1::element(OBJECT_IDENTIFIER, BASIC), basic].concat();
        let bytes = asn1::element(CONTEXT_0, &asn1::element(SEQUENCE, &bytes));
        Ok(asn1::element(SEQUENCE, &[asn1::element(ENUMERATED, &[0]), bytes].concat()))
    }

    fn pair(&self) -> Result<&KeyPair, SignError> {
        self.key.pair().ok_or(SignError::KeyCannotSign { kind: self.key.kind() })
    }

    fn failed(&self, source: rcgen::Error) -> SignError {
        SignError::Write { authority: self.certificate.subject().to_string(), source }
    }

    /// The algorithm with which its key signs: SHA-256 with RSA or with ECDSA on P-256, SHA-384 on
    /// P-384.
    fn algorithm(&self) -> Vec<u8> {
        let rsa: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 0x0b];
        let ecdsa_256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
        let ecdsa_384: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3];
        let (oid, parameters) = match self.key.kind() {
            KeyKind::P256 => (ecdsa_256, Vec::new()),
            KeyKind::P384 => (ecdsa_384, Vec::new()),
            KeyKind::Rsa1024 | KeyKind::Rsa2048 | KeyKind::Rsa3072 | KeyKind::Rsa4096 => {
                (rsa, asn1::element(5, &[]))
            }
        };
        let oid = asn1::element(OBJECT_IDENTIFIER, oid);
        asn1::element(SEQUENCE, &[oid, parameters].concat())
    }
}

/// Writes what a responder says when it does not answer; nobody signs that.
#[must_use]
pub fn refusal(refusal: OcspRefusal) -> Vec<u8> {
    asn1::element(SEQUENCE, &asn1::element(ENUMERATED, &[refusal.code()]))
}

fn entry(revoked: &Revoked) -> Result<RevokedCertParams, SignError> {
    let serial = hex::decode(&revoked.serial);
    let serial = serial.map_err(|_| SignError::Serial { found: revoked.serial.clone() })?;
    let Revocation { since, reason } = revoked.revocation;
    Ok(RevokedCertParams {
        serial_number: SerialNumber::from_slice(&serial),
        revocation_time: rcgen_instant(since),
        // RFC 5280 §5.3.1: no reason is better than `unspecified`.
        reason_code: reason.filter(|it| *it != Reason::Unspecified).map(written),
        invalidity_date: None,
    })
}

const fn written(reason: Reason) -> RevocationReason {
    match reason {
        Reason::Unspecified => RevocationReason::Unspecified,
        Reason::KeyCompromise => RevocationReason::KeyCompromise,
        Reason::CaCompromise => RevocationReason::CaCompromise,
        Reason::AffiliationChanged => RevocationReason::AffiliationChanged,
        Reason::Superseded => RevocationReason::Superseded,
        Reason::CessationOfOperation => RevocationReason::CessationOfOperation,
        Reason::CertificateHold => RevocationReason::CertificateHold,
        Reason::RemoveFromCrl => RevocationReason::RemoveFromCrl,
        Reason::PrivilegeWithdrawn => RevocationReason::PrivilegeWithdrawn,
        Reason::AaCompromise => RevocationReason::AaCompromise,
    }
}

/// Writes one `SingleResponse`.
fn single(answer: &Answer) -> Vec<u8> {
    let status = match answer.status {
        OcspStatus::Good => asn1::element(0x80, &[]),
        OcspStatus::Unknown => asn1::element(0x82, &[]),
        OcspStatus::Revoked(Revocation { since, reason }) => {
            let reason = reason.map(|reason| {
                asn1::element(CONTEXT_0, &asn1::element(ENUMERATED, &[reason.code()]))
            });
            let content = [asn1::generalized_time(since), reason.unwrap_or_default()];
            asn1::element(0xa1, &content.concat())
        }
    };
    let next = answer.period.next_update;
    let next = next.map(|next| asn1::element(CONTEXT_0, &asn1::generalized_time(next)));
    let content = [
        answer.certificate.der(),
        &status,
        &asn1::generalized_time(answer.period.this_update),
        &next.unwrap_or_default(),
    ];
    asn1::element(SEQUENCE, &content.concat())
}
