//! The few pieces of ASN.1 that no library at hand writes or takes apart.

use jiff::Timestamp;
use x509_parser::asn1_rs::{Any, FromDer, Oid};

/// The DER tag of a `SEQUENCE`.
pub(crate) const SEQUENCE: u8 = 0x30;
/// The DER tag of a `SET`.
pub(crate) const SET: u8 = 0x31;
/// The DER tag of a `BIT STRING`.
pub(crate) const BIT_STRING: u8 = 0x03;
/// The DER tag of an `OCTET STRING`.
pub(crate) const OCTET_STRING: u8 = 0x04;
/// The DER tag of an `ENUMERATED`.
pub(crate) const ENUMERATED: u8 = 0x0a;
/// The DER tag of a `GeneralizedTime`.
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
/// The DER tag of an `INTEGER`.
pub(crate) const INTEGER: u8 = 0x02;
/// The DER tag of an `OBJECT IDENTIFIER`.
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
/// The DER tag of a constructed `[0]`.
pub(crate) const CONTEXT_0: u8 = 0xa0;

/// Writes one element: a tag, the length of the content, the content.
pub(crate) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut der = vec![tag];
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => der.push(short),
        Ok(_) | Err(_) => {
            let octets = length.to_be_bytes().into_iter().skip_while(|octet| *octet == 0);
            let octets: Vec<u8> = octets.collect();
            // A length has at most eight octets, so the sum stays within the long form.
            der.push(0x80 | u8::try_from(octets.len()).unwrap_or(0));
            der.extend(octets);
        }
    }
    der.extend_from_slice(content);
    der
}

/// Writes an object identifier given in dotted form; `None` when it is not one.
pub(crate) fn object_identifier(dotted: &str) -> Option<Vec<u8>> {
    let oid: Oid<'_> = dotted.parse().ok()?;
    Some(element(OBJECT_IDENTIFIER, oid.as_bytes()))
}

/// Writes an instant as `GeneralizedTime`, in whole seconds.
pub(crate) fn generalized_time(instant: Timestamp) -> Vec<u8> {
    let text = instant.strftime("%Y%m%d%H%M%SZ").to_string();
    element(GENERALIZED_TIME, text.as_bytes())
}

/// Returns the elements that stand one after another in `content`, up to the first unreadable one.
pub(crate) fn elements(content: &[u8]) -> Vec<Any<'_>> {
    let mut found = Vec::new();
    let mut rest = content;
    while let Ok((after, element)) = Any::from_der(rest) {
        found.push(element);
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_take_the_short_form_up_to_127_octets_and_the_long_form_beyond() {
        assert_eq!(element(4, &[0; 127])[..2], [4, 127]);
        assert_eq!(element(4, &[0; 128])[..3], [4, 0x81, 128]);
        assert_eq!(element(4, &[0; 256])[..4], [4, 0x82, 1, 0]);
    }
}
