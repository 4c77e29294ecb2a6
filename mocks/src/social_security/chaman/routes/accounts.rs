//! Accounts and their permissions.

use axum::extract::{Path, Request, State};
use axum::response::Response;

use super::certificates::{noted, platform};
use crate::social_security::chaman::draft;
use crate::social_security::chaman::pages::{AccountPage, CreatePage, PermissionsPage};
use crate::social_security::chaman::refusal::Refusal;
use crate::social_security::chaman::wire;
use crate::social_security::csam::{Caller, Front};
use crate::web::form;
use crate::web::path::number_or_zero;

const HOME: &str = "/accueil";

/// `GET /comptes/saisie`.
pub(super) async fn create_page(State(front): State<Front>, caller: Caller) -> Response {
    let ruling = front.serve("chaman.account.create-page", &caller, |state, turn| {
        state.sending_owner(turn.visitor).map(drop)
    });
    front.show((&caller, ruling), HOME, |chrome, ()| CreatePage { chrome })
}

/// `POST /comptes`.
pub(super) async fn create(
    State(front): State<Front>,
    caller: Caller,
    request: Request,
) -> Response {
    let form = form::with_file(request, front.upload_limit()).await;
    let ruling = front.serve_form("chaman.account.create", &caller, form, |state, turn, form| {
        let owner = state.sending_owner(turn.visitor)?;
        let when = (turn.now, platform(&front));
        let made = state.create_account(owner, &wire::draft(form), when, turn.trace);
        noted(&front, made, turn.trace)
    });
    front.lead((&caller, ruling), "/comptes/saisie", |_| HOME.to_owned())
}

/// `GET /comptes/{number}`.
pub(super) async fn account(
    State(front): State<Front>,
    caller: Caller,
    Path(number): Path<String>,
) -> Response {
    let ruling = front.serve("chaman.account", &caller, |state, turn| {
        let owner = state.sending_owner(turn.visitor)?;
        let account = state.account_of(&owner, number_or_zero(&number), turn.trace)?;
        Ok::<_, Refusal>((account.clone(), turn.now))
    });
    front.show((&caller, ruling), HOME, |chrome, (account, now)| AccountPage {
        chrome,
        account,
        now,
    })
}

/// `POST /comptes/{number}/suppression`.
pub(super) async fn remove(
    State(front): State<Front>,
    caller: Caller,
    Path(number): Path<String>,
    request: Request,
) -> Response {
    let form = form::url_encoded(request).await;
    let ruling = front.serve_form("chaman.account.remove", &caller, form, |state, turn, _| {
        let owner = state.sending_owner(turn.visitor)?;
        state.remove_account((&owner, number_or_zero(&number)), turn.trace)
    });
    front.lead((&caller, ruling), HOME, |()| HOME.to_owned())
}

/// `GET /comptes/{number}/permissions`.
pub(super) async fn permissions_page(
    State(front): State<Front>,
    caller: Caller,
    Path(number): Path<String>,
) -> Response {
    let ruling = front.serve("chaman.permissions-page", &caller, |state, turn| {
        let owner = state.sending_owner(turn.visitor)?;
        let account = state.account_of(&owner, number_or_zero(&number), turn.trace)?;
        Ok::<_, Refusal>(account.clone())
    });
    front.show((&caller, ruling), HOME, |chrome, account| PermissionsPage { chrome, account })
}

/// `POST /comptes/{number}/permissions`.
pub(super) async fn permissions(
    State(front): State<Front>,
    caller: Caller,
    Path(number): Path<String>,
    request: Request,
) -> Response {
    let number = number_or_zero(&number);
    let form = form::url_encoded(request).await;
    let ruling = front.serve_form("chaman.permissions", &caller, form, |state, turn, form| {
        let owner = state.sending_owner(turn.visitor)?;
        let permissions = draft::permissions(&wire::permissions(form))?;
        state.change_permissions((&owner, number), permissions, turn.trace)
    });
    let back = format!("/comptes/{number}/permissions");
    front.lead((&caller, ruling), &back, |()| format!("/comptes/{number}"))
}
