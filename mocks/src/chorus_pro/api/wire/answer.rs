//! Answers, as they are written.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

use super::super::deposit::Deposited;
use super::super::pdf;
use super::super::refusal::Refusal;
use super::super::report::Report;
use super::super::search::{Found, KIND, Page, STATUS};
use crate::web::JSON;
use raccord_kernel::cet;

/// What every answer has; success is 0.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<T> {
    code_retour: i32,
    libelle: &'static str,
    #[serde(flatten)]
    rest: T,
}

#[derive(Serialize)]
struct Nothing {}

fn success(libelle: &'static str, rest: impl Serialize) -> Response {
    answer(StatusCode::OK, 0, libelle, rest)
}

fn answer(
    status: StatusCode,
    code_retour: i32,
    libelle: &'static str,
    rest: impl Serialize,
) -> Response {
    json(status, &Answer { code_retour, libelle, rest })
}

fn json(status: StatusCode, answer: &impl Serialize) -> Response {
    // These structures hold nothing that JSON cannot say.
    let body = serde_json::to_vec(answer).unwrap_or_default();
    (status, [(header::CONTENT_TYPE, JSON)], body).into_response()
}

const FOUND: &str = "TRA_MSG_00.000";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DepositAnswer {
    numero_flux_depot: String,
    date_depot: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    syntaxe_flux: Option<&'static str>,
}

/// Writes the answer to `deposer/flux`.
pub(in super::super) fn deposited(deposited: Deposited) -> Response {
    let syntax = deposited.syntax;
    let rest = DepositAnswer {
        numero_flux_depot: deposited.number,
        date_depot: cet::day(deposited.at).to_string(),
        syntaxe_flux: syntax.is_answered().then_some(syntax.wire_name()),
    };
    success("GCU_MSG_01_000", rest)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DetailedAnswer {
    code_interface_depot_flux: String,
    date_depot_flux: String,
    date_heure_etat_courant_flux: String,
    etat_courant_depot_flux: &'static str,
    nom_fichier: String,
    #[serde(rename = "listeErreurDP")]
    invoices_in_error: Vec<InvoiceInError>,
    #[serde(rename = "listeErreurTechnique")]
    technical_errors: [Nothing; 0],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InvoiceInError {
    identifiant_fournisseur: String,
    #[serde(rename = "libelleErreurDP")]
    text: String,
    #[serde(rename = "numeroDP")]
    number: String,
}

/// Writes the answer to `consulterCRDetaille`.
pub(in super::super) fn detailed(report: Report) -> Response {
    let in_error = |(number, text): &(String, String)| InvoiceInError {
        identifiant_fournisseur: report.supplier.clone(),
        text: text.clone(),
        number: number.clone(),
    };
    let rest = DetailedAnswer {
        date_depot_flux: cet::instant(report.deposited_at),
        date_heure_etat_courant_flux: cet::instant(report.state_since),
        etat_courant_depot_flux: report.state,
        nom_fichier: report.file_name(),
        invoices_in_error: report.errors.iter().map(in_error).collect(),
        technical_errors: [],
        code_interface_depot_flux: report.interface_code,
    };
    success(FOUND, rest)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReportAnswer {
    numero_flux_depot: String,
    code_appli_partenaire: String,
    code_interface_flux: String,
    nom_fichier_flux: String,
    date_depot_flux: String,
    date_heure_etat_courant_flux: String,
    etat_courant_flux: &'static str,
    #[serde(rename = "fichierCR")]
    file: String,
}

/// Writes the answer to `consulterCR`.
pub(in super::super) fn with_pdf(report: Report) -> Response {
    let rest = ReportAnswer {
        file: STANDARD.encode(pdf::page(&lines(&report))),
        code_appli_partenaire: report.application_code().to_owned(),
        nom_fichier_flux: report.file_name(),
        date_depot_flux: cet::instant(report.deposited_at),
        date_heure_etat_courant_flux: cet::instant(report.state_since),
        etat_courant_flux: report.state,
        code_interface_flux: report.interface_code,
        numero_flux_depot: report.number,
    };
    success(FOUND, rest)
}

fn lines(report: &Report) -> Vec<String> {
    let mut lines = vec![
        "Compte rendu de traitement".to_owned(),
        format!("Flux : {}", report.number),
        format!("Interface : {}", report.interface_code),
        format!("Etat courant : {}", report.state),
    ];
    lines.extend(report.errors.iter().map(|(number, text)| format!("{number} : {text}")));
    lines
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PageAnswer {
    parametres_retour: Pagination,
    liste_factures: Vec<InvoiceFound>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Pagination {
    page_courante: u64,
    pages: u64,
    nb_resultats_par_page: u64,
    total: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InvoiceFound {
    #[serde(rename = "identifiantFactureCPP")]
    identifier: u64,
    type_demande_paiement: &'static str,
    code_fournisseur: String,
    type_identifiant_fournisseur: &'static str,
    type_facture: &'static str,
    numero_facture: String,
    date_depot: String,
    statut: &'static str,
    numero_flux_depot: String,
    mode_depot: &'static str,
    date_heure_etat_courant: String,
}

/// Writes the answer to `rechercher/fournisseur`.
pub(in super::super) fn page(page: Page) -> Response {
    if page.found.is_empty() {
        return answer(StatusCode::OK, 20000, "TRA_MSG_00.015", Nothing {});
    }
    let rest = PageAnswer {
        parametres_retour: Pagination {
            page_courante: page.number,
            pages: page.pages,
            nb_resultats_par_page: page.size,
            total: page.total,
        },
        liste_factures: page.found.into_iter().map(invoice).collect(),
    };
    success(FOUND, rest)
}

fn invoice(found: Found) -> InvoiceFound {
    InvoiceFound {
        identifier: found.identifier,
        type_demande_paiement: "FACTURE",
        code_fournisseur: found.supplier,
        type_identifiant_fournisseur: "SIRET",
        type_facture: KIND,
        numero_facture: found.number,
        date_depot: cet::day(found.deposited_at).to_string(),
        statut: STATUS,
        numero_flux_depot: found.flow,
        mode_depot: found.way,
        date_heure_etat_courant: cet::instant(found.integrated_at),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Health {
    body: &'static str,
    status_code: &'static str,
    status_code_value: u16,
}

/// Writes the answer to `health-check`.
pub(in super::super) fn healthy(_: ()) -> Response {
    json(StatusCode::OK, &Health { body: "OK", status_code: "OK", status_code_value: 200 })
}

/// Writes a refusal.
pub(in super::super) fn refused(refusal: Refusal) -> Response {
    match refusal {
        Refusal::UndeclaredApplication { .. } => empty(StatusCode::FORBIDDEN),
        Refusal::Account { .. } => {
            let mut response = empty(StatusCode::UNAUTHORIZED);
            response.headers_mut().insert(header::WWW_AUTHENTICATE, WRONG_ACCOUNT);
            response
        }
        Refusal::NotJson { .. } => {
            answer(StatusCode::UNSUPPORTED_MEDIA_TYPE, 415, UNSUPPORTED, Nothing {})
        }
        Refusal::Malformed { .. } => answer(StatusCode::BAD_REQUEST, 400, MALFORMED, Nothing {}),
        Refusal::TooLarge => empty(StatusCode::PAYLOAD_TOO_LARGE),
        Refusal::NoInterfaceCode { .. } => {
            answer(StatusCode::INTERNAL_SERVER_ERROR, 500, INTERNAL, Nothing {})
        }
        Refusal::Business(business) => {
            let status = StatusCode::from_u16(business.status).unwrap_or(StatusCode::OK);
            answer(status, business.code, business.label, Nothing {})
        }
    }
}

const WRONG_ACCOUNT: HeaderValue = HeaderValue::from_static(
    "Bearer realm=\"PISTE\",error=\"Unauthorized\", error_description=\"login or password incorrects\"",
);
const UNSUPPORTED: &str = "Format de la requête non supporté";
const MALFORMED: &str = "Requête mal formulée";
const INTERNAL: &str = "Erreur interne du serveur";

fn empty(status: StatusCode) -> Response {
    (status, [(header::CONTENT_TYPE, JSON)], Body::empty()).into_response()
}
