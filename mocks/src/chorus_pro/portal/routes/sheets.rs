//! The space "Raccordements EDI et API".

use axum::extract::{OriginalUri, Path, Request, State};
use axum::response::Response;
use raccord_kernel::Trace;

use super::front::{Caller, Front};
use crate::chorus_pro::portal::pages::{CreatePage, SearchPage, SheetPage, UpdatePage};
use crate::chorus_pro::portal::refusal::Refusal;
use crate::chorus_pro::portal::wire::Form;
use crate::chorus_pro::sheet::{Accepted, Criteria, Refusal as SheetRefusal, Sheet, rules};
use crate::upload::note_certificate;
use crate::web::form;
use crate::web::path::number_or_zero;
use raccord_kernel::cet;

const SEARCH: &str = "/raccordements/fiches";

/// `GET /raccordements/fiches`: the form, and with criteria what they find.
pub(super) async fn search(
    State(front): State<Front>,
    caller: Caller,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let asked = form::query(&uri);
    let operation =
        if asked.is_some() { "portal.sheet.search" } else { "portal.sheet.search-page" };
    let ruling = front.serve(operation, &caller, |state, turn| {
        state.check_space(turn.visitor)?;
        let waiting_state = state.knobs.portal.waiting_state.clone();
        let Some(asked) = asked else {
            turn.trace.stands_on(rules::SHEET_12);
            let criteria = Criteria { period: Some(cet::day(turn.now)), ..Criteria::default() };
            return Ok((criteria, None, waiting_state));
        };
        let criteria = Form(asked?).criteria()?;
        let lines = state.search(turn.visitor, &criteria, turn.trace)?;
        turn.trace.stands_on(rules::SHEET_11);
        Ok((criteria, Some(lines), waiting_state))
    });
    front.show((&caller, ruling), "/accueil", |chrome, (criteria, lines, waiting_state)| {
        SearchPage { chrome, criteria, lines, waiting_state }
    })
}

/// `GET /raccordements/fiches/saisie`.
pub(super) async fn create_page(State(front): State<Front>, caller: Caller) -> Response {
    let ruling = front.serve("portal.sheet.create-page", &caller, |state, turn| {
        state.check_space(turn.visitor)?;
        let mut structures = state.structures_of(turn.visitor);
        structures.retain(|one| {
            turn.visitor.spaces.contains(&one.siret) && turn.visitor.may_change(&one.siret)
        });
        if structures.is_empty() { Err(Refusal::ReadOnly) } else { Ok((structures, turn.now)) }
    });
    front.show((&caller, ruling), SEARCH, |chrome, (structures, now)| CreatePage {
        chrome,
        structures,
        network: front.network.clone(),
        today: cet::day(now),
    })
}

/// `POST /raccordements/fiches`.
pub(super) async fn create(
    State(front): State<Front>,
    caller: Caller,
    request: Request,
) -> Response {
    let form = form::with_file(request, front.upload_limit()).await;
    let ruling = front.serve_form("portal.sheet.create", &caller, form, |state, turn, form| {
        let when = (turn.now, front.platform);
        let made = state.create_sheet_for(turn.visitor, (form.draft(), form), when, turn.trace);
        front.name(made.as_ref().map(|(_, accepted)| accepted), turn.trace);
        made.map(|(sheet, _)| sheet.number)
    });
    front.lead((&caller, ruling), "/raccordements/fiches/saisie", |number| {
        format!("{SEARCH}/{number}")
    })
}

/// `GET /raccordements/fiches/{number}`.
pub(super) async fn sheet(
    State(front): State<Front>,
    caller: Caller,
    Path(number): Path<String>,
) -> Response {
    let ruling = front.serve("portal.sheet", &caller, |state, turn| {
        let sheet = state.sheet_of(turn.visitor, number_or_zero(&number), turn.trace)?;
        turn.trace.note("state", sheet.state().code());
        let may_change = turn.visitor.may_change(&sheet.siret);
        Ok((sheet, may_change, state.knobs.portal.waiting_state.clone()))
    });
    front.show((&caller, ruling), SEARCH, |chrome, (sheet, may_change, waiting_state)| SheetPage {
        chrome,
        sheet,
        network: front.network.clone(),
        waiting_state,
        may_change,
    })
}

/// `GET /raccordements/fiches/{number}/certificat`.
pub(super) async fn update_page(
    State(front): State<Front>,
    caller: Caller,
    Path(number): Path<String>,
) -> Response {
    let ruling = front.serve("portal.sheet.update-page", &caller, |state, turn| {
        let sheet = state.sheet_of(turn.visitor, number_or_zero(&number), turn.trace)?;
        if turn.visitor.may_change(&sheet.siret) { Ok(sheet) } else { Err(Refusal::ReadOnly) }
    });
    front.show((&caller, ruling), SEARCH, |chrome, sheet: Sheet| UpdatePage { chrome, sheet })
}

/// `POST /raccordements/fiches/{number}/certificat`.
pub(super) async fn update(
    State(front): State<Front>,
    caller: Caller,
    Path(number): Path<String>,
    request: Request,
) -> Response {
    let number = number_or_zero(&number);
    let form = form::with_file(request, front.upload_limit()).await;
    let operation = "portal.sheet.update-certificate";
    let ruling = front.serve_form(operation, &caller, form, |state, turn, form| {
        let when = (turn.now, front.platform);
        let made = state.update_sheet(turn.visitor, number, form, when, turn.trace);
        front.name(made.as_ref(), turn.trace);
        made
    });
    let back = format!("{SEARCH}/{number}/certificat");
    front.lead((&caller, ruling), &back, |_| format!("{SEARCH}/{number}"))
}

impl Front {
    fn upload_limit(&self) -> u64 {
        self.desk.read(|state, _| state.knobs.portal.upload_bytes_max)
    }

    /// Notes the certificate that was taken or refused by its name in the table of evidence.
    fn name(&self, made: Result<&Accepted, &Refusal>, trace: &mut Trace) {
        let fingerprint = match made {
            Ok(accepted) => Some(accepted.fingerprint.as_str()),
            Err(Refusal::Sheet(SheetRefusal::Certificate(refusal))) => {
                refusal.fingerprint.as_deref()
            }
            Err(_) => None,
        };
        let Some(fingerprint) = fingerprint else { return };
        note_certificate(self.desk.office(), fingerprint, trace);
    }
}
