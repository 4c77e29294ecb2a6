//! The certificates of an account.

use axum::extract::{Path, Request, State};
use axum::response::Response;
use raccord_certs::conformity::Platform;
use raccord_kernel::Trace;

use crate::social_security::World;
use crate::social_security::chaman::pages::CertificatePage;
use crate::social_security::chaman::refusal::Refusal;
use crate::social_security::chaman::registration::Taken;
use crate::social_security::chaman::wire;
use crate::social_security::csam::{Caller, Front};
use crate::upload::note_certificate;
use crate::web::form;
use crate::web::path::number_or_zero;

/// `GET /comptes/{number}/certificats/saisie`.
pub(super) async fn add_page(
    State(front): State<Front>,
    caller: Caller,
    Path(number): Path<String>,
) -> Response {
    let ruling = front.serve("chaman.certificate.add-page", &caller, |state, turn| {
        let owner = state.sending_owner(turn.visitor)?;
        let account = state.account_of(&owner, number_or_zero(&number), turn.trace)?;
        Ok::<_, Refusal>(account.clone())
    });
    front.show((&caller, ruling), "/accueil", |chrome, account| CertificatePage { chrome, account })
}

/// `POST /comptes/{number}/certificats`.
pub(super) async fn add(
    State(front): State<Front>,
    caller: Caller,
    Path(number): Path<String>,
    request: Request,
) -> Response {
    let number = number_or_zero(&number);
    let form = form::with_file(request, front.upload_limit()).await;
    let ruling = front.serve_form("chaman.certificate.add", &caller, form, |state, turn, form| {
        let owner = state.sending_owner(turn.visitor)?;
        let (when, new) = ((turn.now, platform(&front)), wire::new_certificate(form));
        let made = state.add_certificate((&owner, number), &new, when, turn.trace);
        noted(&front, made, turn.trace)
    });
    let back = format!("/comptes/{number}/certificats/saisie");
    front.lead((&caller, ruling), &back, |taken| format!("/comptes/{}", taken.account))
}

/// `POST /comptes/{number}/certificats/{certificate}/suppression`.
pub(super) async fn remove(
    State(front): State<Front>,
    caller: Caller,
    Path((number, certificate)): Path<(String, String)>,
    request: Request,
) -> Response {
    let number = number_or_zero(&number);
    let form = form::url_encoded(request).await;
    let ruling = front.serve_form("chaman.certificate.remove", &caller, form, |state, turn, _| {
        let owner = state.sending_owner(turn.visitor)?;
        let one = (number, number_or_zero(&certificate));
        let made = state.remove_certificate(&owner, one, turn.trace);
        noted(&front, made, turn.trace)
    });
    let account = format!("/comptes/{number}");
    front.lead((&caller, ruling), &account, |taken| format!("/comptes/{}", taken.account))
}

/// Notes the certificate that was taken, removed or refused by its name in the table of evidence.
pub(super) fn noted(
    front: &Front,
    made: Result<Taken, Refusal>,
    trace: &mut Trace,
) -> Result<Taken, Refusal> {
    let fingerprint = match &made {
        Ok(taken) => Some(taken.fingerprint.as_str()),
        Err(Refusal::Certificate(refusal)) => refusal.fingerprint.as_deref(),
        Err(_) => None,
    };
    if let Some(fingerprint) = fingerprint {
        note_certificate(front.desk.office(), fingerprint, trace);
    }
    made
}

/// Where certificates made for tests are welcome.
pub(super) const fn platform(front: &Front) -> Platform {
    match front.portal.world {
        World::Production => Platform::Production,
        World::Acceptance => Platform::Qualification,
    }
}
