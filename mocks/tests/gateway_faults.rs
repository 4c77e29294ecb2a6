//! Faults that strike at the doors, seen by clients that know nothing of raccord.
//!
//! Without OpenSSL's own client a test says so, and judges by rustls alone.

#![cfg(test)]

mod support;

use std::process::Stdio;
use std::time::Duration;

use jiff::SignedDuration;
use raccord_kernel::fault::HANDSHAKE;
use raccord_kernel::{Entry, Fault, Outcome, Verdict};
use raccord_mocks::web::ClientAuthentication;
use support::{Open, has, start, test_host};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::Command;

const HOST: &str = "test.piste.gouv.fr";
const URL: &str = "https://test.piste.gouv.fr/";
/// The path of a real system, whose desk asks the faults.
const TOKEN: &str = "/api/oauth/token";
const OAUTH: &str = "sandbox-oauth.piste.gouv.fr";

async fn open() -> Open {
    Open::at(start(), vec![test_host(HOST, ClientAuthentication::None)]).await
}

impl Open {
    fn ask(&self, fault: Fault) {
        self.tenant.office().faults.ask(fault);
    }

    /// What is said of a token request in clear, which is asked for on a connection of its own.
    async fn token_in_clear(&self) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(self.gateway.addresses().http).await?;
        stream.write_all(token_request(OAUTH).as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.map(|_| answer)
    }

    fn faulted(&self) -> Vec<String> {
        let verdict = |entry: Entry| match entry.outcome {
            Outcome::Faulted { verdict } => Some(verdict),
            Outcome::Accepted
            | Outcome::Refused { .. }
            | Outcome::Unknown { .. }
            | Outcome::Incident { .. } => None,
        };
        self.entries().into_iter().filter_map(verdict).collect()
    }
}

fn token_request(host: &str) -> String {
    format!(
        "POST {TOKEN} HTTP/1.1\r\nHost: {host}.localhost\r\nContent-Length: 0\r\n\
         Connection: close\r\n\r\n"
    )
}

#[tokio::test]
async fn a_reset_reaches_the_client_as_a_reset_and_no_answer() {
    let open = open().await;
    open.ask(Fault::next("piste.token", Verdict::Reset));
    let error = open.token_in_clear().await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    assert_eq!(open.faulted(), ["reset"]);
    assert!(open.token_in_clear().await.unwrap().starts_with("HTTP/1.1 400 "));
}

#[tokio::test]
async fn a_truncated_body_is_shorter_than_its_length_says_and_the_connection_ends() {
    let open = open().await;
    let whole = open.token_in_clear().await.unwrap();
    for bytes in [0, 7, 100_000] {
        open.ask(Fault::next("piste.token", Verdict::Truncate { bytes }));
        let cut = open.token_in_clear().await.unwrap();
        let ((head, body), (_, whole)) =
            (cut.split_once("\r\n\r\n").unwrap(), whole.split_once("\r\n\r\n").unwrap());
        assert!(head.contains(&format!("content-length: {}", whole.len())), "{head}");
        assert_eq!(body, &whole[..bytes.min(whole.len() - 1)]);
    }
    assert_eq!(open.entries()[1].fields["decided"], "refused by PISTE-TOKEN-07");
}

#[tokio::test]
async fn an_answer_says_another_type_than_it_has() {
    let open = open().await;
    open.ask(Fault::next("piste.token", Verdict::ContentType { value: "text/html".into() }));
    let answer = open.token_in_clear().await.unwrap();
    assert!(answer.contains("content-type: text/html\r\n"), "{answer}");
    assert!(!answer.contains("application/json") && answer.contains("\"error\""), "{answer}");
}

#[tokio::test]
async fn a_delay_is_the_client_s_alone_and_time_passes_it_by() {
    let open = open().await;
    open.ask(Fault::next("piste.token", Verdict::Delay { ms: 3_600_000 }));
    let delayed = open.token_in_clear();
    let mut delayed = std::pin::pin!(delayed);
    tokio::select! {
        biased;
        _ = &mut delayed => panic!("answered although kept back for an hour"),
        () = until(|| !open.faulted().is_empty()) => {}
    }
    // Nobody else is held up, and neither is time; what it passes by is answered.
    assert!(open.token_in_clear().await.unwrap().starts_with("HTTP/1.1 400 "));
    open.tenant.advance_to(start() + SignedDuration::from_mins(10)).await;
    assert!(delayed.await.unwrap().starts_with("HTTP/1.1 400 "));
    assert_eq!(open.faulted(), ["delayed 3600000 ms"]);
}

#[tokio::test]
async fn a_short_delay_ends_by_itself() {
    let open = open().await;
    open.ask(Fault::next("piste.token", Verdict::Delay { ms: 30 }));
    assert!(open.token_in_clear().await.unwrap().starts_with("HTTP/1.1 400 "));
}

#[tokio::test]
async fn an_expired_certificate_is_refused_by_a_client_and_the_next_one_is_good() {
    let open = open().await;
    open.ask(Fault::next(HANDSHAKE, Verdict::ExpiredCertificate));
    let error = open.client().get(URL).send().await.unwrap_err();
    assert!(format!("{error:?}").contains("Expired"), "{error:?}");
    assert_eq!(open.client().get(URL).send().await.unwrap().status(), 200);
    until(|| !open.faulted().is_empty()).await;
    assert_eq!(open.faulted(), ["expired certificate shown"]);
    assert_eq!(open.entries()[0].fields["ended"], "refused by GATEWAY-TLS-03");
}

#[tokio::test]
async fn an_alert_reaches_openssl_and_rustls_by_its_name() {
    let open = open().await;
    for (alert, openssl) in [
        ("handshake_failure", "alert handshake failure"),
        ("certificate_expired", "alert certificate expired"),
        ("unknown_ca", "alert unknown ca"),
        ("internal_error", "alert internal error"),
    ] {
        let verdict = || Verdict::TlsAlert { alert: alert.to_owned() };
        for version in ["-tls1_2", "-tls1_3"].into_iter().filter(|_| has("openssl")) {
            open.ask(Fault::next(HANDSHAKE, verdict()));
            let said = s_client(&open, version).await;
            assert!(said.to_lowercase().contains(openssl), "{alert} {version}: {said}");
        }
        open.ask(Fault::next(HANDSHAKE, verdict()));
        let error = format!("{:?}", open.client().get(URL).send().await.unwrap_err());
        let name = alert.replace('_', "");
        assert!(error.to_lowercase().contains(&format!("alertreceived({name})")), "{error}");
    }
    let told: Vec<_> = open.faulted();
    assert_eq!((told.len() >= 4, &*told[0]), (true, "alert handshake_failure"));
}

#[tokio::test]
async fn a_fault_of_one_host_s_handshake_spares_the_others() {
    let open = open().await;
    let verdict = Verdict::TlsAlert { alert: "unknown_ca".to_owned() };
    let fault = Fault::next(HANDSHAKE, verdict).until_taken_back();
    open.ask(Fault { host: Some(HOST.to_owned()), ..fault });
    let other = format!("https://{OAUTH}{TOKEN}");
    assert_eq!(open.client().post(other).send().await.unwrap().status(), 400);
    assert!(open.client().get(URL).send().await.is_err());
    open.tenant.office().faults.clear();
    assert_eq!(open.client().get(URL).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_handshake_is_reset_cut_delayed_or_stalled_and_time_goes_on() {
    let open = open().await;
    open.ask(Fault::next(HANDSHAKE, Verdict::Reset));
    let error = format!("{:?}", open.client().get(URL).send().await.unwrap_err());
    assert!(error.contains("ConnectionReset"), "{error}");
    open.ask(Fault::next(HANDSHAKE, Verdict::CutBefore));
    assert!(open.client().get(URL).send().await.is_err());
    open.ask(Fault::next(HANDSHAKE, Verdict::Delay { ms: 20 }));
    assert_eq!(open.client().get(URL).send().await.unwrap().status(), 200);
    open.ask(Fault::next(HANDSHAKE, Verdict::Stall));
    let client = open.client();
    let mut stalled = std::pin::pin!(client.get(URL).send());
    tokio::select! {
        biased;
        _ = &mut stalled => panic!("a stalled handshake ended"),
        () = until(|| open.faulted().len() == 4) => {}
    }
    open.tenant.advance_to(start() + SignedDuration::from_hours(1)).await;
    assert_eq!(open.faulted(), ["reset", "cut before", "delayed 20 ms", "stalled"]);
}

/// What OpenSSL's client says of a handshake that comes to nothing.
async fn s_client(open: &Open, version: &str) -> String {
    let door = open.gateway.addresses().http.to_string();
    let mut client = Command::new("openssl");
    client.args(["s_client", "-connect", &door, "-servername", HOST, version]);
    let client = client.stdin(Stdio::null()).output();
    let output = tokio::time::timeout(Duration::from_secs(20), client).await.unwrap().unwrap();
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Returns once `seen` is true; it must become so.
async fn until(seen: impl Fn() -> bool) {
    let seen = async {
        while !seen() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), seen).await.unwrap();
}
