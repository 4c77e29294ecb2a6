//! What a manager of mandates does in Mahis, as a program.

use serde::{Deserialize, Serialize};

use super::csam::{self, Person};
use crate::connectors::pages::{Pages, PortalError, select};

/// Mahis, for a person who is logged in.
#[derive(Debug, Clone)]
pub struct Mahis {
    pages: Pages,
}

/// A new mandate.
#[derive(Debug, Clone)]
pub struct NewMandate<'a> {
    /// "Mandant": an enterprise number.
    pub principal: &'a str,
    /// "Mandataire": an enterprise number.
    pub mandatary: &'a str,
    /// The code of the applications: `fla`, `dimona`.
    pub group: &'a str,
    /// The first quarter: `2026-T2`.
    pub from: &'a str,
}

/// What a mandate's page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MandatePage {
    /// Its path.
    pub path: String,
    /// Its state: `en-attente`, `actif`, `refuse`, `cloture`.
    pub state: String,
}

const MANDATES: &str = "/mahis/mandats";

impl Mahis {
    /// Logs a person in.
    ///
    /// # Errors
    ///
    /// When the portal refuses.
    pub async fn log_in(pages: Pages, person: &Person) -> Result<Self, PortalError> {
        csam::log_in(&pages, person).await?;
        Ok(Self { pages })
    }

    /// Creates a mandate, validated by the side of who creates it.
    ///
    /// # Errors
    ///
    /// When Mahis refuses.
    pub async fn create(&self, mandate: &NewMandate<'_>) -> Result<MandatePage, PortalError> {
        let fields = [
            ("mandant", mandate.principal),
            ("mandataire", mandate.mandatary),
            ("groupe", mandate.group),
            ("debut", mandate.from),
            ("fin", ""),
        ];
        let form = format!("{MANDATES}/saisie");
        let path = csam::submit_from(&self.pages, (&form, MANDATES), &fields).await?;
        self.mandate(&path).await
    }

    /// Validates a mandate for the other side.
    ///
    /// # Errors
    ///
    /// When Mahis refuses.
    pub async fn validate(&self, path: &str) -> Result<MandatePage, PortalError> {
        self.act(path, "validation", &[]).await
    }

    /// Refuses a mandate for the other side.
    ///
    /// # Errors
    ///
    /// When Mahis refuses.
    pub async fn refuse(&self, path: &str) -> Result<MandatePage, PortalError> {
        self.act(path, "refus", &[]).await
    }

    /// Ends a mandate with a quarter.
    ///
    /// # Errors
    ///
    /// When Mahis refuses.
    pub async fn close(&self, path: &str, until: &str) -> Result<MandatePage, PortalError> {
        self.act(path, "cloture", &[("fin", until)]).await
    }

    /// Opens a mandate's page.
    ///
    /// # Errors
    ///
    /// When Mahis refuses.
    pub async fn mandate(&self, path: &str) -> Result<MandatePage, PortalError> {
        let page = self.pages.read(path).await?;
        let missing = PortalError::Page { path: path.to_owned(), what: "a mandate" };
        let main = select(&page, "main#mandat").ok_or(missing)?;
        let state = main.value().attr("data-state").unwrap_or_default().to_owned();
        Ok(MandatePage { path: path.to_owned(), state })
    }

    async fn act(
        &self,
        path: &str,
        act: &str,
        fields: &[(&str, &str)],
    ) -> Result<MandatePage, PortalError> {
        let form = format!("{path}/{act}");
        csam::submit_from(&self.pages, (path, &form), fields).await?;
        self.mandate(path).await
    }
}
