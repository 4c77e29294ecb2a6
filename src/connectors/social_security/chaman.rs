//! What a manager does in ChaMan, as a program: accounts, permissions and certificates.

use reqwest::multipart::Form;
use scraper::Selector;
use serde::{Deserialize, Serialize};

use super::csam::{self, Person};
use crate::connectors::pages::{Pages, PortalError, attribute, part, select};

/// ChaMan, for a person who is logged in.
#[derive(Debug, Clone)]
pub struct Chaman {
    pages: Pages,
}

/// A new account ("Ajouter un compte Webservice").
#[derive(Debug, Clone)]
pub struct NewAccount<'a> {
    /// "Type": `REST` or `SOAP`.
    pub kind: &'a str,
    /// "Nom du compte".
    pub name: &'a str,
    /// "Permissions sécurisées", by their labels.
    pub permissions: &'a [&'a str],
}

/// A certificate file to register.
#[derive(Debug, Clone)]
pub struct CertificateUpload<'a> {
    /// "Nom du certificat".
    pub name: &'a str,
    /// The name of the file.
    pub file_name: &'a str,
    /// The file.
    pub bytes: &'a [u8],
}

/// What an account's page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountPage {
    /// Its path.
    pub path: String,
    /// "Nom du compte".
    pub name: String,
    /// "Client ID"; empty for a SOAP account.
    pub client_id: String,
    /// "Permissions sécurisées", by their labels.
    pub permissions: Vec<String>,
    /// "Certificats", in the order of the page.
    pub certificates: Vec<ShownCertificate>,
}

/// A certificate, as an account's page shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownCertificate {
    /// Its number within the account.
    pub number: String,
    /// Its SHA-256.
    pub fingerprint: String,
    /// Whether the token server knows it.
    pub is_in_effect: bool,
}

const HOME: &str = "/accueil";
const SENDER: &str = "/expediteur";
const NEW_ACCOUNT: &str = "/comptes/saisie";

impl Chaman {
    /// Logs a person in; at the very first visit of the company, also names its technical contact.
    ///
    /// # Errors
    ///
    /// When ChaMan refuses: "accès interdit".
    pub async fn log_in(pages: Pages, person: &Person) -> Result<Self, PortalError> {
        csam::log_in(&pages, person).await?;
        let response = pages.http.get(pages.url(HOME)).send().await?;
        if response.status().is_redirection() {
            let contact = [
                ("nom", "Contact"),
                ("prenom", "Technique"),
                ("telephone", "+3220000000"),
                ("courriel", "contact@entreprise.example"),
            ];
            csam::submit_from(&pages, (SENDER, SENDER), &contact).await?;
        }
        let chaman = Self { pages };
        chaman.pages.read(HOME).await?;
        Ok(chaman)
    }

    /// Adds an account with its certificate, and opens its page.
    ///
    /// # Errors
    ///
    /// When ChaMan refuses.
    pub async fn add_account(
        &self,
        account: &NewAccount<'_>,
        certificate: &CertificateUpload<'_>,
    ) -> Result<AccountPage, PortalError> {
        let form = self.pages.read(NEW_ACCOUNT).await?;
        let mut fields = Form::new()
            .text("jeton", token(&form)?)
            .text("type", account.kind.to_owned())
            .text("nom", account.name.to_owned());
        for label in account.permissions {
            fields = fields.text("permission", permission(&form, label)?);
        }
        let fields = with_certificate(fields, certificate);
        let request = self.pages.http.post(self.pages.url("/comptes")).multipart(fields);
        self.pages.follow("/comptes", request).await?;
        self.account(account.name).await
    }

    /// Opens the page of an account by its name (the pencil of its line).
    ///
    /// # Errors
    ///
    /// When ChaMan refuses, or shows no account of that name.
    pub async fn account(&self, name: &str) -> Result<AccountPage, PortalError> {
        let home = self.pages.read(HOME).await?;
        let missing = PortalError::Page { path: HOME.to_owned(), what: "the account" };
        let rows = selector("table#comptes-webservices tr[data-account]")?;
        let mut rows = home.select(&rows);
        // The newest of several that bear one name.
        let row = rows.rfind(|row| row.value().attr("data-name") == Some(name));
        let pencil = selector("a.crayon")?;
        let path = row.and_then(|row| row.select(&pencil).next()?.value().attr("href"));
        self.page(path.ok_or(missing)?).await
    }

    /// Changes the permissions of an account (the pencil of "Permissions sécurisées"): those that
    /// it has, and one more.
    ///
    /// # Errors
    ///
    /// When ChaMan refuses.
    pub async fn add_permission(
        &self,
        account: &AccountPage,
        label: &str,
    ) -> Result<AccountPage, PortalError> {
        let path = format!("{}/permissions", account.path);
        let form = self.pages.read(&path).await?;
        let mut fields = vec![("jeton".to_owned(), token(&form)?)];
        for label in account.permissions.iter().map(String::as_str).chain([label]) {
            fields.push(("permission".to_owned(), permission(&form, label)?));
        }
        let request = self.pages.http.post(self.pages.url(&path)).form(&fields);
        self.pages.follow(&path, request).await?;
        self.page(&account.path).await
    }

    /// Adds a certificate to an account ("Ajouter un certificat").
    ///
    /// # Errors
    ///
    /// When ChaMan refuses the file.
    pub async fn add_certificate(
        &self,
        account: &AccountPage,
        certificate: &CertificateUpload<'_>,
    ) -> Result<AccountPage, PortalError> {
        let path = format!("{}/certificats", account.path);
        let token = self.pages.form_token(&format!("{path}/saisie")).await?;
        let fields = with_certificate(Form::new().text("jeton", token), certificate);
        let request = self.pages.http.post(self.pages.url(&path)).multipart(fields);
        self.pages.follow(&path, request).await?;
        self.page(&account.path).await
    }

    /// Removes a certificate from an account, by its fingerprint.
    ///
    /// # Errors
    ///
    /// When ChaMan refuses, or the account shows no such certificate.
    pub async fn remove_certificate(
        &self,
        account: &AccountPage,
        fingerprint: &str,
    ) -> Result<AccountPage, PortalError> {
        let shown = account.certificates.iter().find(|it| it.fingerprint == fingerprint);
        let missing = PortalError::Page { path: account.path.clone(), what: "the certificate" };
        let number = &shown.ok_or(missing)?.number;
        let path = format!("{}/certificats/{number}/suppression", account.path);
        csam::submit_from(&self.pages, (&account.path, &path), &[]).await?;
        self.page(&account.path).await
    }

    async fn page(&self, path: &str) -> Result<AccountPage, PortalError> {
        let page = self.pages.read(path).await?;
        let missing = PortalError::Page { path: path.to_owned(), what: "an account" };
        let main = select(&page, "main#compte").ok_or(missing)?;
        let of = |name| main.value().attr(name).unwrap_or_default().to_owned();
        let permissions = selector("li[data-permission]")?;
        let certificates = selector("section[data-certificate]")?;
        let text = |it: scraper::ElementRef<'_>| it.text().collect::<String>().trim().to_owned();
        let shown = |it: scraper::ElementRef<'_>| ShownCertificate {
            number: it.value().attr("data-certificate").unwrap_or_default().to_owned(),
            fingerprint: it.value().attr("data-fingerprint").unwrap_or_default().to_owned(),
            is_in_effect: it.value().attr("data-in-effect") == Some("true"),
        };
        Ok(AccountPage {
            path: path.to_owned(),
            name: of("data-name"),
            client_id: of("data-client-id"),
            permissions: page.select(&permissions).map(text).collect(),
            certificates: page.select(&certificates).map(shown).collect(),
        })
    }
}

fn with_certificate(form: Form, certificate: &CertificateUpload<'_>) -> Form {
    form.text("nom_certificat", certificate.name.to_owned())
        .part("certificat", part(certificate.file_name, certificate.bytes))
}

fn token(page: &scraper::Html) -> Result<String, PortalError> {
    let missing = PortalError::Page { path: NEW_ACCOUNT.to_owned(), what: "a form" };
    attribute(page, "input[name=jeton]", "value").ok_or(missing)
}

/// The value of the box whose label says `wanted`.
fn permission(page: &scraper::Html, wanted: &str) -> Result<String, PortalError> {
    let missing = PortalError::Page { path: NEW_ACCOUNT.to_owned(), what: "the permission" };
    let labels = selector("label")?;
    let label = page.select(&labels).find(|it| it.text().collect::<String>().trim() == wanted);
    let id = label.and_then(|label| label.value().attr("for"));
    let value = id.and_then(|id| attribute(page, &format!("input[id=\"{id}\"]"), "value"));
    value.ok_or(missing)
}

fn selector(text: &str) -> Result<Selector, PortalError> {
    let path = HOME.to_owned();
    Selector::parse(text).map_err(|_| PortalError::Page { path, what: "anything to look for" })
}
