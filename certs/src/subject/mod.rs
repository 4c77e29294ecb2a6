//! Whom a certificate is for.

mod attribute;
mod parse;

pub use attribute::AttributeType;
pub use parse::SubjectError;

use rcgen::{DistinguishedName, DnType, DnValue};

use crate::mode::Partner;

/// A distinguished name to be written: its attributes, in the order in which they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    attributes: Vec<(AttributeType, String)>,
}

/// What every invented organisation is called, so that nobody takes it for a real one.
pub const INVENTED_ORGANIZATION: &str = "Exemple (throwaway)";
/// An invented host, under a domain that RFC 2606 §2 reserves for examples.
pub const INVENTED_HOST: &str = "service.example";
/// An invented service.
pub const INVENTED_SERVICE: &str = "Service d'exemple";

impl Subject {
    /// Begins with no attribute.
    #[must_use]
    pub const fn empty() -> Self {
        Self { attributes: Vec::new() }
    }

    /// Names a service of a French organisation, known by its SIREN or SIRET, as RGS-A4 §VII.3
    /// writes it.
    #[must_use]
    pub fn french(common_name: &str, organization: &str, siret: &str) -> Self {
        Self::empty()
            .with(AttributeType::COUNTRY, "FR")
            .with(AttributeType::ORGANIZATION, organization)
            .with(AttributeType::ORGANIZATIONAL_UNIT, &format!("0002 {siret}"))
            .with(AttributeType::COMMON_NAME, common_name)
    }

    /// Names a service of a Belgian enterprise, known by the ten digits of its number.
    ///
    /// Where the number stands is a guess: no document says, and `organizationIdentifier` is where
    /// ETSI EN 319 412-1 §5.1.4 puts it.
    #[must_use]
    pub fn belgian(common_name: &str, organization: &str, enterprise_number: &str) -> Self {
        Self::empty()
            .with(AttributeType::COUNTRY, "BE")
            .with(AttributeType::ORGANIZATION, organization)
            .with(AttributeType::ORGANIZATION_IDENTIFIER, &format!("NTRBE-{enterprise_number}"))
            .with(AttributeType::COMMON_NAME, common_name)
    }

    /// Invents a subject of the form that a partner's suppliers write, for a host or a service.
    ///
    /// The numbers are zeroes with the check digits they need, and the organisation says that it is
    /// throwaway; so does a self-signed certificate in its name. In a name that somebody gives,
    /// nothing is added: a self-signed certificate vouches for nobody else, and is what Chaman takes.
    #[must_use]
    pub fn invented(partner: Option<Partner>, common_name: &str) -> Self {
        let organization = INVENTED_ORGANIZATION;
        match partner {
            Some(Partner::ChorusPro) | None => {
                Self::french(common_name, organization, "00000000000000")
            }
            Some(Partner::SocialSecurity) => Self::belgian(common_name, organization, "0000000097"),
            Some(Partner::Sofie) => Self::empty()
                .with(AttributeType::COUNTRY, "LU")
                .with(AttributeType::LOCALITY, "Luxembourg")
                .with(AttributeType::ORGANIZATION, organization)
                .with(AttributeType::COMMON_NAME, common_name),
        }
    }

    /// Adds an attribute at the end.
    #[must_use]
    pub fn with(mut self, kind: AttributeType, value: &str) -> Self {
        self.attributes.push((kind, value.to_owned()));
        self
    }

    /// Returns the attributes, in order.
    pub fn attributes(&self) -> impl Iterator<Item = (&AttributeType, &str)> {
        self.attributes.iter().map(|(kind, value)| (kind, value.as_str()))
    }

    /// Returns the first value of an attribute.
    #[must_use]
    pub fn value(&self, kind: &AttributeType) -> Option<&str> {
        self.attributes().find(|(found, _)| *found == kind).map(|(_, value)| value)
    }

    /// Returns the common name: the name of the service; for a server, its host name.
    #[must_use]
    pub fn common_name(&self) -> Option<&str> {
        self.value(&AttributeType::COMMON_NAME)
    }

    /// Returns what a message calls it: the common name, or the last attribute.
    #[must_use]
    pub fn called(&self) -> String {
        let last = self.attributes.last().map(|(_, value)| value.as_str());
        self.common_name().or(last).unwrap_or("nobody").to_owned()
    }

    /// Puts attributes before the common name, or at the end where there is none.
    pub(crate) fn insert_before_common_name(&mut self, added: Vec<(AttributeType, String)>) {
        let place =
            self.attributes.iter().position(|(kind, _)| *kind == AttributeType::COMMON_NAME);
        let place = place.unwrap_or(self.attributes.len());
        self.attributes.splice(place..place, added);
    }

    pub(crate) fn remove(&mut self, kind: &AttributeType) {
        self.attributes.retain(|(found, _)| found != kind);
    }

    pub(crate) fn replace(&mut self, kind: &AttributeType, value: &str) {
        for (found, held) in &mut self.attributes {
            if found == kind {
                value.clone_into(held);
            }
        }
    }

    /// Writes the distinguished name; RGS-A4 wants the country as a `PrintableString`.
    pub(crate) fn distinguished_name(&self) -> Result<DistinguishedName, rcgen::Error> {
        let mut name = DistinguishedName::new();
        for (kind, value) in &self.attributes {
            let value = if kind.is_printable() {
                DnValue::PrintableString(value.as_str().try_into()?)
            } else if kind.is_ia5() {
                DnValue::Ia5String(value.as_str().try_into()?)
            } else {
                DnValue::Utf8String(value.clone())
            };
            // The library holds one value a type; a second one finds its place under the same
            // identifier, spelt out.
            let named = kind.dn_type();
            let place = match name.get(&named) {
                Some(_) => DnType::CustomDnType(kind.arcs().to_vec()),
                None => named,
            };
            name.push(place, value);
        }
        Ok(name)
    }
}

/// Writes `C=FR, O=…`, in the form that is read again.
impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (position, (kind, value)) in self.attributes.iter().enumerate() {
            let comma = if position == 0 { "" } else { ", " };
            write!(f, "{comma}{kind}={}", parse::escaped(value))?;
        }
        Ok(())
    }
}
