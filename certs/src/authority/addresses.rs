//! Where an authority's certificate and its word on revocation are had: the addresses that
//! certificates under it carry (RFC 5280 §4.2.1.13 and §4.2.2.1).

use rcgen::{CertificateParams, CrlDistributionPoint, CustomExtension};

use crate::format::asn1::{self, OBJECT_IDENTIFIER, SEQUENCE};

/// The addresses of one authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// Where its revocation list is had (`cRLDistributionPoints`).
    pub list: String,
    /// Where its OCSP responder is asked (`authorityInfoAccess`, OCSP).
    pub ocsp: String,
    /// Where its own certificate is had, in DER (`authorityInfoAccess`, `caIssuers`).
    pub certificate: String,
}

/// The addresses of both authorities of a hierarchy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HierarchyAddresses {
    /// The root's, which the issuing authority's certificate carries.
    pub root: Addresses,
    /// The issuing authority's, which the certificates that are ordered carry.
    pub issuing: Addresses,
}

impl Addresses {
    /// Writes them into a certificate that this authority is to sign.
    pub(super) fn write(&self, params: &mut CertificateParams) {
        params.crl_distribution_points =
            vec![CrlDistributionPoint { uris: vec![self.list.clone()] }];
        params.custom_extensions.push(self.access());
    }

    /// `authorityInfoAccess`, which `rcgen` has not: OCSP is method 1, `caIssuers` method 2.
    fn access(&self) -> CustomExtension {
        let method = |number: u8, address: &str| {
            let oid = [0x2b, 6, 1, 5, 5, 7, 0x30, number];
            let content =
                [asn1::element(OBJECT_IDENTIFIER, &oid), asn1::element(0x86, address.as_bytes())];
            asn1::element(SEQUENCE, &content.concat())
        };
        let content = [method(1, &self.ocsp), method(2, &self.certificate)].concat();
        let oid = [1, 3, 6, 1, 5, 5, 7, 1, 1];
        CustomExtension::from_oid_content(&oid, asn1::element(SEQUENCE, &content))
    }
}
