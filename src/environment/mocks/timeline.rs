//! The certificates that a tenant knows: when each is valid, and where it stands.

use std::collections::BTreeMap;

use jiff::Timestamp;
use raccord_certs::Certificate;
use raccord_kernel::{Desk, Evidence, Outcome};
use raccord_mocks::chorus_pro::ChorusPro;
use raccord_mocks::chorus_pro::sheet::Sheet;
use raccord_mocks::social_security::SocialSecurity;

use super::Mocks;

/// One certificate that a tenant knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownCertificate {
    /// Its name in the journal: `supplier/edi#1`.
    pub name: String,
    /// Whom it is for, where the certificate itself is known and not its validity alone.
    pub subject: Option<String>,
    /// Its SHA-256, in lowercase hexadecimal.
    pub fingerprint: String,
    /// The first and the last instant of its validity, where they are known: of a file that was
    /// refused, only the fingerprint is kept.
    pub validity: Option<(Timestamp, Timestamp)>,
    /// Where it stands, or stood.
    pub places: Vec<Place>,
}

/// Where a certificate stands, or stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The system: its actor's name in the journal.
    pub system: &'static str,
    /// A sheet's application code, an account's client id, a host.
    pub place: String,
    /// What became of it there.
    pub standing: Standing,
}

/// What became of a certificate in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is in effect.
    Active,
    /// It was accepted, and is not in effect yet.
    Waiting {
        /// When it will be.
        takes_effect_at: Timestamp,
    },
    /// Another one took its place, or it was removed.
    Superseded,
    /// It was refused.
    Refused {
        /// When.
        at: Timestamp,
        /// By which rule.
        rule: String,
    },
}

/// The operations that bring a certificate somewhere.
const BRINGS: &[&str] = &[
    "chaman.account.create",
    "chaman.certificate.add",
    "portal.sheet.create",
    "portal.sheet.update-certificate",
];

/// Certificates, by fingerprint.
type Known = BTreeMap<String, KnownCertificate>;

impl Mocks {
    /// The certificates that the tenant knows, those that end first at the top.
    #[must_use]
    pub fn timeline(&self) -> Vec<KnownCertificate> {
        let mut known = Known::new();
        self.roots(&mut known);
        for identity in self.vault.kept().0 {
            put(&mut known, &identity.name, &identity.certificate);
        }
        let systems = self.tenant.systems();
        for desk in [&systems.qualification, &systems.production] {
            self.sheets(desk, &mut known);
        }
        for desk in [&systems.social_security, &systems.social_security_acceptance] {
            self.accounts(desk, &mut known);
        }
        self.brought(&mut known);
        supersede(&mut known);
        let mut all: Vec<_> = known.into_values().collect();
        all.sort_by(|a, b| {
            (a.validity.map(|it| it.1), &a.name).cmp(&(b.validity.map(|it| it.1), &b.name))
        });
        all
    }

    /// The roots, and the certificates that hosts show.
    fn roots(&self, known: &mut Known) {
        put(known, "gateway/root", self.tenant.root());
        put(known, "supplier/root", self.supplier.root());
        put(known, "supplier/issuing", self.supplier.issuing());
        for (host, der) in self.tenant.shown_certificates() {
            let Ok(certificate) = Certificate::from_der(&der) else { continue };
            let one = put(known, &format!("host/{host}"), &certificate);
            one.stands("gateway", &host, Standing::Active);
        }
    }

    fn sheets(&self, desk: &Desk<ChorusPro>, known: &mut Known) {
        let system = desk.actor();
        let held: Vec<_> = desk.read(|state, _| {
            let of_sheet = |sheet: &Sheet| {
                let active = sheet.slot.active.clone().map(|it| (it, Standing::Active));
                let waiting = sheet
                    .slot
                    .waiting
                    .clone()
                    .map(|it| (it.registered, Standing::Waiting { takes_effect_at: it.due }));
                let code = sheet.application_code.clone();
                active.into_iter().chain(waiting).map(move |(it, how)| (code.clone(), it, how))
            };
            state.sheets.iter().flat_map(of_sheet).collect()
        });
        for (code, registered, standing) in held {
            let one = self.known_by(known, &registered.fingerprint);
            one.validity.get_or_insert((registered.not_before, registered.not_after));
            one.stands(system, &code, standing);
        }
    }

    fn accounts(&self, desk: &Desk<SocialSecurity>, known: &mut Known) {
        let system = desk.actor();
        let accounts: Vec<_> =
            desk.read(|state, _| state.chaman.accounts.iter().cloned().collect());
        let now = self.tenant.office().clock.now();
        for account in accounts {
            let place = account.client_id.unwrap_or(account.name);
            for registered in account.certificates {
                let standing = if registered.effective_at <= now {
                    Standing::Active
                } else {
                    Standing::Waiting { takes_effect_at: registered.effective_at }
                };
                let one = self.known_by(known, &registered.fingerprint.to_string());
                one.validity.get_or_insert((registered.valid_from, registered.valid_until));
                one.subject.get_or_insert_with(|| format!("CN={}", registered.holder));
                one.stands(system, &place, standing);
            }
        }
    }

    /// What the journal says of certificates that were brought somewhere and are not there, or
    /// were refused.
    fn brought(&self, known: &mut Known) {
        let journal = &self.tenant.office().journal;
        let brought = journal.following(0, |entry| BRINGS.contains(&&*entry.operation));
        for entry in brought.entries.into_iter().map(|numbered| numbered.entry) {
            let text = |field: &str| entry.fields.get(field)?.as_str().map(str::to_owned);
            let place = text("application-code").or_else(|| text("client-id")).unwrap_or_default();
            let Some(name) = text("certificate") else { continue };
            let read =
                |evidence: &mut Evidence| evidence.read(&name, "fingerprint").map(str::to_owned);
            let Some(fingerprint) = journal.evidence(read) else { continue };
            let one = self.known_by(known, &fingerprint);
            let system = self.system_named(&entry.actor);
            match entry.outcome {
                Outcome::Refused { rule, .. } => {
                    one.stands(system, &place, Standing::Refused { at: entry.at, rule });
                }
                Outcome::Accepted if one.places.is_empty() => {
                    one.stands(system, &place, Standing::Superseded);
                }
                Outcome::Accepted
                | Outcome::Faulted { .. }
                | Outcome::Unknown { .. }
                | Outcome::Incident { .. } => {}
            }
        }
    }

    fn known_by<'a>(&self, known: &'a mut Known, fingerprint: &str) -> &'a mut KnownCertificate {
        known.entry(fingerprint.to_owned()).or_insert_with(|| {
            let journal = &self.tenant.office().journal;
            let name = journal.evidence(|it| it.name_of(fingerprint).map(str::to_owned));
            KnownCertificate {
                name: name.unwrap_or_else(|| "certificate".to_owned()),
                subject: None,
                fingerprint: fingerprint.to_owned(),
                validity: None,
                places: Vec::new(),
            }
        })
    }

    /// The name of a system as it is kept for ever.
    fn system_named(&self, actor: &str) -> &'static str {
        let names = self.survey().into_iter().map(|system| system.name);
        names.into_iter().find(|name| *name == actor).unwrap_or("gateway")
    }
}

fn put<'a>(
    known: &'a mut Known,
    name: &str,
    certificate: &Certificate,
) -> &'a mut KnownCertificate {
    let fingerprint = certificate.fingerprint().to_string();
    let validity = certificate.validity();
    known.entry(fingerprint.clone()).or_insert_with(|| KnownCertificate {
        name: name.to_owned(),
        subject: Some(certificate.subject().to_string()),
        fingerprint,
        validity: Some((validity.from, validity.until)),
        places: Vec::new(),
    })
}

/// A certificate that stands nowhere was superseded where a later one of its role stands, the only
/// one or one of the same organisation: what was arranged before the story began is in no journal.
fn supersede(known: &mut Known) {
    let in_place: Vec<_> = known
        .values()
        .filter_map(|one| {
            let (role, number) = numbered(&one.name)?;
            let place = one.places.iter().find(|place| place.standing == Standing::Active)?;
            Some((role.to_owned(), organization(one), number, place.clone()))
        })
        .collect();
    let is_alone = |role: &str| in_place.iter().filter(|(of, ..)| of == role).count() == 1;
    for one in known.values_mut().filter(|one| one.places.is_empty()) {
        let Some((role, number)) = numbered(&one.name) else { continue };
        let is_later = |(of, whose, later, _): &&(String, Option<String>, u64, Place)| {
            let is_its_own = is_alone(role) || *whose == organization(one);
            of == role && is_its_own && *later > number
        };
        if let Some((_, _, _, place)) = in_place.iter().find(is_later) {
            let place = Place { standing: Standing::Superseded, ..place.clone() };
            one.places.push(place);
        }
    }
}

/// Whose it is: `O` of its subject.
fn organization(one: &KnownCertificate) -> Option<String> {
    let mut parts = one.subject.as_ref()?.split(',').map(str::trim);
    parts.find_map(|part| part.strip_prefix("O=")).map(str::to_owned)
}

fn numbered(name: &str) -> Option<(&str, u64)> {
    let (role, number) = name.rsplit_once('#')?;
    Some((role, number.parse().ok()?))
}

impl KnownCertificate {
    fn stands(&mut self, system: &'static str, place: &str, standing: Standing) {
        self.places.push(Place { system, place: place.to_owned(), standing });
    }
}
