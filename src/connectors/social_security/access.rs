//! What a chief access manager does in "Gestion des accès", as a program.

use super::csam::{self, Person};
use crate::connectors::pages::{Pages, PortalError};

const ACCESS: &str = "/gestion-des-acces";

/// "Gestion des accès", for a person who is logged in.
#[derive(Debug, Clone)]
pub struct AccessManagement {
    pages: Pages,
}

impl AccessManagement {
    /// Logs a person in.
    ///
    /// # Errors
    ///
    /// When the portal refuses.
    pub async fn log_in(pages: Pages, person: &Person) -> Result<Self, PortalError> {
        csam::log_in(&pages, person).await?;
        Ok(Self { pages })
    }

    /// Makes a quality of the company, by its code.
    ///
    /// # Errors
    ///
    /// When the portal refuses.
    pub async fn add_quality(&self, quality: &str) -> Result<(), PortalError> {
        let path = format!("{ACCESS}/qualites");
        csam::submit_from(&self.pages, (ACCESS, &path), &[("qualite", quality)]).await.map(drop)
    }

    /// Gives a person of the company a role in a quality, by their codes.
    ///
    /// # Errors
    ///
    /// When the portal refuses.
    pub async fn give_role(
        &self,
        login: &str,
        quality: &str,
        role: &str,
    ) -> Result<(), PortalError> {
        let path = format!("{ACCESS}/roles");
        let fields = [("personne", login), ("qualite", quality), ("role", role)];
        csam::submit_from(&self.pages, (ACCESS, &path), &fields).await.map(drop)
    }
}
