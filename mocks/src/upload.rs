//! A file that a person uploads for its certificate, and why it is refused: what every portal that
//! takes certificates has in common.
//!
//! Nothing of a file that is refused is kept but the fingerprint of its certificate.

use std::collections::BTreeSet;
use std::fmt;

use raccord_certs::conformity::{Context, Finding, check_upload};
use raccord_certs::format::contents::Contents;
use raccord_certs::{Certificate, Profile};
use raccord_kernel::{Office, Rule, Trace};

/// A file that a person chose.
#[derive(Clone, Copy)]
pub struct Upload<'a> {
    /// Its name, without folders.
    pub file_name: &'a str,
    /// Its content: a private key, by mistake.
    pub bytes: &'a [u8],
}

impl fmt::Debug for Upload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Upload({} octets)", self.bytes.len())
    }
}

/// What a portal demands of a file.
#[derive(Debug, Clone, Copy)]
pub struct Demand<'a> {
    /// The kind of certificate.
    pub profile: &'static Profile,
    /// What the judgement takes for granted.
    pub context: Context<'a>,
    /// The rules that do not refuse.
    pub passed_over: &'a BTreeSet<String>,
    /// The rule that a file is about exactly one certificate; no setting passes over it.
    pub one_certificate: &'static Rule,
}

/// Why a file was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("failed to take a certificate: found {found}, expected: {expected}; {remedy}")]
pub struct CertificateRefusal {
    /// The first rule it breaks.
    pub rule: &'static Rule,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub remedy: String,
    /// The certificate that was judged, where the file holds exactly one.
    pub fingerprint: Option<String>,
}

/// A certificate that was taken out of a file.
#[derive(Debug, Clone)]
pub struct Examined {
    /// The certificate.
    pub certificate: Certificate,
    /// The rules that it breaks and that were passed over.
    pub passed_over: Vec<&'static Rule>,
}

/// Takes the one certificate out of a file.
///
/// # Errors
/// The first rule that the file or the certificate breaks, but for those passed over.
pub fn examine(upload: &Upload<'_>, demand: Demand<'_>) -> Result<Examined, CertificateRefusal> {
    let report = check_upload(&Contents::read(upload.bytes), demand.profile, demand.context);
    let (passed_over, refused): (Vec<&Finding>, Vec<&Finding>) =
        report.failures().partition(|finding| demand.passed_over.contains(finding.rule.id));
    let passed_over = passed_over.into_iter().map(|finding| finding.rule).collect();
    match (refused.first(), &report.leaf) {
        (Some(finding), leaf) => {
            let refusal = CertificateRefusal::from(*finding);
            Err(leaf.iter().fold(refusal, CertificateRefusal::about))
        }
        (None, Some(leaf)) => Ok(Examined { certificate: leaf.clone(), passed_over }),
        (None, None) => Err(CertificateRefusal::of(
            demand.one_certificate,
            "no certificate, or several",
            "export the one certificate again",
        )),
    }
}

impl CertificateRefusal {
    /// A refusal by a rule that expects what it says.
    #[must_use]
    pub fn of(rule: &'static Rule, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        let expected = rule.says.to_owned();
        Self { rule, found: found.into(), expected, remedy: remedy.into(), fingerprint: None }
    }

    /// Says which certificate it is about.
    #[must_use]
    pub fn about(self, certificate: &Certificate) -> Self {
        Self { fingerprint: Some(certificate.fingerprint().to_string()), ..self }
    }
}

impl From<&Finding> for CertificateRefusal {
    fn from(finding: &Finding) -> Self {
        Self {
            rule: finding.rule,
            found: finding.found.clone(),
            expected: finding.expected.clone(),
            remedy: finding.what_to_do.clone(),
            fingerprint: None,
        }
    }
}

/// Notes a certificate, by the name that it has in the table of evidence.
pub fn note_certificate(office: &Office, fingerprint: &str, trace: &mut Trace) {
    trace.note("certificate", certificate_name(office, fingerprint));
}

/// The name of a certificate in the table of evidence, by its SHA-256 in lowercase hexadecimal.
#[must_use]
pub fn certificate_name(office: &Office, fingerprint: &str) -> String {
    office.journal.evidence(|evidence| {
        let name = evidence.name("certificate", fingerprint);
        evidence.write(&name, "fingerprint", fingerprint);
        name
    })
}
