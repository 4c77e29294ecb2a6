//! PISTE tokens a second over TLS keep-alive, beside a bare axum and rustls server.
//!
//! Both servers are processes of their own, on the same machine, under the same clients, turn by
//! turn. The bare one keeps secrets in a map, tokens in another, and a log; so do the mocks, which
//! also decide, journal, and forget what is over. Between two turns the mocks' clock goes ahead by
//! three hours, so that what was issued is over.

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
use peers::measure::{Fallible, instant, is_asked_for, median, say};
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
const CLIENTS: usize = 32;
/// Many short turns: what else the machine does then weighs on both alike.
const ROUNDS: usize = 15;
const ROUND: Duration = Duration::from_millis(700);

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
    let (mut mocks, bare) = (Server::start(&["mocks"])?, Server::start(&["bare"])?);
    let (mut rates, mut ratios, mut costs, mut memory) = (vec![], vec![], vec![], vec![]);
    load(&mocks, Duration::from_millis(500))?;
    load(&bare, Duration::from_millis(500))?;
    for _ in 0..ROUNDS {
        let (ours, theirs) = (load(&mocks, ROUND)?, load(&bare, ROUND)?);
        rates.push((ours.a_second, theirs.a_second));
        ratios.push(ours.a_second / theirs.a_second);
        costs.push(theirs.server_us.zip(ours.server_us).map_or(f64::NAN, |(it, us)| it / us));
        mocks.tell("three hours pass")?;
        memory.extend(mocks.resident_mib());
    }
    let ours = median(rates.iter().map(|rate| rate.0));
    let theirs = median(rates.iter().map(|rate| rate.1));
    say("PISTE tokens a second", &format!("{ours:.0}"), "");
    say("the same of a bare axum and rustls server", &format!("{theirs:.0}"), "");
    say("PISTE tokens, to a bare server's", &format!("{:.2}", median(ratios)), "0.75");
    say("the same by what the servers compute", &format!("{:.2}", median(costs)), "");
    let memory: Vec<_> = memory.iter().step_by(3).map(|mib| format!("{mib:.0}")).collect();
    say("memory after every third turn, MiB", &memory.join(" "), "flat");
    Ok(())
}

/// What one turn came to.
struct Turn {
    a_second: f64,
    /// What the server computed for each token, in microseconds.
    server_us: Option<f64>,
}

fn load(server: &Server, during: Duration) -> Fallible<Turn> {
    let port: u16 = server.word(0)?.parse()?;
    let connector = accept::connector(hex::decode(server.word(1)?)?, None)?;
    let request = Arc::new(request(server.word(2)?, server.word(3)?));
    let computed_before = server.computed_s();
    let start = instant();
    let count = runtime()?.block_on(async {
        let mut clients = tokio::task::JoinSet::new();
        for _ in 0..CLIENTS {
            let (connector, request) = (connector.clone(), Arc::clone(&request));
            clients.spawn(async move {
                let mut stream = accept::connect(&connector, port, HOST).await?;
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
        Fallible::Ok(f64::from(total))
    })?;
    let elapsed = start.elapsed();
    let computed_s = server.computed_s().zip(computed_before).map(|(after, before)| after - before);
    Ok(Turn {
        a_second: count / elapsed.as_secs_f64(),
        server_us: computed_s.map(|seconds| seconds * 1e6 / count),
    })
}

fn request(client_id: &str, secret: &str) -> Vec<u8> {
    let body = format!(
        "grant_type=client_credentials&client_id={client_id}&client_secret={secret}&scope=openid"
    );
    posting::post(HOST, "/api/oauth/token", &body)
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
    let router =
        Router::new().route("/api/oauth/token", post(token)).with_state(Arc::new(Mutex::new(kept)));
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
