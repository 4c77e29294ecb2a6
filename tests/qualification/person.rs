//! What the manager does in the portals of the second process, when a gate asks for it: for real,
//! with the file that the gate names.

use std::path::Path;

use raccord::connectors::chorus_pro::portal::{Portal, SheetPage};
use raccord::connectors::pages::Pages;
use raccord::connectors::social_security::chaman::{CertificateUpload, Chaman};
use raccord::connectors::social_security::csam::Person as Login;
use raccord_kernel::Secret;

use crate::second::Second;

/// The manager of the supplier and of the employer.
pub(crate) struct Person<'a> {
    second: &'a Second,
}

impl<'a> Person<'a> {
    pub(crate) const fn new(second: &'a Second) -> Self {
        Self { second }
    }

    /// Deposits an invoice by hand; answers the number that the portal gives to the flow.
    pub(crate) fn deposits_by_hand(&self, siret: &str) -> String {
        work(async {
            let portal = self.portal().await;
            portal.deposit(siret, "facture.xml", b"<Invoice/>").await.unwrap()
        })
    }

    /// Replaces the certificate of the supplier's sheet; answers what the sheet shows then.
    pub(crate) fn renews_on_the_sheet(&self, file: &Path) -> SheetPage {
        let (name, bytes) = read(file);
        work(async {
            let portal = self.portal().await;
            let sheet = self.sheet_of(&portal).await;
            portal.update_certificate(&sheet, &name, &bytes).await.unwrap()
        })
    }

    /// What the supplier's sheet shows.
    pub(crate) fn sheet(&self) -> SheetPage {
        work(async { self.sheet_of(&self.portal().await).await })
    }

    /// Adds a certificate to the employer's account in ChaMan; answers how many it has then.
    pub(crate) fn adds_in_chaman(&self, file: &Path) -> usize {
        let (file_name, bytes) = read(file);
        work(async {
            let chaman = self.chaman().await;
            let account = chaman.account(ACCOUNT).await.unwrap();
            let upload =
                CertificateUpload { name: &file_name, file_name: &file_name, bytes: &bytes };
            chaman.add_certificate(&account, &upload).await.unwrap().certificates.len()
        })
    }

    /// The fingerprints of the certificates of the employer's account in ChaMan.
    pub(crate) fn in_chaman(&self) -> Vec<String> {
        work(async {
            let account = self.chaman().await.account(ACCOUNT).await.unwrap();
            account.certificates.into_iter().map(|it| it.fingerprint).collect()
        })
    }

    /// Removes the oldest certificate of the employer's account in ChaMan.
    pub(crate) fn removes_the_oldest_in_chaman(&self) {
        work(async {
            let chaman = self.chaman().await;
            let account = chaman.account(ACCOUNT).await.unwrap();
            let oldest = account.certificates[0].fingerprint.clone();
            chaman.remove_certificate(&account, &oldest).await.unwrap();
        });
    }

    async fn portal(&self) -> Portal {
        let origin = origin(self.second.variable("RACCORD_PORTAL_URL"));
        let login = self.second.variable("RACCORD_PORTAL_LOGIN").to_owned();
        let password = Secret::new(self.second.variable("RACCORD_PORTAL_PASSWORD").to_owned());
        let portal = Portal::new(self.browser(), origin, login, password);
        portal.log_in().await.unwrap();
        portal
    }

    async fn sheet_of(&self, portal: &Portal) -> SheetPage {
        let code = self.second.variable("RACCORD_SFTP_USER");
        portal.find_sheet(code, true).await.unwrap().unwrap()
    }

    async fn chaman(&self) -> Chaman {
        let origin = origin(self.second.variable("RACCORD_SOCIAL_SECURITY_CHAMAN_URL"));
        let of = |name| self.second.variable(name).to_owned();
        let login = Login {
            login: of("RACCORD_SOCIAL_SECURITY_CHAMAN_LOGIN"),
            password: Secret::new(of("RACCORD_SOCIAL_SECURITY_CHAMAN_PASSWORD")),
            quality: "employeur-onss",
        };
        Chaman::log_in(Pages { http: self.browser(), origin }, &login).await.unwrap()
    }

    fn browser(&self) -> reqwest::Client {
        self.second.network().http().unwrap()
    }
}

/// The name of the employer's account.
const ACCOUNT: &str = "Boulangerie du Parc";

fn origin(url: &str) -> String {
    url.trim_end_matches('/').to_owned()
}

fn read(file: &Path) -> (String, Vec<u8>) {
    let bytes = std::fs::read(file);
    let bytes = bytes.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    (file.file_name().unwrap().to_str().unwrap().to_owned(), bytes)
}

fn work<T>(what: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(what)
}

#[test]
fn a_person_reaches_both_portals_with_the_files_of_the_start() {
    let second = Second::serve();
    let person = Person::new(&second);
    let sheet = person.renews_on_the_sheet(&second.credentials().join("edi-sftp-next.p7b"));
    assert_eq!(sheet.state, "en-attente");
    assert_eq!(person.sheet().application_code, "VFE012");
    let next = second.credentials().join("social-security-next.cer");
    assert_eq!(person.adds_in_chaman(&next), 2);
    person.removes_the_oldest_in_chaman();
}
