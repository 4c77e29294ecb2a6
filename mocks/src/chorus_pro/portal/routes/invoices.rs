//! The space "Factures émises": invoices are deposited by hand, and followed.

use axum::extract::{Path, Request, State};
use axum::response::Response;

use super::front::{Caller, Front};
use crate::chorus_pro::portal::deposit::{Chosen, DepositRefusal};
use crate::chorus_pro::portal::pages::{DepositPage, FlowPage};
use crate::chorus_pro::portal::refusal::Refusal;
use crate::web::form::{self, FormError};

const DEPOSIT: &str = "/factures/depot";

/// `GET /factures/depot`.
pub(super) async fn deposit_page(State(front): State<Front>, caller: Caller) -> Response {
    let ruling = front.serve("portal.invoice.deposit-page", &caller, |state, turn| {
        let knobs = &state.knobs.portal;
        let limits = (knobs.deposit_extensions(), knobs.deposit_bytes_max);
        Ok((state.structures_of(turn.visitor), limits))
    });
    let page = |chrome, (structures, (extensions, bytes_max))| DepositPage {
        chrome,
        structures,
        extensions,
        bytes_max,
    };
    front.show((&caller, ruling), "/accueil", page)
}

/// `POST /factures/depot`.
pub(super) async fn deposit(
    State(front): State<Front>,
    caller: Caller,
    request: Request,
) -> Response {
    let limit = front.desk.read(|state, _| state.knobs.portal.deposit_bytes_max);
    let form = form::with_file(request, limit).await.map_err(|error| match error {
        FormError::TooLarge { limit } => DepositRefusal::TooLarge { limit }.into(),
        FormError::MediaType { .. } | FormError::Malformed => Refusal::from(error),
    });
    // Read before the state is locked, since that takes a while.
    let chosen = form.as_ref().ok().and_then(|fields| fields.file.as_ref()).map(Chosen::of);
    let ruling = front.serve_form("portal.invoice.deposit", &caller, form, |state, turn, form| {
        let siret = form.one("structure");
        state.deposit_by_hand(turn.visitor, siret, chosen, turn.now, turn.trace)
    });
    front.lead((&caller, ruling), DEPOSIT, |number| format!("{DEPOSIT}/{number}"))
}

/// `GET /factures/depot/{number}`.
pub(super) async fn flow(
    State(front): State<Front>,
    caller: Caller,
    Path(number): Path<String>,
) -> Response {
    let ruling = front.serve("portal.flow", &caller, |state, turn| {
        state.flow_of(turn.visitor, &number, turn.trace)
    });
    front.show((&caller, ruling), DEPOSIT, |chrome, (flow, structure)| FlowPage {
        chrome,
        flow,
        structure,
    })
}
