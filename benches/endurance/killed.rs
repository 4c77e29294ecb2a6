//! `raccord serve --state` is killed while clients use it, and started again: nothing that was
//! acknowledged to a client may be lost.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::stream::{self, StreamExt as _};
use raccord::connectors::chorus_pro::api::{ApiConnector as _, ApiError};
use raccord::connectors::chorus_pro::api_piste::ApiPiste;
use raccord::connectors::chorus_pro::edi::Collected;
use raccord::connectors::chorus_pro::edi_report;
use raccord::connectors::piste::Token;
use raccord::connectors::social_security::dimona::Dimona;
use raccord_certs::random;
use raccord_kernel::Secret;

use crate::Settings;
use crate::mixed::wait;
use crate::peers::measure::{Fallible, instant, ms, say};
use crate::served::{Place, Served};
use crate::sftp::Session;
use crate::verdict::Verdict;
use crate::work::{Kind, Worker};

/// Clients of each kind.
const CLIENTS: usize = 2;
const KINDS: [Kind; 4] = [Kind::Token, Kind::Deposit, Kind::Flow, Kind::Declaration];

/// How many things are looked for at once: an answer waits until a state is written that knows of
/// it, and many that wait at once wait for one.
const AT_ONCE: usize = 32;
/// Whoever waits longer for an answer waits for ever, and says so.
const PATIENCE: Duration = Duration::from_secs(60);

/// What was acknowledged, by kind and name.
type Acknowledged = Mutex<Vec<(Kind, String)>>;

pub(crate) fn play(settings: &Settings, verdict: &mut Verdict) -> Fallible<()> {
    let folder = tempfile::tempdir()?;
    let state = folder.path().join("state");
    let mut served = Some(Served::start(&["--state", &state.to_string_lossy()])?);
    let (mut count, mut lost, mut restarts_ms) = (0, Vec::new(), Vec::new());
    for round in 0..settings.kills {
        let Some(running) = served.take() else { break };
        let before = Arc::clone(&running.place);
        // Each time at another moment of whatever it does again and again.
        let lasting = Duration::from_millis(900 + 377 * u64::from(round % 7));
        let acknowledged = load_and_kill(running, lasting)?;
        let start = instant();
        let again = Served::start_again(&before, &["--state", &state.to_string_lossy()])?;
        restarts_ms.push(start.elapsed().as_secs_f64() * 1_000.0);
        if let Some(other) = again.place.differs_from(&before) {
            verdict.judge("after a restart", other, "the same as before", false);
        }
        count += acknowledged.len();
        let (kill, told) = (round + 1, acknowledged.len());
        let start = instant();
        lost.extend(missing(&again, acknowledged)?);
        let looked_ms = ms(start.elapsed());
        say(&format!("  kill {kill}"), &format!("{told} acknowledged, {looked_ms:.0} ms"), "");
        served = Some(again);
    }
    let measured = format!("{} of {count}, in {} kills", lost.len(), settings.kills);
    verdict.judge("acknowledged, and lost", &measured, "none", lost.is_empty() && count > 0);
    for (kind, name) in lost.iter().take(5) {
        say("  lost", &format!("{kind:?} {name}"), "");
    }
    let slowest = restarts_ms.iter().copied().fold(f64::NAN, f64::max);
    say("start with a state to the last identity, slowest", &format!("{slowest:.0} ms"), "");
    judge_file(&state, verdict)
}

/// Uses what is served for a while and kills it; what was acknowledged until then.
fn load_and_kill(mut served: Served, lasting: Duration) -> Fallible<Vec<(Kind, String)>> {
    let acknowledged = Acknowledged::default();
    let is_killed = AtomicBool::new(false);
    let failed = Mutex::new(None);
    std::thread::scope(|scope| {
        for kind in KINDS {
            for _ in 0..CLIENTS {
                let place = Arc::clone(&served.place);
                let (acknowledged, is_killed, failed) = (&acknowledged, &is_killed, &failed);
                scope.spawn(move || {
                    let ended = client(kind, place, acknowledged, is_killed);
                    if let Err(error) = ended {
                        let text = format!("{kind:?}: {error}");
                        *failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
                    }
                });
            }
        }
        wait(lasting);
        is_killed.store(true, Ordering::SeqCst);
        served.kill()
    })?;
    match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(format!("failed before it was killed: {error}").into()),
        None => Ok(acknowledged.into_inner().unwrap_or_else(PoisonError::into_inner)),
    }
}

/// Does one thing after the other until it is killed, and writes down what was acknowledged.
fn client(
    kind: Kind,
    place: Arc<Place>,
    acknowledged: &Acknowledged,
    is_killed: &AtomicBool,
) -> Fallible<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut worker = Worker::new(kind, place)?;
        loop {
            match patiently(worker.once()).await {
                Ok(name) => {
                    let mut all = acknowledged.lock().unwrap_or_else(PoisonError::into_inner);
                    all.push((kind, name));
                }
                Err(_) if is_killed.load(Ordering::SeqCst) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    })
}

/// Waits for an answer, but not for ever.
async fn patiently<T>(answer: impl Future<Output = Fallible<T>>) -> Fallible<T> {
    tokio::time::timeout(PATIENCE, answer).await.map_err(|_| "no answer in a minute")?
}

/// What was acknowledged and is not there.
fn missing(served: &Served, all: Vec<(Kind, String)>) -> Fallible<Vec<(Kind, String)>> {
    let place = &*served.place;
    let of = |kind: Kind| {
        let names = all.iter().filter(move |it| it.0 == kind).map(|it| it.1.clone());
        names.collect::<BTreeSet<String>>()
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let http = place.network.http()?;
        let lost = |kind| move |name| (kind, name);
        let tokens = unknown(of(Kind::Token), async |bearer: &str| {
            let token = Token { bearer: Secret::new(bearer.to_owned()), expires_in_s: 3600 };
            let mut api = ApiPiste::new(http.clone(), place.api.clone(), Some(token));
            // A token that is not known is dropped, and another asked for. The flow is not known.
            let is_answered =
                matches!(api.detailed_report("none").await, Ok(_) | Err(ApiError::Refused(_)));
            Ok(is_answered && api.memory().tokens_asked == 0)
        });
        let tokens = tokens.await?;
        let deposits = unknown(of(Kind::Deposit), async |number: &str| {
            let mut api = ApiPiste::new(http.clone(), place.api.clone(), None);
            Ok(api.detailed_report(number).await.is_ok())
        });
        let deposits = deposits.await?;
        // Reports and declarations take their time.
        place.management.advance("24h").await?;
        let reported = reported(place).await?;
        let flows = of(Kind::Flow).into_iter().filter(|flow| !reported.contains(flow));
        let (jti, now) = (random::password()?, place.management.now());
        let assertion = place.token.assertion(&place.token_key, &jti, now)?;
        let token = place.token.token(&http, &assertion).await?;
        let declarations = unknown(of(Kind::Declaration), async |id: &str| {
            let dimona = Dimona { http: &http, origin: &place.rest_origin };
            Ok(dimona.status(&token.bearer, id).await?.is_some())
        });
        let declarations = declarations.await?;
        let tokens = tokens.into_iter().map(lost(Kind::Token));
        let deposits = deposits.into_iter().map(lost(Kind::Deposit));
        let declarations = declarations.into_iter().map(lost(Kind::Declaration));
        let flows = flows.map(lost(Kind::Flow));
        Ok(tokens.chain(deposits).chain(flows).chain(declarations).collect())
    })
}

/// Those of some names that nobody knows, of whom many are asked at once.
async fn unknown(
    names: BTreeSet<String>,
    is_known: impl AsyncFn(&str) -> Fallible<bool>,
) -> Fallible<Vec<String>> {
    let asked = stream::iter(names).map(|name| {
        let is_known = &is_known;
        async move {
            let is_known = patiently(is_known(&name)).await?;
            Fallible::Ok((!is_known).then_some(name))
        }
    });
    let found: Vec<Fallible<Option<String>>> = asked.buffered(AT_ONCE).collect().await;
    found.into_iter().filter_map(Result::transpose).collect()
}

/// The flows that the reports which wait are about, fetched in several sessions at once.
async fn reported(place: &Place) -> Fallible<BTreeSet<String>> {
    let session = Session::open(place).await?;
    let names: Vec<_> = session.sftp.read_dir("retrait").await?.map(|it| it.file_name()).collect();
    session.hang_up().await?;
    let share = names.len().div_ceil(AT_ONCE).max(1);
    let shares = stream::iter(names.chunks(share)).map(|names| patiently(fetched(place, names)));
    let flows: Vec<Fallible<Vec<String>>> = shares.buffered(AT_ONCE).collect().await;
    let flows = flows.into_iter().collect::<Fallible<Vec<_>>>()?;
    Ok(flows.into_iter().flatten().collect())
}

/// The flows that these reports are about, fetched one after the other.
async fn fetched(place: &Place, names: &[String]) -> Fallible<Vec<String>> {
    let session = Session::open(place).await?;
    let mut flows = Vec::new();
    for name in names {
        let content = session.sftp.read(format!("retrait/{name}")).await?;
        flows.push(edi_report::read(&Collected { name: name.clone(), content })?.flow);
    }
    session.hang_up().await?;
    Ok(flows)
}

/// The file holds keys: it is its owner's alone.
fn judge_file(state: &Path, verdict: &mut Verdict) -> Fallible<()> {
    let metadata = std::fs::metadata(state)?;
    let mode = metadata.permissions().mode() & 0o777;
    let kib = metadata.len() / 1024;
    let measured = format!("mode {mode:o}, {kib} KiB");
    verdict.judge("the file of the state", &measured, "mode 600", mode == 0o600);
    Ok(())
}
