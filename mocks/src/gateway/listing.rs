//! The page of the doors themselves, `http://localhost:<port>/`: which systems stand behind them,
//! and how a client is pointed at them.

use std::net::SocketAddr;

use askama::Template;
use axum::response::{IntoResponse as _, Response};
use http::{Method, StatusCode, header};

use super::tenant::Tenant;
use super::tenants::Tenants;
use crate::web::{ClientAuthentication, Host, page};

/// What whoever opened the doors has to say on their page: logins and where files are, never a
/// password or a key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notice {
    /// Labels and what stands beside them: `("Portal login", "…")`.
    pub lines: Vec<(String, String)>,
    /// Labels of files, and their paths.
    pub files: Vec<(String, String)>,
}

/// Whether a request's host means the doors themselves.
pub(super) fn is_named(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

/// Answers a request for the doors themselves; nothing where there is no such path.
pub(super) fn answer(tenants: &Tenants, method: &Method, path: &str) -> Option<Response> {
    if method != Method::GET && method != Method::HEAD {
        return None;
    }
    let mut response = match path {
        "/" => listing(tenants),
        "/style.css" => page::style(include_str!("../../templates/gateway/style.css")),
        "/ca/root.pem" => root(tenants.by_default()),
        _ => return None,
    };
    response.headers_mut().extend(page::HEADERS);
    Some(response)
}

fn root(tenant: &Tenant) -> Response {
    let name = [
        (header::CONTENT_TYPE, "application/x-pem-file"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"root.pem\""),
    ];
    (name, tenant.root().pem()).into_response()
}

/// The page, as its template shows it.
#[derive(Template)]
#[template(path = "gateway/listing.html")]
struct Listing<'a> {
    http: SocketAddr,
    port: u16,
    sftp: SocketAddr,
    example: &'a str,
    systems: Vec<Listed>,
    sftp_host_key: &'a str,
    tenants: Vec<String>,
    notice: Notice,
}

/// One host of the page.
struct Listed {
    host: &'static str,
    what: &'static str,
    scheme: &'static str,
    certificate: &'static str,
}

fn listing(tenants: &Tenants) -> Response {
    let Some(addresses) = tenants.addresses() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let first = tenants.by_default();
    let names = first.host_names();
    let systems = names.iter().filter_map(|name| first.host(name)).map(Listed::of).collect();
    let listing = Listing {
        http: addresses.http,
        port: addresses.http.port(),
        sftp: addresses.sftp,
        example: names.first().copied().unwrap_or_default(),
        systems,
        sftp_host_key: first.sftp_host_key(),
        tenants: tenants.names(),
        notice: tenants.notice(),
    };
    page::render(StatusCode::OK, &listing)
}

impl Listed {
    fn of(host: &Host) -> Self {
        let certificate = match host.client_authentication {
            ClientAuthentication::None => "not asked for",
            ClientAuthentication::Asked => "asked for over https",
            ClientAuthentication::Required => "required over https",
        };
        let what = WHAT.iter().find(|(name, _)| *name == host.name);
        Self {
            host: host.name,
            what: what.map_or("", |(_, what)| what),
            scheme: if host.in_clear { "http" } else { "https" },
            certificate,
        }
    }
}

/// What each host is, in a line.
const WHAT: &[(&str, &str)] = &[
    ("api.piste.gouv.fr", "PISTE: the APIs, production"),
    ("ca.raccord.test", "The supplier of certificates: its authorities' own"),
    ("chaman-acpt.socialsecurity.be", "Chaman: accounts of technical senders, acceptance"),
    ("chaman.socialsecurity.be", "Chaman: accounts of technical senders"),
    ("crl.raccord.test", "The supplier of certificates: revocation lists"),
    ("oauth.piste.gouv.fr", "PISTE: tokens, production"),
    ("ocsp.raccord.test", "The supplier of certificates: OCSP"),
    ("portail.chorus-pro.gouv.fr", "Chorus Pro: the portal, production"),
    ("qualif.chorus-pro.gouv.fr", "Chorus Pro: the portal, qualification"),
    (
        "sandbox-api.piste.gouv.fr",
        "PISTE: the APIs, sandbox; Chorus Pro's qualification behind them",
    ),
    ("sandbox-oauth.piste.gouv.fr", "PISTE: tokens, sandbox"),
    ("services-acpt.socialsecurity.be", "Social security: tokens and APIs, acceptance"),
    ("services-sim.socialsecurity.be", "Social security: tokens and APIs, simulation"),
    ("services.socialsecurity.be", "Social security: tokens and APIs"),
    ("www-acpt.socialsecurity.be", "Social security: accesses and mandates, acceptance"),
    ("www.socialsecurity.be", "Social security: accesses and mandates"),
];

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;
    use raccord_kernel::Clock;

    use super::*;
    use crate::gateway::Settings;

    #[test]
    fn every_host_is_told_in_a_line_and_no_other() {
        let clock = Arc::new(Clock::held(Timestamp::UNIX_EPOCH));
        let tenant = Tenant::open("a", clock, &Settings::default()).unwrap();
        let mut told: Vec<_> = WHAT.iter().map(|(name, _)| *name).collect();
        told.sort_unstable();
        assert_eq!(told, tenant.host_names());
    }
}
