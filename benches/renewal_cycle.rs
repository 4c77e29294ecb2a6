//! One complete renewal of an EDI certificate, once and many times in one process.
//!
//! The cycle is the first scenario of `features/chorus-pro/edi-sftp/renewal.feature`: connected,
//! a certificate ordered, uploaded as PKCS#7, pending, taken into account, switched, the old one
//! refused, a flow sent and its report fetched. RSA keys are handed in: a first cycle makes them.
//! Every cycle has the same seed, so that all journals must be equal: one that differs has met
//! another's.

mod peers;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;

use cucumber::World as _;
use futures::future::LocalBoxFuture;
use jiff::Timestamp;
use peers::measure::{Fallible, instant, is_asked_for, median, ms, resident_mib, say};
use raccord::connectors::{Network, Vault};
use raccord::environment::{
    Addresses, CannotDo, ChorusProConnections, ChorusProStates, Environment, IssueCertificates,
    Mocks, Observe, OpenError, START, SocialSecurityConnections,
};
use raccord::rehearsal::find::embedded;
use raccord::rehearsal::script::Script;
use raccord::rehearsal::{Options, Stage, Trial, read, rehearse};
use raccord::report::Event;
use raccord::report::event::Outcome;
use raccord::steps::World;
use raccord_kernel::{Clock, Faults};
use raccord_mocks::gateway::Listen;
use sha2::{Digest as _, Sha256};
use tokio::runtime::Builder;

const ALONE: usize = 200;
const CROWDS: [usize; 4] = [1, 10, 100, 1_000];
const RUN: usize = 100;

fn main() -> Fallible<()> {
    if !is_asked_for() {
        return Ok(());
    }
    let trial = cycle()?;
    let stage = Arc::new(Witnessed::default());
    play(&stage, &trial, 1, NonZeroUsize::MIN)?;
    one(&stage, &trial)?;
    for cycles in CROWDS {
        many(&stage, &trial, cycles)?;
    }
    let journals = stage.journals.lock().unwrap_or_else(PoisonError::into_inner);
    let cycles: usize = journals.values().sum();
    say("different journals, of cycles", &format!("{} of {cycles}", journals.len()), "1");
    Ok(())
}

/// The scenario that is the cycle.
fn cycle() -> Fallible<Trial> {
    let file = embedded().into_iter().find(|file| file.path.ends_with("edi-sftp/renewal.feature"));
    let trials = read::read(&file.ok_or("no renewal.feature")?, 1, &|_| false)?;
    Ok(trials.into_iter().next().ok_or("no scenario")?.trial)
}

/// What one cycle computes, whoever computes in it: connectors, mocks and the loop.
fn one(stage: &Arc<Witnessed>, trial: &Trial) -> Fallible<()> {
    let (mut computed, mut elapsed) = (Vec::new(), Vec::new());
    for _ in 0..ALONE {
        let (start, before) = (instant(), computed_ms());
        play(stage, trial, 1, NonZeroUsize::MIN)?;
        computed.push(computed_ms() - before);
        elapsed.push(ms(start.elapsed()));
    }
    say("one cycle, CPU, median of 200", &format!("{:.1} ms", median(computed)), "60 ms");
    say("one cycle, elapsed, median of 200", &format!("{:.1} ms", median(elapsed)), "");
    Ok(())
}

/// What the process has computed so far; no number where the system does not tell.
fn computed_ms() -> f64 {
    #[cfg(unix)]
    return std::time::Duration::try_from(rustix::time::clock_gettime(
        rustix::time::ClockId::ProcessCPUTime,
    ))
    .map_or(f64::NAN, ms);
    #[cfg(not(unix))]
    f64::NAN
}

fn many(stage: &Arc<Witnessed>, trial: &Trial, cycles: usize) -> Fallible<()> {
    let jobs = available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let (start, before) = (instant(), computed_ms());
    // A suite has no more scenarios than that; their steps and results are not what is measured.
    for played in (0..cycles).step_by(RUN) {
        play(stage, trial, RUN.min(cycles - played), jobs)?;
    }
    let elapsed_s = start.elapsed().as_secs_f64();
    let each_ms = (computed_ms() - before) / f64::from(u32::try_from(cycles)?);
    let memory = resident_mib(std::process::id());
    let memory = memory.map_or_else(String::new, |mib| format!(", {mib:.0} MiB"));
    let measured = format!("{elapsed_s:.2} s, CPU {each_ms:.1} ms each{memory}");
    say(&format!("{cycles} cycles in one process"), &measured, "linear; memory flat");
    Ok(())
}

/// Plays the cycle so often; every one must pass.
fn play(stage: &Arc<Witnessed>, trial: &Trial, cycles: usize, jobs: NonZeroUsize) -> Fallible<()> {
    let catalogue = World::collection();
    let scripts: Result<Vec<_>, _> =
        (0..cycles).map(|_| Script::read(trial.clone(), &catalogue)).collect();
    let options = Options {
        jobs,
        seed: trial.seed,
        fail_fast: false,
        dry_run: false,
        rebuild_between_steps: false,
    };
    let mut amiss = Vec::new();
    let mut tell = |event: &Event| {
        if let Event::ScenarioFinished(finished) = event
            && !matches!(finished.outcome, Outcome::Passed { .. })
        {
            amiss.push(format!("{:?}", finished.outcome));
        }
    };
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let never = std::future::pending();
    runtime.block_on(rehearse(Arc::clone(stage), scripts?, options, never, &mut tell))?;
    match amiss.first() {
        Some(first) => Err(format!("a cycle did not pass: {first}").into()),
        None => Ok(()),
    }
}

/// Opens the mocks as `raccord run` does, and counts the journals that are equal.
#[derive(Debug, Default)]
struct Witnessed {
    journals: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Stage for Witnessed {
    type World = World;

    fn name(&self) -> &str {
        "mocks"
    }

    fn starts_at(&self) -> Option<Timestamp> {
        Some(START)
    }

    async fn open(&self, trial: &Trial) -> Result<World, OpenError> {
        let mocks = Mocks::open(trial.seed, Clock::held(START), Listen::default()).await?;
        Ok(World::new(Rc::new(Witness { mocks, journals: Arc::clone(&self.journals) })))
    }
}

/// Mocks whose journal is looked at when they are closed.
#[derive(Debug)]
struct Witness {
    mocks: Mocks,
    journals: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Drop for Witness {
    fn drop(&mut self) {
        let journal = serde_json::to_vec(&Observe::journal(&self.mocks)).unwrap_or_default();
        let digest = hex::encode(Sha256::digest(journal));
        let mut journals = self.journals.lock().unwrap_or_else(PoisonError::into_inner);
        *journals.entry(digest).or_default() += 1;
    }
}

impl Environment for Witness {
    fn name(&self) -> &str {
        self.mocks.name()
    }

    fn now(&self) -> Timestamp {
        self.mocks.now()
    }

    fn network(&self) -> &Network {
        self.mocks.network()
    }

    fn addresses(&self) -> &Addresses {
        self.mocks.addresses()
    }

    fn vault(&self) -> &Vault {
        self.mocks.vault()
    }

    fn pass_to(&self, instant: Timestamp) -> LocalBoxFuture<'_, ()> {
        self.mocks.pass_to(instant)
    }

    fn next_event(&self) -> Option<Timestamp> {
        self.mocks.next_event()
    }

    fn faults(&self) -> Result<&Faults, CannotDo> {
        self.mocks.faults()
    }

    fn observe(&self) -> Result<&dyn Observe, CannotDo> {
        self.mocks.observe()
    }

    fn issue_certificates(&self) -> Result<&dyn IssueCertificates, CannotDo> {
        self.mocks.issue_certificates()
    }

    fn time_travel(&self) -> Result<(), CannotDo> {
        self.mocks.time_travel()
    }

    fn chorus_pro_connections(&self) -> Result<&dyn ChorusProConnections, CannotDo> {
        self.mocks.chorus_pro_connections()
    }

    fn social_security_connections(&self) -> Result<&dyn SocialSecurityConnections, CannotDo> {
        self.mocks.social_security_connections()
    }

    fn chorus_pro_states(&self) -> Result<&dyn ChorusProStates, CannotDo> {
        self.mocks.chorus_pro_states()
    }
}
