//! Which hosts an environment may contact, and which of them are production's.

use std::collections::BTreeSet;

use crate::connectors::network::HostList;

use super::settings::{EnvironmentSettings, HostPort, Origin, SocialSecurityStage};

/// Why an environment must not be contacted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GuardError {
    /// A host is production's, and the settings do not say so.
    #[error(
        "found `{host}` of production as `{key}`, expected a host of a test environment, or \
         `production = true` in [environments.{environment}]"
    )]
    NotSaid {
        /// The environment.
        environment: String,
        /// The host.
        host: String,
        /// The key of the settings.
        key: &'static str,
    },
    /// The settings say production, and the command does not.
    #[error("the environment `{environment}` is production's, expected --allow-production as well")]
    NotAllowed {
        /// The environment.
        environment: String,
    },
}

impl GuardError {
    /// What to do about it.
    #[must_use]
    pub const fn what_to_do(&self) -> &'static str {
        match self {
            Self::NotSaid { .. } => {
                "raccord init writes the hosts of qualification and acceptance; what is done in \
                 production cannot be undone"
            }
            Self::NotAllowed { .. } => {
                "give --allow-production if the real systems are meant: what is done there cannot \
                 be undone"
            }
        }
    }
}

/// The domains of the administrations.
const DOMAINS: &[&str] = &["piste.gouv.fr", "chorus-pro.gouv.fr", "socialsecurity.be"];

/// What the first part of the name of a test environment's host begins or ends with.
const TEST_BEGINS: &[&str] = &["sandbox-", "qualif"];
const TEST_ENDS: &[&str] = &["-acpt", "-sim", "-int"];

/// Whether a host is production's: every host of the administrations that is not known for a test
/// environment's.
#[must_use]
pub fn is_production(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let Some(domain) = DOMAINS.iter().find(|domain| is_below(&host, domain)) else { return false };
    let name = host.strip_suffix(domain).unwrap_or_default().trim_end_matches('.');
    let label = name.rsplit('.').next().unwrap_or_default();
    !TEST_BEGINS.iter().any(|it| label.starts_with(it))
        && !TEST_ENDS.iter().any(|it| label.ends_with(it))
}

fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// A host that settings name, and whether a program contacts it or only people do.
struct Named {
    key: &'static str,
    host: String,
    is_dialled: bool,
    /// Contacted although it is production's: nothing changes there.
    is_harmless: bool,
}

fn host_of(origin: &str) -> Option<String> {
    reqwest::Url::parse(origin).ok()?.host_str().map(str::to_owned)
}

impl EnvironmentSettings {
    fn named(&self) -> Vec<Named> {
        let mut all = Vec::new();
        let mut tell = |key, host: Option<String>, is_dialled, is_harmless| {
            let host = host.filter(|host| !host.is_empty());
            all.extend(host.map(|host| Named { key, host, is_dialled, is_harmless }));
        };
        if let Some(chorus_pro) = &self.chorus_pro {
            let origin = |origin: &Origin| host_of(origin);
            tell("chorus_pro.portal", origin(&chorus_pro.portal), false, false);
            if let Some(piste) = &chorus_pro.piste {
                tell("chorus_pro.piste.oauth", origin(&piste.oauth), true, false);
                tell("chorus_pro.piste.api", origin(&piste.api), true, false);
            }
            let server = |it: &HostPort| it.rsplit_once(':').map(|(host, _)| host.to_owned());
            if let Some(edi) = &chorus_pro.edi {
                tell("chorus_pro.edi.sftp", server(&edi.sftp), true, false);
            }
        }
        if let Some(social_security) = &self.social_security {
            let addresses = social_security.addresses();
            // Simulation takes production's tokens and accounts. Asking for a token changes
            // nothing; ChaMan and the portal are for people, who are told whose they are.
            let is_simulation = social_security.stage == Some(SocialSecurityStage::Simulation);
            let by_default = |said: &Origin| is_simulation && said.is_empty();
            let services = host_of(&addresses.services);
            tell("social_security.services", services, true, false);
            tell("social_security.stage", host_of(&addresses.token_url), true, is_simulation);
            let chaman = by_default(&social_security.chaman);
            tell("social_security.chaman", host_of(&addresses.chaman), false, chaman);
            let portal = by_default(&social_security.portal);
            tell("social_security.portal", host_of(&addresses.portal), false, portal);
        }
        for host in &self.hosts {
            tell("hosts", Some(host.as_str().to_owned()), true, false);
        }
        all
    }

    /// The only hosts that are contacted: those of the addresses that programs use, and `hosts`.
    /// Portals are not among them: people work there, with their browser.
    #[must_use]
    pub fn listed_hosts(&self) -> HostList {
        self.named().iter().filter(|it| it.is_dialled).map(|it| &it.host).collect()
    }

    /// The hosts that are contacted, sorted.
    #[must_use]
    pub fn dialled_hosts(&self) -> Vec<String> {
        let named = self.named().into_iter().filter(|it| it.is_dialled);
        named.map(|it| it.host).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Who acts there: structures, accounts, applications, companies. No secret is among them.
    #[must_use]
    pub fn identities(&self) -> Vec<String> {
        let chorus_pro = self.chorus_pro.iter().flat_map(|it| {
            let structure = format!("{} ({})", it.organization.as_str(), it.siret.as_str());
            let piste = it.piste.as_ref().map(|piste| format!("account {}", piste.login.as_str()));
            let edi = it.edi.as_ref();
            let edi = edi.map(|edi| format!("application {}", edi.application_code.as_str()));
            std::iter::once(structure).chain(piste).chain(edi)
        });
        let company = self.social_security.iter().map(|it| {
            let (name, number) = (it.name.as_str(), it.number.as_str());
            format!("{name} ({number}), client {}", it.client_id.as_str())
        });
        chorus_pro.chain(company).collect()
    }

    /// What whoever begins there has to know.
    #[must_use]
    pub fn caution(&self) -> Option<&'static str> {
        let stage = self.social_security.as_ref().and_then(|it| it.stage);
        (stage == Some(SocialSecurityStage::Simulation)).then_some(
            "simulation takes the tokens and the accounts of production: a certificate registered \
             for it is registered in production's ChaMan",
        )
    }

    /// Refuses production, unless the settings and the command both ask for it.
    ///
    /// # Errors
    ///
    /// [`GuardError`] with the host, or with what the command must say.
    pub fn guard(&self, environment: &str, allow_production: bool) -> Result<(), GuardError> {
        let environment = environment.to_owned();
        if self.production {
            return if allow_production {
                Ok(())
            } else {
                Err(GuardError::NotAllowed { environment })
            };
        }
        let named = self.named();
        match named.into_iter().find(|it| is_production(&it.host) && !it.is_harmless) {
            Some(Named { key, host, .. }) => Err(GuardError::NotSaid { environment, host, key }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> EnvironmentSettings {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn a_host_of_the_administrations_is_production_unless_it_is_known_for_a_test() {
        for host in [
            "oauth.piste.gouv.fr",
            "api.piste.gouv.fr",
            "API.PISTE.GOUV.FR.",
            "chorus-pro.gouv.fr",
            "portail.chorus-pro.gouv.fr",
            "services.socialsecurity.be",
            "chaman.socialsecurity.be",
            "www.socialsecurity.be",
            "new.socialsecurity.be",
        ] {
            assert!(is_production(host), "{host}");
        }
        for host in [
            "sandbox-api.piste.gouv.fr",
            "qualif.chorus-pro.gouv.fr",
            "services-acpt.socialsecurity.be",
            "services-sim.socialsecurity.be",
            "ocsp.certigna.fr",
            "notpiste.gouv.fr",
            "127.0.0.1",
        ] {
            assert!(!is_production(host), "{host}");
        }
    }

    #[test]
    fn production_takes_a_word_in_the_settings_and_one_in_the_command() {
        let piste = "[chorus_pro.piste]\noauth = \"https://oauth.piste.gouv.fr\"\n";
        let told = settings(piste).guard("q", true).unwrap_err().to_string();
        assert!(told.contains("`oauth.piste.gouv.fr` of production"), "{told}");
        assert!(told.contains("[environments.q]"), "{told}");
        let said = settings(&format!("production = true\n{piste}"));
        let told = said.guard("q", false).unwrap_err().to_string();
        assert!(told.contains("expected --allow-production"), "{told}");
        assert_eq!(said.guard("q", true), Ok(()));
        assert!(settings("hosts = [\"API.piste.gouv.fr.\"]").guard("q", true).is_err());
        let portal = "[chorus_pro]\nportal = \"https://portail.chorus-pro.gouv.fr\"\n";
        assert!(settings(portal).guard("q", true).is_err());
        let sftp = "[chorus_pro.edi]\nsftp = \"edi.chorus-pro.gouv.fr:22\"\n";
        assert!(settings(sftp).guard("q", true).is_err());
    }

    #[test]
    fn simulation_may_ask_production_for_tokens_and_for_nothing_else() {
        let simulation = settings("[social_security]\nstage = \"simulation\"\n");
        assert_eq!(simulation.guard("s", false), Ok(()));
        let hosts: Vec<_> = simulation.listed_hosts().iter().map(str::to_owned).collect();
        assert_eq!(hosts, ["services-sim.socialsecurity.be", "services.socialsecurity.be"]);
        let apis = "[social_security]\nstage = \"simulation\"\n\
                    services = \"https://services.socialsecurity.be\"\n";
        assert!(settings(apis).guard("s", false).is_err());
        assert!(settings("[social_security]\nstage = \"production\"\n").guard("s", true).is_err());
    }

    #[test]
    fn portals_are_for_people_and_are_not_contacted() {
        let all = settings(
            "hosts = [\"ocsp.certigna.fr\"]\n\
             [chorus_pro]\nportal = \"https://qualif.chorus-pro.gouv.fr\"\n\
             [chorus_pro.piste]\napi = \"https://sandbox-api.piste.gouv.fr\"\n\
             [chorus_pro.edi]\nsftp = \"127.0.0.1:9722\"\n",
        );
        let hosts: Vec<_> = all.listed_hosts().iter().map(str::to_owned).collect();
        assert_eq!(hosts, ["127.0.0.1", "ocsp.certigna.fr", "sandbox-api.piste.gouv.fr"]);
    }
}
