//! The routes of "Gestion des accès", and of the portal's home: each decodes, asks, and shows a page.

use crate::web::Routes;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::{get, post};
use http::HeaderMap;

use super::pages::{AccessPage, HomePage};
use super::refusal::Refusal;
use super::service::Gift;
use super::{rules, wire};
use crate::social_security::csam::{Caller, Front};
use crate::web::form;

/// The page's path.
const PAGE: &str = "/gestion-des-acces";

/// The routes.
pub(in crate::social_security) fn routes() -> Routes<Front> {
    Routes::new()
        .route("GET", "/accueil", get(home))
        .route("GET", PAGE, get(page))
        .route("POST", "/gestion-des-acces/qualites", post(add_quality))
        .route("POST", "/gestion-des-acces/roles", post(give_roles))
}

/// `GET /accueil`.
async fn home(State(front): State<Front>, caller: Caller, headers: HeaderMap) -> Response {
    let ruling = front.serve("access.home", &caller, |state, turn| {
        state.check_chosen(turn.visitor)?;
        Ok::<_, Refusal>(())
    });
    let chaman = wire::chaman(front.portal, &headers);
    front.show((&caller, ruling), "/connexion", |chrome, ()| HomePage { chrome, chaman })
}

/// `GET /gestion-des-acces`.
async fn page(State(front): State<Front>, caller: Caller) -> Response {
    let ruling = front.serve("access.page", &caller, |state, turn| {
        state.check_chosen(turn.visitor)?;
        turn.trace.stands_on(rules::ACCESS_01);
        state.staff_of(&turn.visitor.login)
    });
    front.show((&caller, ruling), "/accueil", |chrome, staff| AccessPage { chrome, staff })
}

/// `POST /gestion-des-acces/qualites`.
async fn add_quality(State(front): State<Front>, caller: Caller, request: Request) -> Response {
    let form = form::url_encoded(request).await;
    let ruling = front.serve_form("access.quality.add", &caller, form, |state, turn, form| {
        state.check_chosen(turn.visitor)?;
        state.add_quality(&turn.visitor.login, wire::quality(form), turn.trace)
    });
    front.lead((&caller, ruling), PAGE, |_| PAGE.to_owned())
}

/// `POST /gestion-des-acces/roles`.
async fn give_roles(State(front): State<Front>, caller: Caller, request: Request) -> Response {
    let form = form::url_encoded(request).await;
    let ruling = front.serve_form("access.role.give", &caller, form, |state, turn, form| {
        state.check_chosen(turn.visitor)?;
        state.give_roles(&turn.visitor.login, &Gift::of(form), turn.trace)
    });
    front.lead((&caller, ruling), PAGE, |()| PAGE.to_owned())
}
