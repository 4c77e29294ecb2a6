//! What a process costs: from its start until it is ready, its memory then, and the whole suite
//! that is built into `raccord`.
//!
//! Beside them, where they are installed, what other mocks cost that are programs of their own; each
//! is ready when it says so. `benches/peers/run` installs them.
//!
//! `raccord serve` also makes the RSA keys of those who are connected already, once it is ready; the
//! mocks alone, without a starting state, are the bench's own program in that role.

mod peers;

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use peers::foreign::{self, Foreign};
use peers::measure::{Fallible, instant, is_asked_for, median, ms, own_mib, resident_mib, say};
use peers::papers::Papers;
use peers::server::{Server, attend, runtime};
use raccord::environment::{Environment as _, Mocks};
use raccord_kernel::Clock;
use raccord_kernel::clock::machine_now;
use raccord_mocks::gateway::Listen;

const STARTS: usize = 30;
const STARTS_OF_PEERS: usize = 10;
const SUITES: usize = 3;
/// The lines that `raccord serve` begins with.
const LINES: usize = 2;

fn main() -> Fallible<()> {
    match std::env::args().nth(1).as_deref() {
        Some("mocks") => mocks(),
        _ if is_asked_for() => {
            starts()?;
            serve()?;
            peers()?;
            suite()
        }
        _ => Ok(()),
    }
}

fn starts() -> Fallible<()> {
    let (mut durations, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let start = instant();
        let server = Server::start(&["mocks"])?;
        durations.push(ms(start.elapsed()));
        memory.extend(server.resident_mib());
    }
    say("all mocks, process start to ready", &format!("{:.1} ms", median(durations)), "30 ms");
    if !memory.is_empty() {
        say("resident memory once ready", &format!("{:.1} MiB", median(memory)), "20 MiB");
    }
    Ok(())
}

fn serve() -> Fallible<()> {
    let (mut to_ready, mut to_last) = (Vec::new(), Vec::new());
    let (mut memory, mut own) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let mut serve = Command::new(env!("CARGO_BIN_EXE_raccord"));
        serve.args(["serve", "--port", "0", "--quiet"]).stdout(Stdio::piped());
        let start = instant();
        let mut serve = serve.spawn()?;
        let mut lines = BufReader::new(serve.stdout.take().ok_or("no output")?).lines();
        let line = lines.next().ok_or("no first line")??;
        to_ready.push(ms(start.elapsed()));
        for _ in 1..LINES {
            lines.next().ok_or("too few identities")??;
        }
        to_last.push(ms(start.elapsed()));
        memory.extend(resident_mib(serve.id()));
        own.extend(own_mib(serve.id()));
        serve.kill()?;
        serve.wait()?;
        if !line.contains("\"ready\"") {
            return Err("`raccord serve` is not ready".into());
        }
    }
    let to_ready = format!("{:.1} ms", median(to_ready));
    say("`raccord serve`, process start to ready", &to_ready, "30 ms");
    let to_last = format!("{:.0} ms", median(to_last));
    say("the same until all are connected, RSA keys made", &to_last, "");
    if !memory.is_empty() {
        say("resident memory of `raccord serve`", &format!("{:.1} MiB", median(memory)), "20 MiB");
        say("  of that, no page of the program", &format!("{:.1} MiB", median(own)), "");
    }
    Ok(())
}

fn peers() -> Fallible<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let papers = Papers::write(folder)?;
    peer("Pebble", || foreign::pebble(&papers, folder))?;
    peer("oauth2-mock-server", || foreign::oauth2_mock_server(&papers))?;
    peer("WireMock", || foreign::wiremock(&papers, folder, "/token"))
}

fn peer(name: &str, start: impl Fn() -> Fallible<Option<Foreign>>) -> Fallible<()> {
    let (mut durations, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..STARTS_OF_PEERS {
        let before = instant();
        let Some(peer) = start()? else {
            say(&format!("{name}, process start to ready"), "not judged: it is not installed", "");
            return Ok(());
        };
        durations.push(ms(before.elapsed()));
        memory.extend(peer.resident_mib());
    }
    let ready = format!("{:.0} ms", median(durations));
    say(&format!("{name}, process start to ready"), &ready, "");
    say("  its resident memory then", &format!("{:.1} MiB", median(memory)), "");
    Ok(())
}

fn mocks() -> Fallible<()> {
    let runtime = runtime()?;
    let clock = Clock::running(machine_now());
    let mocks = runtime.block_on(Mocks::open(1, clock, Listen::default()))?;
    attend(&mocks.network().edi_sftp.to_string(), |_| "done".to_owned())
}

fn suite() -> Fallible<()> {
    let mut durations = Vec::new();
    for _ in 0..SUITES {
        let mut raccord = Command::new(env!("CARGO_BIN_EXE_raccord"));
        let start = instant();
        let status = raccord.arg("run").stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        durations.push(start.elapsed().as_secs_f64());
        if !status.success() {
            return Err(format!("`raccord run` ended with {status}").into());
        }
    }
    say("the whole suite, `raccord run`", &format!("{:.1} s", median(durations)), "under 10 s");
    Ok(())
}
