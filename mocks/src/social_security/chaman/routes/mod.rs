//! The routes of ChaMan: each decodes, asks, and shows a page.

mod accounts;
mod certificates;
mod home;

use axum::Router;
use axum::routing::{get, post};

use crate::social_security::csam::Front;

/// The routes.
pub(in crate::social_security) fn routes() -> Router<Front> {
    Router::new()
        .route("/public-cible", get(home::target))
        .route("/accueil", get(home::home))
        .route("/expediteur", get(home::sender_page).post(home::set_sender))
        .route("/comptes", post(accounts::create))
        .route("/comptes/saisie", get(accounts::create_page))
        .route("/comptes/{number}", get(accounts::account))
        .route("/comptes/{number}/suppression", post(accounts::remove))
        .route(
            "/comptes/{number}/permissions",
            get(accounts::permissions_page).post(accounts::permissions),
        )
        .route("/comptes/{number}/certificats", post(certificates::add))
        .route("/comptes/{number}/certificats/saisie", get(certificates::add_page))
        .route(
            "/comptes/{number}/certificats/{certificate}/suppression",
            post(certificates::remove),
        )
}
