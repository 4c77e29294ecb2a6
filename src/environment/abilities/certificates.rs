//! Certificates: ordered, and taken back.

use jiff::SignedDuration;
use raccord_certs::revocation::Reason;
use raccord_certs::{Defect, Shape, Subject};

use super::{ArrangeError, NotConnected};
use crate::connectors::Identity;

/// A certificate to order.
#[derive(Debug, Clone)]
pub struct CertificateOrder<'a> {
    /// The role its name begins with: `supplier/edi`.
    pub role: &'a str,
    /// The profile: `chorus-pro/ssl-client`.
    pub profile: &'a str,
    /// The one thing to spoil.
    pub defect: Option<Defect>,
    /// Whom it is for.
    pub subject: &'a Subject,
    /// What it is to look like, in place of its profile.
    pub shape: Option<&'a Shape>,
    /// How long it is valid from now on; negative where it is over.
    pub lifetime: SignedDuration,
    /// How long ago it was issued; an hour at least, so that what was just issued is valid even
    /// where a clock is a little behind.
    pub age: SignedDuration,
    /// The name of the identity whose key is to be certified again, which RGS forbids.
    pub same_key_as: Option<&'a str>,
    /// The names of those that were had before, for suppliers who hand out what is in stock.
    pub had: &'a [String],
}

impl<'a> CertificateOrder<'a> {
    /// A good certificate of a profile, issued now, with a key of its own.
    #[must_use]
    pub const fn new(
        role: &'a str,
        profile: &'a str,
        subject: &'a Subject,
        lifetime: SignedDuration,
    ) -> Self {
        let (defect, shape, same_key_as) = (None, None, None);
        let age = SignedDuration::ZERO;
        Self { role, profile, defect, subject, shape, lifetime, age, same_key_as, had: &[] }
    }
}

/// Certificates on order: from a throwaway supplier, or those that the operator has in stock.
pub trait IssueCertificates {
    /// Orders a certificate; it is delivered at once, and kept in the vault under its name.
    ///
    /// # Errors
    ///
    /// When no such certificate can be made, or none is left.
    fn order(&self, order: &CertificateOrder<'_>) -> Result<Identity, NotConnected>;
}

/// What an authority says of a certificate's revocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthorityWord {
    /// What is so.
    Truth,
    /// By OCSP, that it does not know the certificate.
    Unknown,
    /// What was so two days ago, and is over.
    Stale,
}

/// The supplier's authorities, as far as they speak of revocation.
pub trait RevokeCertificates {
    /// Revokes a certificate now, by its name.
    ///
    /// # Errors
    ///
    /// When the supplier did not issue it.
    fn revoke(&self, name: &str, reason: Option<Reason>) -> Result<(), ArrangeError>;

    /// What is said of one certificate by OCSP from now on.
    ///
    /// # Errors
    ///
    /// When the supplier did not issue it.
    fn answer_about(&self, name: &str, word: AuthorityWord) -> Result<(), ArrangeError>;

    /// What is said of all of them from now on, by list and by OCSP.
    fn answer(&self, word: AuthorityWord);
}
