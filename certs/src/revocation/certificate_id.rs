//! How OCSP names a certificate: its serial number, and hashes of its authority's name and key
//! (RFC 6960 §4.1.1).

use sha1::{Digest as _, Sha1};
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use x509_parser::{prelude::FromDer, x509::SubjectPublicKeyInfo};

use super::cursor::{Element, Stumbled};
use crate::{
    Certificate, PublicKey,
    certificate::serial,
    format::asn1::{self, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE},
};

/// A certificate, as OCSP names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateId {
    /// As it was written, to be repeated octet for octet.
    der: Vec<u8>,
    /// The content of the hash's object identifier.
    hash_oid: Vec<u8>,
    name_hash: Vec<u8>,
    key_hash: Vec<u8>,
    serial: String,
}

/// A hash: the content of its object identifier, and the function.
type Hash = (&'static [u8], fn(&[u8]) -> Vec<u8>);

const SHA_1: Hash = (&[0x2b, 0x0e, 3, 2, 0x1a], |octets| Sha1::digest(octets).to_vec());
const HASHES: [Hash; 4] = [
    SHA_1,
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1], |octets| Sha256::digest(octets).to_vec()),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2], |octets| Sha384::digest(octets).to_vec()),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3], |octets| Sha512::digest(octets).to_vec()),
];

impl CertificateId {
    /// Names a certificate of an authority, with SHA-1, which every responder knows (RFC 5019).
    #[must_use]
    pub fn of(certificate: &Certificate, issuer: &Certificate) -> Self {
        let (oid, hash) = SHA_1;
        let name_hash = hash(issuer.subject().der());
        let key_hash = hash(&key_octets(issuer.public_key()));
        let mut serial_octets = hex::decode(certificate.serial()).unwrap_or_default();
        // The sign octet, which the text leaves out.
        if serial_octets.first().is_none_or(|first| *first >= 0x80) {
            serial_octets.insert(0, 0);
        }
        let algorithm = [asn1::element(OBJECT_IDENTIFIER, oid), asn1::element(5, &[])].concat();
        let content = [
            asn1::element(SEQUENCE, &algorithm),
            asn1::element(OCTET_STRING, &name_hash),
            asn1::element(OCTET_STRING, &key_hash),
            asn1::element(INTEGER, &serial_octets),
        ];
        Self {
            der: asn1::element(SEQUENCE, &content.concat()),
            hash_oid: oid.to_vec(),
            name_hash,
            key_hash,
            serial: certificate.serial().to_owned(),
        }
    }

    pub(super) fn read(element: Element<'_>) -> Result<Self, Stumbled> {
        let mut inside = element.inside();
        let mut algorithm = inside.take(SEQUENCE, "hashAlgorithm")?.inside();
        let oid = algorithm.take(OBJECT_IDENTIFIER, "hashAlgorithm")?;
        let name_hash = inside.take(OCTET_STRING, "issuerNameHash")?;
        let key_hash = inside.take(OCTET_STRING, "issuerKeyHash")?;
        let number = inside.take(INTEGER, "serialNumber")?;
        inside.end("the end of CertID")?;
        Ok(Self {
            der: element.raw.to_vec(),
            hash_oid: oid.content.to_vec(),
            name_hash: name_hash.content.to_vec(),
            key_hash: key_hash.content.to_vec(),
            serial: serial(number.content),
        })
    }

    /// Returns the serial number, as [`Certificate::serial`] writes it.
    #[must_use]
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// Says whether it names a certificate of this authority; a hash that is not known here is
    /// nobody's.
    #[must_use]
    pub fn is_of(&self, issuer: &Certificate) -> bool {
        let hash = HASHES.iter().find(|(oid, _)| *oid == self.hash_oid);
        hash.is_some_and(|(_, hash)| {
            self.name_hash == hash(issuer.subject().der())
                && self.key_hash == hash(&key_octets(issuer.public_key()))
        })
    }

    /// Says whether it names this certificate of this authority.
    #[must_use]
    pub fn names(&self, certificate: &Certificate, issuer: &Certificate) -> bool {
        self.serial == certificate.serial() && self.is_of(issuer)
    }

    pub(super) fn der(&self) -> &[u8] {
        &self.der
    }
}

/// The hash of a key by which a responder says who it is (RFC 6960 §4.2.1, `KeyHash`).
pub(super) fn key_hash(key: &PublicKey) -> Vec<u8> {
    Sha1::digest(key_octets(key)).to_vec()
}

/// The octets of the key alone, without its algorithm.
fn key_octets(key: &PublicKey) -> Vec<u8> {
    let read = SubjectPublicKeyInfo::from_der(key.spki_der());
    read.map(|(_, read)| read.subject_public_key.data.to_vec()).unwrap_or_default()
}
