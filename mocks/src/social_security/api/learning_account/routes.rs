//! The operations of the Federal Learning Account, as routes.

use crate::web::Routes;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::{get, post};

use super::wire;
use crate::social_security::api::admission::Access;
use crate::social_security::api::negotiation::{JSON, PROBLEM};
use crate::social_security::api::routes::{Gate, Operation, health, wrong_method};
use crate::social_security::chaman::permission::{
    LEARNING_ACCOUNT_EMPLOYER, LEARNING_ACCOUNT_PROVIDER,
};

/// The scopes of which one opens the API.
const SCOPES: &[&str] = &[LEARNING_ACCOUNT_EMPLOYER, LEARNING_ACCOUNT_PROVIDER];

/// The routes.
pub(in super::super) fn routes() -> Routes<Gate> {
    let registrations =
        post(register).fallback(|gate, request| wrong_method(gate, request, "POST"));
    let registration =
        get(consult).fallback(|gate, request| wrong_method(gate, request, "GET, HEAD"));
    let health = get(|gate, request| health(gate, request, "fla.health"))
        .fallback(|gate, request| wrong_method(gate, request, "GET, HEAD"));
    Routes::new()
        .route("POST", wire::REGISTRATIONS, registrations)
        .route("GET", wire::REGISTRATION, registration)
        .route("GET", wire::HEALTH, health)
}

async fn register(State(gate): State<Gate>, request: Request) -> Response {
    let operation = Operation {
        name: "fla.register",
        access: Access { scopes: SCOPES, answers: &[PROBLEM], takes_json: true },
        read: wire::asked,
        decide: |state, environment, caller, asked, now, trace| {
            state.register_training(environment, caller, asked, now, trace)
        },
        answer: |id, base| wire::registered(base, &id),
    };
    operation.serve(gate, request).await
}

async fn consult(State(gate): State<Gate>, request: Request) -> Response {
    let operation = Operation {
        name: "fla.consult",
        access: Access { scopes: SCOPES, answers: &[JSON, PROBLEM], takes_json: false },
        read: wire::asked_for,
        decide: |state, environment, caller, asked, now, trace| {
            state.registration(environment, caller, &asked, now, trace)
        },
        answer: |registration, _| wire::shown(&registration),
    };
    operation.serve(gate, request).await
}
