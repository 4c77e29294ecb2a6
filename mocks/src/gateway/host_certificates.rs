//! The certificates that hosts show: issued on the first hello, and again when they would end.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use raccord_certs::Validity;
use raccord_certs::authority::AuthorityError;
use raccord_kernel::clock::{after, machine_now};
use rustls::crypto::aws_lc_rs::sign::any_ecdsa_type;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::sign::CertifiedKey;

use super::door_keys::DoorKeys;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What the root of the doors issued for one tenant's instants.
#[derive(Debug)]
pub(super) struct HostCertificates {
    door_keys: Arc<DoorKeys>,
    issued: Mutex<HashMap<String, (Validity, Arc<CertifiedKey>)>>,
}

/// Why a host has no certificate to show.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoCertificate {
    #[error("failed to issue the certificate of a host")]
    Issue(#[from] AuthorityError),
    #[error("failed to use the key of a host")]
    Key(#[from] rustls::Error),
}

impl HostCertificates {
    pub(super) fn new(door_keys: Arc<DoorKeys>) -> Self {
        Self { door_keys, issued: Mutex::default() }
    }

    /// The root, to be trusted by connectors, and the key of the SFTP server.
    pub(super) const fn door_keys(&self) -> &Arc<DoorKeys> {
        &self.door_keys
    }

    /// The certificates that hosts show, by host: those that were asked for already.
    pub(super) fn shown(&self) -> Vec<(String, Vec<u8>)> {
        let issued = self.issued.lock().unwrap_or_else(PoisonError::into_inner);
        let der = |key: &CertifiedKey| key.cert.first().map(|own| own.to_vec());
        let shown = issued.iter().filter_map(|(host, (_, key))| Some((host.clone(), der(key)?)));
        shown.collect()
    }

    /// The certificate of a host, valid at `now` and at the machine's now.
    pub(super) fn of(
        &self,
        host: &str,
        now: Timestamp,
    ) -> Result<Arc<CertifiedKey>, NoCertificate> {
        let mut issued = self.issued.lock().unwrap_or_else(PoisonError::into_inner);
        let instants = [now, machine_now()];
        if let Some((validity, key)) = issued.get(host)
            && instants.iter().all(|at| validity.contains(*at))
        {
            return Ok(Arc::clone(key));
        }
        let validity = around(now, DAY, DAY * 30);
        let key = Arc::new(self.issue(host, validity)?);
        issued.insert(host.to_owned(), (validity, Arc::clone(&key)));
        Ok(key)
    }

    /// A certificate of a host that was over a day before `now`, and before the machine's now.
    pub(super) fn expired(
        &self,
        host: &str,
        now: Timestamp,
    ) -> Result<Arc<CertifiedKey>, NoCertificate> {
        let until = after(now.min(machine_now()), -DAY);
        let validity = Validity { from: after(until, -DAY * 90), until };
        self.issue(host, validity).map(Arc::new)
    }

    fn issue(&self, host: &str, validity: Validity) -> Result<CertifiedKey, NoCertificate> {
        let made = self.door_keys.authority().issue_host(host, validity)?;
        let key = PrivatePkcs8KeyDer::from(made.key.pkcs8_der());
        let chain = made.chain_der.iter().map(|der| der.clone().into()).collect();
        Ok(CertifiedKey::new(chain, any_ecdsa_type(&key.into())?))
    }
}

/// From `before` the earlier of `now` and the machine's now, to `later` than the later of them: a
/// connector on the machine's clock must never fail for the wrong reason.
fn around(now: Timestamp, before: SignedDuration, later: SignedDuration) -> Validity {
    let machine = machine_now();
    Validity { from: after(now.min(machine), -before), until: after(now.max(machine), later) }
}
