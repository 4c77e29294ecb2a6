//! The routes.

use axum::Router;
use raccord_kernel::Desk;

use crate::social_security::{Environment, SocialSecurity};

/// The routes of one environment.
#[must_use]
pub fn routes(_desk: &Desk<SocialSecurity>, _environment: Environment) -> Router {
    Router::new()
}
