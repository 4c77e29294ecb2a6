//! A client of social security's token server: client credentials, with an assertion that the client
//! signed (RFC 7523).

use jiff::Timestamp;
use jsonwebtoken::{Algorithm, Header};
use raccord_kernel::Secret;
use serde::{Deserialize, Serialize};

use super::client_key::ClientKey;
use crate::connectors::headers;

/// Who asks for a token, where, and what for: an integrator's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenSettings {
    /// The "Client ID" that ChaMan shows.
    pub client_id: String,
    /// The token endpoint.
    pub token_url: String,
    /// The "Audience url".
    pub audience: String,
    /// The scopes, separated by spaces; the account's own where there is nothing.
    pub scope: Option<String>,
    /// How long an assertion lives, in seconds.
    pub lifetime_s: i64,
}

/// A bearer token.
#[derive(Debug, Clone)]
pub struct Token {
    /// What to send after `Bearer`.
    pub bearer: Secret,
    /// How long it lives, in seconds.
    pub expires_in_s: u32,
    /// The scopes that it is good for, separated by spaces.
    pub scope: String,
}

/// No token was had.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The token server refused.
    #[error("the token server refused: {status}, `{error}`")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The `error` of the answer, or nothing where there was none.
        error: String,
        /// In how many seconds to ask again (`Retry-After`), where it said so.
        retry_after_s: Option<i64>,
    },
    /// An assertion could not be signed.
    #[error("failed to sign an assertion")]
    Sign(#[from] jsonwebtoken::errors::Error),
    /// The request did not come through, or its answer is none.
    #[error("failed to ask the token server")]
    Http(#[from] reqwest::Error),
    /// A connector of another make says that its request did not come through.
    #[error("failed to ask the token server: {0}")]
    Unreached(String),
}

/// The claims of an assertion (RFC 7523 §3), in whole seconds.
#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
    jti: &'a str,
}

#[derive(Deserialize)]
struct Answer {
    access_token: String,
    expires_in: u32,
    #[serde(default)]
    scope: String,
}

#[derive(Deserialize, Default)]
struct Refusal {
    #[serde(default)]
    error: String,
}

impl TokenSettings {
    /// Signs an assertion at `now`, under an identifier that was never used before.
    ///
    /// # Errors
    ///
    /// When the key cannot sign.
    pub fn assertion(
        &self,
        key: &ClientKey,
        jti: &str,
        now: Timestamp,
    ) -> Result<Secret, TokenError> {
        let (iat, id) = (now.as_second(), &*self.client_id);
        let exp = iat.saturating_add(self.lifetime_s);
        let claims = Claims { iss: id, sub: id, aud: &self.audience, iat, exp, jti };
        let header = Header::new(Algorithm::RS256);
        Ok(Secret::new(jsonwebtoken::encode(&header, &claims, key.encoding())?))
    }

    /// Asks for a token with an assertion.
    ///
    /// # Errors
    ///
    /// When the token server refuses, or cannot be reached.
    pub async fn token(
        &self,
        http: &reqwest::Client,
        assertion: &Secret,
    ) -> Result<Token, TokenError> {
        let mut form = vec![
            ("grant_type", "client_credentials"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion.reveal()),
        ];
        form.extend(self.scope.as_deref().map(|scope| ("scope", scope)));
        answer(http.post(&self.token_url).form(&form).send().await?).await
    }
}

/// Reads what the token server answered.
///
/// # Errors
///
/// When it refused, or its answer is none.
pub async fn answer(response: reqwest::Response) -> Result<Token, TokenError> {
    let status = response.status();
    if !status.is_success() {
        let retry_after_s = headers::retry_after_s(response.headers());
        let Refusal { error } = response.json().await.unwrap_or_default();
        return Err(TokenError::Refused { status: status.as_u16(), error, retry_after_s });
    }
    let Answer { access_token, expires_in, scope } = response.json().await?;
    Ok(Token { bearer: Secret::new(access_token), expires_in_s: expires_in, scope })
}
