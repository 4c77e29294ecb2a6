//! Enterprises and their people, and a browser for each, over the gateway and under real names.

#![allow(dead_code, reason = "each test binary uses a part of it")]
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use raccord_kernel::{Desk, Entry, Outcome, Secret};
use raccord_mocks::social_security::SocialSecurity;
use raccord_mocks::social_security::directory::{Enterprise, Person, Quality, Role};
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};

use crate::support::{Open, start};

pub(crate) const HOST: &str = "https://www.socialsecurity.be";
/// An employer, whose name shows whether pages escape what they show.
pub(crate) const EMPLOYER: &str = "0900000147";
/// A second employer, without mandates.
pub(crate) const OTHER_EMPLOYER: &str = "0900000246";
/// A provider; it is no employer.
pub(crate) const PROVIDER: &str = "0900000345";
/// A social secretariat.
pub(crate) const SECRETARIAT: &str = "0900000444";
const PASSWORD: &str = "Un mot de passe 1!";

/// Social security with four enterprises.
pub(crate) struct World {
    pub(crate) open: Open,
}

impl World {
    pub(crate) async fn open() -> Self {
        let open = Open::at(start(), Vec::new()).await;
        open.tenant.systems().social_security.arrange(|state, _| people(state));
        Self { open }
    }

    pub(crate) fn desk(&self) -> &Desk<SocialSecurity> {
        &self.open.tenant.systems().social_security
    }

    /// A browser in which a person has logged in, whose enterprise has one quality.
    pub(crate) async fn log_in(&self, login: &str) -> Browser {
        let mut browser = Browser::new(&self.open);
        let fields = [("identifiant", login), ("mot_de_passe", PASSWORD)];
        let page = browser.post("/connexion", &fields).await;
        assert_eq!(page.status, 303, "{}", page.body);
        browser.cookie = page.cookie;
        browser.form_token = browser.get("/qualite").await.attribute("name=\"jeton\" value");
        browser
    }

    /// As [`log_in`](Self::log_in), where the enterprise has several qualities.
    pub(crate) async fn log_in_as(&self, login: &str, quality: Quality) -> Browser {
        let browser = self.log_in(login).await;
        let page = browser.post("/qualite", &[("qualite", quality.code())]).await;
        assert_eq!(page.location, "/accueil");
        browser
    }

    pub(crate) fn move_to(&self, instant: &str) {
        let instant: Timestamp = instant.parse().unwrap();
        self.open.tenant.office().clock.move_to(instant);
    }

    /// The last entry of the journal.
    pub(crate) fn last(&self) -> Entry {
        self.open.entries().pop().unwrap()
    }

    /// The operation and the rule by which the last entry was refused.
    pub(crate) fn last_refusal(&self) -> (String, String) {
        let Entry { operation, outcome, .. } = self.last();
        let Outcome::Refused { rule, .. } = outcome else { panic!("not refused: {outcome:?}") };
        (operation, rule)
    }
}

/// A browser of one person.
pub(crate) struct Browser {
    client: Client,
    cookie: String,
    form_token: String,
}

/// One answered page.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) location: String,
    pub(crate) body: String,
    cookie: String,
}

impl Browser {
    fn new(open: &Open) -> Self {
        let root = reqwest::Certificate::from_der(open.tenant.root().der()).unwrap();
        let proxy = format!("http://{}", open.gateway.addresses().http);
        // The choice of cryptography is the process's: setting it twice is no error.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let client = Client::builder()
            .proxy(reqwest::Proxy::all(proxy).unwrap())
            .tls_certs_only([root])
            .redirect(Policy::none())
            .build()
            .unwrap();
        Self { client, cookie: String::new(), form_token: String::new() }
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        self.send(self.client.get(format!("{HOST}{path}"))).await
    }

    /// Sends a form of the session.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut form = vec![("jeton", self.form_token.as_str())];
        form.extend_from_slice(fields);
        self.send(self.client.post(format!("{HOST}{path}")).form(&form)).await
    }

    async fn send(&self, request: RequestBuilder) -> Page {
        let response = request.header(COOKIE, &self.cookie).send().await.unwrap();
        let header = |name| {
            let value = response.headers().get(name).map(|value| value.to_str().unwrap());
            value.unwrap_or_default().to_owned()
        };
        let cookie = header(SET_COOKIE).split(';').next().unwrap_or_default().to_owned();
        let (status, location) = (response.status().as_u16(), header(LOCATION));
        Page { status, location, cookie, body: response.text().await.unwrap() }
    }
}

impl Page {
    /// The value of the first attribute of a name.
    pub(crate) fn attribute(&self, name: &str) -> String {
        attribute(&self.body, name)
    }

    /// The status and the rule of a refusal.
    pub(crate) fn refusal(&self) -> (u16, String) {
        assert!(self.body.contains("role=\"alert\""), "{}", self.body);
        (self.status, self.attribute("data-rule"))
    }

    /// What stands between `from` and the next `to`.
    pub(crate) fn part(&self, from: &str, to: &str) -> &str {
        let (_, rest) =
            self.body.split_once(from).unwrap_or_else(|| panic!("no {from} in {}", self.body));
        rest.split(to).next().unwrap()
    }

    pub(crate) fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }
}

/// The value of the first attribute of a name in a text.
pub(crate) fn attribute(text: &str, name: &str) -> String {
    let start = format!("{name}=\"");
    let (_, rest) = text.split_once(&start).unwrap_or_else(|| panic!("no {name} in {text}"));
    rest.split('"').next().unwrap().to_owned()
}

pub(crate) fn refused(status: u16, rule: &str) -> (u16, String) {
    (status, rule.to_owned())
}

fn people(state: &mut SocialSecurity) {
    use Quality::{EmployeurOnss, PrestataireDeService, SecretariatSocial};
    for (number, name, employer_id, quality) in [
        (EMPLOYER, "Employeur <script>alert(1)</script>", Some(1), EmployeurOnss),
        (OTHER_EMPLOYER, "Autre employeur", Some(2), EmployeurOnss),
        (PROVIDER, "Prestataire", None, PrestataireDeService),
        (SECRETARIAT, "Secrétariat", None, SecretariatSocial),
    ] {
        state.directory.put_enterprise(Enterprise {
            number: number.parse().unwrap(),
            name: name.to_owned(),
            employer_id,
            qualities: BTreeSet::from([quality]),
        });
    }
    for (login, enterprise, role) in [
        ("chef", EMPLOYER, None),
        ("gestionnaire", EMPLOYER, Some((EmployeurOnss, Role::LocalManager))),
        ("mandats", EMPLOYER, Some((EmployeurOnss, Role::ManageMandates))),
        ("lecture", EMPLOYER, Some((EmployeurOnss, Role::ConsultMandates))),
        ("canaux", EMPLOYER, Some((EmployeurOnss, Role::TechnicalChannels))),
        ("autre", OTHER_EMPLOYER, Some((EmployeurOnss, Role::LocalManager))),
        ("autre-chef", OTHER_EMPLOYER, None),
        ("prestataire", PROVIDER, Some((PrestataireDeService, Role::ManageMandates))),
        ("prestataire-chef", PROVIDER, None),
        ("secretariat", SECRETARIAT, Some((SecretariatSocial, Role::ManageMandates))),
    ] {
        let roles = role.map(|(quality, role)| (quality, BTreeSet::from([role])));
        state.directory.put_person(Person {
            login: login.to_owned(),
            password: Secret::new(PASSWORD.to_owned()),
            name: format!("Personne {login}"),
            enterprise: enterprise.parse().unwrap(),
            is_chief_access_manager: role.is_none(),
            roles: roles.into_iter().collect::<BTreeMap<_, _>>(),
        });
    }
}
