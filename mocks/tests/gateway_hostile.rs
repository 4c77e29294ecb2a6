//! Clients that would hold up the others: each is let go, and the others are served all the while.

#![cfg(test)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::response::IntoResponse;
use axum::routing::post;
use raccord_kernel::{Clock, Outcome};
use raccord_mocks::gateway::{Doors, Limits, Listen, Settings, Tenant, Tenants};
use raccord_mocks::web::{ClientAuthentication, Host, Journalled, Routes};
use support::{Open, start};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const HOST: &str = "test.piste.gouv.fr";
/// As short as a test is patient.
const SHORT: Duration = Duration::from_millis(80);

/// A host that reads a body, and says how long it was.
fn host() -> Host {
    let answer = async move |body: Bytes| {
        let mut response = body.len().to_string().into_response();
        response.extensions_mut().insert(Journalled);
        response
    };
    Host {
        name: HOST,
        client_authentication: ClientAuthentication::None,
        in_clear: false,
        routes: Routes::new().route("POST", "/", post(answer)),
    }
}

async fn open(limits: Limits) -> Open {
    let clock = Arc::new(Clock::held(start()));
    let tenant = Tenant::open_with("default", clock, &Settings::default(), vec![host()]).unwrap();
    let tenant = Arc::new(tenant);
    let tenants = Arc::new(Tenants::one(Arc::clone(&tenant)));
    let doors = Doors::listen(Listen::default()).await.unwrap().with_limits(limits);
    Open { gateway: doors.open_for(tenants), tenant }
}

/// Limits whose times a test can wait for.
fn impatient() -> Limits {
    Limits {
        head_patience: SHORT,
        body_patience: SHORT,
        handshake_patience: SHORT,
        login_grace: SHORT,
        ..Limits::default()
    }
}

async fn dial(open: &Open) -> TcpStream {
    TcpStream::connect(open.gateway.addresses().http).await.unwrap()
}

/// All that comes until the connection ends, however it does; it must end.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let end = stream.read_to_end(&mut bytes);
    // A reset is an end as well.
    let _ = tokio::time::timeout(Duration::from_secs(20), end).await.expect("it does not end");
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn say(open: &Open, bytes: &[u8]) -> String {
    let mut stream = dial(open).await;
    stream.write_all(bytes).await.unwrap();
    rest(&mut stream).await
}

/// A request with a body of two bytes, in clear.
fn good() -> Vec<u8> {
    let head = format!("POST / HTTP/1.1\r\nHost: {HOST}.localhost\r\nConnection: close\r\n");
    format!("{head}Content-Length: 2\r\n\r\nok").into_bytes()
}

async fn is_served(open: &Open) -> bool {
    say(open, &good()).await.starts_with("HTTP/1.1 200 OK\r\n")
}

fn refused_by(open: &Open) -> Vec<String> {
    let rule = |entry: raccord_kernel::Entry| match entry.outcome {
        Outcome::Refused { rule, .. } => Some(rule),
        Outcome::Accepted
        | Outcome::Faulted { .. }
        | Outcome::Unknown { .. }
        | Outcome::Incident { .. } => None,
    };
    open.entries().into_iter().filter_map(rule).collect()
}

#[tokio::test]
async fn who_says_nothing_or_half_a_thing_is_let_go() {
    let open = open(impatient()).await;
    let beginnings: [&[u8]; 5] = [
        b"",
        b"POST / HTTP/1.1\r\nHost:",
        b"CONNECT test.piste.gouv.fr:443 HTTP/1.1\r\n",
        b"\x16\x03\x01\x02\x00\x01",
        b"CONNECT test.piste.gouv.fr:443 HTTP/1.1\r\n\r\n\x16\x03\x01",
    ];
    for beginning in beginnings {
        let mut stream = dial(&open).await;
        stream.write_all(beginning).await.unwrap();
        assert!(is_served(&open).await);
        rest(&mut stream).await;
    }
    open.tenant.office().flights.settled().await;
}

#[tokio::test]
async fn a_head_that_comes_letter_by_letter_is_let_go_although_it_never_stops() {
    let open = open(impatient()).await;
    let mut stream = dial(&open).await;
    stream.write_all(b"GET / HTTP/1.1\r\nX: ").await.unwrap();
    let (mut read, mut write) = stream.split();
    let drip = async {
        while write.write_all(b"a").await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    let mut answer = Vec::new();
    let end = async { read.read_to_end(&mut answer).await };
    tokio::time::timeout(Duration::from_secs(20), async {
        tokio::select! { () = drip => {}, _ = end => {} }
    })
    .await
    .expect("it does not end");
    assert!(is_served(&open).await);
}

#[tokio::test]
async fn a_connection_that_is_kept_and_not_used_is_let_go() {
    let open = open(impatient()).await;
    let mut stream = dial(&open).await;
    let kept = String::from_utf8(good()).unwrap().replace("Connection: close\r\n", "");
    stream.write_all(kept.as_bytes()).await.unwrap();
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 200 OK\r\n"));
}

#[tokio::test]
async fn gateway_limit_01_a_head_too_long_is_answered_431_in_clear_and_over_tls() {
    let open = open(Limits { head_bytes_max: 8192, ..Limits::default() }).await;
    let long = "a".repeat(9000);
    let answer = say(&open, format!("GET / HTTP/1.1\r\nX: {long}\r\n\r\n").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    let many = "X: a\r\n".repeat(101);
    let answer = say(&open, format!("GET / HTTP/1.1\r\n{many}\r\n").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    let client = open.client();
    let url = format!("https://{HOST}/");
    let answer = client.post(&url).header("x", &long).body("ok").send().await.unwrap();
    assert_eq!(answer.status(), 431);
    assert_eq!(refused_by(&open), ["GATEWAY-LIMIT-01"; 3]);
    assert_eq!(client.post(&url).body("ok").send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn gateway_limit_02_a_body_too_large_is_answered_413_before_it_is_read() {
    let open = open(Limits { body_bytes_max: 1000, ..Limits::default() }).await;
    let head = format!("POST / HTTP/1.1\r\nHost: {HOST}.localhost\r\n");
    // Nothing of the body is ever sent.
    let said = say(&open, format!("{head}Content-Length: 1001\r\n\r\n").as_bytes()).await;
    assert!(said.starts_with("HTTP/1.1 413 "), "{said}");
    // One that does not say how large it is.
    let chunk = format!("3e8\r\n{}\r\n", "a".repeat(1000));
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n{chunk}{chunk}");
    let said = say(&open, chunked.as_bytes()).await;
    assert!(said.starts_with("HTTP/1.1 413 "), "{said}");
    let url = format!("https://{HOST}/");
    let answer = open.client().post(&url).body("a".repeat(1001)).send().await.unwrap();
    assert_eq!(answer.status(), 413);
    assert_eq!(refused_by(&open), ["GATEWAY-LIMIT-02"; 3]);
    let whole = open.client().post(&url).body("a".repeat(1000)).send().await.unwrap();
    assert_eq!(whole.text().await.unwrap(), "1000");
}

#[tokio::test]
async fn gateway_limit_02_holds_for_every_host() {
    let open = open(Limits { body_bytes_max: 1000, ..Limits::default() }).await;
    for name in open.tenant.host_names() {
        let head = format!("POST / HTTP/1.1\r\nHost: {name}.localhost\r\n");
        let said = say(&open, format!("{head}Content-Length: 1001\r\n\r\n").as_bytes()).await;
        assert!(said.starts_with("HTTP/1.1 413 "), "{name}: {said}");
    }
}

#[tokio::test]
async fn gateway_limit_03_a_body_that_does_not_come_is_answered_408_and_time_goes_on() {
    let open = open(impatient()).await;
    let head =
        format!("POST / HTTP/1.1\r\nHost: {HOST}.localhost\r\nContent-Length: 9\r\n\r\nhalf");
    let said = say(&open, head.as_bytes()).await;
    assert!(said.starts_with("HTTP/1.1 408 "), "{said}");
    assert_eq!(refused_by(&open), ["GATEWAY-LIMIT-03"]);
    open.tenant.office().flights.settled().await;
}

#[tokio::test]
async fn who_hangs_up_half_way_leaves_nothing_under_way() {
    let open = open(Limits::default()).await;
    let mut stream = dial(&open).await;
    let head =
        format!("POST / HTTP/1.1\r\nHost: {HOST}.localhost\r\nContent-Length: 9\r\n\r\nhalf");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    rest(&mut stream).await;
    open.tenant.office().flights.settled().await;
    assert!(is_served(&open).await);
}

#[tokio::test]
async fn a_full_door_serves_whoever_comes_and_lets_the_most_silent_go() {
    let open = open(Limits { http_connections_max: 20, ..Limits::default() }).await;
    let mut stuck = Vec::new();
    for _ in 0..100 {
        let mut stream = dial(&open).await;
        stream.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
        stuck.push(stream);
    }
    for _ in 0..10 {
        assert!(is_served(&open).await);
    }
    // The first of them made place long ago.
    rest(&mut stuck[0]).await;
}

#[tokio::test]
async fn stuck_sftp_clients_starve_nobody_and_are_let_go() {
    let limits = Limits { sftp_connections_max: 20, ..impatient() };
    let open = open(limits).await;
    let mut stuck = Vec::new();
    for beginning in [&b""[..], b"SSH-2.0-stuck\r\n"].into_iter().cycle().take(60) {
        let mut stream = TcpStream::connect(open.gateway.addresses().sftp).await.unwrap();
        // Whoever made place already is told so by an error here.
        let _ = stream.write_all(beginning).await;
        stuck.push(stream);
    }
    assert!(is_served(&open).await);
    let mut newcomer = TcpStream::connect(open.gateway.addresses().sftp).await.unwrap();
    let mut greeting = [0; 7];
    newcomer.read_exact(&mut greeting).await.unwrap();
    assert_eq!(&greeting, b"SSH-2.0");
    for stream in &mut stuck {
        rest(stream).await;
    }
}
