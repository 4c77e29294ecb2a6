//! A certificate that comes into an account past the pages: from whoever looks after the mocks. What
//! it is judged by is the same.

use jiff::Timestamp;
use raccord_certs::conformity::Platform;
use raccord_kernel::{Office, Refuse, Rule, Trace};

use super::draft::NewCertificate;
use super::refusal::Refusal;
use crate::social_security::SocialSecurity;
use crate::upload::{Upload, note_certificate};

/// A certificate that an account took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedIn {
    /// Its SHA-256, in lowercase hexadecimal.
    pub fingerprint: String,
    /// When the token server knows it.
    pub effective_at: Timestamp,
}

/// Why an account did not take a certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct NotTaken {
    rule: &'static Rule,
    reason: String,
}

impl Refuse for NotTaken {
    fn rule(&self) -> &'static Rule {
        self.rule
    }

    fn reason(&self) -> String {
        self.reason.clone()
    }
}

impl From<Refusal> for NotTaken {
    fn from(refusal: Refusal) -> Self {
        Self { rule: refusal.rule(), reason: refusal.reason() }
    }
}

impl SocialSecurity {
    /// "Ajouter un certificat" in the account of a client id, and notes it in the trace.
    ///
    /// # Errors
    /// The first rule that the file, the certificate in it, or the account's state breaks.
    pub fn hand_in(
        &mut self,
        client_id: &str,
        (name, upload): (&str, Upload<'_>),
        when: (Timestamp, Platform),
        (office, trace): (&Office, &mut Trace),
    ) -> Result<HandedIn, NotTaken> {
        let account = self.chaman.accounts.by_client_id(client_id);
        let account = account.ok_or(Refusal::UnknownAccount)?;
        let (owner, number) = (account.owner.clone(), account.number);
        let new = NewCertificate { name, upload: Some(upload) };
        let made = self.add_certificate((&owner, number), &new, when, trace);
        let fingerprint = match &made {
            Ok(taken) => Some(taken.fingerprint.as_str()),
            Err(Refusal::Certificate(refusal)) => refusal.fingerprint.as_deref(),
            Err(_) => None,
        };
        if let Some(fingerprint) = fingerprint {
            note_certificate(office, fingerprint, trace);
        }
        let fingerprint = made?.fingerprint;
        let account = self.chaman.accounts.by_number(number);
        let held = account.into_iter().flat_map(|account| &account.certificates);
        let registered = held.into_iter().find(|one| one.fingerprint.to_string() == fingerprint);
        let effective_at = registered.map_or(when.0, |registered| registered.effective_at);
        Ok(HandedIn { fingerprint, effective_at })
    }
}
