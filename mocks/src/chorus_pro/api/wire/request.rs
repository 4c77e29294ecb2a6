//! Requests, as they are read.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::request::Parts;
use http::{HeaderMap, header};
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::super::Syntax;
use super::super::deposit::Sent;
use super::super::refusal::Refusal;
use super::super::search::Criteria;
use super::super::visit::Visit;
use crate::chorus_pro::exchange::invoice_files;
use crate::published::Caller;
use raccord_kernel::Secret;

/// Reads who a request comes from.
pub(in super::super) fn visit(parts: &Parts) -> Visit {
    Visit {
        application: parts.extensions.get::<Caller>().map(|caller| caller.application.clone()),
        account: account(&parts.headers),
    }
}

fn account(headers: &HeaderMap) -> Option<(String, Secret)> {
    let decoded = STANDARD.decode(headers.get("cpro-account")?).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    let (login, password) = text.split_once(':')?;
    Some((login.to_owned(), Secret::new(password.to_owned())))
}

/// The same for the operations that take no body.
pub(in super::super) fn nothing(_: &HeaderMap, _: &[u8]) -> Result<(), Refusal> {
    Ok(())
}

#[derive(Deserialize)]
struct DepositBody<'a> {
    #[serde(borrow, rename = "fichierFlux")]
    file: Cow<'a, str>,
    #[serde(rename = "nomFichier")]
    file_name: String,
    #[serde(rename = "syntaxeFlux")]
    syntax: Syntax,
    /// Read so that its type is checked: signatures are not judged.
    #[serde(default, rename = "avecSignature")]
    _is_signed: Option<bool>,
    #[serde(default, rename = "idUtilisateurCourant")]
    _user: Option<i64>,
}

/// Reads `deposer/flux`.
pub(in super::super) fn deposit(headers: &HeaderMap, body: &[u8]) -> Result<Sent, Refusal> {
    let body: DepositBody<'_> = json(headers, body)?;
    let content = STANDARD.decode(body.file.as_bytes()).map_err(|error| Refusal::Malformed {
        why: format!("fichierFlux is not base64: {error}"),
    })?;
    if content.is_empty() {
        return Err(Refusal::Malformed { why: "fichierFlux is empty".to_owned() });
    }
    Ok(Sent {
        file_name: body.file_name,
        syntax: body.syntax,
        size_bytes: content.len() as u64,
        sha256: hex::encode(Sha256::digest(&content)),
        invoice_files: invoice_files(&content),
    })
}

#[derive(Deserialize)]
struct ReportBody {
    #[serde(rename = "numeroFluxDepot")]
    flow: String,
}

/// Reads the flow's number of `consulterCR` and `consulterCRDetaille`.
pub(in super::super) fn flow_number(headers: &HeaderMap, body: &[u8]) -> Result<String, Refusal> {
    json::<ReportBody>(headers, body).map(|body| body.flow)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SearchBody {
    numero_flux_depot: Option<String>,
    numero_facture: Option<String>,
    type_facture: Option<InvoiceKind>,
    #[serde(default)]
    statut_courant: Option<Vec<String>>,
    mode_depot: Option<String>,
    recherche_facture_par_fournisseur: Option<Paging>,
    #[serde(rename = "idUtilisateurCourant")]
    _user: Option<i64>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum InvoiceKind {
    Facture,
    Avoir,
    Acompte,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Paging {
    nb_resultats_maximum: Option<u64>,
    page_resultat_demandee: Option<u64>,
    nb_resultats_par_page: Option<u64>,
    tri_sens: Option<Direction>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
enum Direction {
    Ascendant,
    Descendant,
}

/// Reads `rechercher/fournisseur`.
pub(in super::super) fn search(headers: &HeaderMap, body: &[u8]) -> Result<Criteria, Refusal> {
    let body: SearchBody = json(headers, body)?;
    let paging = body.recherche_facture_par_fournisseur.unwrap_or_default();
    let kind = |kind| match kind {
        InvoiceKind::Facture => "FACTURE".to_owned(),
        InvoiceKind::Avoir => "AVOIR".to_owned(),
        InvoiceKind::Acompte => "ACOMPTE".to_owned(),
    };
    let asked = body.rest.into_iter().filter(|(_, value)| !value.is_null());
    Ok(Criteria {
        flow: body.numero_flux_depot,
        invoice: body.numero_facture,
        kind: body.type_facture.map(kind),
        statuses: body.statut_courant.unwrap_or_default(),
        way: body.mode_depot,
        ignored: asked.map(|(name, _)| name).collect(),
        page: paging.page_resultat_demandee,
        page_size: paging.nb_resultats_par_page,
        at_most: paging.nb_resultats_maximum,
        is_descending: paging.tri_sens == Some(Direction::Descendant),
    })
}

/// Reads JSON that is announced as such.
fn json<'a, T: Deserialize<'a>>(headers: &HeaderMap, body: &'a [u8]) -> Result<T, Refusal> {
    let announced = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let announced = announced.unwrap_or_default();
    let essence = announced.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Refusal::NotJson { found: announced.to_owned() });
    }
    serde_json::from_slice(body).map_err(|error| Refusal::Malformed { why: error.to_string() })
}
