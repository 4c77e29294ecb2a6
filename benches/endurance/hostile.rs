//! Clients that mean no good, each kind for a while, while a good one is measured.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use futures::stream::{self, StreamExt as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{interval, timeout_at};

use crate::Settings;
use crate::good::{self, Connection};
use crate::mixed::wait;
use crate::peers::measure::{Fallible, instant, say};
use crate::peers::server::runtime;
use crate::served::{Place, Served};
use crate::sftp::Session;
use crate::verdict::Verdict;

/// How many connections are dialled at once.
const AT_ONCE: usize = 32;
/// How many clients a hostility has that holds something.
const HOLDERS: usize = 500;
/// How many clients a hostility has that sends something.
const SENDERS: usize = 4;
/// Longer than any head should be.
const HEAD_BYTES: usize = 1024 * 1024;
/// Larger than any body should be.
const BODY_BYTES: u64 = 8 * 1024 * 1024 * 1024;
/// The files that a process may open which is to run out of them.
const FEW_FILES: u32 = 120;

type Played<'a> = Pin<Box<dyn Future<Output = Fallible<String>> + 'a>>;

pub(crate) fn play(settings: &Settings, verdict: &mut Verdict) -> Fallible<()> {
    let served = Served::start(&[])?;
    let place = &*served.place;
    let runtime = runtime()?;
    let lasting = Duration::from_secs(settings.hostile_seconds);
    type Hostility = for<'a> fn(&'a Place, Instant, usize) -> Played<'a>;
    let hostilities: [(&str, usize, Hostility); 7] = [
        ("nobody", 0, |_, until, _| Box::pin(idle(until))),
        ("connections that say nothing", HOLDERS, |it, until, many| {
            Box::pin(silent(it, until, many))
        }),
        ("heads that come drop by drop", HOLDERS, |it, until, many| {
            Box::pin(slow(it, until, many))
        }),
        ("half-closed connections", HOLDERS, |it, until, many| {
            Box::pin(half_closed(it, until, many))
        }),
        ("heads of 1 MiB", SENDERS, |it, until, many| Box::pin(long_heads(it, until, many))),
        ("bodies of 8 GiB", SENDERS, |it, until, many| Box::pin(large_bodies(it, until, many))),
        ("SFTP sessions that are stuck", settings.sessions, |it, until, many| {
            Box::pin(stuck(it, until, many))
        }),
    ];
    for (name, many, hostility) in hostilities {
        runtime.block_on(async {
            let until = instant() + lasting;
            let (mut met, did) =
                futures::join!(good::meet(place, until), hostility(place, until, many));
            say(&format!("against {name}"), &did?, "");
            verdict.judge("  a good client meanwhile", &met.told(), "served", met.is_well());
            if let Some(failure) = met.failures.pop() {
                say("  a failure", &failure, "");
            }
            Fallible::Ok(())
        })?;
        let (files, mib) = (once_few_files(&served), served.resident_mib());
        let left = format!("{mib:.0} MiB, {files} files open");
        verdict.judge("  what it left behind", &left, "under 50 files", files < 50);
    }
    out_of_files(verdict)
}

async fn idle(until: Instant) -> Fallible<String> {
    tokio::time::sleep_until(until.into()).await;
    Ok("nothing was done".to_owned())
}

/// Dials, and says not even hello.
async fn silent(place: &Place, until: Instant, many: usize) -> Fallible<String> {
    let held = hold(many, || async { Ok(TcpStream::connect(place.http).await?) }).await;
    tokio::time::sleep_until(until.into()).await;
    Ok(format!("{} held, of {many}", held.len()))
}

/// Sends a head of a request without end, an octet a second.
async fn slow(place: &Place, until: Instant, many: usize) -> Fallible<String> {
    let mut held = hold(many, || begun(place)).await;
    let mut ticks = interval(Duration::from_secs(1));
    while instant() < until {
        ticks.tick().await;
        let mut left = Vec::new();
        for mut stream in held {
            if stream.write_all(b"a").await.is_ok() && stream.flush().await.is_ok() {
                left.push(stream);
            }
        }
        held = left;
    }
    Ok(format!("{} of {many} still held at the end", held.len()))
}

/// Sends half a request, and then that nothing follows.
async fn half_closed(place: &Place, until: Instant, many: usize) -> Fallible<String> {
    let half = || async {
        let mut stream = begun(place).await?;
        stream.get_mut().0.shutdown().await?;
        Ok(stream)
    };
    let held = hold(many, half).await;
    let closed = stream::iter(held)
        .map(|mut stream| async move {
            timeout_at(until.into(), stream.read_to_end(&mut Vec::new())).await.is_ok()
        })
        .buffered(many.max(1))
        .collect::<Vec<_>>()
        .await;
    tokio::time::sleep_until(until.into()).await;
    let count = closed.iter().filter(|it| **it).count();
    // Half a head was sent: a whole request that is half-closed has a right to its answer.
    let mut whole = good::connect(place).await?;
    whole.write_all(&good::request(place)).await?;
    whole.flush().await?;
    whole.get_mut().0.shutdown().await?;
    let mut answer = Vec::new();
    let _ = whole.read_to_end(&mut answer).await;
    let is_answered = answer.starts_with(b"HTTP/1.1 200");
    Ok(format!("{count} of {many} hung up on; a whole request: answered {is_answered}"))
}

/// Sends heads without end, one connection after the other.
async fn long_heads(place: &Place, until: Instant, many: usize) -> Fallible<String> {
    let head = vec![b'a'; HEAD_BYTES];
    let start = b"GET / HTTP/1.1\r\nHost: sandbox-oauth.piste.gouv.fr\r\nX-Long: ".to_vec();
    let request = [start, head].concat();
    let answers = repeat(many, until, || async {
        let mut stream = good::connect(place).await?;
        // It may be refused long before its end.
        let _ = stream.write_all(&request).await;
        let _ = stream.flush().await;
        first_line(&mut stream).await
    });
    Ok(answers.await)
}

/// Announces a body of 8 GiB, and sends it as long as it is taken.
async fn large_bodies(place: &Place, until: Instant, many: usize) -> Fallible<String> {
    let head = format!(
        "POST /api/oauth/token HTTP/1.1\r\nHost: sandbox-oauth.piste.gouv.fr\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {BODY_BYTES}\r\n\r\n"
    );
    let part = vec![b'a'; 64 * 1024];
    let answers = repeat(many, until, || async {
        let stream = good::connect(place).await?;
        let (mut reading, mut writing) = tokio::io::split(stream);
        let sending = async {
            writing.write_all(head.as_bytes()).await?;
            loop {
                writing.write_all(&part).await?;
                if instant() >= until {
                    return Fallible::Ok(());
                }
            }
        };
        tokio::select! {
            answer = first_line(&mut reading) => answer,
            sent = sending => {
                sent?;
                Ok("taken to the end of the time".to_owned())
            }
        }
    });
    Ok(answers.await)
}

/// Opens SFTP sessions, and does nothing in them.
async fn stuck(place: &Place, until: Instant, many: usize) -> Fallible<String> {
    let start = instant();
    let held = hold(many, || Session::open(place)).await;
    let took_s = start.elapsed().as_secs_f64();
    tokio::time::sleep_until(until.into()).await;
    Ok(format!("{} held, of {many}, opened in {took_s:.0} s", held.len()))
}

/// More connections than files can be open: whoever came is served once the others are gone.
fn out_of_files(verdict: &mut Verdict) -> Fallible<()> {
    let served = Served::start_within(FEW_FILES)?;
    let place = &*served.place;
    let met = runtime()?.block_on(async {
        let many = usize::try_from(FEW_FILES)? * 2;
        let held = hold(many, || async { Ok(TcpStream::connect(place.http).await?) }).await;
        drop(held);
        Fallible::Ok(good::meet(place, instant()).await)
    })?;
    verdict.judge("after it ran out of files", &met.told(), "served", met.is_well());
    if let Some(failure) = met.failures.first() {
        say("  a failure", failure, "");
    }
    Ok(())
}

/// Opens so many of something, a few at once; those that open are kept.
async fn hold<T, F>(many: usize, open: impl Fn() -> F) -> Vec<T>
where
    F: Future<Output = Fallible<T>>,
{
    let opened = stream::iter(0..many).map(|_| open()).buffer_unordered(AT_ONCE);
    opened.filter_map(|it| async { it.ok() }).collect().await
}

/// Does something again and again, so many at once, and counts what came of it.
async fn repeat<F>(many: usize, until: Instant, once: impl Fn() -> F) -> String
where
    F: Future<Output = Fallible<String>>,
{
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    let one = || async {
        timeout_at((until + Duration::from_secs(10)).into(), once())
            .await
            .map_or_else(|_| "no answer".to_owned(), |it| it.unwrap_or_else(|_| "hung up".into()))
    };
    let attempts = stream::repeat(()).map(|()| one()).buffer_unordered(many);
    let mut attempts = std::pin::pin!(attempts.take_until(tokio::time::sleep_until(until.into())));
    while let Some(outcome) = attempts.next().await {
        *counts.entry(outcome).or_default() += 1;
    }
    let told = counts.iter().map(|(outcome, count)| format!("{count} × {outcome}"));
    told.collect::<Vec<_>>().join(", ")
}

/// A connection on which a request has begun.
async fn begun(place: &Place) -> Fallible<Connection> {
    let mut stream = good::connect(place).await?;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: sandbox-oauth.piste.gouv.fr\r\nX-Slow: ").await?;
    stream.flush().await?;
    Ok(stream)
}

async fn first_line(stream: &mut (impl tokio::io::AsyncRead + Unpin)) -> Fallible<String> {
    let mut answer = vec![0; 64];
    let read = stream.read(&mut answer).await?;
    let answer = String::from_utf8_lossy(answer.get(..read).unwrap_or_default()).into_owned();
    let line = answer.lines().next().unwrap_or_default().trim();
    if line.is_empty() { Err("no answer".into()) } else { Ok(line.to_owned()) }
}

/// How many files it has open, once there are few or some seconds have passed: what a client has
/// hung up on is closed in a moment.
pub(crate) fn once_few_files(served: &Served) -> usize {
    let start = instant();
    loop {
        let files = served.open_files();
        if files < 50 || start.elapsed() > Duration::from_secs(15) {
            return files;
        }
        wait(Duration::from_millis(50));
    }
}
