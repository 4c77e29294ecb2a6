//! A certificate, read once: what it says of itself, without judging it.
//!
//! Reading is lenient, because real certificates are odd: serials of 21 octets, extensions that
//! cannot be understood, several policies in any order. An extension that cannot be read counts as
//! absent.

mod addresses;
mod name;
mod person;
mod read;
mod request;
mod signature;
mod usage;

pub use name::Name;
pub use person::PersonMark;
pub(crate) use read::{instant, serial};
pub use request::Request;
pub use usage::{ExtendedKeyUsage, ExtendedKeyUsages, KeyUsages};

use std::{fmt, sync::Arc};

use openssl::{error::ErrorStack, x509::X509};

use crate::{
    Fingerprint, PublicKey, Validity,
    format::{limits, pem},
    key::KeyShape,
};

/// A certificate. It is cheap to clone; two are equal when their DER is.
#[derive(Clone)]
pub struct Certificate(Arc<Fields>);

struct Fields {
    der: Vec<u8>,
    fingerprint: Fingerprint,
    subject: Name,
    issuer: Name,
    serial: String,
    validity: Validity,
    public_key: PublicKey,
    key_shape: KeyShape,
    signature_algorithm: String,
    key_usages: Option<KeyUsages>,
    extended_key_usages: Option<ExtendedKeyUsages>,
    policies: Vec<String>,
    dns_names: Vec<String>,
    addresses: addresses::Addresses,
    subject_key_id: Option<Vec<u8>>,
    authority_key_id: Option<Vec<u8>>,
    is_ca: bool,
    precertificate: bool,
    person_marks: Vec<PersonMark>,
}

/// Why bytes could not be read as a certificate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// The bytes are not an X.509 certificate in DER.
    #[error("failed to read a certificate: {found}, expected X.509 in DER")]
    Read {
        /// What the parser stumbled on.
        found: String,
    },
    /// Something follows the certificate.
    #[error("failed to read a certificate: found {octets} octets after its end")]
    Trailing {
        /// How many octets follow.
        octets: usize,
    },
    /// Its key is larger than anybody uses.
    #[error(
        "failed to read a certificate: found an RSA key of {bits} bits, expected at most {}",
        limits::RSA_BITS
    )]
    KeyTooLarge {
        /// The length of the modulus.
        bits: u32,
    },
    /// The text has no block of a certificate.
    #[error("failed to read a certificate: expected one `CERTIFICATE` block in PEM")]
    NoPem,
}

impl Certificate {
    /// Reads a certificate from its DER, which must end where the certificate does.
    ///
    /// # Errors
    ///
    /// When the bytes are anything else.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        read::fields(der).map(|fields| Self(Arc::new(fields)))
    }

    /// Reads the first certificate of a PEM file.
    ///
    /// # Errors
    ///
    /// When there is none, or it cannot be read.
    pub fn from_pem(file: &[u8]) -> Result<Self, CertificateError> {
        let labels = ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"];
        let blocks = pem::blocks(file);
        let block = blocks.iter().find(|block| labels.contains(&block.label.as_str()));
        Self::from_der(&block.ok_or(CertificateError::NoPem)?.der)
    }

    /// Returns the DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// Returns the certificate in PEM.
    #[must_use]
    pub fn pem(&self) -> String {
        pem::armour("CERTIFICATE", self.der())
    }

    /// Returns the SHA-256 fingerprint of the DER.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.0.fingerprint
    }

    /// Returns the SHA-1 fingerprint of the DER, in lowercase hexadecimal: Windows shows it as
    /// "Empreinte numérique". It proves nothing, and helps to find a certificate again.
    #[must_use]
    pub fn sha1_fingerprint(&self) -> String {
        hex::encode(openssl::sha::sha1(self.der()))
    }

    /// Returns whom it is for.
    #[must_use]
    pub fn subject(&self) -> &Name {
        &self.0.subject
    }

    /// Returns who issued it.
    #[must_use]
    pub fn issuer(&self) -> &Name {
        &self.0.issuer
    }

    /// Returns the serial number, in lowercase hexadecimal, without the sign octet.
    #[must_use]
    pub fn serial(&self) -> &str {
        &self.0.serial
    }

    /// Returns the period in which it is valid, in whole seconds.
    #[must_use]
    pub fn validity(&self) -> Validity {
        self.0.validity
    }

    /// Returns the key it certifies.
    #[must_use]
    pub fn public_key(&self) -> &PublicKey {
        &self.0.public_key
    }

    /// Returns the algorithm and size of the key it certifies.
    #[must_use]
    pub fn key_shape(&self) -> &KeyShape {
        &self.0.key_shape
    }

    /// Returns the dotted identifier of the algorithm it is signed with.
    #[must_use]
    pub fn signature_algorithm(&self) -> &str {
        &self.0.signature_algorithm
    }

    /// Returns what the key may do, if that is said.
    #[must_use]
    pub fn key_usages(&self) -> Option<KeyUsages> {
        self.0.key_usages
    }

    /// Returns what the certificate is for, if that is said.
    #[must_use]
    pub fn extended_key_usages(&self) -> Option<&ExtendedKeyUsages> {
        self.0.extended_key_usages.as_ref()
    }

    /// Returns the dotted identifiers of its policies, in the order written.
    #[must_use]
    pub fn policies(&self) -> &[String] {
        &self.0.policies
    }

    /// Returns the host names it stands for (`subjectAltName`, `dNSName`).
    #[must_use]
    pub fn dns_names(&self) -> &[String] {
        &self.0.dns_names
    }

    /// Returns where the certificate of its issuer can be had (`authorityInfoAccess`,
    /// `caIssuers`), in the order written, as the certificate writes it.
    #[must_use]
    pub fn ca_issuer_urls(&self) -> &[String] {
        &self.0.addresses.ca_issuers
    }

    /// Returns who answers whether it is revoked (`authorityInfoAccess`, `ocsp`), in the order
    /// written.
    #[must_use]
    pub fn ocsp_urls(&self) -> &[String] {
        &self.0.addresses.ocsp
    }

    /// Returns where the lists are on which it would stand if revoked (`cRLDistributionPoints`),
    /// `ldap:` addresses among them, in the order written.
    #[must_use]
    pub fn crl_urls(&self) -> &[String] {
        &self.0.addresses.crl
    }

    /// Says whether it may issue others (`basicConstraints`, `cA`).
    #[must_use]
    pub fn is_ca(&self) -> bool {
        self.0.is_ca
    }

    /// Says whether subject and issuer have the same name.
    #[must_use]
    pub fn self_issued(&self) -> bool {
        self.subject() == self.issuer()
    }

    /// Says whether it is a precertificate, made for a transparency log and good for nothing else.
    #[must_use]
    pub fn is_precertificate(&self) -> bool {
        self.0.precertificate
    }

    /// Returns every sign that it is a person's, not a service's.
    #[must_use]
    pub fn person_marks(&self) -> &[PersonMark] {
        &self.0.person_marks
    }

    /// Returns the identifier of the key it certifies, if that is said.
    pub(crate) fn subject_key_id(&self) -> Option<&[u8]> {
        self.0.subject_key_id.as_deref()
    }

    /// Says whether `issuer` may have issued it: the names agree, and so do the key identifiers
    /// where both are given. The signature is another question, [`Certificate::is_signed_by`].
    #[must_use]
    pub fn names_as_issuer(&self, issuer: &Self) -> bool {
        let key_ids = (&self.0.authority_key_id, &issuer.0.subject_key_id);
        let same_key = match key_ids {
            (Some(wanted), Some(held)) => wanted == held,
            (_, None) | (None, _) => true,
        };
        same_key && self.issuer() == issuer.subject()
    }

    /// Says whether `issuer`'s key made the signature.
    ///
    /// # Errors
    ///
    /// When OpenSSL knows not the algorithm or the key.
    pub fn is_signed_by(&self, issuer: &Self) -> Result<bool, ErrorStack> {
        // OpenSSL knows more algorithms and sizes; its first use costs tens of milliseconds.
        if signature::is_plainly_good(self.der(), issuer.public_key().spki_der()) {
            return Ok(true);
        }
        X509::from_der(self.der())?.verify(issuer.public_key().openssl()?.as_ref())
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der() == other.der()
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({}, serial {})", self.subject(), self.serial())
    }
}
