//! Where a certificate says that its issuer, and its state of revocation, can be had.

use x509_parser::extensions::{
    AuthorityInfoAccess, CRLDistributionPoints, DistributionPointName, GeneralName,
};

const OCSP: &str = "1.3.6.1.5.5.7.48.1";
const CA_ISSUERS: &str = "1.3.6.1.5.5.7.48.2";

/// The addresses of a certificate, each list in the order written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Addresses {
    pub(super) ca_issuers: Vec<String>,
    pub(super) ocsp: Vec<String>,
    pub(super) crl: Vec<String>,
}

impl Addresses {
    /// Hears the extension `authorityInfoAccess` (RFC 5280 §4.2.2.1).
    pub(super) fn hear_access(&mut self, access: &AuthorityInfoAccess<'_>) {
        for description in access.iter() {
            let list = match description.access_method.to_id_string().as_str() {
                OCSP => &mut self.ocsp,
                CA_ISSUERS => &mut self.ca_issuers,
                _ => continue,
            };
            list.extend(uri(&description.access_location));
        }
    }

    /// Hears the extension `cRLDistributionPoints` (RFC 5280 §4.2.1.13).
    pub(super) fn hear_distribution(&mut self, points: &CRLDistributionPoints<'_>) {
        for point in points.iter() {
            if let Some(DistributionPointName::FullName(names)) = &point.distribution_point {
                self.crl.extend(names.iter().filter_map(uri));
            }
        }
    }
}

fn uri(name: &GeneralName<'_>) -> Option<String> {
    if let GeneralName::URI(uri) = name { Some((*uri).to_owned()) } else { None }
}
