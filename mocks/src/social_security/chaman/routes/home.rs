//! The home page, what comes before the login, and the sender.

use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;

use crate::social_security::chaman::pages::{HomePage, SenderPage, TargetPage};
use crate::social_security::chaman::refusal::Refusal;
use crate::social_security::chaman::wire;
use crate::social_security::csam::{Caller, Front};
use crate::web::{form, page};

/// `GET /public-cible`.
pub(super) async fn target(State(front): State<Front>, caller: Caller) -> Response {
    let chrome = front.chrome(&caller);
    page::marked(page::render(StatusCode::OK, &TargetPage { chrome }))
}

/// `GET /accueil`.
pub(super) async fn home(State(front): State<Front>, caller: Caller) -> Response {
    let ruling = front.serve("chaman.home", &caller, |state, turn| {
        let owner = state.sending_owner(turn.visitor)?;
        let sender = state.chaman.senders.get(&owner).cloned().ok_or(Refusal::NoSender)?;
        let accounts: Vec<_> = state.chaman.accounts.of(&owner).cloned().collect();
        turn.trace.note("sender", sender.number);
        turn.trace.note("accounts", accounts.len());
        Ok::<_, Refusal>((sender, accounts))
    });
    front.show((&caller, ruling), "/qualite", |chrome, (sender, accounts)| HomePage {
        chrome,
        sender,
        accounts,
    })
}

/// `GET /expediteur`.
pub(super) async fn sender_page(State(front): State<Front>, caller: Caller) -> Response {
    let ruling = front.serve("chaman.sender-page", &caller, |state, turn| {
        let owner = state.channel_owner(turn.visitor)?;
        Ok::<_, Refusal>(state.chaman.senders.get(&owner).cloned())
    });
    front.show((&caller, ruling), "/qualite", |chrome, sender| SenderPage { chrome, sender })
}

/// `POST /expediteur`.
pub(super) async fn set_sender(
    State(front): State<Front>,
    caller: Caller,
    request: Request,
) -> Response {
    let form = form::url_encoded(request).await;
    let ruling = front.serve_form("chaman.sender", &caller, form, |state, turn, form| {
        let owner = state.channel_owner(turn.visitor)?;
        state.set_sender(owner, wire::contact(form), turn.trace)
    });
    front.lead((&caller, ruling), "/expediteur", |()| "/accueil".to_owned())
}
