//! The bags of a PKCS#12: one certificate, one key, or bags again, with the name given to it.

use x509_parser::asn1_rs::{Any, Tag};

use super::open::CONTENT;
use crate::format::{
    asn1,
    pbe::{algorithm_identifier, damaged, unsupported},
    problem::Obstacle,
};

/// One bag.
pub(in crate::format) enum Bag {
    /// The DER of a certificate.
    Certificate { der: Vec<u8>, alias: Option<String> },
    /// The DER of a private key in PKCS#8.
    Key { der: Vec<u8>, alias: Option<String> },
    /// The DER of an encrypted private key.
    Shrouded { der: Vec<u8>, alias: Option<String> },
    /// A list of bags.
    Nested(Vec<u8>),
    /// A revocation list.
    RevocationList,
    /// A secret that is no key pair, as Java keeps some.
    Secret,
}

const BAG_ARC: &str = "1.2.840.113549.1.12.10.1.";
const FRIENDLY_NAME: &str = "1.2.840.113549.1.9.20";
const X509_CERTIFICATE: &str = "1.2.840.113549.1.9.22.1";

/// Reads a bag: its type, its value behind `[0]`, and its attributes.
pub(super) fn read(bag: &Any<'_>) -> Result<Bag, Obstacle> {
    let wrong = || damaged(CONTENT, "content of a bag");
    let parts = asn1::elements(bag.data);
    let (kind, tagged) = algorithm_identifier(bag, CONTENT)?;
    let value = tagged.map(|tagged| tagged.data.to_vec()).ok_or_else(wrong)?;
    let alias = parts.get(2).and_then(friendly_name);
    match kind.strip_prefix(BAG_ARC) {
        Some("1") => Ok(Bag::Key { der: value, alias }),
        Some("2") => Ok(Bag::Shrouded { der: value, alias }),
        Some("3") => Ok(Bag::Certificate { der: certificate(&value)?, alias }),
        Some("4") => Ok(Bag::RevocationList),
        Some("5") => Ok(Bag::Secret),
        Some("6") => Ok(Bag::Nested(value)),
        _ => Err(unsupported(CONTENT, &kind)),
    }
}

/// Reads a `CertBag`: a type, and the certificate in an octet string behind `[0]`.
fn certificate(value: &[u8]) -> Result<Vec<u8>, Obstacle> {
    let wrong = || damaged(CONTENT, "bag of a certificate");
    let outer = asn1::elements(value);
    let (kind, tagged) = algorithm_identifier(outer.first().ok_or_else(wrong)?, CONTENT)?;
    if kind != X509_CERTIFICATE {
        return Err(unsupported(CONTENT, "a certificate that is not X.509"));
    }
    let tagged = tagged.ok_or_else(wrong)?;
    let octets = asn1::elements(tagged.data);
    octets.first().map(|octets| octets.data.to_vec()).ok_or_else(wrong)
}

/// Finds the name that Windows calls "nom convivial" and Java an alias.
fn friendly_name(attributes: &Any<'_>) -> Option<String> {
    let attributes = asn1::elements(attributes.data);
    attributes.iter().find_map(|attribute| {
        let (oid, values) = algorithm_identifier(attribute, CONTENT).ok()?;
        let values = (oid == FRIENDLY_NAME).then_some(values?)?;
        let value = asn1::elements(values.data).into_iter().next()?;
        Some(match value.tag() {
            Tag::BmpString => {
                let units = value.data.chunks_exact(2).filter_map(|pair| pair.try_into().ok());
                String::from_utf16_lossy(&units.map(u16::from_be_bytes).collect::<Vec<_>>())
            }
            _ => String::from_utf8_lossy(value.data).into_owned(),
        })
    })
}
