//! The routes of ChaMan: each decodes, asks, and shows a page.

mod accounts;
mod certificates;
mod home;

use crate::web::Routes;
use axum::routing::{get, post};

use crate::social_security::csam::Front;

/// The routes.
pub(in crate::social_security) fn routes() -> Routes<Front> {
    Routes::new()
        .route("GET", "/public-cible", get(home::target))
        .route("GET", "/accueil", get(home::home))
        .route("GET, POST", "/expediteur", get(home::sender_page).post(home::set_sender))
        .route("POST", "/comptes", post(accounts::create))
        .route("GET", "/comptes/saisie", get(accounts::create_page))
        .route("GET", "/comptes/{number}", get(accounts::account))
        .route("POST", "/comptes/{number}/suppression", post(accounts::remove))
        .route(
            "GET, POST",
            "/comptes/{number}/permissions",
            get(accounts::permissions_page).post(accounts::permissions),
        )
        .route("POST", "/comptes/{number}/certificats", post(certificates::add))
        .route("GET", "/comptes/{number}/certificats/saisie", get(certificates::add_page))
        .route(
            "POST",
            "/comptes/{number}/certificats/{certificate}/suppression",
            post(certificates::remove),
        )
}
