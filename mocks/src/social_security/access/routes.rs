//! The routes.

use axum::Router;

use crate::social_security::csam::Front;

/// The routes.
#[must_use]
pub(in crate::social_security) fn routes() -> Router<Front> {
    Router::new()
}
