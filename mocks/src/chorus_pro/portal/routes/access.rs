//! Logging in and out, and the structures of the manager.

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{StatusCode, header};
use raccord_kernel::{Decision, Secret};

use super::front::{Caller, Front};
use crate::chorus_pro::portal::pages::{
    Chrome, HomePage, LoginPage, StructurePage, StructuresPage,
};
use crate::chorus_pro::portal::refusal::Refusal;
use crate::chorus_pro::portal::wire;
use crate::web::form;
use crate::web::{page, reply};

/// `GET /connexion`.
pub(super) async fn login_page(State(front): State<Front>, caller: Caller) -> Response {
    let ruling: Decision<(), Refusal> = front.desk.serve("portal.login-page", |_, _, _| Ok(()));
    let chrome = Chrome::new(front.platform, None);
    let answered = |()| page::render(StatusCode::OK, &LoginPage { chrome });
    reply(ruling, answered, |refusal| front.refuse(&caller, refusal, "/connexion"))
}

/// `POST /connexion`.
pub(super) async fn log_in(
    State(front): State<Front>,
    caller: Caller,
    request: Request,
) -> Response {
    let form = form::url_encoded(request).await;
    let ruling = front
        .desk
        .serve("portal.login", |state, now, trace| state.log_in(form.map(wire::Form), now, trace));
    let answered = |token: Secret| {
        let cookie = [(header::SET_COOKIE, wire::session_cookie(&token))];
        (cookie, Redirect::to("/accueil")).into_response()
    };
    reply(ruling, answered, |refusal| front.refuse(&caller, refusal, "/connexion"))
}

/// `POST /deconnexion`.
pub(super) async fn log_out(
    State(front): State<Front>,
    caller: Caller,
    request: Request,
) -> Response {
    let form = form::url_encoded(request).await;
    let ruling = front.serve_form("portal.logout", &caller, form, |state, _, _| {
        state.portal.sessions.close(caller.0.as_deref());
        Ok(())
    });
    let mut response = front.lead((&caller, ruling), "/accueil", |()| "/connexion".to_owned());
    if response.status() == StatusCode::SEE_OTHER {
        response.headers_mut().insert(header::SET_COOKIE, wire::NO_SESSION_COOKIE);
    }
    response
}

/// `GET /accueil`.
pub(super) async fn home(State(front): State<Front>, caller: Caller) -> Response {
    let ruling = front.serve("portal.home", &caller, |_, _| Ok(()));
    front.show((&caller, ruling), "/connexion", |chrome, ()| HomePage { chrome })
}

/// `GET /structures`.
pub(super) async fn structures(State(front): State<Front>, caller: Caller) -> Response {
    let ruling = front
        .serve("portal.structures", &caller, |state, turn| Ok(state.structures_of(turn.visitor)));
    front.show((&caller, ruling), "/accueil", |chrome, structures| StructuresPage {
        chrome,
        structures,
    })
}

/// `GET /structures/{siret}`.
pub(super) async fn structure(
    State(front): State<Front>,
    caller: Caller,
    Path(siret): Path<String>,
) -> Response {
    let ruling = front.serve("portal.structure", &caller, |state, turn| {
        let structure = state.structure_of(turn.visitor, &siret)?;
        turn.trace.note("structure", siret.clone());
        Ok((structure, turn.visitor.spaces.contains(&siret)))
    });
    front.show((&caller, ruling), "/structures", |chrome, (structure, shown)| StructurePage {
        chrome,
        structure,
        shown,
    })
}

/// `POST /structures/{siret}/espaces`.
pub(super) async fn add_space(
    State(front): State<Front>,
    caller: Caller,
    Path(siret): Path<String>,
    request: Request,
) -> Response {
    let form = form::url_encoded(request).await;
    let ruling = front.serve_form("portal.structure.add-space", &caller, form, |state, turn, _| {
        state.add_space(turn.visitor, &siret, turn.trace)
    });
    front.lead((&caller, ruling), "/structures", |()| format!("/structures/{siret}"))
}
