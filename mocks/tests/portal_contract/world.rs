//! A portal with two structures and three accounts, on a held clock.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::date;
use raccord_kernel::desk::Office;
use raccord_kernel::{Clock, Desk, Entry, Outcome, Secret};
use raccord_mocks::chorus_pro::portal::{self, Account, Mandate, NetworkData, Profile, Structure};
use raccord_mocks::chorus_pro::sheet::{
    Contact, Integration, Platform, Protocol, Registered, Sheet, Slot, Subscription,
};
use raccord_mocks::chorus_pro::{ChorusPro, Knobs};
use tokio::net::TcpListener;

use super::browser::{Browser, Page};
use super::files::{FIRST, registered};

pub(crate) const START: &str = "2026-03-02T09:00:00Z";
pub(crate) const SIRET: &str = "12345678900011";
pub(crate) const OTHER_SIRET: &str = "98765432100022";
pub(crate) const MANAGER: &str = "gestion@fournisseur.example";
pub(crate) const READER: &str = "lecture@fournisseur.example";
pub(crate) const OTHER: &str = "gestion@autre.example";
pub(crate) const PASSWORD: &str = "Un mot de passe 1!";

/// A served portal. Sheet 1 (VFE012) is the manager's, sheet 2 (VFE302) another's.
pub(crate) struct World {
    pub(crate) desk: Desk<ChorusPro>,
    pub(crate) address: String,
    serving: tokio::task::JoinHandle<()>,
}

impl Drop for World {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl World {
    /// The qualification portal.
    pub(crate) async fn new() -> Self {
        Self::of(Platform::Qualification).await
    }

    /// The portal of a platform.
    pub(crate) async fn of(target: Platform) -> Self {
        let clock = Arc::new(Clock::held(START.parse().unwrap()));
        let mut state = ChorusPro::new(7, Knobs::default());
        people(&mut state);
        state.sheets.put(sheet(1, SIRET, "VFE012", registered(&FIRST)));
        let elsewhere = Registered {
            fingerprint: "e1".repeat(32),
            ssh_public_key: "ssh-rsa ELSEWHERE".into(),
            ..registered(&FIRST)
        };
        state.sheets.put(sheet(2, OTHER_SIRET, "VFE302", elsewhere));
        let desk = Desk::new(Arc::new(Office::new(clock)), state);
        let host = portal::host(desk.clone(), NetworkData::default(), target);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let serving = tokio::spawn(async move {
            axum::serve(listener, host.routes.router().clone()).await.unwrap();
        });
        Self { desk, address, serving }
    }

    /// A browser that nobody has logged in with.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(&self.address)
    }

    /// A browser in which `login` has logged in.
    pub(crate) async fn logged_in(&self, login: &str) -> Browser {
        let mut browser = self.browser();
        browser.log_in(login, PASSWORD).await;
        browser
    }

    /// A browser in which the manager has logged in.
    pub(crate) async fn manager(&self) -> Browser {
        self.logged_in(MANAGER).await
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.desk.office().clock.now()
    }

    pub(crate) fn move_to(&self, instant: Timestamp) {
        self.desk.office().clock.move_to(instant);
    }

    pub(crate) fn sheet(&self, number: u64) -> Sheet {
        self.desk.read(|state, _| state.sheets.by_number(number).unwrap().clone())
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

fn people(state: &mut ChorusPro) {
    for (siret, name) in [(SIRET, "Fournisseur <script>alert(1)</script>"), (OTHER_SIRET, "Autre")]
    {
        let structure = Structure { siret: siret.into(), name: name.into(), has_space: true };
        state.portal.put_structure(structure);
    }
    let accounts = [
        (MANAGER, SIRET, Profile::Modification),
        (READER, SIRET, Profile::Consultation),
        (OTHER, OTHER_SIRET, Profile::Modification),
    ];
    for (login, siret, profile) in accounts {
        state.portal.put_account(Account {
            login: login.into(),
            password: Secret::new(PASSWORD.to_owned()),
            mandates: vec![Mandate { siret: siret.into(), profile }],
        });
    }
}

/// A sheet that began in 2017, with two interfaces.
fn sheet(number: u64, siret: &str, code: &str, active: Registered) -> Sheet {
    let subscription = |interface_code: &str, integration| Subscription {
        interface_code: interface_code.into(),
        integration,
    };
    Sheet {
        number,
        siret: siret.into(),
        partner: "Fournisseur <script>alert(1)</script>".into(),
        protocol: Protocol::Sftp,
        application_code: code.into(),
        from: date(2017, 6, 13),
        until: None,
        subscriptions: vec![
            subscription("FSO1100A", Integration::Complet),
            subscription("FEN1200A", Integration::Partiel),
        ],
        contact: Contact { last_name: "Martin".into(), ..Contact::default() },
        slot: Slot { active: Some(active), waiting: None },
    }
}

impl Browser {
    /// Uploads a file on the sheet 1.
    pub(crate) async fn update(&self, file: Vec<u8>) -> Page {
        self.upload("/raccordements/fiches/1/certificat", "nouveau.p7b", file).await
    }
}
