//! A place for one certificate on a sheet: the active one, and the one that waits.

use jiff::Timestamp;
use raccord_certs::Certificate;
use raccord_certs::format::ssh::{self, SshError};
use serde::{Deserialize, Serialize};

/// What works between an accepted update and its effect (`CPP-SHEET-05`, guessed: the guide only
/// says that the sheet becomes active *again*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DuringActivation {
    /// The certificate before.
    OldOnly,
    /// None.
    Neither,
    /// The certificate before and the new one.
    Both,
}

/// A certificate that a slot took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// The name of the file that was uploaded.
    pub file_name: String,
    /// The SHA-256 of the certificate, in lowercase hexadecimal.
    pub fingerprint: String,
    /// The public key as an OpenSSH line (`ssh-rsa AAAA…`).
    pub ssh_public_key: String,
    /// The first instant of its validity.
    pub not_before: Timestamp,
    /// The last instant of its validity, included.
    pub not_after: Timestamp,
}

impl Registered {
    /// Registers a certificate under the name of its file.
    ///
    /// # Errors
    ///
    /// When its key has no OpenSSH line.
    pub fn of(certificate: &Certificate, file_name: String) -> Result<Self, SshError> {
        let line = ssh::public_key_line(certificate.public_key(), "")?;
        let validity = certificate.validity();
        Ok(Self {
            file_name,
            fingerprint: certificate.fingerprint().to_string(),
            ssh_public_key: line.trim_end().to_owned(),
            not_before: validity.from,
            not_after: validity.until,
        })
    }

    /// Whether it is valid at `now`.
    #[must_use]
    pub fn is_valid_at(&self, now: Timestamp) -> bool {
        self.not_before <= now && now <= self.not_after
    }
}

/// A certificate that waits for its effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The certificate.
    pub registered: Registered,
    /// When it takes effect.
    pub due: Timestamp,
}

/// The place of one certificate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// The one in effect.
    pub active: Option<Registered>,
    /// The one that waits.
    pub waiting: Option<Waiting>,
}

impl Slot {
    /// The certificates that open a session now, valid or not: which of the active and the waiting
    /// one do is what `during` says.
    pub fn accepted(&self, during: DuringActivation) -> impl Iterator<Item = &Registered> {
        let waiting = self.waiting.as_ref().map(|waiting| &waiting.registered);
        let (active, waiting) = match (waiting, during) {
            (None, _) | (Some(_), DuringActivation::OldOnly) => (self.active.as_ref(), None),
            (Some(_), DuringActivation::Neither) => (None, None),
            (Some(waiting), DuringActivation::Both) => (self.active.as_ref(), Some(waiting)),
        };
        active.into_iter().chain(waiting)
    }

    /// Whether it holds no certificate.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.active.is_none() && self.waiting.is_none()
    }

    /// Every certificate in the slot.
    pub fn held(&self) -> impl Iterator<Item = &Registered> {
        self.active.iter().chain(self.waiting.iter().map(|waiting| &waiting.registered))
    }

    /// Makes the waiting certificate the active one.
    pub(super) fn take_effect(&mut self) {
        if let Some(waiting) = self.waiting.take() {
            self.active = Some(waiting.registered);
        }
    }
}
