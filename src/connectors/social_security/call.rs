//! One call of a REST API of social security, and the problems that it answers (Belgif).

use std::borrow::Cow;

use raccord_kernel::Secret;
use serde::{Deserialize, Serialize};

use super::oauth::TokenError;
use crate::connectors::headers;

/// A problem that an API answered, as a client sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// What follows the last colon of `type`: `missingScope`.
    pub name: String,
    /// `detail`, where there was one.
    pub detail: String,
    /// `WWW-Authenticate`, where there was one.
    pub www_authenticate: Option<String>,
    /// In how many seconds to ask again (`Retry-After`), where it said so.
    #[serde(default)]
    pub retry_after_s: Option<i64>,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { status, name, detail, .. } = self;
        write!(f, "{status} {name}")?;
        if detail.is_empty() { Ok(()) } else { write!(f, " ({detail})") }
    }
}

/// A call did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The API refused.
    #[error("the API refused: {0}")]
    Refused(Problem),
    /// No token was had.
    #[error("no token for the call")]
    Token(#[from] TokenError),
    /// The answer lacks what it must have.
    #[error("the answer lacks {0}; the API may have changed")]
    Answer(Cow<'static, str>),
    /// The request did not come through.
    #[error("failed to call the API")]
    Http(#[from] reqwest::Error),
}

impl CallError {
    /// In how many seconds to ask again, where the other side said so.
    #[must_use]
    pub const fn retry_after_s(&self) -> Option<i64> {
        match self {
            Self::Refused(problem) => problem.retry_after_s,
            Self::Token(TokenError::Refused { retry_after_s, .. }) => *retry_after_s,
            Self::Token(_) | Self::Answer(_) | Self::Http(_) => None,
        }
    }

    /// Whether another token may help: this one is unknown, or over.
    #[must_use]
    pub const fn is_of_the_token(&self) -> bool {
        matches!(self, Self::Refused(Problem { status: 401, .. }))
    }
}

#[derive(Deserialize, Default)]
struct Body {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    detail: String,
}

/// What the answer of a creation may be: it has no body but a problem's.
pub const PROBLEMS: &str = "application/problem+json";

/// Creates something with a token and an `Accept`, and answers the identifier at the end of its
/// `Location`.
pub(super) async fn create(
    http: &reqwest::Client,
    (bearer, accept): (&Secret, &str),
    url: &str,
    body: &impl Serialize,
) -> Result<String, CallError> {
    let request = http.post(url).json(body).header("accept", accept);
    let response = send(request, bearer).await?;
    let location = response.headers().get("location").and_then(|it| it.to_str().ok());
    let id = location.and_then(|it| it.rsplit('/').next()).filter(|id| !id.is_empty());
    id.map(str::to_owned).ok_or(CallError::Answer("a `Location`".into()))
}

/// Reads something; nothing where it is not there, or not yet.
pub(super) async fn read<T: for<'de> Deserialize<'de>>(
    http: &reqwest::Client,
    bearer: &Secret,
    url: &str,
) -> Result<Option<T>, CallError> {
    let accepted = "application/json, application/problem+json";
    match send(http.get(url).header("accept", accepted), bearer).await {
        Ok(response) => Ok(Some(response.json().await?)),
        Err(CallError::Refused(Problem { status: 404, .. })) => Ok(None),
        Err(other) => Err(other),
    }
}

async fn send(
    request: reqwest::RequestBuilder,
    bearer: &Secret,
) -> Result<reqwest::Response, CallError> {
    let response = request.bearer_auth(bearer.reveal()).send().await?;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let challenge = response.headers().get("www-authenticate").and_then(|it| it.to_str().ok());
    let www_authenticate = challenge.map(str::to_owned);
    let retry_after_s = headers::retry_after_s(response.headers());
    let Body { kind, detail } = response.json().await.unwrap_or_default();
    let name = kind.rsplit(':').next().unwrap_or_default().to_owned();
    let status = status.as_u16();
    Err(CallError::Refused(Problem { status, name, detail, www_authenticate, retry_after_s }))
}
