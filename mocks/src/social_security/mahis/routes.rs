//! The routes of Mahis: each decodes, asks, and shows a page.

use crate::web::Routes;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use axum::routing::{get, post};
use jiff::Timestamp;
use raccord_kernel::Trace;

use super::acting::Acting;
use super::draft::Draft;
use super::pages::{CreatePage, DashboardPage, MandatePage};
use super::refusal::Refusal;
use super::{rules, view, wire};
use crate::social_security::SocialSecurity;
use crate::social_security::csam::{Caller, Front, Visitor};
use crate::web::form::{self, Fields};
use crate::web::path::number_or_zero;

/// The dashboard's path.
const DASHBOARD: &str = "/mahis";

/// The routes.
pub(in crate::social_security) fn routes() -> Routes<Front> {
    Routes::new()
        .route("GET", DASHBOARD, get(dashboard))
        .route("POST", "/mahis/mandats", post(create))
        .route("GET", "/mahis/mandats/saisie", get(create_page))
        .route("GET", "/mahis/mandats/{number}", get(mandate))
        .route("POST", "/mahis/mandats/{number}/validation", post(validate))
        .route("POST", "/mahis/mandats/{number}/refus", post(refuse))
        .route("POST", "/mahis/mandats/{number}/cloture", post(close))
}

/// `GET /mahis`.
async fn dashboard(State(front): State<Front>, caller: Caller) -> Response {
    let ruling = front.serve("mahis.dashboard", &caller, |state, turn| {
        let acting = acting(state, turn.visitor)?;
        let mandates = state.mandates_of(&acting);
        let views: Vec<_> = mandates.map(|it| state.view(it, &acting, turn.now)).collect();
        turn.trace.note("mandates", views.len());
        turn.trace.stands_on(rules::MAHIS_17);
        turn.trace.stands_on(rules::MAHIS_20);
        Ok::<_, Refusal>((acting, views))
    });
    front.show((&caller, ruling), "/accueil", |chrome, (acting, views)| DashboardPage {
        chrome,
        acting,
        views,
    })
}

/// `GET /mahis/mandats/saisie`.
async fn create_page(State(front): State<Front>, caller: Caller) -> Response {
    let ruling = front.serve("mahis.create-page", &caller, |state, turn| {
        let acting = acting(state, turn.visitor)?;
        acting.check_changes()?;
        Ok::<_, Refusal>((acting, view::beginnings(turn.now)))
    });
    front.show((&caller, ruling), DASHBOARD, |chrome, (acting, beginnings)| CreatePage {
        chrome,
        acting,
        beginnings,
    })
}

/// `POST /mahis/mandats`.
async fn create(State(front): State<Front>, caller: Caller, request: Request) -> Response {
    let form = form::url_encoded(request).await;
    let ruling = front.serve_form("mahis.create", &caller, form, |state, turn, form| {
        let acting = acting(state, turn.visitor)?;
        state.create_mandate(&acting, &Draft::of(form), turn.now, turn.trace)
    });
    front.lead((&caller, ruling), "/mahis/mandats/saisie", path_of)
}

/// `GET /mahis/mandats/{number}`.
async fn mandate(
    State(front): State<Front>,
    caller: Caller,
    Path(number): Path<String>,
) -> Response {
    let ruling = front.serve("mahis.mandate", &caller, |state, turn| {
        let acting = acting(state, turn.visitor)?;
        let mandate = state.mandate_of_number(&acting, number_or_zero(&number), turn.trace)?;
        turn.trace.stands_on(rules::MAHIS_16);
        Ok::<_, Refusal>(state.view(&mandate, &acting, turn.now))
    });
    front.show((&caller, ruling), DASHBOARD, |chrome, view| MandatePage { chrome, view })
}

/// `POST /mahis/mandats/{number}/validation`.
async fn validate(
    State(front): State<Front>,
    caller: Caller,
    Path(number): Path<String>,
    request: Request,
) -> Response {
    let decide = |state: &mut SocialSecurity, change: Change<'_>| {
        state.validate_mandate(change.acting, change.number, change.now, change.trace)
    };
    changed(&front, "mahis.validate", (&caller, &number), request, decide).await
}

/// `POST /mahis/mandats/{number}/refus`.
async fn refuse(
    State(front): State<Front>,
    caller: Caller,
    Path(number): Path<String>,
    request: Request,
) -> Response {
    let decide = |state: &mut SocialSecurity, change: Change<'_>| {
        state.refuse_mandate(change.acting, change.number, change.now, change.trace)
    };
    changed(&front, "mahis.refuse", (&caller, &number), request, decide).await
}

/// `POST /mahis/mandats/{number}/cloture`.
async fn close(
    State(front): State<Front>,
    caller: Caller,
    Path(number): Path<String>,
    request: Request,
) -> Response {
    let decide = |state: &mut SocialSecurity, change: Change<'_>| {
        let end = (change.number, wire::end(change.form));
        state.close_mandate(change.acting, end, change.now, change.trace)
    };
    changed(&front, "mahis.close", (&caller, &number), request, decide).await
}

/// What a mandate is changed with.
struct Change<'a> {
    acting: &'a Acting,
    number: u64,
    form: &'a Fields,
    now: Timestamp,
    trace: &'a mut Trace,
}

/// Changes a mandate, and leads back to it.
async fn changed(
    front: &Front,
    operation: &str,
    (caller, number): (&Caller, &str),
    request: Request,
    decide: impl FnOnce(&mut SocialSecurity, Change<'_>) -> Result<(), Refusal>,
) -> Response {
    let form = form::url_encoded(request).await;
    let number = number_or_zero(number);
    let ruling = front.serve_form(operation, caller, form, |state, turn, form| {
        let acting = &acting(state, turn.visitor)?;
        let change = Change { acting, number, form, now: turn.now, trace: turn.trace };
        decide(state, change)
    });
    front.lead((caller, ruling), &path_of(number), |()| path_of(number))
}

/// On whose behalf a visitor is here, in the quality that was chosen.
fn acting(state: &SocialSecurity, visitor: &Visitor) -> Result<Acting, Refusal> {
    state.acting(&visitor.login, visitor.quality()?)
}

fn path_of(number: u64) -> String {
    format!("/mahis/mandats/{number}")
}
