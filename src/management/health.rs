//! Whether it lives, what it is, and the certificate to trust: open to every program of the machine.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;
use serde::Serialize;
use utoipa::ToSchema;

use super::shared::Shared;

/// Whether it serves.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Health {
    /// `ok`: whoever can read this is served.
    #[schema(example = "ok")]
    status: &'static str,
}

/// What serves.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Version {
    /// The program.
    #[schema(example = "raccord")]
    name: &'static str,
    /// Its version.
    #[schema(example = "0.1.0")]
    version: &'static str,
}

/// Tell whether it serves.
#[utoipa::path(get, path = "/__admin/health", tag = "health", security(()), responses((status = 200, description = "It serves.", body = Health)))]
pub(super) async fn health() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Tell whether the process lives.
#[utoipa::path(get, path = "/__admin/livez", tag = "health", security(()), responses((status = 200, description = "It lives.", body = Health)))]
pub(super) async fn livez() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Tell whether connectors are served.
///
/// This port opens after the doors: it never answers before they do.
#[utoipa::path(get, path = "/__admin/readyz", tag = "health", security(()), responses((status = 200, description = "Connectors are served.", body = Health)))]
pub(super) async fn readyz() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Tell what serves.
#[utoipa::path(get, path = "/__admin/version", tag = "health", security(()), responses((status = 200, description = "The program and its version.", body = Version)))]
pub(super) async fn version() -> Json<Version> {
    Json(Version { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") })
}

/// Give the certificate that vouches for every host.
///
/// It is what connectors have to trust: in a file that `SSL_CERT_FILE` and the like name.
#[utoipa::path(get, path = "/__admin/ca/root.pem", tag = "health", security(()), responses((status = 200, description = "The root, in PEM.", body = String, content_type = "application/x-pem-file")))]
pub(super) async fn root(State(shared): State<Arc<Shared>>) -> Response {
    let pem = shared.tenancy.first().root_pem();
    ([(header::CONTENT_TYPE, "application/x-pem-file")], pem).into_response()
}
