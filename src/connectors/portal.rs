//! What a manager does in the Chorus Pro portal, as a program: the same pages, forms and buttons.

use raccord_kernel::Secret;
use reqwest::multipart::{Form, Part};
use scraper::{ElementRef, Html, Selector};
use serde::{Deserialize, Serialize};

/// The portal, and the manager who works in it.
#[derive(Debug, Clone)]
pub struct Portal {
    http: reqwest::Client,
    origin: String,
    login: String,
    password: Secret,
}

/// What a sheet's page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetPage {
    /// Its path.
    pub path: String,
    /// The "code appli partenaire".
    pub application_code: String,
    /// Its state: `activee`, `en-attente`.
    pub state: String,
    /// The SHA-256 of the certificate in effect; empty where there is none.
    pub fingerprint: String,
    /// The SHA-256 of the certificate that waits; empty where none does.
    pub waiting_fingerprint: String,
}

/// A refusal that the portal showed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalRefusal {
    /// The HTTP status.
    pub status: u16,
    /// The rule that the page names.
    pub rule: String,
    /// The page's words.
    pub words: String,
}

/// What a manager did not get done.
#[derive(Debug, thiserror::Error)]
pub enum PortalError {
    /// The portal refused, and said why.
    #[error("the portal refused ({} {}): {}", .0.status, .0.rule, .0.words)]
    Refused(PortalRefusal),
    /// A page is not the one that was asked for.
    #[error("the page {path} lacks {what}; the portal may have changed")]
    Page {
        /// The page.
        path: String,
        /// What is missing.
        what: &'static str,
    },
    /// The request did not come through.
    #[error("failed to reach the portal")]
    Http(#[from] reqwest::Error),
}

/// What goes on a new sheet ("Saisie fiche EDI").
#[derive(Debug, Clone)]
pub struct NewSheet<'a> {
    /// The SIRET of the structure.
    pub siret: &'a str,
    /// The first day of the "période de raccordement", `YYYY-MM-DD`.
    pub from: &'a str,
    /// The interface codes.
    pub interface_codes: &'a [&'a str],
    /// The technical contact: "Nom", "Prénom", "Téléphone", "Adresse électronique".
    pub contact: [&'a str; 4],
}

const SHEETS: &str = "/raccordements/fiches";
const HOME: &str = "/accueil";

impl Portal {
    /// The portal at an origin (`https://qualif.chorus-pro.gouv.fr`), for a manager who is not logged in yet. The client must keep cookies.
    #[must_use]
    pub const fn new(
        http: reqwest::Client,
        origin: String,
        login: String,
        password: Secret,
    ) -> Self {
        Self { http, origin, login, password }
    }

    /// Logs in.
    ///
    /// # Errors
    ///
    /// When the portal refuses.
    pub async fn log_in(&self) -> Result<(), PortalError> {
        let form = [("identifiant", &*self.login), ("mot_de_passe", self.password.reveal())];
        let request = self.http.post(self.url("/connexion")).form(&form);
        self.follow("/connexion", request).await.map(drop)
    }

    /// Logs out.
    ///
    /// # Errors
    ///
    /// When the portal refuses.
    pub async fn log_out(&self) -> Result<(), PortalError> {
        let token = self.form_token(HOME).await?;
        let request = self.http.post(self.url("/deconnexion")).form(&[("jeton", token)]);
        self.follow("/deconnexion", request).await.map(drop)
    }

    /// Adds the space "Raccordements EDI et API" to a structure; it appears at the next login.
    ///
    /// # Errors
    ///
    /// When the portal refuses.
    pub async fn add_space(&self, siret: &str) -> Result<(), PortalError> {
        let path = format!("/structures/{siret}");
        let token = self.form_token(&path).await?;
        let request = self.http.post(self.url(&format!("{path}/espaces")));
        self.follow(&path, request.form(&[("jeton", token)])).await.map(drop)
    }

    /// Searches the sheet of an application ("Rechercher fiche EDI") and opens it. The search form
    /// comes with a "Période de raccordement" that hides older sheets: it is cleared or kept.
    ///
    /// # Errors
    ///
    /// When the portal refuses. A search that finds nothing is no error.
    pub async fn find_sheet(
        &self,
        application_code: &str,
        clear_period: bool,
    ) -> Result<Option<SheetPage>, PortalError> {
        let form = self.read(SHEETS).await?;
        let prefilled = attribute(&form, "input#periode", "value").unwrap_or_default();
        let period = if clear_period { String::new() } else { prefilled };
        let query = [("code_appli", application_code), ("periode", &period)];
        let request = self.http.get(self.url(SHEETS)).query(&query);
        let results = self.page(SHEETS, request).await?;
        if attribute(&results, "#nombre", "data-lines").is_none() {
            return Err(PortalError::Page {
                path: SHEETS.to_owned(),
                what: "the search's results",
            });
        }
        match attribute(&results, "table#resultats tr[data-sheet] a.crayon", "href") {
            Some(pencil) => self.sheet(&absolute(SHEETS, &pencil)).await.map(Some),
            None => Ok(None),
        }
    }

    /// Opens a sheet by its path.
    ///
    /// # Errors
    ///
    /// When the portal refuses.
    pub async fn sheet(&self, path: &str) -> Result<SheetPage, PortalError> {
        let page = self.read(path).await?;
        let missing = PortalError::Page { path: path.to_owned(), what: "a sheet" };
        let sheet = select(&page, "main#fiche").ok_or(missing)?;
        let of = |name| sheet.value().attr(name).unwrap_or_default().to_owned();
        Ok(SheetPage {
            path: path.to_owned(),
            application_code: of("data-application-code"),
            state: of("data-state"),
            fingerprint: of("data-certificate-fingerprint"),
            waiting_fingerprint: of("data-waiting-fingerprint"),
        })
    }

    /// Creates a sheet with a certificate ("Saisie fiche EDI", "Valider").
    ///
    /// # Errors
    ///
    /// When the portal refuses the sheet or the file.
    pub async fn create_sheet(
        &self,
        sheet: &NewSheet<'_>,
        file_name: &str,
        file: &[u8],
    ) -> Result<SheetPage, PortalError> {
        let [last_name, first_name, telephone, email] = sheet.contact;
        let mut form = Form::new()
            .text("jeton", self.form_token(HOME).await?)
            .text("structure", sheet.siret.to_owned())
            .text("protocole", "SFTP")
            .text("periode_debut", sheet.from.to_owned())
            .text("periode_fin", "")
            .text("nom", last_name.to_owned())
            .text("prenom", first_name.to_owned())
            .text("telephone", telephone.to_owned())
            .text("courriel", email.to_owned());
        for code in sheet.interface_codes {
            form = form.text("interface", (*code).to_owned());
            form = form.text(format!("integration_{code}"), "Complet");
        }
        let form = form.part("certificat", part(file_name, file));
        let path = self.follow(SHEETS, self.http.post(self.url(SHEETS)).multipart(form)).await?;
        self.sheet(&path).await
    }

    /// Replaces the certificate of a sheet ("Mettre à jour le certificat", "Valider").
    ///
    /// # Errors
    ///
    /// When the portal refuses the file.
    pub async fn update_certificate(
        &self,
        sheet: &SheetPage,
        file_name: &str,
        file: &[u8],
    ) -> Result<SheetPage, PortalError> {
        let form = Form::new()
            .text("jeton", self.form_token(&sheet.path).await?)
            .part("certificat", part(file_name, file));
        let path = format!("{}/certificat", sheet.path);
        let request = self.http.post(self.url(&path)).multipart(form);
        let path = self.follow(&path, request).await?;
        self.sheet(&path).await
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// The token that a form of a page carries.
    async fn form_token(&self, path: &str) -> Result<String, PortalError> {
        let page = self.read(path).await?;
        let missing = PortalError::Page { path: path.to_owned(), what: "a form" };
        attribute(&page, "input[name=jeton]", "value").ok_or(missing)
    }

    async fn read(&self, path: &str) -> Result<Html, PortalError> {
        self.page(path, self.http.get(self.url(path))).await
    }

    /// Sends a request whose answer is a page.
    async fn page(
        &self,
        path: &str,
        request: reqwest::RequestBuilder,
    ) -> Result<Html, PortalError> {
        let response = request.send().await?;
        if response.status().is_redirection() {
            return Err(PortalError::Page { path: path.to_owned(), what: "its own content" });
        }
        refuse(response).await
    }

    /// Sends a form that is answered by a redirection, and says where to.
    async fn follow(
        &self,
        path: &str,
        request: reqwest::RequestBuilder,
    ) -> Result<String, PortalError> {
        let response = request.send().await?;
        if response.status().is_redirection() {
            let location = response.headers().get("location").and_then(|it| it.to_str().ok());
            return Ok(absolute(path, location.unwrap_or_default()));
        }
        refuse(response).await?;
        Err(PortalError::Page { path: path.to_owned(), what: "a way on" })
    }
}

/// Reads a page, or the refusal that it shows.
async fn refuse(response: reqwest::Response) -> Result<Html, PortalError> {
    let status = response.status();
    let page = Html::parse_document(&response.text().await?);
    let alert = select(&page, "[role=alert]");
    if status.is_success() && alert.is_none() {
        return Ok(page);
    }
    let rule = alert.and_then(|it| it.value().attr("data-rule")).unwrap_or_default();
    let words = alert.map(|it| it.text().map(str::trim).collect::<Vec<_>>().join(" "));
    let words = words.unwrap_or_default().trim().to_owned();
    Err(PortalError::Refused(PortalRefusal { status: status.as_u16(), rule: rule.into(), words }))
}

fn select<'a>(page: &'a Html, selector: &str) -> Option<ElementRef<'a>> {
    page.select(&Selector::parse(selector).ok()?).next()
}

fn attribute(page: &Html, selector: &str, name: &str) -> Option<String> {
    select(page, selector)?.value().attr(name).map(str::to_owned)
}

/// The path that a link on a page means.
fn absolute(page: &str, link: &str) -> String {
    let base = reqwest::Url::parse("https://portal.invalid").and_then(|base| base.join(page));
    base.and_then(|base| base.join(link))
        .map_or_else(|_| link.to_owned(), |url| url.path().to_owned())
}

fn part(file_name: &str, file: &[u8]) -> Part {
    Part::bytes(file.to_vec()).file_name(file_name.to_owned())
}
