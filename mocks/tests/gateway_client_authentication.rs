//! Client authentication is a property of a host: proven on hosts made for the test.

#![cfg(test)]

mod support;

use std::io;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use raccord_certs::authority::{HierarchyKeys, Order, SubjectKey, SupplierHierarchy};
use raccord_certs::{Key, KeyKind, Profile, Subject, Validity};
use raccord_kernel::{Entry, Outcome};
use raccord_mocks::web::ClientAuthentication;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName};
use rustls::{ClientConfig, HandshakeKind, RootCertStore};
use support::{Open, start, test_host};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const NONE: &str = "none.piste.gouv.fr";
const ASKED: &str = "asked.piste.gouv.fr";
const REQUIRED: &str = "required.piste.gouv.fr";

struct Client {
    config: ClientConfig,
    fingerprint: String,
}

fn hierarchy() -> SupplierHierarchy {
    let key = || Key::generate(KeyKind::P256).unwrap();
    let keys = HierarchyKeys { root: key(), issuing: key() };
    SupplierHierarchy::new(&keys, Validity::days(start(), 3650)).unwrap()
}

async fn open(suppliers: &SupplierHierarchy) -> Open {
    let hosts = vec![
        test_host(NONE, ClientAuthentication::None),
        test_host(ASKED, ClientAuthentication::Asked),
        test_host(REQUIRED, ClientAuthentication::Required),
    ];
    let open = Open::at(start(), hosts).await;
    open.tenant.trust_clients_of(suppliers.root());
    open
}

fn config(open: &Open, identity: Option<(Vec<CertificateDer<'static>>, &Key)>) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(open.tenant.root().der().to_vec().into()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots);
    match identity {
        None => builder.with_no_client_auth(),
        Some((chain, key)) => {
            let key = PrivatePkcs8KeyDer::from(key.pkcs8_der().to_vec());
            builder.with_client_auth_cert(chain, key.into()).unwrap()
        }
    }
}

fn client(open: &Open, suppliers: &SupplierHierarchy, until: Timestamp) -> Client {
    let key = Key::generate(KeyKind::P256).unwrap();
    let order = Order {
        profile: Profile::named("chorus-pro/ssl-client").unwrap(),
        subject: &Subject::french("VFE012", "Fournitures du Nord", "00000000000143"),
        key: SubjectKey::Public(key.public()),
        validity: Validity { from: start() - SignedDuration::from_hours(24), until },
        defect: None,
        serial: [7; 16],
    };
    let issued = suppliers.issue(&order).unwrap();
    let fingerprint = issued.certificate.fingerprint().to_string();
    let chain = issued.with_chain().iter().map(|it| it.der().to_vec().into()).collect();
    Client { config: config(open, Some((chain, &key))), fingerprint }
}

/// One request on one connection: what came back, or how the connection ended.
async fn get(
    open: &Open,
    config: &ClientConfig,
    host: &'static str,
) -> io::Result<(String, HandshakeKind)> {
    let stream = TcpStream::connect(open.gateway.addresses().http).await?;
    let name = ServerName::try_from(host).unwrap();
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config.clone()));
    let mut stream = connector.connect(name, stream).await?;
    let ask = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let kind = stream.get_ref().1.handshake_kind().unwrap();
    Ok((answer, kind))
}

async fn accepted(open: &Open, config: &ClientConfig, host: &'static str) -> bool {
    get(open, config, host).await.is_ok_and(|(answer, _)| answer.ends_with(host))
}

fn handshakes(open: &Open) -> Vec<Entry> {
    open.tenant.office().journal.select(|entry| entry.operation == "gateway.handshake")
}

#[tokio::test]
async fn a_host_that_asks_for_nothing_sees_no_certificate() {
    let suppliers = hierarchy();
    let open = open(&suppliers).await;
    assert!(accepted(&open, &config(&open, None), NONE).await);
    assert_eq!(handshakes(&open), []);
}

#[tokio::test]
async fn gateway_tls_01_only_a_host_that_requires_a_certificate_refuses_to_go_without() {
    let suppliers = hierarchy();
    let open = open(&suppliers).await;
    let nobody = config(&open, None);
    assert!(accepted(&open, &nobody, ASKED).await);
    let refused = get(&open, &nobody, REQUIRED).await.unwrap_err();
    assert!(refused.to_string().contains("CertificateRequired"), "{refused}");
    let [entry] = &handshakes(&open)[..] else { panic!("one handshake expected") };
    assert!(matches!(&entry.outcome, Outcome::Refused { rule, .. } if rule == "GATEWAY-TLS-01"));
    assert_eq!(entry.fields["alert"], "CertificateRequired");
}

#[tokio::test]
async fn a_certificate_that_verifies_is_accepted_and_named() {
    let suppliers = hierarchy();
    let open = open(&suppliers).await;
    let client = client(&open, &suppliers, start() + SignedDuration::from_hours(24));
    assert!(accepted(&open, &client.config, ASKED).await);
    assert!(accepted(&open, &client.config, REQUIRED).await);
    let names: Vec<_> =
        handshakes(&open).iter().map(|it| it.fields["certificate"].clone()).collect();
    assert_eq!(names, ["certificate#1", "certificate#1"]);
    let known = open
        .tenant
        .office()
        .journal
        .evidence(|it| it.read("certificate#1", "fingerprint").map(str::to_owned));
    assert_eq!(known, Some(client.fingerprint));
}

#[tokio::test]
async fn gateway_tls_02_a_certificate_ages_with_the_environment_s_clock() {
    let suppliers = hierarchy();
    let open = open(&suppliers).await;
    let until = start() + SignedDuration::from_hours(24);
    let client = client(&open, &suppliers, until);
    open.tenant.advance_to(until).await;
    assert!(accepted(&open, &client.config, REQUIRED).await);
    open.tenant.advance_to(until + SignedDuration::from_secs(1)).await;
    for host in [ASKED, REQUIRED] {
        let refused = get(&open, &client.config, host).await.unwrap_err();
        assert!(refused.to_string().contains("CertificateExpired"), "{refused}");
    }
    let last = handshakes(&open).pop().unwrap();
    assert_eq!(last.fields["certificate"], "certificate#1");
    assert_eq!(last.fields["alert"], "CertificateExpired");
    assert!(matches!(&last.outcome, Outcome::Refused { rule, .. } if rule == "GATEWAY-TLS-02"));
}

#[tokio::test]
async fn gateway_tls_02_a_certificate_of_an_unknown_authority_is_refused() {
    let suppliers = hierarchy();
    let open = open(&suppliers).await;
    let stranger = client(&open, &hierarchy(), start() + SignedDuration::from_hours(24));
    assert!(get(&open, &stranger.config, REQUIRED).await.is_err());
    let last = handshakes(&open).pop().unwrap();
    assert!(matches!(&last.outcome, Outcome::Refused { rule, .. } if rule == "GATEWAY-TLS-02"));
}

#[tokio::test]
async fn gateway_tls_03_a_client_that_does_not_trust_the_host_is_written_down() {
    let suppliers = hierarchy();
    let open = open(&suppliers).await;
    let other = Open::at(start(), vec![test_host(NONE, ClientAuthentication::None)]).await;
    assert!(get(&open, &config(&other, None), NONE).await.is_err());
    // The alert is on its way when the client gives up: time moves when it has been read.
    open.tenant.advance_to(start()).await;
    let [entry] = &handshakes(&open)[..] else { panic!("one handshake expected") };
    assert!(matches!(&entry.outcome, Outcome::Refused { rule, .. } if rule == "GATEWAY-TLS-03"));
    assert_eq!(entry.fields["alert"], "UnknownCA");
}

#[tokio::test]
async fn gateway_tls_04_a_handshake_that_breaks_off_is_written_down() {
    let suppliers = hierarchy();
    let open = open(&suppliers).await;
    let name = ServerName::try_from(REQUIRED).unwrap();
    let config = Arc::new(config(&open, None));
    let mut hello = Vec::new();
    rustls::ClientConnection::new(config, name).unwrap().write_tls(&mut hello).unwrap();
    let mut stream = TcpStream::connect(open.gateway.addresses().http).await.unwrap();
    stream.write_all(&hello).await.unwrap();
    stream.shutdown().await.unwrap();
    stream.read_to_end(&mut Vec::new()).await.unwrap();
    let [entry] = &handshakes(&open)[..] else { panic!("one handshake expected") };
    assert!(matches!(&entry.outcome, Outcome::Refused { rule, .. } if rule == "GATEWAY-TLS-04"));
}

#[tokio::test]
async fn no_session_is_resumed() {
    let suppliers = hierarchy();
    let open = open(&suppliers).await;
    let client = client(&open, &suppliers, start() + SignedDuration::from_hours(24));
    for version in [&rustls::version::TLS13, &rustls::version::TLS12] {
        let mut config = client.config.clone();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut roots = RootCertStore::empty();
        roots.add(open.tenant.root().der().to_vec().into()).unwrap();
        let builder = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[version])
            .unwrap()
            .with_root_certificates(roots);
        config = builder.with_client_cert_resolver(config.client_auth_cert_resolver);
        for _ in 0..2 {
            let (_, kind) = get(&open, &config, REQUIRED).await.unwrap();
            assert!(matches!(kind, HandshakeKind::Full | HandshakeKind::FullWithHelloRetryRequest));
        }
    }
}
