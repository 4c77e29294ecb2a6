//! What the portal makes of an uploaded file.

use std::collections::BTreeSet;

use jiff::Timestamp;
use raccord_certs::conformity::{Context, chorus_pro::rules as certificate_rules};
use raccord_certs::{Certificate, profile};
use raccord_kernel::Rule;

pub use raccord_certs::conformity::Platform;

use super::rules;
use super::slot::{Registered, Slot};
use crate::upload::{self, Demand};
pub use crate::upload::{CertificateRefusal, Upload};

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

/// Judges a file for the SSL client certificate of an SFTP connection. Nothing of a file that is
/// refused is kept but the fingerprint of its certificate.
pub(super) fn examine(
    upload: &Upload<'_>,
    bench: Bench<'_>,
) -> Result<Registered, CertificateRefusal> {
    let demand = Demand {
        profile: &profile::CHORUS_PRO_SSL_CLIENT,
        context: Context::new(bench.now, bench.platform),
        passed_over: bench.passed_over,
        one_certificate: certificate_rules::LEAF,
    };
    let leaf = upload::examine(upload, demand)?.certificate;
    judge(upload.file_name, &leaf, bench).map_err(|refusal| refusal.about(&leaf))
}

fn judge(
    file_name: &str,
    leaf: &Certificate,
    bench: Bench<'_>,
) -> Result<Registered, CertificateRefusal> {
    let refuses = |rule: &Rule| !bench.passed_over.contains(rule.id);
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
        return Some(CertificateRefusal::of(
            certificate_rules::NEW_FILE,
            "the certificate that is in place, or waits for its effect",
            "hand in the new certificate",
        ));
    }
    slot.held().any(|held| held.ssh_public_key == new.ssh_public_key).then(|| {
        CertificateRefusal::of(
            certificate_rules::NEW_KEY,
            "the key of the certificate that is in place, or waits for its effect",
            "make a new key pair, and order the certificate for it",
        )
    })
}

fn no_rsa_key(found: String) -> CertificateRefusal {
    CertificateRefusal::of(rules::SHEET_14, found, "order the certificate for an RSA key")
}
