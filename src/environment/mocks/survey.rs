//! How the mocked systems stand, for whoever looks after them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use raccord_kernel::{Desk, Journal, Rule};
use raccord_mocks::chorus_pro::ChorusPro;
use raccord_mocks::social_security::SocialSecurity;

use super::Mocks;

/// One system, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemSurvey {
    /// Its name, which is its actor's in the journal.
    pub name: &'static str,
    /// What it is, in words.
    pub title: &'static str,
    /// The real names that it is served under, sorted.
    pub hosts: Vec<&'static str>,
    /// When something will happen by itself there.
    pub next_due: Option<Timestamp>,
    /// How many of what there are.
    pub counts: BTreeMap<&'static str, u64>,
}

/// Every rule that the mocks decide by, by system.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    raccord_mocks::rules::ALL.iter().flat_map(|rules| rules.iter().copied())
}

impl Mocks {
    /// The systems, as they stand.
    #[must_use]
    pub fn survey(&self) -> Vec<SystemSurvey> {
        let systems = self.tenant.systems();
        let applications = systems.piste.read(|piste, _| piste.applications.iter().count() as u64);
        let counts = |counts: &[(&'static str, u64)]| counts.iter().copied().collect();
        let of = |name, title, next_due, counts| SystemSurvey {
            name,
            title,
            hosts: self.host_names().into_iter().filter(|host| system_of(host) == name).collect(),
            next_due,
            counts,
        };
        vec![
            of(
                "piste",
                "PISTE, sandbox and production",
                systems.piste.next_due(),
                counts(&[("applications", applications)]),
            ),
            of(
                "chorus-pro",
                "Chorus Pro, qualification",
                systems.qualification.next_due(),
                of_chorus_pro(&systems.qualification),
            ),
            of(
                "chorus-pro/production",
                "Chorus Pro, production",
                systems.production.next_due(),
                of_chorus_pro(&systems.production),
            ),
            of(
                "social-security",
                "Belgian social security, production and simulation",
                systems.social_security.next_due(),
                of_social_security(&systems.social_security),
            ),
            of(
                "social-security/acceptance",
                "Belgian social security, acceptance",
                systems.social_security_acceptance.next_due(),
                of_social_security(&systems.social_security_acceptance),
            ),
            of(
                "authority",
                "The supplier's authorities: revocation lists and OCSP",
                systems.authority.next_due(),
                BTreeMap::new(),
            ),
        ]
    }

    /// When something will happen by itself, in any system.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.tenant.next_due()
    }

    /// What crossed.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.tenant.office().journal
    }

    /// The certificate that vouches for every host, in PEM.
    #[must_use]
    pub fn root_pem(&self) -> String {
        self.tenant.root().pem()
    }

    /// The tenant's `CONNECT` proxy: `http://127.0.0.1:9780`.
    #[must_use]
    pub fn proxy_url(&self) -> String {
        self.network.proxy.clone().unwrap_or_default()
    }

    /// The SFTP server's public key, as an OpenSSH line.
    #[must_use]
    pub fn sftp_host_key(&self) -> &str {
        self.tenant.sftp_host_key()
    }
}

/// The system that a host belongs to, by its actor's name.
fn system_of(host: &str) -> &'static str {
    let (label, domain) = host.split_once('.').unwrap_or((host, ""));
    match domain {
        "chorus-pro.gouv.fr" if label == "portail" => "chorus-pro/production",
        "chorus-pro.gouv.fr" => "chorus-pro",
        "socialsecurity.be" if label.ends_with("-acpt") => "social-security/acceptance",
        "socialsecurity.be" => "social-security",
        "raccord.test" => "authority",
        _ => "piste",
    }
}

fn of_chorus_pro(desk: &Desk<ChorusPro>) -> BTreeMap<&'static str, u64> {
    desk.read(|state, _| {
        let waiting = state.sheets.iter().filter(|sheet| sheet.slot.waiting.is_some());
        BTreeMap::from([
            ("flows", state.exchange.flows().count() as u64),
            ("sheets", state.sheets.iter().count() as u64),
            ("sheets-waiting", waiting.count() as u64),
        ])
    })
}

fn of_social_security(desk: &Desk<SocialSecurity>) -> BTreeMap<&'static str, u64> {
    desk.read(|state, _| {
        let accounts = state.chaman.accounts.iter();
        let certificates = accounts.clone().map(|account| account.certificates.len() as u64);
        BTreeMap::from([
            ("accounts", accounts.count() as u64),
            ("certificates", certificates.sum()),
        ])
    })
}

#[cfg(test)]
mod tests {
    use raccord_kernel::Clock;
    use raccord_mocks::gateway::Listen;

    use super::*;
    use crate::environment::START;

    #[tokio::test]
    async fn every_host_belongs_to_one_system_that_the_journal_names() {
        let mocks = Mocks::open(1, Clock::held(START), Listen::default()).await.unwrap();
        let survey = mocks.survey();
        let mut hosts: Vec<_> = survey.iter().flat_map(|system| system.hosts.clone()).collect();
        hosts.sort_unstable();
        assert_eq!(hosts, mocks.host_names());
        assert!(survey.iter().all(|system| !system.hosts.is_empty()), "{survey:?}");
    }
}
