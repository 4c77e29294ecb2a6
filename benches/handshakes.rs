//! New mutual-TLS handshakes a second, beside a bare tokio-rustls accept loop.
//!
//! Each is a connection of its own with a client certificate, one request and one answer, so that
//! a client knows that it was let in. Both servers are processes of their own under the same
//! clients, turn by turn.

mod peers;

use std::sync::Arc;
use std::time::Duration;

use axum::response::IntoResponse as _;
use axum::routing::get;
use jiff::SignedDuration;
use peers::accept;
use peers::measure::{Fallible, instant, is_asked_for, median, say};
use peers::server::{Server, attend, runtime};
use raccord_certs::authority::{HierarchyKeys, Order, SubjectKey, SupplierHierarchy};
use raccord_certs::{Certificate, Key, KeyKind, Profile, Subject, Validity};
use raccord_kernel::Clock;
use raccord_kernel::clock::machine_now;
use raccord_mocks::gateway::{Doors, Listen, Settings, Tenant, Tenants};
use raccord_mocks::web::{ClientAuthentication, Host, Journalled, Routes};
use rustls::RootCertStore;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsConnector;

const HOST: &str = "mutual.raccord.example";
const CLIENTS: usize = 16;
/// Many short turns: what else the machine does then weighs on both alike.
const ROUNDS: usize = 15;
const ROUND: Duration = Duration::from_millis(700);

fn main() -> Fallible<()> {
    accept::install_cryptography();
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("mocks"), Some(root)) => mocks(&hex::decode(root)?),
        (Some("bare"), Some(root)) => bare(hex::decode(root)?),
        _ if is_asked_for() => compare(),
        _ => Ok(()),
    }
}

fn compare() -> Fallible<()> {
    let client = Client::new()?;
    let root = hex::encode(&client.root);
    let (mocks, bare) = (Server::start(&["mocks", &root])?, Server::start(&["bare", &root])?);
    client.load(&mocks, Duration::from_millis(500))?;
    client.load(&bare, Duration::from_millis(500))?;
    let mut turns = Vec::new();
    for _ in 0..ROUNDS {
        turns.push((client.load(&mocks, ROUND)?, client.load(&bare, ROUND)?));
    }
    let ours = median(turns.iter().map(|turn| turn.0));
    let theirs = median(turns.iter().map(|turn| turn.1));
    let ratio = median(turns.iter().map(|(ours, theirs)| ours / theirs));
    say("mutual-TLS handshakes a second", &format!("{ours:.0}"), "");
    say("the same of a bare accept loop", &format!("{theirs:.0}"), "");
    say("mutual-TLS handshakes, to a bare loop's", &format!("{ratio:.2}"), "0.80");
    Ok(())
}

/// Clients with one certificate, from a throwaway supplier.
struct Client {
    root: Vec<u8>,
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
}

impl Client {
    fn new() -> Fallible<Self> {
        let key = || Key::generate(KeyKind::P256);
        let keys = HierarchyKeys { root: key()?, issuing: key()? };
        let validity = Validity::days(machine_now() - SignedDuration::from_hours(1), 30);
        let hierarchy = SupplierHierarchy::new(&keys, validity)?;
        let own = key()?;
        let issued = hierarchy.issue(&Order {
            profile: Profile::named("chorus-pro/ssl-client").ok_or("no such profile")?,
            subject: &Subject::french("BENCH", "Raccord", "33254021516357"),
            key: SubjectKey::Pair(&own),
            validity,
            defect: None,
            serial: [1; 16],
        })?;
        let shown = [&issued.certificate, hierarchy.issuing()];
        Ok(Self {
            root: hierarchy.root().der().to_vec(),
            chain: shown.map(|it| it.der().to_vec().into()).into(),
            key: accept::private_key(own.pkcs8_der()),
        })
    }

    /// How many handshakes a second a server makes.
    fn load(&self, server: &Server, during: Duration) -> Fallible<f64> {
        let port: u16 = server.word(0)?.parse()?;
        let own = (self.chain.clone(), self.key.clone_key());
        let connector = accept::connector(hex::decode(server.word(1)?)?, Some(own))?;
        let start = instant();
        let count = runtime()?.block_on(async {
            let mut clients = tokio::task::JoinSet::new();
            for _ in 0..CLIENTS {
                let connector = connector.clone();
                clients.spawn(async move {
                    let mut count = 0_u32;
                    while start.elapsed() < during {
                        shake_hands(&connector, port).await?;
                        count += 1;
                    }
                    Fallible::Ok(count)
                });
            }
            let mut total = 0_u32;
            while let Some(count) = clients.join_next().await {
                total += count??;
            }
            Fallible::Ok(f64::from(total))
        })?;
        Ok(count / start.elapsed().as_secs_f64())
    }
}

async fn shake_hands(connector: &TlsConnector, port: u16) -> Fallible<()> {
    let mut stream = accept::connect(connector, port, HOST).await?;
    let request = format!("GET / HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    if answer.starts_with(b"HTTP/1.1 200") { Ok(()) } else { Err("not let in".into()) }
}

fn mocks(clients: &[u8]) -> Fallible<()> {
    let runtime = runtime()?;
    let settings = Settings { journal_newest: Some(10_000), ..Settings::default() };
    let answer = async || {
        let mut response = "let in".into_response();
        response.extensions_mut().insert(Journalled);
        response
    };
    let client_authentication = ClientAuthentication::Required;
    let routes = Routes::new().route("GET", "/", get(answer));
    let host = Host { name: HOST, client_authentication, in_clear: false, routes };
    let clock = Arc::new(Clock::running(machine_now()));
    let tenant = Arc::new(Tenant::open_with("default", clock, &settings, vec![host])?);
    tenant.trust_clients_of(&Certificate::from_der(clients)?);
    let doors = runtime.block_on(Doors::listen(Listen::default()))?;
    let inside = runtime.enter();
    let gateway = doors.open_for(Arc::new(Tenants::one(Arc::clone(&tenant))));
    drop(inside);
    let (port, root) = (gateway.addresses().http.port(), hex::encode(tenant.root().der()));
    attend(&format!("{port} {root}"), |_| "done".to_owned())
}

fn bare(clients: Vec<u8>) -> Fallible<()> {
    let runtime = runtime()?;
    let mut roots = RootCertStore::empty();
    roots.add(clients.into())?;
    let (root, config) = accept::configure(HOST, Some(roots))?;
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let port = listener.local_addr()?.port();
    runtime.spawn(accept::accept(listener, config, |mut stream| async move {
        let mut request = [0; 1024];
        // A client that hangs up early is counted by nobody.
        let _ = stream.read(&mut request).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nlet in").await;
        let _ = stream.shutdown().await;
    }));
    attend(&format!("{port} {}", hex::encode(root)), |_| "done".to_owned())
}
