//! Two enterprises, the people who act for them, and the portals of a world, on a held clock.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use raccord_kernel::desk::Office;
use raccord_kernel::{Clock, Desk, Entry, Outcome, Secret};
use raccord_mocks::social_security::chaman::{Account, Contact, Owner, Sender};
use raccord_mocks::social_security::directory::{Enterprise, Person, Quality, Role};
use raccord_mocks::social_security::{self, Knobs, SocialSecurity};
use raccord_mocks::web::Host;
use tokio::net::TcpListener;

use super::browser::{Browser, Page, file_part};
use super::files::Delivered;

pub(crate) const START: &str = "2026-03-02T09:00:00Z";
pub(crate) const PASSWORD: &str = "Un mot de passe 1!";
/// An employer, and no more.
pub(crate) const EMPLOYER: &str = "0412345614";
/// An employer that declares for others as well.
pub(crate) const GROUP: &str = "0887654324";
/// The employer's local manager.
pub(crate) const MANAGER: &str = "gestion@employeur.example";
/// Who was given "Gestion des canaux techniques", and nothing else.
pub(crate) const TECHNICIAN: &str = "technique@employeur.example";
/// Who was given nothing.
pub(crate) const STRANGER: &str = "paie@employeur.example";
/// The group's local manager as an employer, who is nobody as a service provider.
pub(crate) const GROUP_MANAGER: &str = "gestion@groupe.example";
/// The group's chief access manager.
pub(crate) const CHIEF: &str = "direction@groupe.example";

/// The served portals of one world. The employer has the sender 312045.
pub(crate) struct World {
    pub(crate) desk: Desk<SocialSecurity>,
    /// ChaMan.
    pub(crate) chaman: String,
    /// The portal itself.
    pub(crate) www: String,
    serving: Vec<tokio::task::JoinHandle<()>>,
}

impl Drop for World {
    fn drop(&mut self) {
        self.serving.iter().for_each(tokio::task::JoinHandle::abort);
    }
}

impl World {
    /// Production.
    pub(crate) async fn new() -> Self {
        Self::of(social_security::World::Production, Knobs::default()).await
    }

    pub(crate) async fn of(world: social_security::World, knobs: Knobs) -> Self {
        let clock = Arc::new(Clock::held(START.parse().unwrap()));
        let mut state = SocialSecurity::new(7, knobs);
        people(&mut state);
        let contact = Contact { last_name: "Peeters".into(), ..Contact::default() };
        let sender = Sender { number: 312_045, contact };
        state.chaman.senders.insert(owner(EMPLOYER, Quality::EmployeurOnss), sender);
        let desk = Desk::new(Arc::new(Office::new(clock)), state);
        let mut serving = Vec::new();
        let mut addresses = BTreeMap::new();
        for host in social_security::hosts(&desk, world) {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = format!("http://{}", listener.local_addr().unwrap());
            addresses.insert(host.name.split(['.', '-']).next().unwrap().to_owned(), address);
            serving.push(tokio::spawn(async move {
                axum::serve(listener, host.routes.router().clone()).await.unwrap();
            }));
        }
        let [chaman, www] = ["chaman", "www"].map(|name| addresses.get(name).unwrap().clone());
        Self { desk, chaman, www, serving }
    }

    /// ChaMan's host, not served.
    pub(crate) fn host(&self) -> Host {
        let hosts = social_security::hosts(&self.desk, social_security::World::Production);
        hosts.into_iter().find(|host| host.name == "chaman.socialsecurity.be").unwrap()
    }

    /// A browser at ChaMan that nobody has logged in with.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(&self.chaman)
    }

    /// A browser at ChaMan in which `login` has logged in.
    pub(crate) async fn logged_in(&self, login: &str) -> Browser {
        let mut browser = self.browser();
        browser.log_in(login, PASSWORD).await;
        browser
    }

    /// A browser at ChaMan in which the employer's manager has logged in.
    pub(crate) async fn manager(&self) -> Browser {
        self.logged_in(MANAGER).await
    }

    /// A browser of the employer's manager, who has a REST account with one certificate.
    pub(crate) async fn with_account(&self, certificate: &Delivered) -> (Browser, u64) {
        let browser = self.manager().await;
        let page = create(&browser, &[], certificate.cer()).await;
        assert_eq!((page.status, page.location()), (303, "/accueil"), "{}", page.body);
        let number = self.accounts().last().unwrap().number;
        (browser, number)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.desk.office().clock.now()
    }

    pub(crate) fn pass(&self, time: SignedDuration) {
        self.desk.office().clock.move_to(self.now() + time);
    }

    /// The employer's accounts.
    pub(crate) fn accounts(&self) -> Vec<Account> {
        let owner = owner(EMPLOYER, Quality::EmployeurOnss);
        self.desk.read(|state, _| state.chaman.accounts.of(&owner).cloned().collect())
    }

    pub(crate) fn account(&self, number: u64) -> Account {
        self.desk.read(|state, _| state.chaman.accounts.by_number(number).unwrap().clone())
    }

    /// The last entry of the journal.
    pub(crate) fn last(&self) -> Entry {
        self.desk.office().journal.entries().pop().unwrap()
    }

    /// The rule by which the last entry was refused.
    pub(crate) fn last_refusal(&self) -> String {
        let outcome = self.last().outcome;
        let Outcome::Refused { rule, .. } = outcome else { panic!("not refused: {outcome:?}") };
        rule
    }
}

pub(crate) fn refused(status: u16, rule: &str) -> (u16, String) {
    (status, rule.to_owned())
}

pub(crate) fn owner(enterprise: &str, quality: Quality) -> Owner {
    Owner { enterprise: enterprise.parse().unwrap(), quality }
}

/// Sends the form "Ajouter un compte Webservice", with other fields than the usual ones.
pub(crate) async fn create(browser: &Browser, other: &[(&str, &str)], file: Vec<u8>) -> Page {
    let usual = [
        ("type", "REST"),
        ("nom", "Compte FLA"),
        ("permission", "fla-declaration"),
        ("nom_certificat", "Certificat 2026"),
    ];
    let kept = usual.into_iter().filter(|(name, _)| other.iter().all(|(one, _)| one != name));
    let mut form = browser.form();
    for (name, value) in kept.chain(other.iter().copied()) {
        form = form.text(name.to_owned(), value.to_owned());
    }
    let form = if file.is_empty() {
        form
    } else {
        form.part("certificat", file_part("certificat.cer", file))
    };
    browser.send_form("/comptes", form).await
}

/// Sends the form "Ajouter un certificat".
pub(crate) async fn add(browser: &Browser, account: u64, file: Vec<u8>) -> Page {
    let form = browser.form().text("nom_certificat", "Certificat suivant");
    let form = form.part("certificat", file_part("suivant.cer", file));
    browser.send_form(&format!("/comptes/{account}/certificats"), form).await
}

/// Removes a certificate.
pub(crate) async fn remove(browser: &Browser, account: u64, certificate: u64) -> Page {
    browser.post(&format!("/comptes/{account}/certificats/{certificate}/suppression")).await
}

fn people(state: &mut SocialSecurity) {
    use Quality::{EmployeurOnss, PrestataireDeService, SecretariatSocial};
    for (number, name, qualities) in [
        (EMPLOYER, "Employeur <script>alert(1)</script>", vec![EmployeurOnss]),
        (GROUP, "Groupe", vec![EmployeurOnss, PrestataireDeService]),
    ] {
        state.directory.put_enterprise(Enterprise {
            number: number.parse().unwrap(),
            name: name.into(),
            employer_id: None,
            qualities: qualities.into_iter().collect(),
        });
    }
    let local = Some((EmployeurOnss, Role::LocalManager));
    let channels = Some((EmployeurOnss, Role::TechnicalChannels));
    let elsewhere = Some((SecretariatSocial, Role::TechnicalChannels));
    for (login, enterprise, role, is_chief) in [
        (MANAGER, EMPLOYER, local, false),
        (TECHNICIAN, EMPLOYER, channels, false),
        (STRANGER, EMPLOYER, elsewhere, false),
        (GROUP_MANAGER, GROUP, local, false),
        (CHIEF, GROUP, None, true),
    ] {
        let roles = role.map(|(quality, role)| (quality, BTreeSet::from([role])));
        state.directory.put_person(Person {
            login: login.into(),
            password: Secret::new(PASSWORD.to_owned()),
            name: format!("{login} <b>"),
            enterprise: enterprise.parse().unwrap(),
            is_chief_access_manager: is_chief,
            roles: roles.into_iter().collect(),
        });
    }
}
