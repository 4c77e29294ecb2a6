//! How a portal is put together, and the routes of the login.

mod front;
mod login;

pub(in crate::social_security) use front::{Caller, Front};

use axum::extract::{DefaultBodyLimit, State};
use axum::middleware::map_response;
use axum::response::{Redirect, Response};
use axum::routing::{get, post};
use http::StatusCode;
use raccord_kernel::Desk;

use super::pages::{self, UnknownPage};
use super::portal::Portal;
use crate::social_security::SocialSecurity;
use crate::web::{ClientAuthentication, Host, Routes, page};

/// A portal: `routes` of its own, and around them what all portals share.
pub(in crate::social_security) fn host(
    desk: &Desk<SocialSecurity>,
    portal: Portal,
    routes: Routes<Front>,
) -> Host {
    let routes = Routes::new()
        .route("GET", "/", get(async || page::marked(Redirect::to("/accueil"))))
        .route("GET", "/style.css", get(async || page::style(pages::STYLE)))
        .route("GET, POST", "/connexion", get(login::login_page).post(login::log_in))
        .route("GET, POST", "/qualite", get(login::quality_page).post(login::choose))
        .route("POST", "/deconnexion", post(login::log_out))
        .merge(routes);
    let routes = routes.with(|router| {
        router
            .fallback(unknown)
            // The fields are counted as they are read, so that one too many is refused by its rule.
            .layer(DefaultBodyLimit::disable())
            .layer(map_response(page::with_headers))
            .with_state(Front::new(desk.clone(), portal))
    });
    let name = portal.host();
    Host { name, client_authentication: ClientAuthentication::None, in_clear: false, routes }
}

/// Not marked: the gateway writes down what nobody knows.
async fn unknown(State(front): State<Front>, caller: Caller) -> Response {
    let chrome = front.chrome(&caller);
    page::render(StatusCode::NOT_FOUND, &UnknownPage { chrome })
}
