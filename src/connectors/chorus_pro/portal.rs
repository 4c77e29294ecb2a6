//! What a manager does in the Chorus Pro portal, as a program: the same pages, forms and buttons.

mod deposit;

use raccord_kernel::Secret;
use reqwest::multipart::Form;
use serde::{Deserialize, Serialize};

use crate::connectors::pages::{Pages, PortalError, absolute, attribute, part, select};

/// The portal, and the manager who works in it.
#[derive(Debug, Clone)]
pub struct Portal {
    pages: Pages,
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
        Self { pages: Pages { http, origin }, login, password }
    }

    /// Logs in.
    ///
    /// # Errors
    ///
    /// When the portal refuses.
    pub async fn log_in(&self) -> Result<(), PortalError> {
        let form = [("identifiant", &*self.login), ("mot_de_passe", self.password.reveal())];
        let request = self.pages.http.post(self.pages.url("/connexion")).form(&form);
        self.pages.follow("/connexion", request).await.map(drop)
    }

    /// Logs out.
    ///
    /// # Errors
    ///
    /// When the portal refuses.
    pub async fn log_out(&self) -> Result<(), PortalError> {
        let token = self.pages.form_token(HOME).await?;
        let request =
            self.pages.http.post(self.pages.url("/deconnexion")).form(&[("jeton", token)]);
        self.pages.follow("/deconnexion", request).await.map(drop)
    }

    /// Adds the space "Raccordements EDI et API" to a structure; it appears at the next login.
    ///
    /// # Errors
    ///
    /// When the portal refuses.
    pub async fn add_space(&self, siret: &str) -> Result<(), PortalError> {
        let path = format!("/structures/{siret}");
        let token = self.pages.form_token(&path).await?;
        let request = self.pages.http.post(self.pages.url(&format!("{path}/espaces")));
        self.pages.follow(&path, request.form(&[("jeton", token)])).await.map(drop)
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
        let form = self.pages.read(SHEETS).await?;
        let prefilled = attribute(&form, "input#periode", "value").unwrap_or_default();
        let period = if clear_period { String::new() } else { prefilled };
        let query = [("code_appli", application_code), ("periode", &period)];
        let request = self.pages.http.get(self.pages.url(SHEETS)).query(&query);
        let results = self.pages.page(SHEETS, request).await?;
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
        let page = self.pages.read(path).await?;
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
            .text("jeton", self.pages.form_token(HOME).await?)
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
        let path = self
            .pages
            .follow(SHEETS, self.pages.http.post(self.pages.url(SHEETS)).multipart(form))
            .await?;
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
            .text("jeton", self.pages.form_token(&sheet.path).await?)
            .part("certificat", part(file_name, file));
        let path = format!("{}/certificat", sheet.path);
        let request = self.pages.http.post(self.pages.url(&path)).multipart(form);
        let path = self.pages.follow(&path, request).await?;
        self.sheet(&path).await
    }
}
