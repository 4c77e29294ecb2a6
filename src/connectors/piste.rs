//! A client of PISTE's token endpoint.

use raccord_kernel::Secret;
use serde::Deserialize;

use super::headers;

/// The endpoint and the application's identifiers ("Identifiants OAuth").
#[derive(Debug, Clone)]
pub struct Piste {
    /// Where the token endpoint is: `https://sandbox-oauth.piste.gouv.fr`.
    pub origin: String,
    /// The "Client ID".
    pub client_id: String,
    /// What "voir le secret" shows.
    pub client_secret: Secret,
}

/// A bearer token.
#[derive(Debug, Clone)]
pub struct Token {
    /// What to send after `Bearer`.
    pub bearer: Secret,
    /// How long it lives, in seconds.
    pub expires_in_s: u32,
}

/// No token was had.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// PISTE refused.
    #[error("PISTE refused a token: {status}, `{error}`")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The `error` of the answer, or nothing where there was none.
        error: String,
        /// In how many seconds to ask again (`Retry-After`), where it said so.
        retry_after_s: Option<i64>,
    },
    /// PISTE answered 200 without a token: it happens in production (PASTELL, changelog).
    #[error("PISTE answered 200 with an empty token; ask again in a moment")]
    Empty,
    /// The request did not come through.
    #[error("failed to ask PISTE for a token")]
    Http(#[from] reqwest::Error),
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    access_token: String,
    #[serde(default)]
    expires_in: u32,
}

#[derive(Deserialize, Default)]
struct Refusal {
    #[serde(default)]
    error: String,
}

impl Piste {
    /// Asks for a token.
    ///
    /// # Errors
    ///
    /// When PISTE refuses, or cannot be reached.
    pub async fn token(&self, http: &reqwest::Client) -> Result<Token, TokenError> {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &self.client_id),
            ("client_secret", self.client_secret.reveal()),
            ("scope", "openid"),
        ];
        let url = format!("{}/api/oauth/token", self.origin);
        let response = http.post(url).form(&form).send().await?;
        let status = response.status();
        if !status.is_success() {
            let retry_after_s = headers::retry_after_s(response.headers());
            let Refusal { error } = response.json().await.unwrap_or_default();
            return Err(TokenError::Refused { status: status.as_u16(), error, retry_after_s });
        }
        let answer: Answer = response.json().await?;
        if answer.access_token.is_empty() {
            return Err(TokenError::Empty);
        }
        Ok(Token { bearer: Secret::new(answer.access_token), expires_in_s: answer.expires_in })
    }
}
