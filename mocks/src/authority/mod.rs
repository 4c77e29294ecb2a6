//! A supplier's authorities, as they speak of revocation: lists, OCSP answers, their certificates.
//!
//! # Shape
//! Three hosts under names that nobody has (`.test`, RFC 6761), in clear as real authorities are:
//! `GET` of a list (`/issuing.crl`, `/root.crl`), of an authority's certificate (`/issuing.der`),
//! and OCSP by `POST` and `GET`. [`addresses`] is what certificates carry. Which authorities there
//! are is told by [`Authorities::serve`], what they issued by [`Authorities::issued`].
//!
//! A list and an answer are made when they are asked for, and are good for a day. What they say can
//! be scripted, for an authority or for one certificate: [`Says`]. Slow and down are faults of
//! `authority.list`, `authority.ocsp` and `authority.certificate`.
//!
//! # Rules
//! See [`rules`].
//!
//! # Not modelled
//! The hours between a revocation and the next list, which real authorities publish a few times a
//! day. Whether Chorus Pro looks at any of this when a certificate opens a session: no source says
//! it, and the mock does not.

mod routes;
pub mod rules;
mod service;

pub use routes::hosts;
pub use service::AuthorityRefusal;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use raccord_certs::authority::{Addresses, HierarchyAddresses, SupplierHierarchy};
use raccord_certs::certificate::CertificateError;
use raccord_certs::key::KeyError;
use raccord_certs::revocation::{Revocation, Signer};
use raccord_certs::{Certificate, Key};
use raccord_kernel::{Secret, System, Trace};
use serde::{Deserialize, Serialize};

/// The host of the lists.
pub const LIST_HOST: &str = "crl.raccord.test";
/// The host of the OCSP responder.
pub const OCSP_HOST: &str = "ocsp.raccord.test";
/// The host of the authorities' certificates.
pub const CERTIFICATE_HOST: &str = "ca.raccord.test";

/// Where a throwaway hierarchy is served, for the certificates that it issues.
#[must_use]
pub fn addresses() -> HierarchyAddresses {
    let of = |name: &str| Addresses {
        list: format!("http://{LIST_HOST}/{name}.crl"),
        ocsp: format!("http://{OCSP_HOST}/"),
        certificate: format!("http://{CERTIFICATE_HOST}/{name}.der"),
    };
    HierarchyAddresses { root: of(ROOT), issuing: of(ISSUING) }
}

const ROOT: &str = "root";
const ISSUING: &str = "issuing";

/// The state of the authorities: plain data.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Authorities {
    served: BTreeMap<String, Authority>,
}

/// One authority.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Authority {
    certificate_pem: String,
    key_pem: Secret,
    lists_made: u64,
    issued: BTreeSet<String>,
    revoked: BTreeMap<String, Revocation>,
    says: Says,
    says_of: BTreeMap<String, Says>,
}

/// What an authority says, beside the truth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Says {
    /// What is so.
    #[default]
    Truth,
    /// By OCSP, that it does not know the certificate.
    Unknown,
    /// What was so two days ago, and was over a day ago.
    Stale,
}

impl Authorities {
    /// Serves a hierarchy, which has issued nothing so far but its own issuing authority.
    pub fn serve(&mut self, hierarchy: &SupplierHierarchy) {
        for (name, signer) in
            [(ROOT, hierarchy.root_signer()), (ISSUING, hierarchy.issuing_signer())]
        {
            self.served.insert(name.to_owned(), Authority::of(signer));
        }
        self.issued(hierarchy.issuing());
    }

    /// Says that a certificate was issued by the authority that it names; another's is nobody's.
    pub fn issued(&mut self, certificate: &Certificate) {
        if let Some(authority) = self.issuer_of(certificate) {
            authority.issued.insert(certificate.serial().to_owned());
        }
    }

    /// Forgets a certificate that was issued: it is as unknown then as one that never was.
    pub fn forget(&mut self, certificate: &Certificate) {
        let serial = certificate.serial();
        if let Some(authority) = self.issuer_of(certificate) {
            authority.issued.remove(serial);
            authority.revoked.remove(serial);
            authority.says_of.remove(serial);
        }
    }

    /// Revokes a certificate, and says whether it was one of these authorities'.
    pub fn revoke(&mut self, certificate: &Certificate, revocation: Revocation) -> bool {
        let issuer = self.issuer_of(certificate);
        issuer.is_some_and(|it| {
            it.revoked.insert(certificate.serial().to_owned(), revocation);
            true
        })
    }

    /// Scripts what every authority says.
    pub fn say(&mut self, says: Says) {
        self.served.values_mut().for_each(|authority| authority.says = says);
    }

    /// Scripts what is said of one certificate by OCSP, and says whether it was one of these
    /// authorities'.
    pub fn say_of(&mut self, certificate: &Certificate, says: Says) -> bool {
        let issuer = self.issuer_of(certificate);
        issuer.is_some_and(|it| {
            it.says_of.insert(certificate.serial().to_owned(), says);
            true
        })
    }

    fn issuer_of(&mut self, certificate: &Certificate) -> Option<&mut Authority> {
        let issued = |it: &&mut Authority| {
            it.certificate().is_ok_and(|issuer| certificate.names_as_issuer(&issuer))
        };
        self.served.values_mut().find(issued)
    }
}

impl Authority {
    fn of(signer: Signer<'_>) -> Self {
        Self {
            certificate_pem: signer.certificate.pem(),
            key_pem: Secret::new(signer.key.pkcs8_pem()),
            lists_made: 0,
            issued: BTreeSet::new(),
            revoked: BTreeMap::new(),
            says: Says::default(),
            says_of: BTreeMap::new(),
        }
    }

    fn certificate(&self) -> Result<Certificate, CertificateError> {
        Certificate::from_pem(self.certificate_pem.as_bytes())
    }

    fn key(&self) -> Result<Key, KeyError> {
        Key::from_pkcs8_pem(self.key_pem.reveal())
    }
}

impl System for Authorities {
    const NAME: &'static str = "authority";

    /// Nothing happens by itself: what is said is made when it is asked for.
    fn next_due(&self) -> Option<Timestamp> {
        None
    }

    fn fire(&mut self, _now: Timestamp, _trace: &mut Trace) -> Option<&'static str> {
        None
    }
}
