//! The end, on request.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;

use super::shared::Shared;

/// Ask the process to end.
///
/// It ends in good order, as on `SIGTERM`: what is kept beyond the process is kept first.
#[utoipa::path(post, path = "/__admin/shutdown", tag = "process", responses((status = 202, description = "The process was asked to end.")))]
pub(super) async fn shutdown(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.stop();
    StatusCode::ACCEPTED
}
