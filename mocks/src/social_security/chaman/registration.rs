//! How a certificate comes into an account, and goes.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use raccord_certs::conformity::social_security::rules as certificate_rules;
use raccord_certs::conformity::{Context, Platform};
use raccord_certs::{Certificate, profile};
use raccord_kernel::{Trace, clock};

use super::account::{Account, Naming, Owner, Registered};
use super::draft::{Described, Draft, NewCertificate};
use super::refusal::Refusal;
use super::{AccountKind, Permission, client_id, rules};
use crate::social_security::{Event, SocialSecurity};
use crate::upload::{CertificateRefusal, Demand, Examined, examine};

/// A certificate that was taken.
#[derive(Debug)]
pub(super) struct Taken {
    /// The account that it is in now.
    pub(super) account: u64,
    /// Its SHA-256, in lowercase hexadecimal.
    pub(super) fingerprint: String,
}

impl SocialSecurity {
    /// Opens a REST account as its manager would have, long enough ago for its certificate to be in
    /// effect: where a story begins. Answers its client id.
    pub fn open_rest_account(
        &mut self,
        owner: Owner,
        name: &str,
        permissions: BTreeSet<Permission>,
        (certificate, now): (&Certificate, Timestamp),
    ) -> String {
        self.make_sender(&owner);
        let described = Described { kind: AccountKind::Rest, name: name.to_owned(), permissions };
        let mut account = self.new_account(owner, described);
        let as_named = Naming {
            number: account.next_certificate_number(&mut self.ids),
            name: format!("Certificat de {name}"),
            file_name: "certificat.cer".to_owned(),
        };
        account.certificates.push(Registered::of(certificate, &as_named, now));
        let client_id = account.client_id.clone().unwrap_or_default();
        self.chaman.accounts.put(account);
        client_id
    }

    /// Adds a certificate to a REST account as its manager would have, long enough ago for it to be
    /// in effect. Says whether there is such an account.
    pub fn add_rest_certificate(
        &mut self,
        client_id: &str,
        (certificate, now): (&Certificate, Timestamp),
    ) -> bool {
        let Some(number) = self.chaman.accounts.by_client_id(client_id).map(|it| it.number) else {
            return false;
        };
        let Some(account) = self.chaman.accounts.by_number_mut(number) else { return false };
        let number = account.next_certificate_number(&mut self.ids);
        let as_named = Naming {
            number,
            name: format!("Certificat {number} de {}", account.name),
            file_name: "certificat.cer".to_owned(),
        };
        account.certificates.push(Registered::of(certificate, &as_named, now));
        true
    }

    /// "Ajouter un compte Webservice".
    pub(super) fn create_account(
        &mut self,
        owner: Owner,
        draft: &Draft<'_>,
        (now, platform): (Timestamp, Platform),
        trace: &mut Trace,
    ) -> Result<Taken, Refusal> {
        let described = draft.described()?;
        let (name, examined) = self.examined(&draft.certificate, (now, platform), trace)?;
        let account = self.new_account(owner, described);
        let number = account.number;
        self.chaman.accounts.put(account);
        self.register(number, name, &examined.certificate, now, trace)
    }

    /// "Ajouter un certificat", beside those that are there (`SS-CHAMAN-09`, `SS-CERT-12`).
    pub(super) fn add_certificate(
        &mut self,
        (owner, number): (&Owner, u64),
        new: &NewCertificate<'_>,
        (now, platform): (Timestamp, Platform),
        trace: &mut Trace,
    ) -> Result<Taken, Refusal> {
        let held = self.account_of(owner, number, trace)?.certificates.len();
        if let Some(max) = self.knobs.chaman.certificates_max.filter(|max| held >= *max) {
            return Err(Refusal::TooMany { max });
        }
        let (name, examined) = self.examined(new, (now, platform), trace)?;
        let account = self.account_of(owner, number, trace)?;
        self.check_new(account, &examined.certificate, trace)?;
        trace.stands_on(rules::CHAMAN_09);
        self.register(number, name, &examined.certificate, now, trace)
    }

    /// Removes a certificate, at once (`SS-CHAMAN-10`, `-12`), and answers its fingerprint.
    pub(super) fn remove_certificate(
        &mut self,
        owner: &Owner,
        (number, certificate): (u64, u64),
        trace: &mut Trace,
    ) -> Result<Taken, Refusal> {
        let account = self.account_of(owner, number, trace)?;
        let held = account.certificates.iter().find(|one| one.number == certificate);
        let fingerprint = held.ok_or(Refusal::UnknownCertificate)?.fingerprint.to_string();
        if self.knobs.chaman.keeps_last_certificate && account.certificates.len() == 1 {
            return Err(Refusal::LastCertificate);
        }
        if let Some(account) = self.chaman.accounts.by_number_mut(number) {
            account.certificates.retain(|one| one.number != certificate);
        }
        self.cancel_effects(number, Some(certificate));
        trace.stands_on(rules::CHAMAN_12);
        Ok(Taken { account: number, fingerprint })
    }

    /// Forgets that certificates of an account will take effect: one of them, or all.
    pub(super) fn cancel_effects(&mut self, number: u64, of: Option<u64>) {
        self.schedule.cancel(|event| {
            matches!(event, Event::CertificateTakesEffect { account, certificate }
                if *account == number && of.is_none_or(|one| one == *certificate))
        });
    }

    /// The token server knows a certificate from now on.
    pub(in crate::social_security) fn certificate_takes_effect(
        &self,
        (account, certificate): (u64, u64),
        trace: &mut Trace,
    ) -> &'static str {
        if let Some(account) = self.chaman.accounts.by_number(account) {
            account.note(trace);
        }
        trace.note("certificate-number", certificate);
        trace.stands_on(rules::CHAMAN_11);
        "chaman.certificate-takes-effect"
    }

    /// The name and the certificate of a form, judged.
    fn examined<'a>(
        &self,
        new: &NewCertificate<'a>,
        (now, platform): (Timestamp, Platform),
        trace: &mut Trace,
    ) -> Result<((&'a str, &'a str), Examined), Refusal> {
        let (name, upload) = new.whole()?;
        let demand = Demand {
            profile: &profile::SOCIAL_SECURITY_REST,
            context: Context::new(now, platform),
            passed_over: &self.knobs.chaman.rules_passed_over,
            one_certificate: certificate_rules::LEAF,
        };
        let examined = examine(&upload, demand)?;
        if !examined.passed_over.is_empty() {
            let ids: Vec<&str> = examined.passed_over.iter().map(|rule| rule.id).collect();
            trace.note("passed-over", ids);
        }
        Ok(((name, upload.file_name), examined))
    }

    /// Refuses a certificate that the account has (`SS-CERT-12`); another one may be for the same
    /// key (`SS-CERT-13`).
    fn check_new(
        &self,
        account: &Account,
        new: &Certificate,
        trace: &mut Trace,
    ) -> Result<(), CertificateRefusal> {
        let rule = certificate_rules::NEW_FILE;
        let fingerprint = new.fingerprint();
        let has_it = account.certificates.iter().any(|held| held.fingerprint == fingerprint);
        if has_it && !self.knobs.chaman.rules_passed_over.contains(rule.id) {
            let found = "a certificate that the account has already";
            let refusal = CertificateRefusal::of(rule, found, "hand in the new certificate");
            return Err(refusal.about(new));
        }
        if account.certificates.iter().any(|held| held.public_key.is_same_as(new.public_key())) {
            trace.stands_on(certificate_rules::NEW_KEY);
        }
        Ok(())
    }

    /// Puts a certificate into an account, and its effect into the schedule where it waits.
    fn register(
        &mut self,
        number: u64,
        (name, file_name): (&str, &str),
        certificate: &Certificate,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<Taken, Refusal> {
        let delay = SignedDuration::from_secs(self.knobs.chaman.activation_s.into());
        let effective_at = clock::after(now, delay);
        let accounts = &mut self.chaman.accounts;
        let account = accounts.by_number_mut(number).ok_or(Refusal::UnknownAccount)?;
        let as_named = Naming {
            number: account.next_certificate_number(&mut self.ids),
            name: name.to_owned(),
            file_name: file_name.to_owned(),
        };
        account.certificates.push(Registered::of(certificate, &as_named, effective_at));
        account.note(trace);
        trace.stands_on(rules::CHAMAN_11);
        if effective_at > now {
            trace.note("takes-effect-at", effective_at.to_string());
            let event =
                Event::CertificateTakesEffect { account: number, certificate: as_named.number };
            self.schedule.put(effective_at, event);
        }
        Ok(Taken { account: number, fingerprint: certificate.fingerprint().to_string() })
    }

    /// An account without a certificate yet; one for REST has a client id (`SS-CHAMAN-07`).
    fn new_account(&mut self, owner: Owner, described: Described) -> Account {
        let Described { kind, name, permissions } = described;
        let client_id = match kind {
            AccountKind::Rest => Some(self.next_client_id(&owner)),
            AccountKind::Soap => None,
        };
        let number = self.next_account_number();
        Account { number, kind, name, owner, client_id, permissions, certificates: Vec::new() }
    }

    fn next_account_number(&mut self) -> u64 {
        loop {
            let number = self.ids.sequence("chaman.account");
            if self.chaman.accounts.by_number(number).is_none() {
                return number;
            }
        }
    }

    fn next_client_id(&mut self, owner: &Owner) -> String {
        let Self { chaman, ids, knobs, .. } = self;
        let sender = chaman.senders.get(owner).map_or(0, |sender| sender.number);
        let is_free = |client_id: &str| chaman.accounts.by_client_id(client_id).is_none();
        client_id::next(knobs.chaman.client_ids, sender, ids, is_free)
    }
}
