//! The operations of Dimona, as routes.

use crate::web::Routes;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::{get, post};

use super::wire;
use crate::social_security::api::admission::Access;
use crate::social_security::api::negotiation::{JSON, PROBLEM};
use crate::social_security::api::routes::{Gate, Operation, health, wrong_method};
use crate::social_security::chaman::permission::{DIMONA_CONSULT, DIMONA_DECLARANT};

/// The routes.
pub(in super::super) fn routes() -> Routes<Gate> {
    let declarations = post(declare).fallback(|gate, request| wrong_method(gate, request, "POST"));
    let declaration =
        get(consult).fallback(|gate, request| wrong_method(gate, request, "GET, HEAD"));
    let health = get(|gate, request| health(gate, request, "dimona.health"))
        .fallback(|gate, request| wrong_method(gate, request, "GET, HEAD"));
    Routes::new()
        .route("POST", wire::DECLARATIONS, declarations)
        .route("GET", wire::DECLARATION, declaration)
        .route("GET", wire::HEALTH, health)
}

async fn declare(State(gate): State<Gate>, request: Request) -> Response {
    let operation = Operation {
        name: "dimona.declare",
        access: Access { scopes: &[DIMONA_DECLARANT], answers: &[PROBLEM], takes_json: true },
        read: wire::declared,
        decide: |state, environment, caller, declared, now, trace| {
            state.declare(environment, caller, declared, now, trace)
        },
        answer: |number, base| wire::taken(base, number),
    };
    operation.serve(gate, request).await
}

async fn consult(State(gate): State<Gate>, request: Request) -> Response {
    let operation = Operation {
        name: "dimona.consult",
        access: Access { scopes: &[DIMONA_CONSULT], answers: &[JSON, PROBLEM], takes_json: false },
        read: wire::asked_for,
        decide: |state, environment, caller, asked, now, trace| {
            state.consult(environment, caller, &asked, now, trace)
        },
        answer: |declaration, base| wire::shown(base, &declaration),
    };
    operation.serve(gate, request).await
}
