//! Revocation lists (CRL), read and judged (RFC 5280 §5 and §6.3).

use std::collections::HashMap;

use jiff::Timestamp;
use x509_parser::{
    extensions::{DistributionPointName, GeneralName, IssuingDistributionPoint, ParsedExtension},
    prelude::FromDer,
    revocation_list::{CertificateRevocationList, RevokedCertificate},
};

use super::{Doubt, Period, Reason, Revocation, Status, cursor::Cursor, signature::Signed};
use crate::{
    Certificate,
    certificate::{KeyUsages, Name, instant, serial},
    format::asn1::SEQUENCE,
};

/// A revocation list, read once. What it says is not verified until it is asked.
#[derive(Clone, Debug)]
pub struct RevocationList {
    der: Vec<u8>,
    issuer: Name,
    period: Period,
    number: Option<String>,
    version_2: bool,
    has_authority_key_id: bool,
    entries: HashMap<String, Revocation>,
    /// An entry of an indirect list names another authority.
    indirect: bool,
    delta: bool,
    scope: Scope,
    critical_unknown: Option<String>,
}

/// One certificate on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevokedEntry {
    /// The serial number, as [`Certificate::serial`] writes it.
    pub serial: String,
    /// Since when, and why.
    pub revocation: Revocation,
}

/// Which of the authority's certificates a list covers (`issuingDistributionPoint`).
#[derive(Clone, Debug, Default)]
struct Scope {
    only_users: bool,
    only_authorities: bool,
    only_attributes: bool,
    only_some_reasons: bool,
    /// The addresses of the part; none where the list is the whole one.
    addresses: Vec<String>,
}

/// Why bytes are no list.
pub(super) enum ListError {
    /// They do not begin as one.
    NotOne,
    /// They do, and go on as something else: what the parser said.
    BeginsAsOne(String),
}

const AUTHORITY_KEY_ID: &str = "2.5.29.35";
const CRL_NUMBER: &str = "2.5.29.20";
const DELTA: &str = "2.5.29.27";
const ISSUING_DISTRIBUTION_POINT: &str = "2.5.29.28";
const CERTIFICATE_ISSUER: &str = "2.5.29.29";

impl RevocationList {
    /// Reads a list from its DER, which must end where the list does.
    pub(super) fn from_der(der: &[u8]) -> Result<Self, ListError> {
        if !begins_as_a_list(der) {
            return Err(ListError::NotOne);
        }
        let (rest, read) = CertificateRevocationList::from_der(der)
            .map_err(|error| ListError::BeginsAsOne(error.to_string()))?;
        if !rest.is_empty() {
            let found = format!("found {} octets after its end", rest.len());
            return Err(ListError::BeginsAsOne(found));
        }
        let mut list = Self {
            der: der.to_vec(),
            issuer: Name::read(read.issuer()),
            period: Period {
                this_update: instant(read.last_update()),
                next_update: read.next_update().map(instant),
            },
            number: read.crl_number().map(ToString::to_string),
            version_2: read.version().is_some_and(|version| version.0 == 1),
            has_authority_key_id: false,
            entries: HashMap::new(),
            indirect: false,
            delta: false,
            scope: Scope::default(),
            critical_unknown: None,
        };
        for revoked in read.iter_revoked_certificates() {
            list.enter(revoked);
        }
        for extension in read.extensions() {
            let oid = extension.oid.to_id_string();
            match oid.as_str() {
                AUTHORITY_KEY_ID => list.has_authority_key_id = true,
                DELTA => list.delta = true,
                CRL_NUMBER => {}
                ISSUING_DISTRIBUTION_POINT => {
                    if let ParsedExtension::IssuingDistributionPoint(point) =
                        extension.parsed_extension()
                    {
                        list.indirect |= point.indirect_crl;
                        list.scope = Scope::read(point);
                    } else {
                        list.critical_unknown = Some(oid);
                    }
                }
                _ if extension.critical => list.critical_unknown = Some(oid),
                _ => {}
            }
        }
        Ok(list)
    }

    fn enter(&mut self, revoked: &RevokedCertificate<'_>) {
        let reason = revoked.reason_code().and_then(|(_, code)| Reason::from_code(code.0));
        let since = instant(revoked.revocation_date);
        let others = revoked.extensions().iter();
        self.indirect |= others.clone().any(|each| each.oid.to_id_string() == CERTIFICATE_ISSUER);
        let serial = serial(revoked.raw_serial());
        self.entries.insert(serial, Revocation { since, reason });
    }

    /// Returns the DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Returns who says that it made it.
    #[must_use]
    pub const fn issuer(&self) -> &Name {
        &self.issuer
    }

    /// Returns when it was made, and when the next is due.
    #[must_use]
    pub const fn period(&self) -> Period {
        self.period
    }

    /// Returns its number (`cRLNumber`), in decimal.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }

    /// Says whether it is of version 2.
    #[must_use]
    pub const fn is_version_2(&self) -> bool {
        self.version_2
    }

    /// Says whether it names the key that signed it (`authorityKeyIdentifier`).
    #[must_use]
    pub const fn names_its_key(&self) -> bool {
        self.has_authority_key_id
    }

    /// Returns what it says of a serial number, unverified.
    #[must_use]
    pub fn entry(&self, serial: &str) -> Option<RevokedEntry> {
        let revocation = *self.entries.get(serial)?;
        Some(RevokedEntry { serial: serial.to_owned(), revocation })
    }

    /// Returns how many certificates are on it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Says whether nothing is on it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Says what it proves about a certificate of an authority at an instant.
    #[must_use]
    pub fn status_of(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Timestamp,
    ) -> Status {
        if let Err(doubt) = self.verify(certificate, issuer) {
            return Status::Unverifiable(doubt);
        }
        match self.entries.get(certificate.serial()) {
            Some(entry) if entry.reason != Some(Reason::RemoveFromCrl) => {
                self.period.revoked_at(*entry, at)
            }
            Some(_) | None => match self.covers(certificate) {
                Ok(()) => self.period.good_at(at),
                Err(doubt) => Status::Unverifiable(doubt),
            },
        }
    }

    /// Who made it, and whether it is a list that is understood here.
    fn verify(&self, certificate: &Certificate, issuer: &Certificate) -> Result<(), Doubt> {
        if self.issuer != *certificate.issuer() || self.issuer != *issuer.subject() || self.indirect
        {
            let expected = certificate.issuer().to_string();
            return Err(Doubt::OtherAuthority { found: self.issuer.to_string(), expected });
        }
        if issuer.key_usages().is_some_and(|usages| !usages.contains(KeyUsages::CRL_SIGN)) {
            return Err(Doubt::MayNotSignLists { authority: issuer.subject().to_string() });
        }
        if let Some(oid) = &self.critical_unknown {
            return Err(Doubt::CriticalExtension { oid: oid.clone() });
        }
        let cannot = || Doubt::Signature { expected: issuer.subject().to_string() };
        signed(&self.der).ok_or_else(cannot)?.verify(issuer)
    }

    /// Whether a certificate that is not on it would be, if it were revoked.
    fn covers(&self, certificate: &Certificate) -> Result<(), Doubt> {
        let scope = &self.scope;
        let out = |what: &str| Err(Doubt::OtherScope { scope: what.to_owned() });
        if self.delta {
            return Err(Doubt::Delta);
        }
        match certificate.is_ca() {
            true if scope.only_users => return out("certificates of users only"),
            false if scope.only_authorities => return out("certificates of authorities only"),
            true | false => {}
        }
        if scope.only_attributes {
            return out("attribute certificates only");
        }
        if scope.only_some_reasons {
            return out("revocations for some reasons only");
        }
        let parts = &scope.addresses;
        if let Some(part) = parts.first()
            && !certificate.crl_urls().iter().any(|address| parts.contains(address))
        {
            return out(&format!("the part of the list at {part}"));
        }
        Ok(())
    }
}

/// The version or the algorithm, then the algorithm or the issuer: an OCSP answer begins with an
/// enumerated value, a certificate with `[0]` or its serial number.
fn begins_as_a_list(der: &[u8]) -> bool {
    let begins = || {
        let inside = Cursor::at(der).take(SEQUENCE, "CertificateList").ok()?.inside();
        let signed = { inside }.take(SEQUENCE, "tbsCertList").ok()?;
        Some(signed)
    };
    begins().is_some()
}

/// What was signed, how, and the signature.
fn signed(der: &[u8]) -> Option<Signed<'_>> {
    let mut inside = Cursor::at(der).take(SEQUENCE, "CertificateList").ok()?.inside();
    let message = inside.any("tbsCertList").ok()?.raw;
    let algorithm = inside.any("signatureAlgorithm").ok()?.raw;
    let [0, signature @ ..] = inside.any("signatureValue").ok()?.content else { return None };
    Some(Signed { message, algorithm, signature })
}

impl Scope {
    fn read(point: &IssuingDistributionPoint<'_>) -> Self {
        let names = match &point.distribution_point {
            Some(DistributionPointName::FullName(names)) => names.as_slice(),
            Some(DistributionPointName::NameRelativeToCRLIssuer(_)) | None => &[],
        };
        let address = |name: &GeneralName<'_>| {
            if let GeneralName::URI(address) = name { Some((*address).to_owned()) } else { None }
        };
        Self {
            only_users: point.only_contains_user_certs,
            only_authorities: point.only_contains_ca_certs,
            only_attributes: point.only_contains_attribute_certs,
            only_some_reasons: point.only_some_reasons.is_some(),
            addresses: names.iter().filter_map(address).collect(),
        }
    }
}
