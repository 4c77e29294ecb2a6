//! Judges a file as Chorus Pro would, rule by rule.
//!
//! # Shape
//! A file goes in, a [`Report`] comes out: one [`Finding`] for each rule that had something to
//! judge. *Failure* means that a written rule of Chorus Pro, or of the RGS where Chorus Pro sends
//! the reader there, is broken; *warning*, that the letter of a document is not followed and nobody
//! is known to refuse it.
//!
//! # Rules
//! [`rules`] lists them. What is guessed there is not known to be refused by the real portal;
//! [`Report::failures`] lets a caller pass over such rules by their identifier.
//!
//! # Not modelled
//! Revocation, and policy trees, name constraints, path lengths and usages of authorities: real
//! French authorities break them, and nobody refuses that.

mod chain;
mod container;
mod issuing;
mod leaf;
mod naming;
mod renewal;
mod report;
pub mod rules;
mod strength;
mod usage;
mod validity;

pub use renewal::check_renewal;
pub use report::{Finding, Report, Verdict};

use jiff::Timestamp;

use crate::{Certificate, Profile, format::sniff};
use chain::Chain;

/// Which platform of the target the file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The platform where connections are tried out; test certificates are welcome.
    Qualification,
    /// The real one.
    Production,
}

/// What a rule judges.
struct Case<'a> {
    leaf: &'a Certificate,
    chain: &'a Chain,
    profile: &'a Profile,
    at: Timestamp,
    target: Target,
}

/// The rules that judge the certificate itself, in their order; `None` when one does not apply.
const JUDGES: &[fn(&Case<'_>) -> Option<Finding>] = &[
    usage::both_usages,
    usage::usage,
    usage::key_usage,
    issuing::policy,
    chain::complete,
    leaf::alone,
    leaf::person,
    validity::started,
    validity::expired,
    validity::expires_soon,
    strength::key_size,
    strength::hash,
    validity::lifetime,
    naming::test,
    naming::identifier,
    issuing::self_signed,
    chain::signatures,
    chain::authorities,
    naming::server_name,
    usage::criticality,
    strength::after_2030,
];

/// Judges a file handed to the portal, at an instant, for a certificate of the given profile.
///
/// A file that is not a PKCS#7 is told so, and its certificates are judged all the same where they
/// can be read.
#[must_use]
pub fn check_upload(file: &[u8], profile: &Profile, at: Timestamp, target: Target) -> Report {
    let contained = container::open(&sniff::sniff(file));
    let mut findings = vec![contained.finding];
    let leaf = match leaf::choose(&contained.certificates) {
        Ok(leaf) => leaf,
        Err(_) if contained.unreadable => None,
        Err(finding) => {
            findings.push(finding);
            None
        }
    };
    let mut authorities = Vec::new();
    if let Some(leaf) = &leaf {
        let chain = Chain::of(leaf, &contained.certificates, at);
        let case = Case { leaf, chain: &chain, profile, at, target };
        findings.extend(JUDGES.iter().filter_map(|judge| judge(&case)));
        authorities = chain.authorities;
    }
    Report { content: contained.content, findings, leaf, chain: authorities }
}
