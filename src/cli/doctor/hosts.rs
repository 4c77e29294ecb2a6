//! The hosts: names, ports, TLS with its certificates, and whether the clocks agree.

use std::collections::BTreeMap;

use reqwest::{Response, Url};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::findings::Findings;
use super::{PATIENCE, Patient, is_wanted};
use crate::causes::with_causes;
use crate::cli::args::DoctorSubject;
use crate::connectors::network::ServerAddress;
use crate::connectors::{Network, headers};

/// A server's certificate is renewed by its operator; one that ends so soon is worth knowing of.
const FEW_DAYS: i64 = 14;
/// An assertion lives 300 seconds (usual among clients of social security): a clock that is further
/// off makes none that is good.
const SKEW_MAX_S: u64 = 300;
const SKEW_WARNING_S: u64 = 30;

/// Examines every host that programs contact over HTTPS, and the proxy in between.
pub(super) async fn examine(
    patient: &Patient<'_>,
    network: &Network,
    only: &[DoctorSubject],
    findings: &mut Findings,
) {
    let servers = servers(patient, only);
    if let Some(proxy) = &network.proxy
        && !servers.is_empty()
        && !reach_proxy(proxy, findings).await
    {
        let why = "the proxy does not answer";
        servers.values().for_each(|server| findings.not_tried(format!("TLS {server}"), why));
        findings.dialled(false);
        return;
    }
    for (origin, server) in servers {
        if network.proxy.is_none() && !reach(network, &server, findings).await {
            findings.not_tried(format!("TLS {server}"), "nobody answers there");
            continue;
        }
        greet(patient, network, (&origin, &server), findings).await;
    }
    let others = patient.settings.hosts.iter().filter(|_| only.is_empty());
    for host in others {
        findings.not_tried(format!("host {}", host.as_str()), "listed: it may be contacted");
    }
}

/// Where HTTPS goes to, by origin.
fn servers(patient: &Patient<'_>, only: &[DoctorSubject]) -> BTreeMap<String, ServerAddress> {
    let mut origins = Vec::new();
    let piste = patient.settings.chorus_pro.as_ref().and_then(|it| it.piste.as_ref());
    if let Some(piste) = piste.filter(|_| is_wanted("chorus_pro.piste", only)) {
        origins.extend([piste.oauth.to_string(), piste.api.to_string()]);
    }
    let social_security = patient.settings.social_security.as_ref();
    if let Some(settings) = social_security.filter(|_| is_wanted("social_security", only)) {
        let addresses = settings.addresses();
        origins.extend([addresses.token_url, addresses.services]);
    }
    let server = |origin: String| {
        let url = Url::parse(&origin).ok()?;
        let server = ServerAddress::new(url.host_str()?, url.port_or_known_default()?);
        Some((url.origin().ascii_serialization(), server))
    };
    origins.into_iter().filter_map(server).collect()
}

async fn reach_proxy(proxy: &str, findings: &mut Findings) -> bool {
    let what = format!("proxy {proxy}");
    let address = Url::parse(proxy).ok().and_then(|url| {
        Some((url.host_str()?.trim_matches(['[', ']']).to_owned(), url.port_or_known_default()?))
    });
    let Some((host, port)) = address else {
        findings.failed(what, "it has no host and port", "correct `proxy`: http://HOST:PORT");
        return false;
    };
    let to_do = "ask whoever runs the network for its address, or leave `proxy` out";
    match timeout(PATIENCE.0, TcpStream::connect((host, port))).await {
        Ok(Ok(_)) => {
            findings.ok(what, "it answers");
            true
        }
        Ok(Err(error)) => {
            findings.failed(what, error.to_string(), to_do);
            false
        }
        Err(_) => {
            findings.failed(what, format!("no answer within {:?}", PATIENCE.0), to_do);
            false
        }
    }
}

/// Looks a server's name up and dials it, without a proxy.
pub(super) async fn reach(
    network: &Network,
    server: &ServerAddress,
    findings: &mut Findings,
) -> bool {
    let what = format!("DNS {}", server.host());
    let looked_up = tokio::net::lookup_host((server.host(), server.port()));
    let found = match timeout(PATIENCE.0, looked_up).await {
        Ok(Ok(found)) => Ok(found.map(|it| it.ip().to_string()).collect::<Vec<_>>()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err(format!("no answer within {:?}", PATIENCE.0)),
    };
    match found {
        Ok(addresses) => findings.ok(what, addresses.join(", ")),
        Err(error) => {
            findings.failed(what, error, name_to_do(server.host()));
            findings.dialled(false);
            return false;
        }
    }
    let what = format!("TCP {server}");
    match network.dial(server).await {
        Ok(_) => {
            findings.ok(what, "it answers");
            findings.dialled(true);
            true
        }
        Err(error) => {
            let to_do = "check the port, and that a firewall lets you through; most companies need \
                         `proxy`, and an EDI server knows the addresses that it lets in";
            findings.failed(what, error.to_string(), to_do);
            findings.dialled(false);
            false
        }
    }
}

fn name_to_do(host: &str) -> &'static str {
    if host.ends_with(".aife.economie.gouv.fr") {
        "these hosts are gone since 2023-09-30: use those of piste.gouv.fr"
    } else if host == "api.socialsecurity.be" {
        "there is no such host: use services.socialsecurity.be"
    } else {
        "check how the host is written; where names are not looked up, set `proxy`"
    }
}

/// Asks for a page, whatever it is: TLS must come about, and the clocks agree.
async fn greet(
    patient: &Patient<'_>,
    network: &Network,
    (origin, server): (&str, &ServerAddress),
    findings: &mut Findings,
) {
    let what = format!("TLS {server}");
    let (http, shown) = match network.http_with_witness() {
        Ok(client) => client,
        Err(error) => {
            return findings.failed(what, with_causes(&error), "correct `proxy` and `trust`");
        }
    };
    let answer = match http.get(format!("{origin}/")).send().await {
        Ok(answer) => answer,
        Err(error) => {
            let mut told = with_causes(&error);
            let to_do = tls_to_do(&told);
            if let Some(last) = shown.certificates().last() {
                told += &format!("; it shows one issued by `{}`", last.issuer());
            }
            findings.failed(what, told, to_do);
            findings.dialled(false);
            return;
        }
    };
    findings.dialled(true);
    match shown.certificates().first() {
        None => findings.ok(what, "its certificate leads to a root that is trusted"),
        Some(certificate) => {
            let until = certificate.validity().until;
            let days = until.duration_since(patient.now).as_hours() / 24;
            let found = format!(
                "its certificate leads to a root that is trusted; {days} days left, until {until}"
            );
            if days < FEW_DAYS {
                findings.warning(what, found, "expect its operator to renew it before that day");
            } else {
                findings.ok(what, found);
            }
        }
    }
    clock(patient, server, &answer, findings);
}

fn clock(
    patient: &Patient<'_>,
    server: &ServerAddress,
    answer: &Response,
    findings: &mut Findings,
) {
    let what = format!("clock {server}");
    let Some(date) = headers::date(answer.headers()) else {
        return findings.not_tried(what, "its answer has no Date");
    };
    // The examination itself took a while.
    let here = raccord_kernel::clock::machine_now().max(patient.now);
    let apart = here.duration_since(date);
    let apart_s = apart.as_secs().unsigned_abs();
    let to_do = "set this machine's clock by NTP: tokens and certificates are judged by it";
    let (way, found) = (if apart.is_negative() { "behind" } else { "ahead" }, apart_s);
    if apart_s > SKEW_MAX_S {
        findings.failed(what, format!("this machine is {found} s {way}"), to_do);
    } else if apart_s > SKEW_WARNING_S {
        findings.warning(what, format!("this machine is {found} s {way}"), to_do);
    } else {
        findings.ok(what, format!("{apart_s} s apart"));
    }
}

/// What to do where TLS did not come about.
fn tls_to_do(told: &str) -> &'static str {
    let cases = [
        (
            "UnknownIssuer",
            "name a PEM file of the root that vouches for it as `trust`: your proxy's, \
                           if it opens TLS",
        ),
        ("xpired", "its certificate is over: tell its operator; or this machine's clock is wrong"),
        ("NotValidYet", "check this machine's clock"),
        (
            "NotValidForName",
            "another server answers under this name: check the host, and the proxy",
        ),
        ("is not listed", "add the host to `hosts`"),
        ("uthenticat", "say what the proxy wants to know as `proxy_credentials`"),
        ("tunnel", "the proxy does not let you through to this host: ask whoever runs it"),
        ("timed out", "check that a firewall or a proxy lets you through"),
    ];
    let found = cases.into_iter().find(|(sign, _)| told.contains(sign));
    found.map_or("check the host, the proxy and the roots", |(_, to_do)| to_do)
}
