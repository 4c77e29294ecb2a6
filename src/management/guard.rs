//! Who may ask: programs of this machine that know the token, and no web page.
//!
//! A loopback address is open to every user of the machine, and to every page that a browser on it
//! shows: by a name that an attacker points at `127.0.0.1` (DNS rebinding, held off by `Host`), by
//! a form or a script of another site (held off by `Origin` and by taking JSON alone), and by
//! whatever else runs there (held off by the token).

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::uri::Authority;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};

use super::console;
use super::problem::{self, Problem};
use super::shared::Shared;

/// What anybody on this machine may read: whether it lives, and what is public anyway.
pub(super) const OPEN: &[&str] = &[
    "/__admin/ca/root.pem",
    "/__admin/health",
    "/__admin/livez",
    "/__admin/openapi.json",
    "/__admin/readyz",
    "/__admin/version",
];

/// Lets a request through or refuses it, and says on every answer how it may be used.
pub(super) async fn guard(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let answer = match admit(&shared, &request) {
        Ok(()) => {
            let changes = !request.method().is_safe();
            let answer = next.run(request).await;
            if changes {
                shared.tenancy.tenants().iter().for_each(|mocks| mocks.saves().changed());
            }
            // What is acknowledged is kept, where states are kept.
            shared.tenancy.kept().await;
            answer
        }
        Err(problem) => problem.into_response(),
    };
    let mut answer = problem::placed(answer, &path);
    let headers = answer.headers_mut();
    if headers.get(header::CONTENT_TYPE).is_some_and(|it| it.as_bytes().starts_with(PROBLEM))
        && answer.status() == http::StatusCode::UNAUTHORIZED
    {
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, BEARER);
    }
    for (name, value) in EVERYWHERE {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

const PROBLEM: &[u8] = b"application/problem+json";
const BEARER: HeaderValue = HeaderValue::from_static("Bearer realm=\"raccord\"");

/// What stands on every answer. Pages load what this port serves, and nothing else.
const EVERYWHERE: [(HeaderName, &str); 6] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

fn admit(shared: &Shared, request: &Request) -> Result<(), Problem> {
    let host = host(request)?;
    check_origin(request.headers(), &host)?;
    let path = request.uri().path();
    if !OPEN.contains(&path) && !console::serves(path) {
        check_token(shared, request.headers())?;
    }
    check_media_type(request)
}

/// The host and port that the request is for: names of this machine only.
fn host(request: &Request) -> Result<Authority, Problem> {
    let mut values = request.headers().get_all(header::HOST).iter();
    let named = match (values.next(), values.next()) {
        (Some(one), None) => one.to_str().unwrap_or_default(),
        (None, _) => "nothing",
        (Some(_), Some(_)) => "several",
    };
    let refused = |found: &str| {
        Problem::new(
            problem::NOT_LOOPBACK,
            format!(
                "found `{found}` as the Host, expected a name of this machine: 127.0.0.1, [::1], \
                 localhost or a name under .localhost; use the address that `raccord serve` tells"
            ),
        )
    };
    let host: Authority = named.parse().map_err(|_| refused(named))?;
    // A request as of a proxy names its host twice.
    let also = request.uri().authority();
    if is_loopback(&host) && also.is_none_or(is_loopback) { Ok(host) } else { Err(refused(named)) }
}

fn is_loopback(authority: &Authority) -> bool {
    let name = authority.host().trim_end_matches('.').to_ascii_lowercase();
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let is_name = name == "localhost" || name.ends_with(".localhost");
    // A user before the host is no part of it that anything should depend on.
    !authority.as_str().contains('@') && address.map_or(is_name, |address| address.is_loopback())
}

/// A browser says which site a request comes from; programs say nothing.
fn check_origin(headers: &HeaderMap, host: &Authority) -> Result<(), Problem> {
    let own = format!("http://{host}");
    match headers.get_all(header::ORIGIN).iter().find(|it| !is_text(it, &own)) {
        None => Ok(()),
        Some(foreign) => Err(Problem::new(
            problem::FOREIGN_ORIGIN,
            format!(
                "found a request from `{}`, expected none from any page but those of {own}; use \
                 a program that is no web page",
                String::from_utf8_lossy(foreign.as_bytes())
            ),
        )),
    }
}

fn is_text(value: &HeaderValue, text: &str) -> bool {
    value.as_bytes().eq_ignore_ascii_case(text.as_bytes())
}

fn check_token(shared: &Shared, headers: &HeaderMap) -> Result<(), Problem> {
    let shown = headers.get(header::AUTHORIZATION).and_then(|it| it.to_str().ok());
    let token = shown.and_then(|it| it.split_once(' '));
    let found = match token {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("Bearer") => {
            if shared.admits(token.trim()) {
                return Ok(());
            }
            "another token than this port's"
        }
        Some(_) | None if shown.is_some() => "an Authorization that is not `Bearer TOKEN`",
        Some(_) | None => "no Authorization",
    };
    Err(Problem::new(
        problem::NO_TOKEN,
        format!(
            "found {found}, expected `Authorization: Bearer TOKEN`; the token is in \
             RACCORD_MANAGEMENT_TOKEN and in the line that `raccord serve` tells when it is ready"
        ),
    ))
}

/// A form of another site can send every media type but this one without being asked first.
fn check_media_type(request: &Request) -> Result<(), Problem> {
    if !matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH) {
        return Ok(());
    }
    let found = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let media = found.map(|it| it.split(';').next().unwrap_or_default().trim());
    if media.is_some_and(|it| it.eq_ignore_ascii_case("application/json")) {
        return Ok(());
    }
    Err(Problem::new(
        problem::MEDIA_TYPE,
        format!(
            "found {} as the Content-Type, expected `application/json`; send it also where there \
             is no body",
            found.map_or_else(|| "nothing".to_owned(), |found| format!("`{found}`"))
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for name in [
            "127.0.0.1:9782",
            "127.9.9.9",
            "[::1]:9782",
            "localhost",
            "LOCALHOST:1",
            "raccord.localhost:9782",
            "localhost.",
        ] {
            assert!(is_loopback(&name.parse().unwrap()), "{name}");
        }
        for name in [
            "example.org",
            "127.0.0.1.example.org",
            "localhost.example.org",
            "notlocalhost",
            "10.0.0.1:9782",
            "0.0.0.0",
            "[::]",
            "[::ffff:10.0.0.1]",
            "localhost@example.org",
            "user@localhost",
        ] {
            assert!(!is_loopback(&name.parse().unwrap()), "{name}");
        }
    }
}
