//! The three hosts of the authorities.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{StatusCode, header};
use raccord_certs::revocation::refusal;
use raccord_kernel::Desk;

use super::{Authorities, CERTIFICATE_HOST, LIST_HOST, OCSP_HOST, rules};
use crate::web::{self, ClientAuthentication, Host, Routes};

/// The hosts of lists, of OCSP and of certificates.
#[must_use]
pub fn hosts(desk: &Desk<Authorities>) -> Vec<Host> {
    let list = Routes::new().route("GET", "/{file}", get(list));
    let certificate = Routes::new().route("GET", "/{file}", get(certificate));
    let ocsp = Routes::new().route("POST", "/", post(ocsp_by_post)).route(
        "GET",
        "/{*request}",
        get(ocsp_by_get),
    );
    let host = |name, routes: Routes<_>| Host {
        name,
        client_authentication: ClientAuthentication::None,
        in_clear: true,
        routes: routes.with(|router| router.with_state(desk.clone())),
    };
    vec![host(LIST_HOST, list), host(OCSP_HOST, ocsp), host(CERTIFICATE_HOST, certificate)]
}

/// `GET /issuing.crl`.
async fn list(State(desk): State<Desk<Authorities>>, Path(file): Path<String>) -> Response {
    let Some(name) = served(&desk, &file, ".crl") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let decision = desk.serve("authority.list", |it, now, trace| it.list(name, now, trace));
    web::reply(decision, |der| body("application/pkix-crl", der), |_| cannot())
}

/// `GET /issuing.der`.
async fn certificate(State(desk): State<Desk<Authorities>>, Path(file): Path<String>) -> Response {
    let Some(name) = served(&desk, &file, ".der") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let decision = desk.serve("authority.certificate", |it, _, trace| it.certificate(name, trace));
    web::reply(decision, |der| body("application/pkix-cert", der), |_| cannot())
}

/// `POST /`, the request as the body.
async fn ocsp_by_post(State(desk): State<Desk<Authorities>>, request: Bytes) -> Response {
    ocsp(&desk, &request)
}

/// `GET /<request in Base64>`, its slashes encoded or not.
async fn ocsp_by_get(
    State(desk): State<Desk<Authorities>>,
    Path(request): Path<String>,
) -> Response {
    // What is not Base64 is not a request, and is answered as such.
    ocsp(&desk, &STANDARD.decode(request).unwrap_or_default())
}

fn ocsp(desk: &Desk<Authorities>, request: &[u8]) -> Response {
    let decision = desk.serve("authority.ocsp", |it, now, trace| {
        trace.stands_on(rules::OCSP_05);
        it.answer(request, now, trace)
    });
    let answer = |der| body("application/ocsp-response", der);
    web::reply(decision, answer, |refused| answer(refusal(refused.said())))
}

/// The authority whose file that is.
fn served<'a>(desk: &Desk<Authorities>, file: &'a str, extension: &str) -> Option<&'a str> {
    let name = file.strip_suffix(extension)?;
    desk.read(|authorities, _| authorities.serves(name)).then_some(name)
}

fn body(kind: &'static str, der: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, kind)], der).into_response()
}

fn cannot() -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
