//! PISTE tokens a second over TLS keep-alive, beside a bare axum and rustls server, WireMock and
//! oauth2-mock-server.
//!
//! All are processes of their own, on the same machine, under the same clients, turn by turn. The
//! bare one keeps secrets in a map, tokens in another, and a log; so do the mocks, which also
//! decide, journal, and forget what is over. Between two turns the mocks' clock goes ahead by three
//! hours, so that what was issued is over. WireMock answers one stub, and oauth2-mock-server signs
//! a token for whoever asks: neither looks at the secret. `benches/peers/run` installs them.

mod peers;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Form, State};
use axum::routing::post;
use axum::{Json, Router};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use jiff::SignedDuration;
use peers::accept;
use peers::foreign::{self, Foreign};
use peers::measure::{Fallible, computed_s, instant, is_asked_for, median, say};
use peers::papers::{self, Papers};
use peers::posting;
use peers::server::{Server, attend, runtime};
use raccord_kernel::Clock;
use raccord_kernel::clock::{after, machine_now};
use raccord_mocks::gateway::{Doors, Listen, Settings, Tenant, Tenants};
use raccord_mocks::piste::Environment;
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

const HOST: &str = "sandbox-oauth.piste.gouv.fr";
const PATH: &str = "/api/oauth/token";
const CLIENTS: usize = 32;
/// Many short turns: what else the machine does then weighs on both alike.
const ROUNDS: usize = 15;
const ROUND: Duration = Duration::from_millis(700);
const SHORT_WARM_UP: Duration = Duration::from_millis(500);
/// A virtual machine compiles what it runs often.
const LONG_WARM_UP: Duration = Duration::from_secs(8);

fn main() -> Fallible<()> {
    accept::install_cryptography();
    match std::env::args().nth(1).as_deref() {
        Some("mocks") => mocks(),
        Some("bare") => bare(),
        _ if is_asked_for() => compare(),
        _ => Ok(()),
    }
}

fn compare() -> Fallible<()> {
    let folder = tempfile::tempdir()?;
    let papers = Papers::write(folder.path())?;
    let (mut mocks, bare) = (Server::start(&["mocks"])?, Server::start(&["bare"])?);
    let wiremock = foreign::wiremock(&papers, folder.path(), PATH)?;
    let oauth2_mock_server = foreign::oauth2_mock_server(&papers)?;
    let mut targets = vec![
        Target::of_ours("a bare axum and rustls server", &bare)?,
        Target::of_a_peer("WireMock", wiremock.as_ref(), &papers, PATH)?,
        Target::of_a_peer("oauth2-mock-server", oauth2_mock_server.as_ref(), &papers, "/token")?,
    ];
    let ours = Target::of_ours("mocks", &mocks)?;
    ours.load(SHORT_WARM_UP)?;
    for target in &mut targets {
        target.load(target.warm_up)?;
    }
    let (mut turns, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let turn = ours.load(ROUND)?;
        for target in &mut targets {
            let theirs = target.load(ROUND)?;
            target.turns.push((turn, theirs));
        }
        turns.push(turn);
        mocks.tell("three hours pass")?;
        memory.extend(mocks.resident_mib());
    }
    let of = |of: fn(&Turn) -> f64| median(turns.iter().map(of));
    say("PISTE tokens a second", &format!("{:.0}", of(|it| it.a_second)), "");
    for target in &targets {
        target.tell();
    }
    say("what the clients computed for each, µs", &format!("{:.1}", of(|it| it.client_us)), "");
    let memory: Vec<_> = memory.iter().step_by(3).map(|mib| format!("{mib:.0}")).collect();
    say("memory after every third turn, MiB", &memory.join(" "), "flat");
    Ok(())
}

/// A server, how one asks it, and what its turns came to, each beside that of the mocks.
struct Target {
    name: &'static str,
    /// What the mocks must reach of its rate.
    to_reach: &'static str,
    process: u32,
    port: u16,
    root_der: Vec<u8>,
    host: &'static str,
    request: Arc<Vec<u8>>,
    warm_up: Duration,
    turns: Vec<(Turn, Turn)>,
}

/// What one turn came to.
#[derive(Clone, Copy)]
struct Turn {
    a_second: f64,
    /// What the server computed for each token, in microseconds.
    server_us: f64,
    /// What the clients did.
    client_us: f64,
}

impl Target {
    fn of_ours(name: &'static str, server: &Server) -> Fallible<Self> {
        Ok(Self {
            name,
            to_reach: "0.75",
            process: server.id(),
            port: server.word(0)?.parse()?,
            root_der: hex::decode(server.word(1)?)?,
            host: HOST,
            request: request(HOST, PATH, server.word(2)?, server.word(3)?),
            warm_up: SHORT_WARM_UP,
            turns: Vec::new(),
        })
    }

    /// A peer; without one, a target that nobody loads.
    fn of_a_peer(
        name: &'static str,
        peer: Option<&Foreign>,
        papers: &Papers,
        path: &str,
    ) -> Fallible<Self> {
        Ok(Self {
            name,
            to_reach: "above 1",
            process: peer.map_or(0, Foreign::id),
            port: peer.map_or(Ok(0), Foreign::port)?,
            root_der: papers.root_der.clone(),
            host: papers::HOST,
            request: request(papers::HOST, path, "client", "secret"),
            warm_up: LONG_WARM_UP,
            turns: Vec::new(),
        })
    }

    /// Posts from every client for so long, over connections that were opened before.
    fn load(&self, during: Duration) -> Fallible<Turn> {
        let mut turn = Turn { a_second: f64::NAN, server_us: f64::NAN, client_us: f64::NAN };
        if self.port == 0 {
            return Ok(turn);
        }
        let connector = accept::connector(self.root_der.clone(), None)?;
        let computed = |process| computed_s(process).unwrap_or(f64::NAN);
        let us = std::process::id();
        runtime()?.block_on(async {
            let mut streams = Vec::new();
            for _ in 0..CLIENTS {
                streams.push(accept::connect(&connector, self.port, self.host).await?);
            }
            let before = (computed(self.process), computed(us));
            let start = instant();
            let mut clients = tokio::task::JoinSet::new();
            for mut stream in streams {
                let request = Arc::clone(&self.request);
                clients.spawn(async move {
                    let (mut count, mut answer) = (0_u32, vec![0; 4096]);
                    while start.elapsed() < during {
                        stream.write_all(&request).await?;
                        posting::granted(&mut stream, &mut answer).await?;
                        count += 1;
                    }
                    Fallible::Ok(count)
                });
            }
            let mut total = 0_u32;
            while let Some(count) = clients.join_next().await {
                total += count??;
            }
            let (elapsed_s, total) = (start.elapsed().as_secs_f64(), f64::from(total));
            turn.a_second = total / elapsed_s;
            turn.server_us = (computed(self.process) - before.0) * 1e6 / total;
            turn.client_us = (computed(us) - before.1) * 1e6 / total;
            Ok(turn)
        })
    }

    fn tell(&self) {
        let Self { name, to_reach, .. } = self;
        if self.port == 0 {
            return say(&format!("the same of {name}"), "not judged: it is not installed", "");
        }
        let theirs = median(self.turns.iter().map(|turn| turn.1.a_second));
        let ratio = median(self.turns.iter().map(|(us, it)| us.a_second / it.a_second));
        let cost = median(self.turns.iter().map(|(us, it)| it.server_us / us.server_us));
        say(&format!("the same of {name}"), &format!("{theirs:.0}"), "");
        say("  PISTE tokens, to these", &format!("{ratio:.2}"), to_reach);
        say("  the same by what the servers compute", &format!("{cost:.2}"), "");
    }
}

fn request(host: &str, path: &str, client_id: &str, secret: &str) -> Arc<Vec<u8>> {
    let form = format!(
        "grant_type=client_credentials&client_id={client_id}&client_secret={secret}&scope=openid"
    );
    Arc::new(posting::post(host, path, &form))
}

/// The mocks, as `raccord serve` has them.
fn mocks() -> Fallible<()> {
    let runtime = runtime()?;
    let clock = Arc::new(Clock::running(machine_now()));
    let settings = Settings { journal_newest: Some(10_000), ..Settings::default() };
    let tenant = Arc::new(Tenant::open("default", Arc::clone(&clock), &settings)?);
    let application = tenant
        .systems()
        .piste
        .arrange(|piste, _| piste.create_application("APP_SANDBOX", Environment::Sandbox));
    let doors = runtime.block_on(Doors::listen(Listen::default()))?;
    let inside = runtime.enter();
    let gateway = doors.open_for(Arc::new(Tenants::one(Arc::clone(&tenant))));
    drop(inside);
    let (port, root) = (gateway.addresses().http.port(), hex::encode(tenant.root().der()));
    let (client_id, secret) = (application.client_id, application.secret);
    attend(&format!("{port} {root} {client_id} {}", secret.reveal()), |_| {
        clock.move_to(after(clock.now(), SignedDuration::from_hours(3)));
        "done".to_owned()
    })
}

/// What a bare server keeps.
#[derive(Default)]
struct Kept {
    secrets: HashMap<String, String>,
    tokens: HashMap<String, jiff::Timestamp>,
    log: Vec<String>,
}

fn bare() -> Fallible<()> {
    let runtime = runtime()?;
    let (root, config) = accept::configure(HOST, None)?;
    let mut kept = Kept::default();
    kept.secrets.insert("client".to_owned(), "secret".to_owned());
    let router = Router::new().route(PATH, post(token)).with_state(Arc::new(Mutex::new(kept)));
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let port = listener.local_addr()?.port();
    runtime.spawn(accept::accept(listener, config, move |stream| {
        let service = TowerToHyperService::new(router.clone());
        async move {
            let builder = hyper::server::conn::http1::Builder::new();
            let _ = builder.serve_connection(TokioIo::new(stream), service).await;
        }
    }));
    attend(&format!("{port} {} client secret", hex::encode(root)), |_| "done".to_owned())
}

async fn token(
    State(kept): State<Arc<Mutex<Kept>>>,
    Form(form): Form<HashMap<String, String>>,
) -> Result<Json<serde_json::Value>, http::StatusCode> {
    let now = machine_now();
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    let client = form.get("client_id").ok_or(http::StatusCode::BAD_REQUEST)?;
    if kept.secrets.get(client) != form.get("client_secret") {
        return Err(http::StatusCode::BAD_REQUEST);
    }
    let number = kept.tokens.len().to_be_bytes();
    let token = hex::encode(Sha256::digest(number));
    kept.tokens.insert(token.clone(), now + SignedDuration::from_hours(1));
    kept.log.push(format!("{now} token granted to {client}"));
    Ok(Json(serde_json::json!({
        "access_token": token, "token_type": "Bearer", "expires_in": 3600, "scope": "openid",
    })))
}
