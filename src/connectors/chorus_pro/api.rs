//! What a scenario asks of a connector over the Chorus Pro API behind PISTE.

use std::fmt::Debug;

use futures::future::LocalBoxFuture;
use raccord_kernel::Secret;
use serde::{Deserialize, Serialize};

use crate::connectors::outside::OutsideError;
use crate::connectors::piste::{Piste, Token, TokenError};

/// A connector over the API. It keeps its token, and asks for another one when it is refused.
pub trait ApiConnector: Debug {
    /// Makes sure that it has a token: asks for one unless it keeps one.
    fn log_in(&mut self) -> LocalBoxFuture<'_, Result<(), ApiError>>;

    /// Deposits a flow.
    fn deposit<'a>(
        &'a mut self,
        file_name: &'a str,
        syntax: &'a str,
        content: &'a [u8],
    ) -> LocalBoxFuture<'a, Result<Deposit, ApiError>>;

    /// Asks for the detailed report of a flow; just after a deposit it may not be there yet.
    fn detailed_report<'a>(
        &'a mut self,
        number: &'a str,
    ) -> LocalBoxFuture<'a, Result<DetailedReport, ApiError>>;

    /// Searches the invoices of a flow, as their numbers; a search without a hit is refused with
    /// `codeRetour` 20000.
    fn invoices_of<'a>(
        &'a mut self,
        number: &'a str,
    ) -> LocalBoxFuture<'a, Result<Vec<String>, ApiError>>;

    /// Does what it does by itself when time has passed. The reference connector has no such habits.
    fn tick(&mut self) -> LocalBoxFuture<'_, Result<(), ApiError>> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// What it would find again.
    fn memory(&self) -> ApiMemory;
}

/// What a connector over the API has in memory.
#[derive(Debug, Clone, Default)]
pub struct ApiMemory {
    /// The token that it keeps, where it shows it.
    pub token: Option<Token>,
    /// How many tokens it asked for since it was built.
    pub tokens_asked: u32,
}

/// Where the API is, and the technical account.
#[derive(Debug, Clone)]
pub struct ChorusProApi {
    /// Where it is: `https://sandbox-api.piste.gouv.fr`.
    pub origin: String,
    /// The login of the technical account: `TECH_1_…@cpro.fr`.
    pub login: String,
    /// Its password.
    pub password: Secret,
    /// Where tokens come from.
    pub piste: Piste,
}

/// A refusal of the gateway or of the API, as a client sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiRefusal {
    /// The HTTP status.
    pub status: u16,
    /// `WWW-Authenticate`, where there was one.
    pub www_authenticate: Option<String>,
    /// `codeRetour`, where there was one.
    pub code_retour: Option<i64>,
    /// `libelle`, where there was one.
    pub libelle: Option<String>,
    /// How many seconds not to ask again, where that was asked for (`Retry-After`).
    #[serde(default)]
    pub retry_after_s: Option<i64>,
}

impl std::fmt::Display for ApiRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.status)?;
        if let (Some(code), Some(libelle)) = (self.code_retour, &self.libelle) {
            write!(f, ", codeRetour {code} `{libelle}`")?;
        }
        if let Some(header) = &self.www_authenticate {
            write!(f, ", `{header}`")?;
        }
        if let Some(seconds) = self.retry_after_s {
            write!(f, ", not to be asked again for {seconds} s")?;
        }
        Ok(())
    }
}

/// A call did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The gateway or the API refused.
    #[error("the API refused: {0}")]
    Refused(ApiRefusal),
    /// No token was had.
    #[error("no token for the call")]
    Token(#[from] TokenError),
    /// It was done, by its status, and its answer is not what the API documents.
    #[error("failed to read the answer of `{operation}`, which says that it was done")]
    Answer {
        /// What was called: "deposer/flux".
        operation: &'static str,
        /// Why.
        source: serde_json::Error,
    },
    /// The request did not come through, or its answer is not what the API documents.
    #[error("failed to call the API")]
    Http(#[from] reqwest::Error),
    /// A connector of another make did not do as its contract says, or cannot do what was asked.
    #[error(transparent)]
    Outside(#[from] OutsideError),
}

/// A deposit that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deposit {
    /// The number of the flow.
    pub numero_flux_depot: String,
    /// The day, `YYYY-MM-DD`.
    pub date_depot: String,
}

/// One thing wrong with an invoice of a flow.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InvoiceError {
    /// The invoice.
    #[serde(rename = "numeroDP")]
    pub numero_dp: String,
    /// What is wrong.
    #[serde(rename = "libelleErreurDP")]
    pub libelle_erreur_dp: String,
}

/// The "compte rendu détaillé" of a flow.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DetailedReport {
    /// The state of the flow: `IN_INTEGRE`.
    pub etat_courant_depot_flux: String,
    /// What is wrong with its invoices.
    #[serde(default, rename = "listeErreurDP")]
    pub liste_erreur_dp: Vec<InvoiceError>,
}
