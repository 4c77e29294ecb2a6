//! The reference connector over the Chorus Pro API: deposits and reports, through PISTE.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use raccord_kernel::Secret;
use serde_json::{Value, json};

use super::api::{
    ApiConnector, ApiError, ApiMemory, ApiRefusal, ChorusProApi, Deposit, DetailedReport,
};
use crate::connectors::headers;
use crate::connectors::piste::Token;

/// A connector over the API: it keeps its token, and asks for another one when it is refused.
#[derive(Debug, Clone)]
pub struct ApiPiste {
    http: reqwest::Client,
    api: ChorusProApi,
    token: Option<Token>,
    tokens_asked: u32,
}

impl ApiPiste {
    /// A connector, with the token that it kept if it did.
    #[must_use]
    pub const fn new(http: reqwest::Client, api: ChorusProApi, token: Option<Token>) -> Self {
        Self { http, api, token, tokens_asked: 0 }
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

impl ApiConnector for ApiPiste {
    fn log_in(&mut self) -> LocalBoxFuture<'_, Result<(), ApiError>> {
        async move { self.bearer().await.map(drop) }.boxed_local()
    }

    fn deposit<'a>(
        &'a mut self,
        file_name: &'a str,
        syntax: &'a str,
        content: &'a [u8],
    ) -> LocalBoxFuture<'a, Result<Deposit, ApiError>> {
        async move {
            let body = json!({
                "fichierFlux": STANDARD.encode(content),
                "nomFichier": file_name,
                "syntaxeFlux": syntax,
                "avecSignature": false,
            });
            let answer = self.call("/cpro/factures/v1/deposer/flux", &body).await?;
            read("deposer/flux", answer)
        }
        .boxed_local()
    }

    fn detailed_report<'a>(
        &'a mut self,
        number: &'a str,
    ) -> LocalBoxFuture<'a, Result<DetailedReport, ApiError>> {
        async move {
            let body = json!({ "numeroFluxDepot": number });
            let answer = self.call("/cpro/transverses/v1/consulterCRDetaille", &body).await?;
            read("consulterCRDetaille", answer)
        }
        .boxed_local()
    }

    fn invoices_of<'a>(
        &'a mut self,
        number: &'a str,
    ) -> LocalBoxFuture<'a, Result<Vec<String>, ApiError>> {
        async move {
            let body = json!({ "numeroFluxDepot": number });
            let answer = self.call("/cpro/factures/v1/rechercher/fournisseur", &body).await?;
            let found = answer.get("listeFactures").and_then(Value::as_array);
            let number_of = |it: &Value| Some(it.get("numeroFacture")?.as_str()?.to_owned());
            Ok(found.into_iter().flatten().filter_map(number_of).collect())
        }
        .boxed_local()
    }

    fn memory(&self) -> ApiMemory {
        ApiMemory { token: self.token.clone(), tokens_asked: self.tokens_asked }
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
    let retry_after_s = headers::retry_after_s(response.headers());
    let mut refusal = ApiRefusal {
        status: status.as_u16(),
        www_authenticate: header.and_then(|it| it.to_str().ok()).map(str::to_owned),
        retry_after_s,
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

fn read<T: serde::de::DeserializeOwned>(
    operation: &'static str,
    answer: Value,
) -> Result<T, ApiError> {
    serde_json::from_value(answer).map_err(|source| ApiError::Answer { operation, source })
}
