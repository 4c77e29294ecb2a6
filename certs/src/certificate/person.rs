//! The signs by which a person's certificate is recognised.
//!
//! A person's authentication certificate may have the very usages a service's has, so the usages
//! alone cannot tell them apart (CPP-CERTIFICATES §6).

use std::fmt;

use super::{ExtendedKeyUsage, ExtendedKeyUsages, KeyUsages, Name};
use crate::policy;

/// One sign that a certificate is a person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonMark {
    /// The subject has an attribute that only persons have: given name, surname or title.
    Attribute(&'static str),
    /// The key signs mail in somebody's name: `nonRepudiation` with `emailProtection`.
    MailSignature,
    /// A qualified certificate for electronic signatures, which only persons make.
    QualifiedSignature,
    /// A policy under which only persons are certified.
    Policy(String),
}

/// The attributes that RGS-A4 §VII.3 forbids in a service's subject.
const PERSONAL_ATTRIBUTES: [(&str, &str); 3] =
    [("2.5.4.42", "givenName"), ("2.5.4.4", "surname"), ("2.5.4.12", "title")];

/// Looks for every sign.
pub(super) fn marks(
    subject: &Name,
    key_usages: Option<KeyUsages>,
    extended: Option<&ExtendedKeyUsages>,
    policies: &[String],
    qualified_signature: bool,
) -> Vec<PersonMark> {
    let attributes = PERSONAL_ATTRIBUTES.iter();
    let mut marks: Vec<_> = attributes
        .filter(|(oid, _)| subject.values(oid).next().is_some())
        .map(|(_, name)| PersonMark::Attribute(name))
        .collect();
    let binds = key_usages.is_some_and(|bits| bits.contains(KeyUsages::NON_REPUDIATION));
    let mails = extended.is_some_and(|list| list.contains(&ExtendedKeyUsage::EmailProtection));
    marks.extend((binds && mails).then_some(PersonMark::MailSignature));
    marks.extend(qualified_signature.then_some(PersonMark::QualifiedSignature));
    let personal = policies.iter().filter(|oid| policy::is_personal(oid));
    marks.extend(personal.cloned().map(PersonMark::Policy));
    marks
}

impl fmt::Display for PersonMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attribute(name) => write!(f, "a {name} in the subject"),
            Self::MailSignature => f.write_str("nonRepudiation with emailProtection"),
            Self::QualifiedSignature => f.write_str("a qualified electronic signature"),
            Self::Policy(oid) => write!(f, "the policy {oid}, under which persons are certified"),
        }
    }
}
