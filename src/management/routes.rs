//! The list of all routes: what is answered, and what the OpenAPI document is made of.

use std::sync::Arc;

use axum::{Router, middleware};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::problem::{self, Problem};
use super::shared::Shared;
use super::{
    certificates, clock, console, events, faults, guard, hand_in, health, identities, journal,
    mail, openapi, orders, rules, shutdown, state, systems, tenants,
};

/// Every documented route.
pub(super) fn documented() -> OpenApiRouter<Arc<Shared>> {
    OpenApiRouter::default()
        .routes(routes!(health::health))
        .routes(routes!(health::livez))
        .routes(routes!(health::readyz))
        .routes(routes!(health::version))
        .routes(routes!(health::root))
        .routes(routes!(openapi::document))
        .routes(routes!(clock::read))
        .routes(routes!(clock::advance))
        .routes(routes!(clock::set))
        .routes(routes!(clock::freeze))
        .routes(routes!(clock::resume))
        .routes(routes!(faults::list, faults::ask, faults::clear))
        .routes(routes!(faults::take_back))
        .routes(routes!(journal::journal))
        .routes(routes!(journal::requests))
        .routes(routes!(journal::unmatched))
        .routes(routes!(journal::handshakes))
        .routes(routes!(events::events))
        .routes(routes!(systems::systems))
        .routes(routes!(mail::read, mail::empty))
        .routes(routes!(certificates::timeline, orders::order))
        .routes(routes!(hand_in::on_sheet))
        .routes(routes!(hand_in::activate))
        .routes(routes!(hand_in::in_account))
        .routes(routes!(identities::identities))
        .routes(routes!(state::read, state::put))
        .routes(routes!(state::reset))
        .routes(routes!(tenants::list, tenants::add))
        .routes(routes!(tenants::remove))
        .routes(routes!(rules::all))
        .routes(routes!(rules::one))
        .routes(routes!(shutdown::shutdown))
}

/// All that this port answers.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    // The document is made again when somebody asks for it: a process that serves must be ready
    // soon and stay small.
    let (router, _document) = documented().split_for_parts();
    router
        .merge(console::router())
        .fallback(unknown_path)
        .method_not_allowed_fallback(unknown_method)
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), guard::guard))
        .with_state(shared)
}

async fn unknown_path() -> Problem {
    Problem::new(
        problem::UNKNOWN_PATH,
        "found a path that nothing answers, expected one of those in /__admin/openapi.json",
    )
}

async fn unknown_method(method: http::Method) -> Problem {
    Problem::new(
        problem::UNKNOWN_METHOD,
        format!("found {method}, expected a method that the header `allow` lists"),
    )
}
