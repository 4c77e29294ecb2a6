//! What a request asks: its tenant, its query, its body, each told where it is not as it should.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use http::Uri;
use http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::problem::{self, Problem};
use super::shared::Shared;
use crate::environment::Mocks;

/// Whose call it is.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct OfTenant {
    /// The tenant that the call is about; the first where none is named.
    #[param(example = "default")]
    tenant: Option<String>,
}

/// A query that has nothing beside the tenant.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// The tenant of a request, and the rest of its query.
pub(super) struct Asked<Q = Nothing> {
    pub(super) mocks: Arc<Mocks>,
    pub(super) query: Q,
}

impl<Q: DeserializeOwned> FromRequestParts<Arc<Shared>> for Asked<Q> {
    type Rejection = Problem;

    async fn from_request_parts(
        parts: &mut Parts,
        shared: &Arc<Shared>,
    ) -> Result<Self, Self::Rejection> {
        let OfTenant { tenant } = query(&parts.uri)?;
        let mocks = shared.tenant(tenant.as_deref())?;
        Ok(Self { mocks, query: query(&without_tenant(&parts.uri))? })
    }
}

fn query<Q: DeserializeOwned>(uri: &Uri) -> Result<Q, Problem> {
    let read = Query::try_from_uri(uri).map_err(|error| {
        let cause = std::error::Error::source(&error).map_or_else(String::new, ToString::to_string);
        Problem::new(
            problem::QUERY,
            format!("failed to read the query: {cause}; /__admin/openapi.json has what it takes"),
        )
    })?;
    let Query(query) = read;
    Ok(query)
}

/// The same address with a query that does not name a tenant.
fn without_tenant(uri: &Uri) -> Uri {
    let pairs = uri.query().unwrap_or_default().split('&');
    let rest: Vec<_> = pairs.filter(|pair| pair.split('=').next() != Some("tenant")).collect();
    format!("{}?{}", uri.path(), rest.join("&")).parse().unwrap_or_default()
}

/// A body in JSON, of at most so many octets.
pub(super) struct Body<T, const BYTES_MAX: usize = { 1024 * 1024 }>(pub(super) T);

/// How long a client may take for its body.
const BODY: Duration = Duration::from_secs(30);

impl<T: DeserializeOwned, S: Sync, const BYTES_MAX: usize> FromRequest<S> for Body<T, BYTES_MAX> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        let bytes = read(request, BYTES_MAX).await?;
        let read = serde_json::from_slice(&bytes).map_err(|error| {
            Problem::new(
                problem::BODY,
                format!(
                    "failed to read the body: {error}; /__admin/openapi.json has what it takes"
                ),
            )
        })?;
        Ok(Self(read))
    }
}

async fn read(request: Request, bytes_max: usize) -> Result<Bytes, Problem> {
    let read = axum::body::to_bytes(request.into_body(), bytes_max);
    let Ok(read) = tokio::time::timeout(BODY, read).await else {
        let detail = format!("found no end of the body after {BODY:?}; send it at once");
        return Err(Problem::new(problem::TOO_SLOW, detail));
    };
    read.map_err(|_| {
        Problem::new(
            problem::TOO_LARGE,
            format!(
                "found a body of more than {bytes_max} octets, or one that breaks off; send less"
            ),
        )
    })
}
