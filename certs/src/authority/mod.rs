//! Throwaway authorities: the suppliers', whose certificates users order, and the gateway's, whose
//! certificates the mocks' own listeners show.
//!
//! Both say in their names that they are throwaway. Nothing here writes a key to disk.

mod addresses;
mod constraints;
mod extensions;
mod gateway;
pub(crate) mod leaf;
mod supplier;

pub use addresses::{Addresses, HierarchyAddresses};
pub use gateway::{GatewayAuthority, HostCertificate};
pub use supplier::{HierarchyKeys, Issued, Order, ShapedOrder, SubjectKey, SupplierHierarchy};

use jiff::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, DnValue, IsCa, KeyUsagePurpose,
};

use crate::{Certificate, Defect, KeyKind, Validity, certificate::CertificateError, key::KeyError};

/// Why an authority could not be made, or could not issue.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthorityError {
    /// The order spoils the certificate by a small key, and the key is not small.
    #[error(
        "failed to issue a certificate with a key too small: found a good key, expected RSA-1024"
    )]
    KeyNotSmall,
    /// The key is too small, and the order does not say that this is the defect.
    #[error(
        "failed to issue a certificate: found an RSA key under 2048 bits, expected the defect `key-too-small` to be asked for, and no other"
    )]
    KeyUnexpectedlySmall,
    /// A self-signed certificate is signed with the private key, which the order does not have.
    #[error("failed to issue a self-signed certificate: found a public key, expected a key pair")]
    PrivateKeyMissing,
    /// The key cannot sign.
    #[error(
        "failed to sign with a key of kind {kind}: expected RSA of at least 2048 bits, P-256 or P-384"
    )]
    KeyCannotSign {
        /// The kind found.
        kind: KeyKind,
    },
    /// The defect cannot be had in a certificate of this shape.
    #[error("failed to spoil a certificate of the shape `{shape}` with `{defect}`: {reason}")]
    DefectDoesNotApply {
        /// The name of the shape.
        shape: &'static str,
        /// The defect asked for.
        defect: Defect,
        /// Why it cannot be had.
        reason: &'static str,
    },
    /// A server's certificate names its host, and the common name is none.
    #[error(
        "failed to issue a server's certificate: found the common name `{}`, expected the name of a host, such as `ventes.example`", found.escape_debug()
    )]
    NoHost {
        /// The common name found.
        found: String,
    },
    /// The host is not one the gateway's root is allowed to vouch for.
    #[error(
        "failed to issue a certificate for `{host}`: expected one of the gateway's hosts, a name under one, or this machine's own address"
    )]
    HostNotPermitted {
        /// The host asked for.
        host: String,
    },
    /// No key could be made.
    #[error("failed to make a key for a certificate")]
    Key {
        /// What went wrong.
        source: KeyError,
    },
    /// The certificate could not be written: a name that does not fit its encoding, mostly.
    #[error("failed to write the certificate of `{subject}`")]
    Write {
        /// Whom it is for.
        subject: String,
        /// What the library said.
        source: rcgen::Error,
    },
    /// The certificate just written could not be read.
    #[error("failed to read back the certificate of `{subject}`")]
    ReadBack {
        /// Whom it is for.
        subject: String,
        /// What is wrong with it.
        source: CertificateError,
    },
}

/// Whose name every throwaway authority bears.
const ORGANIZATION: &str = "Raccord (throwaway)";
/// An identifier that no company has: the SIREN of zeroes.
const ORGANIZATIONAL_UNIT: &str = "0002 000000000";

/// Says whether a certificate comes from an authority that says "throwaway" in its name, as all of
/// raccord's do.
#[must_use]
pub fn is_throwaway(certificate: &Certificate) -> bool {
    let issuer = certificate.issuer();
    let mut names = issuer.organization().into_iter().chain(issuer.common_name());
    names.any(|name| name.to_lowercase().contains("throwaway"))
}

/// Writes what is common to authorities: name, period, right to sign certificates and lists.
fn authority_params(
    common_name: &str,
    validity: Validity,
    constraints: BasicConstraints,
) -> Result<CertificateParams, rcgen::Error> {
    let mut name = DistinguishedName::new();
    name.push(DnType::CountryName, DnValue::PrintableString("FR".try_into()?));
    name.push(DnType::OrganizationName, ORGANIZATION);
    name.push(DnType::OrganizationalUnitName, ORGANIZATIONAL_UNIT);
    name.push(DnType::CommonName, common_name);
    let mut params = CertificateParams::default();
    params.distinguished_name = name;
    params.is_ca = IsCa::Ca(constraints);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.use_authority_key_identifier_extension = true;
    set_validity(&mut params, validity);
    Ok(params)
}

/// Sets the period, cut to whole seconds, which is all a certificate can hold.
fn set_validity(params: &mut CertificateParams, validity: Validity) {
    params.not_before = rcgen_instant(validity.from);
    params.not_after = rcgen_instant(validity.until);
}

/// An instant as `rcgen` takes it, cut to whole seconds.
pub(crate) fn rcgen_instant(instant: Timestamp) -> time::OffsetDateTime {
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    let since = std::time::Duration::from_secs(instant.as_second().unsigned_abs());
    if instant.as_second() < 0 { epoch - since } else { epoch + since }
}
