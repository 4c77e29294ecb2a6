//! Assertions verified and tokens issued a second over TLS keep-alive, beside node's oidc-provider.
//!
//! Both servers are processes of their own, on the same machine, under the same clients, turn by
//! turn. Each assertion has a `jti` of its own, and is signed before its turn. The mocks journal,
//! decide by the rules, and remember what could come again; between two turns their clock goes
//! ahead by three hours, so that what was issued and seen is over.
//!
//! The peer is judged where NODE_PATH has it: `npm install --prefix <folder> oidc-provider`, then
//! `NODE_PATH=<folder>/node_modules cargo bench --bench assertions`.

mod peers;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use peers::accept;
use peers::foreign;
use peers::measure::{Fallible, instant, is_asked_for, median, say};
use peers::papers::{self, Papers};
use peers::posting;
use peers::server::{Server, attend, runtime};
use raccord_certs::key::PublicKey;
use raccord_certs::{Fingerprint, Key, KeyKind};
use raccord_kernel::Clock;
use raccord_kernel::clock::{after, machine_now};
use raccord_mocks::gateway::{Doors, Listen, Settings, Tenant, Tenants};
use raccord_mocks::social_security::chaman::{Account, AccountKind, Owner, Permission, Registered};
use raccord_mocks::social_security::directory::Quality;
use tokio::io::AsyncWriteExt as _;

const CLIENT_ID: &str = "self_service_chaman_312045_k3v9x0q2za";
const CLIENTS: usize = 32;
/// Short turns: what else the machine does then weighs on both alike.
const ROUNDS: usize = 9;
const ROUND: Duration = Duration::from_millis(700);
/// More than a turn takes: a client that runs out ends its turn early.
const SIGNED_MOCKS: usize = 10_000;
const SIGNED_PEER: usize = 2_000;

/// A server, and how one asks it.
struct Asked {
    server: Server,
    root_der: Vec<u8>,
    host: &'static str,
    path: &'static str,
    audience: String,
    /// How many assertions a turn may take.
    signed: usize,
}

fn main() -> Fallible<()> {
    accept::install_cryptography();
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("mocks") => mocks(arguments.get(1).ok_or("no key")?),
        _ if is_asked_for() => compare(),
        _ => Ok(()),
    }
}

fn compare() -> Fallible<()> {
    let key = Key::generate(KeyKind::Rsa2048)?;
    let folder = tempfile::tempdir()?;
    let mut ours = start_mocks(&key)?;
    let mut theirs = start_peer(&key, folder.path())?;
    let (mut rates, mut ratios, mut costs, mut memory) = (vec![], vec![], vec![], vec![]);
    let mut serial = 0;
    // The first turn of each warms up, and counts for nothing.
    for round in 0..=ROUNDS {
        let us = turn(&mut ours, &key, &mut serial)?;
        let them = theirs.as_mut().map(|peer| turn(peer, &key, &mut serial)).transpose()?;
        memory.extend(ours.server.resident_mib());
        if round == 0 {
            continue;
        }
        if let Some(them) = &them {
            ratios.push(us.a_second / them.a_second);
            costs.push(them.server_us.zip(us.server_us).map_or(f64::NAN, |(it, us)| it / us));
        }
        rates.push((us.a_second, them.map_or(f64::NAN, |it| it.a_second)));
    }
    let rate = |of: fn(&(f64, f64)) -> f64| format!("{:.0}", median(rates.iter().map(of)));
    say("assertions verified and tokens issued a second", &rate(|it| it.0), "3,550");
    if theirs.is_some() {
        say("the same of oidc-provider", &rate(|it| it.1), "");
        say("assertions, to oidc-provider's", &format!("{:.1}", median(ratios)), "5");
        say("the same by what the servers compute", &format!("{:.1}", median(costs)), "");
    } else {
        say("the same of oidc-provider", "not judged: NODE_PATH has none", "");
    }
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

fn turn(asked: &mut Asked, key: &Key, serial: &mut u64) -> Fallible<Turn> {
    // Three hours pass for the mocks: what it says is the instant it is there.
    let now_s: i64 = asked.server.tell("three hours pass")?.parse()?;
    let requests = signed(asked, key, now_s + 600, serial)?;
    let port: u16 = asked.server.word(0)?.parse()?;
    let connector = accept::connector(asked.root_der.clone(), None)?;
    let host = asked.host;
    let computed_before = asked.server.computed_s();
    let start = instant();
    let count = runtime()?.block_on(async {
        let mut clients = tokio::task::JoinSet::new();
        for requests in requests {
            let connector = connector.clone();
            clients.spawn(async move {
                let mut stream = accept::connect(&connector, port, host).await?;
                let (mut count, mut answer) = (0_u32, vec![0; 8192]);
                for request in requests {
                    if start.elapsed() >= ROUND {
                        break;
                    }
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
    let computed_s =
        asked.server.computed_s().zip(computed_before).map(|(after, before)| after - before);
    Ok(Turn {
        a_second: count / elapsed.as_secs_f64(),
        server_us: computed_s.map(|seconds| seconds * 1e6 / count),
    })
}

/// Requests for one turn, a share for each client, signed on every processor.
fn signed(
    asked: &Asked,
    key: &Key,
    expiry_s: i64,
    serial: &mut u64,
) -> Fallible<Vec<Vec<Vec<u8>>>> {
    let share = asked.signed / CLIENTS;
    let first = *serial;
    *serial += u64::try_from(share * CLIENTS)?;
    let key = EncodingKey::from_rsa_der(alone(key.pkcs8_der())?);
    let one = |jti: u64| -> Fallible<Vec<u8>> {
        let audience = &asked.audience;
        let claims = format!(
            r#"{{"iss":"{CLIENT_ID}","sub":"{CLIENT_ID}","aud":"{audience}","exp":{expiry_s},"jti":"{jti:032}"}}"#
        );
        let signed = [r#"{"alg":"RS256"}"#, &claims].map(|part| URL_SAFE_NO_PAD.encode(part));
        let signed = signed.join(".");
        let signature = crypto::sign(signed.as_bytes(), &key, Algorithm::RS256)?;
        let form = format!(
            "grant_type=client_credentials&client_assertion={signed}.{signature}\
             &client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
        );
        Ok(posting::post(asked.host, asked.path, &form))
    };
    let one = &one;
    std::thread::scope(|scope| {
        let shares: Vec<_> = (0..CLIENTS)
            .map(|client| {
                scope.spawn(move || {
                    let jti = |number: usize| {
                        Ok::<_, std::num::TryFromIntError>(
                            first + u64::try_from(client * share + number)?,
                        )
                    };
                    (0..share).map(|number| one(jti(number)?)).collect::<Fallible<Vec<_>>>()
                })
            })
            .collect();
        let joined = shares.into_iter().map(|it| it.join().map_err(|_| "a signer died")?);
        joined.collect()
    })
}

/// An RSA key of 2048 bits without the head of its PKCS#8: version, algorithm, octet string.
fn alone(pkcs8: &[u8]) -> Fallible<&[u8]> {
    Ok(pkcs8.get(26..).filter(|key| key.first() == Some(&0x30)).ok_or("no PKCS#8 of 2048 bits")?)
}

fn start_mocks(key: &Key) -> Fallible<Asked> {
    let server = Server::start(&["mocks", &hex::encode(key.public().spki_der())])?;
    Ok(Asked {
        root_der: hex::decode(server.word(1)?)?,
        server,
        host: "services.socialsecurity.be",
        path: "/REST/oauth/v5/token",
        audience: "https://services.socialsecurity.be/REST/oauth/v5/token".to_owned(),
        signed: SIGNED_MOCKS,
    })
}

/// Starts oidc-provider, where there is one.
fn start_peer(key: &Key, folder: &Path) -> Fallible<Option<Asked>> {
    if foreign::package("oidc-provider").is_none() {
        return Ok(None);
    }
    let papers = Papers::write(folder)?;
    let script =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/oidc_provider/server.mjs");
    let mut command = Command::new("node");
    command.arg(script).arg(&papers.chain).arg(&papers.key);
    command.args([CLIENT_ID, &hex::encode(key.public().spki_der())]);
    let server = Server::run(command)?;
    Ok(Some(Asked {
        root_der: papers.root_der,
        host: papers::HOST,
        path: "/token",
        audience: server.word(1)?.to_owned(),
        server,
        signed: SIGNED_PEER,
    }))
}

/// The mocks, as `raccord serve` has them, with one account.
fn mocks(public_key: &str) -> Fallible<()> {
    let runtime = runtime()?;
    let clock = Arc::new(Clock::running(machine_now()));
    let settings = Settings { journal_newest: Some(10_000), ..Settings::default() };
    let tenant = Arc::new(Tenant::open("default", Arc::clone(&clock), &settings)?);
    let account = account(&hex::decode(public_key)?, clock.now())?;
    tenant.systems().social_security.arrange(|state, _| state.chaman.accounts.put(account));
    let doors = runtime.block_on(Doors::listen(Listen::default()))?;
    let inside = runtime.enter();
    let gateway = doors.open_for(Arc::new(Tenants::one(Arc::clone(&tenant))));
    drop(inside);
    let (port, root) = (gateway.addresses().http.port(), hex::encode(tenant.root().der()));
    attend(&format!("{port} {root}"), |_| {
        clock.move_to(after(clock.now(), SignedDuration::from_hours(3)));
        clock.now().as_second().to_string()
    })
}

fn account(public_key: &[u8], now: Timestamp) -> Fallible<Account> {
    let text = |text: &str| text.to_owned();
    let registered = Registered {
        number: 1,
        name: text("certificat"),
        file_name: text("certificat.cer"),
        fingerprint: Fingerprint::of(public_key),
        holder: text("Canaux"),
        organization: text("Entreprise"),
        issuer: text("Autorité"),
        valid_from: now,
        valid_until: after(now, SignedDuration::from_hours(24 * 365)),
        public_key: PublicKey::from_spki_der(public_key),
        effective_at: now,
    };
    Ok(Account {
        number: 1,
        kind: AccountKind::Rest,
        name: text("compte"),
        owner: Owner { enterprise: "0206731645".parse()?, quality: Quality::EmployeurOnss },
        client_id: Some(text(CLIENT_ID)),
        permissions: BTreeSet::from([Permission::DimonaDeclaration]),
        certificates: vec![registered],
    })
}
