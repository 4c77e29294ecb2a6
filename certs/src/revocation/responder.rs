//! Who signed an OCSP response, and whether it may (RFC 6960 §4.2.2.2).

use jiff::Timestamp;

use super::{
    Doubt,
    certificate_id::key_hash,
    cursor::{Element, Stumbled},
    signature::{Signed, refuse_large},
};
use crate::{
    Certificate,
    certificate::ExtendedKeyUsage,
    format::asn1::{OCTET_STRING, SEQUENCE},
};

/// The responder, as the response names it, and the certificates that came with it.
#[derive(Clone, Debug)]
pub(super) struct Responder {
    named: Named,
    /// Those that could be read.
    certificates: Vec<Certificate>,
}

#[derive(Clone, Debug)]
enum Named {
    /// The DER of its name.
    ByName(Vec<u8>),
    /// The hash of its key.
    ByKey(Vec<u8>),
}

/// More certificates than any responder sends.
const CERTIFICATES_MAX: usize = 16;

impl Responder {
    pub(super) fn read(
        named: Element<'_>,
        certificates: Option<Element<'_>>,
    ) -> Result<Self, Stumbled> {
        let named = match named.tag {
            0xa1 => Named::ByName(named.content.to_vec()),
            0xa2 => {
                let hash = named.inside().take(OCTET_STRING, "byKey")?;
                Named::ByKey(hash.content.to_vec())
            }
            _ => return Err(named.is_not("responderID")),
        };
        let mut read = Vec::new();
        if let Some(certificates) = certificates {
            let mut list = certificates.inside().take(SEQUENCE, "certs")?.inside();
            while !list.is_at_end() && read.len() < CERTIFICATES_MAX {
                let certificate = list.take(SEQUENCE, "Certificate")?;
                read.extend(Certificate::from_der(certificate.raw).ok());
            }
        }
        Ok(Self { named, certificates: read })
    }

    /// Verifies that the authority signed, or a responder to which it gave a certificate for that,
    /// valid when the response was made.
    pub(super) fn verify(
        &self,
        signed: &Signed<'_>,
        issuer: &Certificate,
        produced_at: Timestamp,
    ) -> Result<(), Doubt> {
        if self.is(issuer) {
            return signed.verify(issuer);
        }
        let may_answer = |certificate: &&Certificate| {
            self.is(certificate)
                && certificate
                    .extended_key_usages()
                    .is_some_and(|usages| usages.purposes.contains(&ExtendedKeyUsage::OcspSigning))
                && certificate.validity().contains(produced_at)
                && certificate.names_as_issuer(issuer)
        };
        let delegate = self.certificates.iter().find(may_answer).ok_or(Doubt::Responder)?;
        refuse_large(issuer)?;
        if !delegate.is_signed_by(issuer).unwrap_or(false) {
            return Err(Doubt::Responder);
        }
        signed.verify(delegate)
    }

    fn is(&self, certificate: &Certificate) -> bool {
        match &self.named {
            Named::ByName(name) => name == certificate.subject().der(),
            Named::ByKey(hash) => *hash == key_hash(certificate.public_key()),
        }
    }
}
