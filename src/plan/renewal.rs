//! What is renewed: the certificates of a file, or of several that are renewed in one go.

use std::collections::BTreeMap;

use jiff::Timestamp;
use raccord_certs::chain::{ends, leaves};
use raccord_certs::format::contents::Contents;
use raccord_certs::{Certificate, Fingerprint, Mode};

use super::procedure::Procedure;

/// A certificate that ends, and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The file, as it was named.
    pub file: String,
    /// The common name, or else the whole subject.
    pub name: String,
    /// The serial number, in hexadecimal.
    pub serial: String,
    /// What identifies it, whatever file it is in.
    pub fingerprint: Fingerprint,
    /// The last instant at which it is valid.
    pub expires: Timestamp,
}

/// One renewal: of one certificate, or of all that a mode renews in one go.
#[derive(Clone, Debug)]
pub struct Renewal {
    /// The mode.
    pub mode: &'static Mode,
    /// The certificates that end; never none.
    pub subjects: Vec<Subject>,
    /// The connections that use them, as the inventory says.
    pub connections: String,
    /// Who answers for them, as the inventory says.
    pub owner: String,
}

/// A file has no certificate that could be planned for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoCertificate {
    /// It has none that can be read.
    #[error(
        "failed to find a certificate: found {found}, expected a certificate in DER or PEM, or a PKCS#7"
    )]
    None {
        /// What the file holds.
        found: String,
    },
    /// Something in it could not be read.
    #[error("failed to find a certificate: found {problem}")]
    Problem {
        /// What was wrong.
        problem: String,
    },
}

impl Subject {
    /// Finds the certificates in a file that end users hold: those that issue none of the others
    /// and are no authority, or else, where all are, those that issue none of the others.
    ///
    /// # Errors
    ///
    /// When the file has no certificate, or part of it cannot be read.
    pub fn find(file: &str, contents: &Contents) -> Result<Vec<Self>, NoCertificate> {
        if let Some(problem) = contents.problems.iter().find(|it| !it.is_beside_the_rest()) {
            return Err(NoCertificate::Problem { problem: problem.to_string() });
        }
        let all = &contents.certificates;
        let leaves = Some(leaves(all)).filter(|found| !found.is_empty());
        let leaves = leaves.unwrap_or_else(|| ends(all));
        if leaves.is_empty() {
            return Err(NoCertificate::None { found: contents.describe() });
        }
        Ok(leaves.into_iter().map(|certificate| Self::of(file, certificate)).collect())
    }

    fn of(file: &str, certificate: &Certificate) -> Self {
        let subject = certificate.subject();
        Self {
            file: file.to_owned(),
            name: subject.common_name().map_or_else(|| subject.to_string(), str::to_owned),
            serial: certificate.serial().to_owned(),
            fingerprint: certificate.fingerprint(),
            expires: certificate.validity().until,
        }
    }
}

impl Renewal {
    /// Groups what was found: a renewal for each certificate, but one for all that the mode renews
    /// in one go for the same connections and owner.
    pub fn group(found: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut renewals: Vec<Self> = Vec::new();
        let mut places = BTreeMap::new();
        for renewal in found {
            let together = Procedure::of(renewal.mode).is_some_and(|procedure| procedure.together);
            let place = together.then(|| {
                let key = (renewal.mode.name, renewal.connections.clone(), renewal.owner.clone());
                *places.entry(key).or_insert(renewals.len())
            });
            match place.and_then(|place| renewals.get_mut(place)) {
                Some(group) => group.subjects.extend(renewal.subjects),
                None => renewals.push(renewal),
            }
        }
        renewals
    }

    /// Returns when the first of its certificates ends.
    #[must_use]
    pub fn expires(&self) -> Timestamp {
        self.subjects.iter().map(|subject| subject.expires).min().unwrap_or(Timestamp::MAX)
    }
}
