//! Everything that is served, used at once and at full speed, while memory is looked at.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use crate::Settings;
use crate::peers::measure::{Fallible, instant, say};
use crate::served::{Place, Served};
use crate::verdict::Verdict;
use crate::work::{Kind, Worker};

/// Clients of each kind.
const CLIENTS: usize = 2;
/// How often memory is looked at, from the beginning to the end.
const LOOKS: u32 = 20;

/// What the clients of one kind came to.
#[derive(Default)]
struct Tally {
    done: AtomicU64,
    failed: AtomicU64,
}

pub(crate) fn play(settings: &Settings, verdict: &mut Verdict) -> Fallible<()> {
    let served = Served::start(&[])?;
    let during = Duration::from_secs(settings.seconds);
    let tallies: [Tally; Kind::ALL.len()] = Default::default();
    let stop = AtomicBool::new(false);
    let (failure, failures) = mpsc::channel();
    let start = instant();
    let memory: Fallible<Vec<f64>> = std::thread::scope(|scope| {
        for ((kind, _), tally) in Kind::ALL.into_iter().zip(&tallies) {
            for _ in 0..CLIENTS {
                let (place, stop, failure) = (Arc::clone(&served.place), &stop, failure.clone());
                scope.spawn(move || client(kind, place, tally, stop, &failure));
            }
        }
        let memory = (0..LOOKS).map(|_| look(&served, during / LOOKS)).collect();
        stop.store(true, Ordering::Relaxed);
        memory
    });
    let memory = memory?;
    drop(failure);
    let elapsed_s = start.elapsed().as_secs_f64();
    for ((_, name), tally) in Kind::ALL.iter().zip(&tallies) {
        let (done, failed) =
            (tally.done.load(Ordering::Relaxed), tally.failed.load(Ordering::Relaxed));
        let measured = format!("{done}, {:.0} a second, {failed} failed", done as f64 / elapsed_s);
        verdict.judge(name, &measured, "none failed", failed == 0 && done > 0);
    }
    for failure in failures.try_iter().take(3) {
        say("  a failure", &failure, "");
    }
    let told: Vec<_> = memory.iter().map(|mib| format!("{mib:.0}")).collect();
    say("memory at every twentieth of the time, MiB", &told.join(" "), "flat");
    let done: u64 = tallies.iter().map(|tally| tally.done.load(Ordering::Relaxed)).sum();
    if let [first, .., last] = memory.as_slice() {
        let octets = (last - first) * 1024.0 * 1024.0 / done as f64;
        say("what each left behind, octets", &format!("{octets:.0}"), "");
    }
    Ok(())
}

fn client(
    kind: Kind,
    place: Arc<Place>,
    tally: &Tally,
    stop: &AtomicBool,
    failure: &mpsc::Sender<String>,
) {
    let management = Arc::clone(&place.management);
    let work = async {
        let mut worker = Worker::new(kind, place)?;
        while !stop.load(Ordering::Relaxed) {
            let _still = management.still.read().await;
            match worker.once().await {
                Ok(_) => drop(tally.done.fetch_add(1, Ordering::Relaxed)),
                Err(error) => {
                    tally.failed.fetch_add(1, Ordering::Relaxed);
                    let _ = failure.send(format!("{kind:?}: {error} {:?}", error.source()));
                }
            }
        }
        Fallible::Ok(())
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    if let Err(error) = runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(work)) {
        tally.failed.fetch_add(1, Ordering::Relaxed);
        let _ = failure.send(error.to_string());
    }
}

/// Waits, lets three hours pass, so that what was issued is over, and looks at the memory.
fn look(served: &Served, during: Duration) -> Fallible<f64> {
    wait(during);
    let management = &served.place.management;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let _alone = management.still.write().await;
        management.advance("3h").await?;
        Ok(served.resident_mib())
    })
}

/// Waits so long.
pub(crate) fn wait(during: Duration) {
    let (_nobody, nothing) = mpsc::channel::<()>();
    let _ = nothing.recv_timeout(during);
}
