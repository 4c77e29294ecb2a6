//! What people do in portals with certificates, done for them: decided as the portals decide, and
//! written down under the same operations.

use jiff::Timestamp;
use raccord_certs::conformity::Platform;
use raccord_kernel::{Decision, Desk, Refuse, Rule, Trace};
use raccord_mocks::chorus_pro::ChorusPro;
use raccord_mocks::chorus_pro::sheet::{Refusal, Sheet, Upload};
use raccord_mocks::social_security::SocialSecurity;
use raccord_mocks::social_security::chaman::NotTaken;
use raccord_mocks::upload::note_certificate;

use super::Mocks;

/// A certificate that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its SHA-256, in lowercase hexadecimal.
    pub fingerprint: String,
    /// Its name in the journal.
    pub name: String,
    /// When it takes effect, or took effect.
    pub takes_effect_at: Timestamp,
}

/// Why a certificate was not taken, or not made to take effect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HandInError {
    /// There is no such sheet or account; these are known.
    #[error("found no {what} `{found}`, expected one of {known}")]
    NoPlace {
        /// "sheet", "account".
        what: &'static str,
        /// What was named.
        found: String,
        /// Those there are.
        known: String,
    },
    /// Nothing waits on the sheet.
    #[error("found no certificate that waits on the sheet `{0}`; hand one in first")]
    NothingWaits(String),
    /// The system refused, by a rule.
    #[error("{reason}")]
    Refused {
        /// The rule.
        rule: &'static Rule,
        /// What was found, what was expected, what to do.
        reason: String,
    },
    /// A fault that somebody asked for struck.
    #[error("a fault that was asked for struck `{0}`; take it back, or ask once more")]
    Struck(&'static str),
}

const UPDATE: &str = "portal.sheet.update-certificate";
const TAKES_EFFECT: &str = "sheet.certificate-takes-effect";
const ADD: &str = "chaman.certificate.add";

impl Mocks {
    /// "Mettre à jour le certificat" of the sheet with that application code.
    ///
    /// # Errors
    ///
    /// When there is no such sheet, or what the portal refuses.
    pub fn hand_in_for_sheet(
        &self,
        application_code: &str,
        (file_name, bytes): (&str, &[u8]),
    ) -> Result<Taken, HandInError> {
        let (desk, platform, sheet) = self.sheet(application_code)?;
        let decision = desk.serve(UPDATE, |state, now, trace| {
            by_management(trace);
            trace.note("sheet", sheet.number);
            trace.note("application-code", sheet.application_code.clone());
            let upload = Upload { file_name, bytes };
            let made = state.update_certificate(&sheet, &upload, (now, platform), trace);
            let fingerprint = match &made {
                Ok(accepted) => Some(accepted.fingerprint.as_str()),
                Err(Refusal::Certificate(refusal)) => refusal.fingerprint.as_deref(),
                Err(_) => None,
            };
            if let Some(fingerprint) = fingerprint {
                note_certificate(desk.office(), fingerprint, trace);
            }
            made
        });
        let accepted = decided(UPDATE, decision)?;
        Ok(self.taken(accepted.fingerprint, accepted.due))
    }

    /// Makes the certificate that waits on a sheet take effect now.
    ///
    /// # Errors
    ///
    /// When there is no such sheet, or nothing waits on it.
    pub fn activate(&self, application_code: &str) -> Result<Taken, HandInError> {
        let (desk, _, sheet) = self.sheet(application_code)?;
        let Some(waiting) = &sheet.slot.waiting else {
            return Err(HandInError::NothingWaits(application_code.to_owned()));
        };
        let decision = desk.serve(TAKES_EFFECT, |state, now, trace| {
            by_management(trace);
            state.take_effect_now(sheet.number, trace);
            Ok::<_, Refusal>(now)
        });
        let now = decided(TAKES_EFFECT, decision)?;
        Ok(self.taken(waiting.registered.fingerprint.clone(), now))
    }

    /// "Ajouter un certificat" to the account of a client id in ChaMan.
    ///
    /// # Errors
    ///
    /// When there is no such account, or what ChaMan refuses.
    pub fn hand_in_for_account(
        &self,
        client_id: &str,
        name: &str,
        (file_name, bytes): (&str, &[u8]),
    ) -> Result<Taken, HandInError> {
        let (desk, platform) = self.account(client_id)?;
        let decision = desk.serve(ADD, |state, now, trace| {
            by_management(trace);
            let file = (name, Upload { file_name, bytes });
            state.hand_in(client_id, file, (now, platform), (desk.office(), trace))
        });
        let taken = decided::<_, NotTaken>(ADD, decision)?;
        Ok(self.taken(taken.fingerprint, taken.effective_at))
    }

    fn taken(&self, fingerprint: String, takes_effect_at: Timestamp) -> Taken {
        let journal = &self.tenant.office().journal;
        let name = journal.evidence(|it| it.name_of(&fingerprint).map(str::to_owned));
        Taken { name: name.unwrap_or_default(), fingerprint, takes_effect_at }
    }

    fn sheet(
        &self,
        application_code: &str,
    ) -> Result<(&Desk<ChorusPro>, Platform, Sheet), HandInError> {
        let systems = self.tenant.systems();
        let platforms = [
            (&systems.qualification, Platform::Qualification),
            (&systems.production, Platform::Production),
        ];
        let of = |desk: &Desk<ChorusPro>| {
            desk.read(|state, _| state.sheets.by_application_code(application_code).cloned())
        };
        let found = platforms.into_iter().find_map(|(desk, it)| Some((desk, it, of(desk)?)));
        found.ok_or_else(|| {
            let codes = platforms.into_iter().flat_map(|(desk, _)| {
                desk.read(|state, _| {
                    state.sheets.iter().map(|it| it.application_code.clone()).collect::<Vec<_>>()
                })
            });
            no_place("sheet", application_code, codes)
        })
    }

    fn account(&self, client_id: &str) -> Result<(&Desk<SocialSecurity>, Platform), HandInError> {
        let systems = self.tenant.systems();
        let worlds = [
            (&systems.social_security, Platform::Production),
            (&systems.social_security_acceptance, Platform::Qualification),
        ];
        let ids = |desk: &Desk<SocialSecurity>| {
            desk.read(|state, _| {
                let accounts = state.chaman.accounts.iter();
                accounts.filter_map(|account| account.client_id.clone()).collect::<Vec<_>>()
            })
        };
        let found = worlds.into_iter().find(|(desk, _)| ids(desk).iter().any(|it| it == client_id));
        found.ok_or_else(|| {
            no_place("account", client_id, worlds.into_iter().flat_map(|(desk, _)| ids(desk)))
        })
    }
}

/// Says in the journal that it was no connector's doing.
fn by_management(trace: &mut Trace) {
    trace.note("asked-by", "management");
}

fn no_place(what: &'static str, found: &str, known: impl Iterator<Item = String>) -> HandInError {
    let known: Vec<_> = known.map(|name| format!("`{name}`")).collect();
    let known =
        if known.is_empty() { "none, for there is none".to_owned() } else { known.join(", ") };
    HandInError::NoPlace { what, found: found.to_owned(), known }
}

fn decided<A, R: Refuse>(
    operation: &'static str,
    decision: Decision<A, R>,
) -> Result<A, HandInError> {
    match decision {
        Decision::Answered(answer) => Ok(answer),
        Decision::Refused(refusal) => {
            Err(HandInError::Refused { rule: refusal.rule(), reason: refusal.reason() })
        }
        // There is no answer on a wire here that could be spoilt.
        Decision::Spoilt { decided: within, .. } => decided(operation, *within),
        Decision::Faulted { .. } | Decision::Cut | Decision::Reset | Decision::Stalled => {
            Err(HandInError::Struck(operation))
        }
    }
}
