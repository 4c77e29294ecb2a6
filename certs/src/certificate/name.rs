//! A distinguished name, as it is written.

use std::fmt;

use x509_parser::{
    asn1_rs::Tag,
    x509::{AttributeTypeAndValue, X509Name},
};

use crate::shown::Shown;

/// A distinguished name. Two are equal when their DER is.
#[derive(Clone, Debug)]
pub struct Name {
    der: Vec<u8>,
    attributes: Vec<(String, String)>,
}

const COMMON_NAME: &str = "2.5.4.3";
const ORGANIZATION: &str = "2.5.4.10";
const ORGANIZATIONAL_UNIT: &str = "2.5.4.11";
const ORGANIZATION_IDENTIFIER: &str = "2.5.4.97";

impl Name {
    pub(crate) fn read(name: &X509Name<'_>) -> Self {
        let attributes = name
            .iter_attributes()
            .map(|attribute| (attribute.attr_type().to_id_string(), text_of(attribute)));
        Self { der: name.as_raw().to_vec(), attributes: attributes.collect() }
    }

    /// Returns the DER.
    pub(crate) fn der(&self) -> &[u8] {
        &self.der
    }

    /// Returns the values of one attribute, by dotted identifier, in the order written.
    pub fn values<'a>(&'a self, oid: &'a str) -> impl Iterator<Item = &'a str> {
        let matching = self.attributes.iter().filter(move |(found, _)| found == oid);
        matching.map(|(_, value)| value.as_str())
    }

    /// Returns every attribute, as dotted identifier and value, in the order written.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(oid, value)| (oid.as_str(), value.as_str()))
    }

    /// Returns the common name.
    #[must_use]
    pub fn common_name(&self) -> Option<&str> {
        self.values(COMMON_NAME).next()
    }

    /// Returns the organisation.
    #[must_use]
    pub fn organization(&self) -> Option<&str> {
        self.values(ORGANIZATION).next()
    }

    /// Returns the organisational units.
    pub fn organizational_units(&self) -> impl Iterator<Item = &str> {
        self.values(ORGANIZATIONAL_UNIT)
    }

    /// Returns the `organizationIdentifier` of ETSI EN 319 412-1.
    #[must_use]
    pub fn organization_identifier(&self) -> Option<&str> {
        self.values(ORGANIZATION_IDENTIFIER).next()
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Name {}

/// Writes the attributes in their order, as `C=FR, O=…, OU=…, CN=…`, with their control characters
/// and marks of direction escaped (see [`shown`](crate::shown)).
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, (oid, value)) in self.attributes.iter().enumerate() {
            let comma = if position == 0 { "" } else { ", " };
            write!(f, "{comma}{}={}", short_name(oid), Shown(value))?;
        }
        Ok(())
    }
}

fn short_name(oid: &str) -> &str {
    match oid {
        COMMON_NAME => "CN",
        "2.5.4.4" => "SN",
        "2.5.4.5" => "serialNumber",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        ORGANIZATION => "O",
        ORGANIZATIONAL_UNIT => "OU",
        "2.5.4.12" => "title",
        "2.5.4.42" => "GN",
        ORGANIZATION_IDENTIFIER => "organizationIdentifier",
        "1.2.840.113549.1.9.1" => "emailAddress",
        other => other,
    }
}

/// Old authorities write names in UTF-16 or in T.61, which all of them take for Latin-1.
fn text_of(attribute: &AttributeTypeAndValue<'_>) -> String {
    let octets = attribute.as_slice();
    match attribute.attr_value().tag() {
        Tag::BmpString => {
            let units = octets.chunks_exact(2).filter_map(|pair| pair.try_into().ok());
            String::from_utf16_lossy(&units.map(u16::from_be_bytes).collect::<Vec<_>>())
        }
        Tag::T61String => octets.iter().copied().map(char::from).collect(),
        _ => String::from_utf8_lossy(octets).into_owned(),
    }
}
