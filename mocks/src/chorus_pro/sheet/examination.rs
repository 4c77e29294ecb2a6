//! What the portal makes of an uploaded file.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use raccord_certs::conformity::{
    Context, Finding, Report, check_upload, chorus_pro::rules as certificate_rules,
};
use raccord_certs::format::contents::Contents;
use raccord_certs::{Certificate, profile};
use raccord_kernel::Rule;

pub use raccord_certs::conformity::Platform;

use super::rules;
use super::slot::{Registered, Slot};

/// A file that a manager chose.
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

/// What a file is judged against, beside itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bench<'a> {
    /// The slot that it is for.
    pub(super) slot: &'a Slot,
    /// The rules that do not refuse.
    pub(super) passed_over: &'a BTreeSet<String>,
    /// The instant.
    pub(super) now: Timestamp,
    /// The platform.
    pub(super) platform: Platform,
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

/// Judges a file for the SSL client certificate of an SFTP connection. Nothing of a file that is
/// refused is kept but the fingerprint of its certificate.
pub(super) fn examine(
    upload: &Upload<'_>,
    bench: Bench<'_>,
) -> Result<Registered, CertificateRefusal> {
    let profile = &profile::CHORUS_PRO_SSL_CLIENT;
    let report = check_upload(
        &Contents::read(upload.bytes),
        profile,
        Context::new(bench.now, bench.platform),
    );
    let fingerprint = report.leaf.as_ref().map(|leaf| leaf.fingerprint().to_string());
    let refuse = |refusal: CertificateRefusal| CertificateRefusal { fingerprint, ..refusal };
    judge(upload.file_name, &report, bench).map_err(refuse)
}

fn judge(
    file_name: &str,
    report: &Report,
    bench: Bench<'_>,
) -> Result<Registered, CertificateRefusal> {
    let refuses = |rule: &Rule| !bench.passed_over.contains(rule.id);
    if let Some(finding) = report.failures().find(|finding| refuses(finding.rule)) {
        return Err(finding.into());
    }
    // A file without its one certificate can be passed over by no setting.
    let leaf = report.leaf.as_ref().ok_or_else(no_certificate)?;
    let registered = register(file_name, leaf)?;
    let refusals = [check_key(&registered), check_renewal(&registered, bench.slot)];
    match refusals.into_iter().flatten().find(|refusal| refuses(refusal.rule)) {
        Some(refusal) => Err(refusal),
        None => Ok(registered),
    }
}

fn register(file_name: &str, leaf: &Certificate) -> Result<Registered, CertificateRefusal> {
    Registered::of(leaf, file_name.to_owned()).map_err(|error| no_rsa_key(error.to_string()))
}

/// `CPP-SHEET-14`.
fn check_key(new: &Registered) -> Option<CertificateRefusal> {
    let (algorithm, _) = new.ssh_public_key.split_once(' ')?;
    (algorithm != "ssh-rsa").then(|| no_rsa_key(algorithm.to_owned()))
}

/// `CPP-CERT-23` and `-24`, from what a slot keeps of the certificate in place.
fn check_renewal(new: &Registered, slot: &Slot) -> Option<CertificateRefusal> {
    if slot.held().any(|held| held.fingerprint == new.fingerprint) {
        return Some(refusal(
            certificate_rules::NEW_FILE,
            "the certificate that is in place, or waits for its effect",
            "hand in the new certificate",
        ));
    }
    slot.held().any(|held| held.ssh_public_key == new.ssh_public_key).then(|| {
        refusal(
            certificate_rules::NEW_KEY,
            "the key of the certificate that is in place, or waits for its effect",
            "make a new key pair, and order the certificate for it",
        )
    })
}

fn no_rsa_key(found: String) -> CertificateRefusal {
    refusal(rules::SHEET_14, found, "order the certificate for an RSA key")
}

fn no_certificate() -> CertificateRefusal {
    refusal(
        certificate_rules::LEAF,
        "no certificate, or several",
        "export the one certificate again, with its chain",
    )
}

fn refusal(
    rule: &'static Rule,
    found: impl Into<String>,
    remedy: impl Into<String>,
) -> CertificateRefusal {
    let expected = rule.says.to_owned();
    CertificateRefusal {
        rule,
        found: found.into(),
        expected,
        remedy: remedy.into(),
        fingerprint: None,
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
