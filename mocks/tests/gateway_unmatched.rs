//! What nobody knows: it is told with what is nearest, whichever way it came.

#![cfg(test)]

mod support;

use raccord_kernel::{Entry, Outcome};
use raccord_mocks::web::ClientAuthentication;
use support::{Open, start, test_host};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn open() -> Open {
    Open::at(start(), Vec::new()).await
}

async fn say(open: &Open, bytes: &str) -> String {
    let mut stream = TcpStream::connect(open.gateway.addresses().http).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

/// Asks for a path of a host in clear; the one entry that follows.
async fn ask(open: &Open, method: &str, host: &str, path: &str) -> (String, Entry) {
    let mark = open.tenant.office().journal.written();
    let ask = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    let answer = say(open, &ask).await;
    let entries = open.tenant.office().journal.since(mark);
    let [entry] = <[Entry; 1]>::try_from(entries).unwrap();
    (answer, entry)
}

#[tokio::test]
async fn an_unknown_route_is_told_with_the_nearest_and_why() {
    let open = open().await;
    const OAUTH: &str = "sandbox-oauth.piste.gouv.fr.localhost";
    const API: &str = "sandbox-api.piste.gouv.fr.localhost";
    const SERVICES: &str = "services.socialsecurity.be.localhost";
    const PORTAL: &str = "qualif.chorus-pro.gouv.fr.localhost";
    for (method, host, path, nearest, why) in [
        ("GET", OAUTH, "/api/oauth/token", "POST /api/oauth/token", "this path takes POST"),
        ("POST", OAUTH, "/api/oauth/token/", "POST /api/oauth/token", "a slash at its end"),
        ("POST", OAUTH, "/oauth/token", "POST /api/oauth/token", "lacks its beginning, `/api`"),
        ("POST", OAUTH, "/api/oauth/tokn", "POST /api/oauth/token", "differs by one letter"),
        (
            "POST",
            OAUTH,
            "/cpro/factures/v1/deposer/flux",
            "/cpro/factures/v1/deposer/flux of api.piste.gouv.fr",
            "another host has this path",
        ),
        (
            "POST",
            API,
            "/cpro/facture/v1/deposer/flux",
            "POST /cpro/factures/v1/deposer/flux",
            "differs by one letter",
        ),
        (
            "GET",
            API,
            "/cpro/factures/v1/deposer/flux",
            "POST /cpro/factures/v1/deposer/flux",
            "takes POST",
        ),
        (
            "POST",
            SERVICES,
            "/REST/oauth/v5/tokens",
            "ANY /REST/oauth/v5/token",
            "differs by one letter",
        ),
        (
            "GET",
            PORTAL,
            "/raccordement/fiches/12",
            "GET /raccordements/fiches/{number}",
            "one letter",
        ),
    ] {
        let (_, entry) = ask(&open, method, host, path).await;
        assert!(matches!(entry.outcome, Outcome::Unknown { .. }), "{entry:?}");
        assert_eq!(entry.fields["nearest"], nearest, "{method} {path}");
        assert!(entry.fields["why"].as_str().unwrap().contains(why), "{entry:?}");
    }
    let (_, entry) = ask(&open, "GET", OAUTH, "/entirely/elsewhere").await;
    assert!(!entry.fields.contains_key("nearest"), "{entry:?}");
}

#[tokio::test]
async fn every_path_of_a_list_is_a_path_of_the_router_and_takes_its_methods() {
    let open = open().await;
    for name in open.tenant.host_names() {
        let known = open.tenant.routes(name).unwrap();
        assert!(!known.is_empty(), "{name} tells no path");
        for route in known {
            let path = route.path.replace("{*", "{").replace("{file}", "issuing.crl");
            let path = path.replace(['{', '}'], "");
            for method in route.methods.replace("ANY", "POST").split(", ") {
                let mark = open.tenant.office().journal.written();
                let host = format!("{name}.localhost");
                let ask = format!(
                    "{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\
                     Connection: close\r\n\r\n"
                );
                let answer = say(&open, &ask).await;
                assert!(!answer.starts_with("HTTP/1.1 405 "), "{method} {path}: {answer}");
                for entry in open.tenant.office().journal.since(mark) {
                    let nearest = entry.fields.get("why").and_then(|why| why.as_str());
                    let is_known = nearest.is_none_or(|why| why.contains("has that name"));
                    let is_unknown = matches!(entry.outcome, Outcome::Unknown { .. });
                    assert!(!is_unknown || (nearest.is_some() && is_known), "{path}: {entry:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_mistyped_host_is_told_with_the_nearest_whichever_way_it_is_asked_for() {
    let open = open().await;
    const MISTYPED: &str = "sandbox-oauth.pist.gouv.fr";
    const MEANT: &str = "the nearest is sandbox-oauth.piste.gouv.fr: it differs by one letter";
    let connect = say(&open, &format!("CONNECT {MISTYPED}:443 HTTP/1.1\r\n\r\n")).await;
    assert!(connect.starts_with("HTTP/1.1 403 ") && connect.contains(MEANT), "{connect}");
    let (proxied, _) = ask(&open, "GET", MISTYPED, &format!("http://{MISTYPED}/")).await;
    assert!(proxied.starts_with("HTTP/1.1 421 ") && proxied.contains(MEANT), "{proxied}");
    let (local, _) = ask(&open, "GET", &format!("{MISTYPED}.localhost"), "/").await;
    assert!(local.starts_with("HTTP/1.1 421 ") && local.contains(MEANT), "{local}");
    hello(&open, MISTYPED).await;
    assert_eq!(open.entries().len(), 4);
    for entry in open.entries() {
        assert_eq!(entry.outcome, Outcome::Unknown { asked: format!("the host {MISTYPED}") });
        assert_eq!(entry.fields["nearest"], "sandbox-oauth.piste.gouv.fr");
    }
}

#[tokio::test]
async fn gateway_host_01_a_retired_name_is_refused_whichever_way_it_is_asked_for() {
    let open = open().await;
    const RETIRED: &str = "sandbox-oauth.aife.economie.gouv.fr";
    const SUCCESSOR: &str = "is gone since 2023-09-30; use sandbox-oauth.piste.gouv.fr";
    let (proxied, _) = ask(&open, "POST", RETIRED, &format!("http://{RETIRED}/")).await;
    assert!(proxied.contains(SUCCESSOR), "{proxied}");
    let (local, _) = ask(&open, "POST", &format!("{RETIRED}.localhost"), "/").await;
    assert!(local.contains(SUCCESSOR), "{local}");
    hello(&open, RETIRED).await;
    assert_eq!(open.entries().len(), 3);
    for entry in open.entries() {
        let Outcome::Refused { rule, reason } = &entry.outcome else { panic!("{entry:?}") };
        assert_eq!(rule, "GATEWAY-HOST-01");
        assert!(reason.contains(SUCCESSOR), "{reason}");
    }
}

#[tokio::test]
async fn a_name_far_from_all_is_told_without_a_nearest() {
    let open = Open::at(start(), vec![test_host("a.gouv.fr", ClientAuthentication::None)]).await;
    let answer = say(&open, "CONNECT www.example.com:443 HTTP/1.1\r\n\r\n").await;
    assert!(answer.contains("nothing leaves this machine\n"), "{answer}");
    let [entry] = &open.entries()[..] else { panic!("one entry expected") };
    assert!(!entry.fields.contains_key("nearest"), "{entry:?}");
}

/// Begins TLS at the door with a server name, which comes to nothing.
async fn hello(open: &Open, name: &str) {
    let door = open.gateway.addresses().http;
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let client = reqwest::Client::builder().resolve(name, door).build().unwrap();
    let url = format!("https://{name}:{}/", door.port());
    assert!(client.get(url).send().await.is_err());
}
