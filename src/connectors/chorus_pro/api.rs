//! A client of the Chorus Pro API behind PISTE: a supplier's deposits and reports.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use raccord_kernel::Secret;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::connectors::piste::{Piste, Token, TokenError};

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
    /// The request did not come through, or its answer is not what the API documents.
    #[error("failed to call the API")]
    Http(#[from] reqwest::Error),
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

/// A connector over the API: it keeps its token, and asks for another one when it is refused.
#[derive(Debug, Clone)]
pub struct ApiConnector {
    http: reqwest::Client,
    api: ChorusProApi,
    token: Option<Token>,
    /// How many tokens it asked for.
    pub tokens_asked: u32,
}

impl ApiConnector {
    /// A connector, with the token that it kept if it did.
    #[must_use]
    pub const fn new(http: reqwest::Client, api: ChorusProApi, token: Option<Token>) -> Self {
        Self { http, api, token, tokens_asked: 0 }
    }

    /// The token that it keeps.
    #[must_use]
    pub const fn token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    /// Asks for a token, and keeps it.
    ///
    /// # Errors
    ///
    /// When there is none to be had.
    pub async fn log_in(&mut self) -> Result<(), ApiError> {
        self.bearer().await.map(drop)
    }

    /// Deposits a flow.
    ///
    /// # Errors
    ///
    /// When the call does not succeed.
    pub async fn deposit(
        &mut self,
        file_name: &str,
        syntax: &str,
        content: &[u8],
    ) -> Result<Deposit, ApiError> {
        let body = json!({
            "fichierFlux": STANDARD.encode(content),
            "nomFichier": file_name,
            "syntaxeFlux": syntax,
            "avecSignature": false,
        });
        let answer = self.call("/cpro/factures/v1/deposer/flux", &body).await?;
        read(answer)
    }

    /// Asks for the detailed report of a flow.
    ///
    /// # Errors
    ///
    /// When the call does not succeed; just after a deposit the report may not be there yet.
    pub async fn detailed_report(&mut self, number: &str) -> Result<DetailedReport, ApiError> {
        let body = json!({ "numeroFluxDepot": number });
        let answer = self.call("/cpro/transverses/v1/consulterCRDetaille", &body).await?;
        read(answer)
    }

    /// Searches the invoices of a flow, as their numbers.
    ///
    /// # Errors
    ///
    /// When the call does not succeed; a search without a hit is refused with `codeRetour` 20000.
    pub async fn invoices_of(&mut self, number: &str) -> Result<Vec<String>, ApiError> {
        let body = json!({ "numeroFluxDepot": number });
        let answer = self.call("/cpro/factures/v1/rechercher/fournisseur", &body).await?;
        let found = answer.get("listeFactures").and_then(Value::as_array);
        let number_of = |it: &Value| Some(it.get("numeroFacture")?.as_str()?.to_owned());
        Ok(found.into_iter().flatten().filter_map(number_of).collect())
    }

    /// Calls an operation; a refused token is dropped, and the call made once more with a new one.
    ///
    /// # Errors
    ///
    /// When the call does not succeed.
    pub async fn call(&mut self, path: &str, body: &Value) -> Result<Value, ApiError> {
        let had_token = self.token.is_some();
        match self.call_once(path, body).await {
            Err(ApiError::Refused(refusal)) if had_token && is_token_refused(&refusal) => {
                self.token = None;
                self.call_once(path, body).await
            }
            answer => answer,
        }
    }

    async fn call_once(&mut self, path: &str, body: &Value) -> Result<Value, ApiError> {
        let bearer = self.bearer().await?;
        let account = format!("{}:{}", self.api.login, self.api.password.reveal());
        let request = self
            .http
            .post(format!("{}{path}", self.api.origin))
            .bearer_auth(bearer.reveal())
            .header("cpro-account", STANDARD.encode(account))
            .header("accept", "application/json;charset=utf-8")
            .json(body);
        judge(request.send().await?).await
    }

    async fn bearer(&mut self) -> Result<Secret, ApiError> {
        if let Some(token) = &self.token {
            return Ok(token.bearer.clone());
        }
        self.tokens_asked += 1;
        let token = self.api.piste.token(&self.http).await?;
        Ok(self.token.insert(token).bearer.clone())
    }
}

/// A token that is over or unknown; a wrong technical account is another 401.
fn is_token_refused(refusal: &ApiRefusal) -> bool {
    let header = refusal.www_authenticate.as_deref().unwrap_or_default();
    refusal.status == 401 && header.contains("invalid_token")
}

async fn judge(response: reqwest::Response) -> Result<Value, ApiError> {
    let status = response.status();
    let header = response.headers().get("www-authenticate");
    let mut refusal = ApiRefusal {
        status: status.as_u16(),
        www_authenticate: header.and_then(|it| it.to_str().ok()).map(str::to_owned),
        ..ApiRefusal::default()
    };
    let body: Value = if status.is_success() {
        response.json().await?
    } else {
        response.json().await.unwrap_or_default()
    };
    refusal.code_retour = body.get("codeRetour").and_then(Value::as_i64);
    refusal.libelle = body.get("libelle").and_then(Value::as_str).map(str::to_owned);
    // A refusal by the trade's rules is a 200 with another `codeRetour` than 0.
    match refusal.code_retour {
        Some(0) | None if status.is_success() => Ok(body),
        _ => Err(ApiError::Refused(refusal)),
    }
}

fn read<T: serde::de::DeserializeOwned + 'static>(answer: Value) -> Result<T, ApiError> {
    let code_retour = answer.get("codeRetour").and_then(Value::as_i64);
    serde_json::from_value(answer).map_err(|error| {
        ApiError::Refused(ApiRefusal {
            status: 200,
            code_retour,
            libelle: Some(format!("the answer is not what the API documents: {error}")),
            ..ApiRefusal::default()
        })
    })
}
