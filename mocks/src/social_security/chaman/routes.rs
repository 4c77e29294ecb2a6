//! The routes.

use axum::Router;
use raccord_kernel::Desk;

use crate::social_security::SocialSecurity;

/// The routes.
#[must_use]
pub fn routes(_desk: &Desk<SocialSecurity>) -> Router {
    Router::new()
}
