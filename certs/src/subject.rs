//! Whom a certificate is for.

use rcgen::{DistinguishedName, DnType, DnValue};

/// The identity of an applicative service, as RGS-A4 §VII.3 writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The country, two upper case letters.
    pub country: String,
    /// The full official name of the organisation.
    pub organization: String,
    /// The ISO 6523 identifier that stands in the organisational unit: `0002 ` and a SIREN or SIRET.
    pub organization_identifier: Option<String>,
    /// The name of the service; for a server, its fully qualified host name.
    pub common_name: String,
}

impl Subject {
    /// Names a service of a French organisation, known by its SIREN or SIRET.
    #[must_use]
    pub fn french(common_name: &str, organization: &str, siret: &str) -> Self {
        Self {
            country: "FR".to_owned(),
            organization: organization.to_owned(),
            organization_identifier: Some(format!("0002 {siret}")),
            common_name: common_name.to_owned(),
        }
    }

    /// Writes the distinguished name; RGS-A4 wants the country as a `PrintableString`.
    pub(crate) fn distinguished_name(&self) -> Result<DistinguishedName, rcgen::Error> {
        let mut name = DistinguishedName::new();
        name.push(DnType::CountryName, DnValue::PrintableString(self.country.as_str().try_into()?));
        name.push(DnType::OrganizationName, self.organization.as_str());
        if let Some(identifier) = &self.organization_identifier {
            name.push(DnType::OrganizationalUnitName, identifier.as_str());
        }
        name.push(DnType::CommonName, self.common_name.as_str());
        Ok(name)
    }
}
