//! Starting states of social security, arranged behind the doors.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use raccord_kernel::{Desk, Secret};
use raccord_mocks::social_security::api::dimona::{Anomaly, Outcome, Script};
use raccord_mocks::social_security::chaman::{ClientIds, Owner, Permission};
use raccord_mocks::social_security::directory::{self, Enterprise, EnterpriseNumber, Person};
use raccord_mocks::social_security::mahis::{Group, Mandate, Quarter};
use raccord_mocks::social_security::oauth::{
    AudienceProfile, OutsideValidity, Replayed, Ungranted,
};
use raccord_mocks::social_security::{Environment, Knobs, SocialSecurity};

use super::Mocks;
use crate::connectors::Identity;
use crate::environment::{
    Application, ArrangeError, Audiences, Company, Conduct, DeclarationEnd, NotConnected, Quality,
    RestAccount, SocialSecurityConnections, SocialSecurityStates, Stage,
};

impl SocialSecurityConnections for Mocks {
    fn company(
        &self,
        name: &str,
        qualities: &[Quality],
        stage: Stage,
    ) -> Result<Company, NotConnected> {
        let (number, password) = self.social_security(stage).arrange(|state, _| {
            let number = draw_number(state)?;
            let qualities = qualities.iter().copied().map(quality).collect();
            state.directory.put_enterprise(Enterprise {
                number: number.clone(),
                name: name.to_owned(),
                employer_id: Some(100_000_000 + state.ids.sequence("employer-id")),
                qualities,
            });
            let password = state.ids.alphanumeric("person.password", 16);
            state.directory.put_person(person(&number, &password, true));
            Ok::<_, ArrangeError>((number, password))
        })?;
        let manager = login(number.as_str(), true);
        self.vault.keep_secret(&manager, Secret::new(password));
        Ok(Company { name: name.to_owned(), number: number.into(), manager, stage })
    }

    fn rest_account(
        &self,
        company: &Company,
        (name, acts_as): (&str, Quality),
        applications: &[Application],
        certificate: &Identity,
    ) -> Result<RestAccount, NotConnected> {
        let owner = Owner { enterprise: number(company)?, quality: quality(acts_as) };
        let labels = applications.iter().flat_map(|application| application.permissions());
        let permissions =
            labels.map(|label| permission(label)).collect::<Result<BTreeSet<_>, _>>()?;
        let client_id = self.social_security(company.stage).arrange(|state, now| {
            state.open_rest_account(owner, name, permissions, (&certificate.certificate, now))
        });
        let scopes = self.scopes(company.stage, &client_id);
        Ok(RestAccount { name: name.to_owned(), client_id, scopes })
    }
}

impl SocialSecurityStates for Mocks {
    fn person(&self, company: &Company) -> Result<String, ArrangeError> {
        let number = number(company)?;
        let password = self.social_security(company.stage).arrange(|state, _| {
            let password = state.ids.alphanumeric("person.password", 16);
            state.directory.put_person(person(&number, &password, false));
            password
        });
        let login = login(number.as_str(), false);
        self.vault.keep_secret(&login, Secret::new(password));
        Ok(login)
    }

    fn login_of_person(&self, company: &Company) -> String {
        login(&company.number, false)
    }

    fn mandate(
        &self,
        principal: &Company,
        mandatary: &Company,
        application: Application,
    ) -> Result<(), ArrangeError> {
        let (principal, stage) = (number(principal)?, principal.stage);
        let mandatary = number(mandatary)?;
        let group = match application {
            Application::Dimona => Group::Dimona,
            Application::LearningAccount => Group::LearningAccount,
        };
        self.social_security(stage).arrange(|state, now| {
            state.mandates.put(Mandate {
                number: state.mandates.free_number(),
                principal,
                mandatary,
                group,
                from: Quarter::at(now),
                until: None,
                validated_by_principal: Some(now),
                validated_by_mandatary: Some(now),
                refused_at: None,
            });
        });
        Ok(())
    }

    fn behave(&self, conduct: Conduct) {
        for stage in [Stage::Production, Stage::Acceptance] {
            self.social_security(stage).arrange(|state, _| behave(state, conduct));
        }
    }

    fn next_declaration_ends(&self, end: DeclarationEnd) {
        let anomalies = || {
            vec![Anomaly {
                code: "90017-369".to_owned(),
                description_fr: "Anomalie d'une répétition".to_owned(),
                description_nl: "Anomalie van een repetitie".to_owned(),
            }]
        };
        let outcome = match end {
            DeclarationEnd::Accepted => Outcome::Accepted,
            DeclarationEnd::AcceptedWithWarnings => {
                Outcome::AcceptedWithWarnings { anomalies: anomalies() }
            }
            DeclarationEnd::Refused => Outcome::Refused { anomalies: anomalies() },
            DeclarationEnd::WaitsForIdentification => Outcome::WaitingForSigedis,
        };
        self.social_security(Stage::Production).arrange(|state, _| {
            let script = Script { for_employer: None, declarations: 1, outcome };
            state.apis(Environment::Production).dimona.script(script);
        });
    }
}

impl Mocks {
    /// Adds a certificate to an account as its manager would have, long enough ago for it to be in
    /// effect.
    ///
    /// # Errors
    ///
    /// When there is no such account.
    pub fn add_certificate(
        &self,
        stage: Stage,
        client_id: &str,
        identity: &Identity,
    ) -> Result<(), ArrangeError> {
        let added = self.social_security(stage).arrange(|state, now| {
            state.add_rest_certificate(client_id, (&identity.certificate, now))
        });
        let what = || format!("add a certificate to the account of `{client_id}`");
        if added { Ok(()) } else { Err(ArrangeError::new(what(), "there is none")) }
    }

    fn social_security(&self, stage: Stage) -> &Desk<SocialSecurity> {
        let systems = self.tenant.systems();
        match stage {
            Stage::Production => &systems.social_security,
            Stage::Acceptance => &systems.social_security_acceptance,
        }
    }

    fn scopes(&self, stage: Stage, client_id: &str) -> Vec<String> {
        self.social_security(stage).arrange(|state, _| {
            let account = state.chaman.accounts.by_client_id(client_id);
            account.into_iter().flat_map(|account| account.scopes()).map(str::to_owned).collect()
        })
    }
}

fn behave(state: &mut SocialSecurity, conduct: Conduct) {
    let Knobs { oauth, chaman, mahis, .. } = &mut state.knobs;
    match conduct {
        Conduct::Audiences(audiences) => {
            oauth.audience = match audiences {
                Audiences::TokenEndpoint => AudienceProfile::Faithful,
                Audiences::Either => AudienceProfile::Legacy,
                Audiences::Issuer => AudienceProfile::Strict,
            };
        }
        Conduct::LongestLife(life) => oauth.assertion_lifetime_max_s = Some(seconds(life)),
        Conduct::RefusesReplay(refuses) => {
            oauth.replayed_assertions =
                if refuses { Replayed::Refused } else { Replayed::Accepted };
        }
        Conduct::RefusesExpired(refuses) => {
            oauth.certificates_outside_validity =
                if refuses { OutsideValidity::Refused } else { OutsideValidity::Accepted };
        }
        Conduct::KnowsCertificatesAfter(delay) => chaman.activation_s = seconds(delay),
        Conduct::GrantsWhatItMay(grants) => {
            oauth.ungranted_scopes = if grants { Ungranted::LeftOut } else { Ungranted::Refused };
        }
        Conduct::OlderClientIds => chaman.client_ids = ClientIds::Expeditor,
        Conduct::KnowsMandatesAfter(delay) => mahis.propagation_s = seconds(delay),
    }
}

/// Whole seconds; what is negative is none, and what is too long is as long as can be.
fn seconds(duration: SignedDuration) -> u32 {
    u32::try_from(duration.as_secs().max(0)).unwrap_or(u32::MAX)
}

const fn quality(quality: Quality) -> directory::Quality {
    match quality {
        Quality::Employer => directory::Quality::EmployeurOnss,
        Quality::SocialSecretariat => directory::Quality::SecretariatSocial,
        Quality::ServiceProvider => directory::Quality::PrestataireDeService,
    }
}

fn permission(label: &str) -> Result<Permission, ArrangeError> {
    let found = Permission::ALL.into_iter().find(|permission| permission.label() == label);
    let unknown = || format!("no permission is called `{label}`");
    found.ok_or_else(|| ArrangeError::new("give an account its permissions", unknown()))
}

fn number(company: &Company) -> Result<EnterpriseNumber, ArrangeError> {
    company.number.parse().map_err(|error| ArrangeError::new("find a company", error))
}

/// Draws a number that nobody has, with its check digits.
fn draw_number(state: &mut SocialSecurity) -> Result<EnterpriseNumber, ArrangeError> {
    let body = 10_000_000 - state.ids.sequence("enterprise");
    let text = format!("{body:08}{:02}", 97 - body % 97);
    text.parse().map_err(|error| ArrangeError::new("number a company", error))
}

fn login(number: &str, is_manager: bool) -> String {
    let who = if is_manager { "gestionnaire" } else { "collaborateur" };
    format!("{who}@{number}.example")
}

fn person(number: &EnterpriseNumber, password: &str, is_manager: bool) -> Person {
    let name = if is_manager { "Le gestionnaire d'accès" } else { "Un collaborateur" };
    Person {
        login: login(number.as_str(), is_manager),
        password: Secret::new(password.to_owned()),
        name: name.to_owned(),
        enterprise: number.clone(),
        is_chief_access_manager: is_manager,
        roles: BTreeMap::new(),
    }
}
