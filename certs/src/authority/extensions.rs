//! Extensions, written octet by octet where the library would decide on their criticality or order.

use rcgen::CustomExtension;

use crate::{
    certificate::{ExtendedKeyUsage, ExtendedKeyUsages, KeyUsages},
    format::asn1::{self, SEQUENCE},
};

/// The DER tag of a `BIT STRING`.
const BIT_STRING: u8 = 0x03;
/// The DER tag of a `dNSName` among general names.
const DNS_NAME: u8 = 0x82;

/// Writes `keyUsage`.
pub(super) fn key_usages(usages: KeyUsages) -> CustomExtension {
    // The first bit of the string is the highest of its octet.
    let bits = usages.bits().reverse_bits();
    let [first, second] = bits.to_be_bytes();
    let octets = if second == 0 { vec![first] } else { vec![first, second] };
    let unused = bits.trailing_zeros().min(16) % 8;
    let unused = if bits == 0 { 0 } else { u8::try_from(unused).unwrap_or(0) };
    let content = asn1::element(BIT_STRING, &[&[unused], octets.as_slice()].concat());
    extension(15, content, usages.critical)
}

/// Writes `extKeyUsage`; `None` where an identifier in it is none.
pub(super) fn extended_key_usages(usages: &ExtendedKeyUsages) -> Option<CustomExtension> {
    let identifiers = usages.purposes.iter().map(|it| asn1::object_identifier(dotted(it)));
    let identifiers = identifiers.collect::<Option<Vec<_>>>()?.concat();
    Some(extension(37, asn1::element(SEQUENCE, &identifiers), usages.critical))
}

fn dotted(usage: &ExtendedKeyUsage) -> &str {
    match usage {
        ExtendedKeyUsage::Any => "2.5.29.37.0",
        ExtendedKeyUsage::ServerAuth => "1.3.6.1.5.5.7.3.1",
        ExtendedKeyUsage::ClientAuth => "1.3.6.1.5.5.7.3.2",
        ExtendedKeyUsage::CodeSigning => "1.3.6.1.5.5.7.3.3",
        ExtendedKeyUsage::EmailProtection => "1.3.6.1.5.5.7.3.4",
        ExtendedKeyUsage::TimeStamping => "1.3.6.1.5.5.7.3.8",
        ExtendedKeyUsage::OcspSigning => "1.3.6.1.5.5.7.3.9",
        ExtendedKeyUsage::Other(oid) => oid,
    }
}

/// Writes `subjectAltName` with one `dNSName`, which is ASCII.
pub(super) fn host(name: &str, critical: bool) -> CustomExtension {
    let name = asn1::element(DNS_NAME, name.as_bytes());
    extension(17, asn1::element(SEQUENCE, &name), critical)
}

/// Writes `certificatePolicies` without qualifiers; `None` where an identifier is none.
pub(super) fn policies(oids: &[&str]) -> Option<CustomExtension> {
    let mut content = Vec::new();
    for oid in oids {
        content.extend(asn1::element(SEQUENCE, &asn1::object_identifier(oid)?));
    }
    Some(extension(32, asn1::element(SEQUENCE, &content), false))
}

/// An extension of X.509 itself, under `2.5.29`.
fn extension(number: u64, content: Vec<u8>, critical: bool) -> CustomExtension {
    let mut extension = CustomExtension::from_oid_content(&[2, 5, 29, number], content);
    extension.set_criticality(critical);
    extension
}
