//! Very many connections that stay open, and are all served.

use futures::stream::{self, StreamExt as _};

use crate::Settings;
use crate::good::{self, Connection};
use crate::peers::measure::{Fallible, instant, say};
use crate::peers::server::runtime;
use crate::served::Served;
use crate::verdict::Verdict;

/// How many are dialled at once: a door has a queue of this order.
const AT_ONCE: usize = 64;
/// How often they are opened and closed.
const ROUNDS: u32 = 3;
/// What a process has open beside connections.
const OTHER_FILES: usize = 200;

pub(crate) fn play(settings: &Settings, verdict: &mut Verdict) -> Fallible<()> {
    let wanted = settings.connections;
    let room = open_files_max().saturating_sub(OTHER_FILES);
    if room < wanted {
        say("connections at once", &format!("{room}, of {wanted} asked for"), "see `ulimit -n`");
    }
    let wanted = wanted.min(room);
    let served = Served::start(&[])?;
    let mut memory = vec![served.resident_mib()];
    for _ in 0..ROUNDS {
        round(wanted, &served, verdict)?;
        let left = crate::hostile::once_few_files(&served);
        verdict.judge("files open once they are gone", &left.to_string(), "under 50", left < 50);
        memory.push(served.resident_mib());
    }
    // What an allocator keeps it uses again; what is lost is lost once more in each round.
    let told: Vec<_> = memory.iter().map(|mib| format!("{mib:.0}")).collect();
    say("memory before, and after each round, MiB", &told.join(" "), "ever less more");
    Ok(())
}

/// Opens so many, uses each of them twice, and closes them.
fn round(wanted: usize, served: &Served, verdict: &mut Verdict) -> Fallible<()> {
    let (before_mib, place) = (served.resident_mib(), &served.place);
    runtime()?.block_on(async {
        let start = instant();
        let opened: Vec<Fallible<Connection>> =
            stream::iter(0..wanted).map(|_| good::token(place)).buffered(AT_ONCE).collect().await;
        let opened_s = start.elapsed().as_secs_f64();
        let mut open: Vec<Connection> = opened.into_iter().filter_map(Result::ok).collect();
        let count = open.len();
        let measured = format!("{count} in {opened_s:.1} s");
        verdict.judge("connections open at once", &measured, &format!("{wanted}"), count == wanted);
        let each_kib = (served.resident_mib() - before_mib) * 1024.0 / wanted as f64;
        say("memory of each", &format!("{each_kib:.1} KiB"), "");
        let met = good::meet(place, instant()).await;
        verdict.judge("a new client meanwhile", &met.told(), "served", met.is_well());
        let again = stream::iter(&mut open).map(|it| good::token_over(it, place));
        let again: Vec<Fallible<()>> = again.buffered(AT_ONCE).collect().await;
        let answered = again.iter().filter(|it| it.is_ok()).count();
        verdict.judge(
            "of those, answered a second time",
            &answered.to_string(),
            &format!("{wanted}"),
            answered == wanted,
        );
        Fallible::Ok(())
    })
}

/// How many files this process may have open; the one that it starts may have as many.
fn open_files_max() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    soft.unwrap_or(usize::MAX)
}
