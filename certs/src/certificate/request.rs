//! A request for a certificate (PKCS#10, RFC 2986), read for what it asks.

use std::fmt;

use openssl::{error::ErrorStack, x509::X509Req};
use x509_parser::{
    certification_request::X509CertificationRequest, cri_attributes::ParsedCriAttribute,
    prelude::FromDer,
};

use super::{CertificateError, ExtendedKeyUsages, KeyUsages, Name, read};
use crate::{PublicKey, key::KeyShape};

/// A request for a certificate. Two are equal when their DER is.
#[derive(Clone)]
pub struct Request {
    der: Vec<u8>,
    subject: Name,
    public_key: PublicKey,
    said: read::Said,
}

impl Request {
    /// Reads a request from its DER, which must end where the request does.
    ///
    /// # Errors
    ///
    /// When the bytes are anything else, or the key is larger than anybody uses.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        let (rest, request) = X509CertificationRequest::from_der(der)
            .map_err(|error| CertificateError::Read { found: read::field(&error) })?;
        if !rest.is_empty() {
            return Err(CertificateError::Trailing { octets: rest.len() });
        }
        let info = &request.certification_request_info;
        let public_key = PublicKey::from_spki_der(info.subject_pki.raw);
        read::refuse_huge(&public_key.shape())?;
        let mut said = read::Said::default();
        for attribute in info.attributes() {
            if let ParsedCriAttribute::ExtensionRequest(asked) = attribute.parsed_attribute() {
                asked.extensions.iter().for_each(|extension| said.hear(extension));
            }
        }
        Ok(Self { der: der.to_vec(), subject: Name::read(&info.subject), public_key, said })
    }

    /// Returns the DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Returns whom the certificate is to be for.
    #[must_use]
    pub fn subject(&self) -> &Name {
        &self.subject
    }

    /// Returns the key that is to be certified.
    #[must_use]
    pub fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    /// Returns the algorithm and size of the key.
    #[must_use]
    pub fn key_shape(&self) -> KeyShape {
        self.public_key.shape()
    }

    /// Returns the key usage that it asks for, if any.
    #[must_use]
    pub fn key_usages(&self) -> Option<KeyUsages> {
        self.said.key_usages
    }

    /// Returns the extended key usage that it asks for, if any.
    #[must_use]
    pub fn extended_key_usages(&self) -> Option<&ExtendedKeyUsages> {
        self.said.extended_key_usages.as_ref()
    }

    /// Returns the dotted identifiers of the policies that it asks for, in the order written.
    #[must_use]
    pub fn policies(&self) -> &[String] {
        &self.said.policies
    }

    /// Returns the host names that it asks for (`subjectAltName`, `dNSName`).
    #[must_use]
    pub fn dns_names(&self) -> &[String] {
        &self.said.dns_names
    }

    /// Says whether the key it names made its signature, as it must.
    ///
    /// # Errors
    ///
    /// When OpenSSL knows not the algorithm or the key.
    pub fn is_signed_by_its_key(&self) -> Result<bool, ErrorStack> {
        X509Req::from_der(&self.der)?.verify(self.public_key.openssl()?.as_ref())
    }
}

impl PartialEq for Request {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Request {}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request({})", self.subject)
    }
}
