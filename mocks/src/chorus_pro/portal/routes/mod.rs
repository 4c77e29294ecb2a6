//! The portal's hosts and routes: each decodes, asks, and shows a page.

mod access;
mod front;
mod invoices;
mod sheets;

use axum::extract::{DefaultBodyLimit, State};
use axum::middleware::map_response;
use axum::response::{Redirect, Response};
use axum::routing::{get, post};
use http::StatusCode;
use raccord_kernel::Desk;

use super::NetworkData;
use super::pages::{self, UnknownPage};
use crate::chorus_pro::ChorusPro;
use crate::chorus_pro::sheet::Platform;
use crate::web::{ClientAuthentication, Host, Routes, page};
use front::{Caller, Front};

/// The host of the qualification portal.
pub const QUALIFICATION: &str = "qualif.chorus-pro.gouv.fr";
/// The host of the production portal.
pub const PRODUCTION: &str = "portail.chorus-pro.gouv.fr";

/// The portal that `platform` names, over one Chorus Pro.
#[must_use]
pub fn host(desk: Desk<ChorusPro>, network: NetworkData, platform: Platform) -> Host {
    let name = match platform {
        Platform::Qualification => QUALIFICATION,
        Platform::Production => PRODUCTION,
    };
    let routes = routes().with(|router| {
        router
            .fallback(unknown)
            // The fields are counted as they are read, so that one too many is refused by its rule.
            .layer(DefaultBodyLimit::disable())
            .layer(map_response(page::with_headers))
            .with_state(Front { desk, network, platform })
    });
    Host { name, client_authentication: ClientAuthentication::None, in_clear: false, routes }
}

fn routes() -> Routes<Front> {
    Routes::new()
        .route("GET", "/", get(async || page::marked(Redirect::to("/accueil"))))
        .route("GET", "/style.css", get(async || page::style(pages::STYLE)))
        .route("GET, POST", "/connexion", get(access::login_page).post(access::log_in))
        .route("POST", "/deconnexion", post(access::log_out))
        .route("GET", "/accueil", get(access::home))
        .route("GET", "/structures", get(access::structures))
        .route("GET", "/structures/{siret}", get(access::structure))
        .route("POST", "/structures/{siret}/espaces", post(access::add_space))
        .route("GET, POST", "/factures/depot", get(invoices::deposit_page).post(invoices::deposit))
        .route("GET", "/factures/depot/{number}", get(invoices::flow))
        .route("GET, POST", "/raccordements/fiches", get(sheets::search).post(sheets::create))
        .route("GET", "/raccordements/fiches/saisie", get(sheets::create_page))
        .route("GET", "/raccordements/fiches/{number}", get(sheets::sheet))
        .route(
            "GET, POST",
            "/raccordements/fiches/{number}/certificat",
            get(sheets::update_page).post(sheets::update),
        )
}

/// Not marked: the gateway writes down what nobody knows.
async fn unknown(State(front): State<Front>, caller: Caller) -> Response {
    let chrome = front.chrome(&caller);
    page::render(StatusCode::NOT_FOUND, &UnknownPage { chrome })
}
