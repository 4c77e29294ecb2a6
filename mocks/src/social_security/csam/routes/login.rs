//! Logging in and out, and the choice of a quality.

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::header::SET_COOKIE;
use http::{HeaderValue, StatusCode};
use raccord_kernel::Decision;

use super::front::{Caller, Front};
use crate::social_security::csam::pages::{Chrome, LoginPage, QualityPage};
use crate::social_security::csam::refusal::Refusal;
use crate::social_security::csam::service::Opened;
use crate::social_security::csam::{rules, wire};
use crate::web::{form, page, reply};

/// `GET /connexion`.
pub(super) async fn login_page(State(front): State<Front>, caller: Caller) -> Response {
    let ruling: Decision<(), Refusal> = front.desk.serve("csam.login-page", |_, _, _| Ok(()));
    let chrome = Chrome::new(front.portal, None);
    let answered = |()| page::render(StatusCode::OK, &LoginPage { chrome });
    reply(ruling, answered, |refusal| front.refuse(&caller, &refusal, "/connexion"))
}

/// `POST /connexion`.
pub(super) async fn log_in(
    State(front): State<Front>,
    caller: Caller,
    request: Request,
) -> Response {
    let form = form::url_encoded(request).await;
    let ruling = front.desk.serve("csam.login", |state, now, trace| state.log_in(form, now, trace));
    let answered = |opened: Opened| {
        let cookie = wire::session_cookie(&opened.token, caller.under_real_name);
        let to = if opened.must_choose { "/qualite" } else { "/accueil" };
        ([(SET_COOKIE, cookie)], Redirect::to(to)).into_response()
    };
    reply(ruling, answered, |refusal| front.refuse(&caller, &refusal, "/connexion"))
}

/// `GET /qualite`.
pub(super) async fn quality_page(State(front): State<Front>, caller: Caller) -> Response {
    let ruling = front.serve("csam.quality-page", &caller, |state, turn| {
        turn.trace.stands_on(rules::CSAM_06);
        Ok::<_, Refusal>(state.offered(turn.visitor))
    });
    front.show((&caller, ruling), "/connexion", |chrome, offered| QualityPage { chrome, offered })
}

/// `POST /qualite`.
pub(super) async fn choose(
    State(front): State<Front>,
    caller: Caller,
    request: Request,
) -> Response {
    let form = form::url_encoded(request).await;
    let ruling = front.serve_form("csam.quality", &caller, form, |state, turn, form| {
        state.choose(caller.token(), form.one("qualite"), turn.now, turn.trace)
    });
    front.lead((&caller, ruling), "/qualite", |()| "/accueil".to_owned())
}

/// `POST /deconnexion`.
pub(super) async fn log_out(
    State(front): State<Front>,
    caller: Caller,
    request: Request,
) -> Response {
    let form = form::url_encoded(request).await;
    let ruling = front.serve_form("csam.logout", &caller, form, |state, turn, _| {
        state.log_out(caller.token(), turn.trace);
        Ok::<_, Refusal>(())
    });
    let mut response = front.lead((&caller, ruling), "/accueil", |()| "/connexion".to_owned());
    if response.status() == StatusCode::SEE_OTHER {
        let cookie = wire::no_session_cookie(caller.under_real_name);
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().insert(SET_COOKIE, cookie);
        }
    }
    response
}
