//! The doors, over real sockets.

#![cfg(test)]

mod support;

use std::sync::Arc;

use jiff::SignedDuration;
use raccord_kernel::{Clock, Outcome};
use raccord_mocks::gateway::{Doors, Listen, Settings, Tenant, Tenants};
use raccord_mocks::web::ClientAuthentication;
use support::{Open, client_of, start, test_host};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const HOST: &str = "test.piste.gouv.fr";
const URL: &str = "https://test.piste.gouv.fr/";

async fn open() -> Open {
    Open::at(start(), vec![test_host(HOST, ClientAuthentication::None)]).await
}

/// Sends bytes to the HTTP door and reads the answer to its end.
async fn say(open: &Open, bytes: &str) -> String {
    let mut stream = TcpStream::connect(open.gateway.addresses().http).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn a_known_name_is_answered_through_connect_with_nothing_but_proxy_and_root() {
    let open = open().await;
    let answer = open.client().get(URL).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["date"], "Mon, 02 Mar 2026 09:00:00 GMT");
    assert_eq!(answer.text().await.unwrap(), HOST);
    assert_eq!(open.unknown(), [] as [&str; 0]);
}

#[tokio::test]
async fn an_unknown_name_is_refused_naming_it_and_written_down() {
    let open = open().await;
    assert!(open.client().get("https://example.com/").send().await.is_err());
    let answer = say(&open, "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    assert!(answer.contains("no mock stands in for example.com"), "{answer}");
    assert_eq!(open.unknown(), ["the host example.com", "the host example.com"]);
}

#[tokio::test]
async fn gateway_host_01_a_retired_name_is_refused_with_its_successor() {
    let open = open().await;
    let answer = say(&open, "CONNECT oauth.aife.economie.gouv.fr:443 HTTP/1.1\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 502 "), "{answer}");
    assert!(answer.contains("use oauth.piste.gouv.fr"), "{answer}");
    let [entry] = &open.entries()[..] else { panic!("one entry expected") };
    assert!(matches!(&entry.outcome, Outcome::Refused { rule, .. } if rule == "GATEWAY-HOST-01"));
}

#[tokio::test]
async fn gateway_host_02_a_host_that_never_was_is_refused_with_the_one_that_is_meant() {
    let open = open().await;
    let answer = say(&open, "CONNECT api.socialsecurity.be:443 HTTP/1.1\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 502 "), "{answer}");
    assert!(answer.contains("use services.socialsecurity.be"), "{answer}");
    let [entry] = &open.entries()[..] else { panic!("one entry expected") };
    assert!(matches!(&entry.outcome, Outcome::Refused { rule, .. } if rule == "GATEWAY-HOST-02"));
}

#[tokio::test]
async fn an_unknown_route_and_another_host_on_the_connection_are_written_down() {
    let open = open().await;
    let client = open.client();
    assert_eq!(client.get(format!("{URL}nowhere")).send().await.unwrap().status(), 404);
    assert_eq!(client.delete(URL).send().await.unwrap().status(), 405);
    let other = client.get(URL).header("host", "other.fr").send().await.unwrap();
    assert_eq!(other.status(), 421);
    assert_eq!(
        open.unknown(),
        [
            "GET /nowhere of test.piste.gouv.fr",
            "DELETE / of test.piste.gouv.fr",
            "the host other.fr over a connection to test.piste.gouv.fr",
        ]
    );
}

#[tokio::test]
async fn a_real_name_in_clear_is_refused_and_its_local_name_is_served() {
    let open = open().await;
    let ask = |host: &str| format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    assert!(say(&open, &ask("test.piste.gouv.fr.localhost:8000")).await.ends_with(HOST));
    assert_eq!(open.unknown(), [] as [&str; 0]);
    for host in ["test.piste.gouv.fr", "example.net", "example.com.localhost"] {
        assert!(say(&open, &ask(host)).await.starts_with("HTTP/1.1 421 "), "{host}");
    }
    let proxied =
        format!("GET http://{HOST}/ HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n");
    assert!(say(&open, &proxied).await.contains("served over https only"));
    assert_eq!(open.unknown().len(), 4);
}

#[tokio::test]
async fn a_host_s_certificate_is_valid_on_the_machine_s_clock_and_on_the_environment_s() {
    for now in ["2019-06-01T00:00:00Z", "2041-06-01T00:00:00Z"] {
        let now = now.parse().unwrap();
        let open = Open::at(now, vec![test_host(HOST, ClientAuthentication::None)]).await;
        // The client's clock is the machine's.
        assert_eq!(open.client().get(URL).send().await.unwrap().status(), 200);
        assert!(open.tenant.root().validity().contains(now));
        let later = now + SignedDuration::from_hours(24 * 400);
        open.tenant.advance_to(later).await;
        assert_eq!(open.client().get(URL).send().await.unwrap().status(), 200);
    }
}

#[tokio::test]
async fn time_closes_connections_that_were_idle_for_too_long() {
    let open = open().await;
    let mut stream = TcpStream::connect(open.gateway.addresses().http).await.unwrap();
    let ask = format!("GET / HTTP/1.1\r\nHost: {HOST}.localhost\r\n\r\n");
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut seen = Vec::new();
    while !seen.ends_with(HOST.as_bytes()) {
        assert!(stream.read_buf(&mut seen).await.unwrap() > 0);
    }
    open.tenant.advance_to(start() + SignedDuration::from_mins(5)).await;
    stream.write_all(ask.as_bytes()).await.unwrap();
    assert!(stream.read_buf(&mut seen).await.unwrap() > 0);
    let idle = start() + SignedDuration::from_mins(10) + SignedDuration::from_secs(1);
    open.tenant.advance_to(idle).await;
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
}

#[tokio::test]
async fn tenants_are_told_apart_by_proxy_user_and_by_local_name() {
    let tenant = |name: &str, host| {
        let hosts = vec![test_host(host, ClientAuthentication::None)];
        let clock = Arc::new(Clock::held(start()));
        Arc::new(Tenant::open_with(name, clock, &Settings::default(), hosts).unwrap())
    };
    let (first, second) = (tenant("first", HOST), tenant("second", "other.piste.gouv.fr"));
    let tenants = Arc::new(Tenants::one(Arc::clone(&first)).and(Arc::clone(&second)));
    let gateway = Doors::listen(Listen::default()).await.unwrap().open_for(tenants);
    let door = gateway.addresses().http;

    let client = client_of(&second, &format!("http://second:any@{door}"));
    assert_eq!(client.get("https://other.piste.gouv.fr/").send().await.unwrap().status(), 200);
    assert!(client.get(URL).send().await.is_err());
    assert_eq!(
        client_of(&first, &format!("http://{door}")).get(URL).send().await.unwrap().status(),
        200
    );

    let open = Open { gateway, tenant: first };
    for (name, status) in [
        ("second.other.piste.gouv.fr.localhost", "200 OK"),
        ("other.piste.gouv.fr.localhost", "421 Misdirected Request"),
    ] {
        let ask = format!("GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n");
        assert!(say(&open, &ask).await.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{name}");
    }
}

#[tokio::test]
async fn nothing_outlives_the_gateway() {
    let open = open().await;
    let door = open.gateway.addresses().http;
    let mut idle = TcpStream::connect(door).await.unwrap();
    idle.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
    drop(open);
    let mut rest = Vec::new();
    // The connection ends, by a close or by a reset; it does not hang.
    let _ = idle.read_to_end(&mut rest).await;
    assert_eq!(rest, b"");
    assert!(TcpStream::connect(door).await.is_err());
}
