//! "Factures émises": a person deposits an invoice by hand, and looks what became of it.

use reqwest::multipart::Form;

use super::Portal;
use crate::connectors::pages::{PortalError, attribute, part};

const DEPOSIT: &str = "/factures/depot";

impl Portal {
    /// Deposits a file for the structure of a SIRET ("Dépôt factures", "Valider"), and answers the
    /// number of its flow.
    ///
    /// # Errors
    ///
    /// When the portal refuses the file, or leads to no flow.
    pub async fn deposit(
        &self,
        siret: &str,
        file_name: &str,
        bytes: &[u8],
    ) -> Result<String, PortalError> {
        let form = Form::new()
            .text("jeton", self.pages.form_token(DEPOSIT).await?)
            .text("structure", siret.to_owned())
            .part("fichier", part(file_name, bytes));
        let request = self.pages.http.post(self.pages.url(DEPOSIT)).multipart(form);
        let path = self.pages.follow(DEPOSIT, request).await?;
        let number = path.strip_prefix(DEPOSIT).and_then(|rest| rest.strip_prefix('/'));
        let number = number.filter(|number| !number.is_empty());
        let missing = || PortalError::Page { path: path.clone(), what: "the number of a flow" };
        number.map(str::to_owned).ok_or_else(missing)
    }

    /// The state of a flow, under its wire name: `IN_INTEGRE` ("Suivi des flux").
    ///
    /// # Errors
    ///
    /// When the portal refuses: no structure of the manager's deposited a flow of this number.
    pub async fn deposit_state(&self, number: &str) -> Result<String, PortalError> {
        let path = format!("{DEPOSIT}/{number}");
        let page = self.pages.read(&path).await?;
        let state = attribute(&page, "main#flux", "data-state").filter(|state| !state.is_empty());
        state.ok_or(PortalError::Page { path, what: "the state of a flow" })
    }
}
