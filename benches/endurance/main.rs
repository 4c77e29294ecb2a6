//! What `raccord serve` bears: ten thousand connections, mixed load at full speed, clients that mean
//! no good while a good one is measured, and to be killed while others are told that all is well.
//!
//! The program runs in a process of its own, on free ports of the loopback interface, and nothing
//! else is reached. Everything is bounded by the arguments:
//!
//! ```text
//! cargo bench --bench endurance                               about two minutes
//! cargo bench --bench endurance -- --seconds 3600             an hour of mixed load
//! cargo bench --bench endurance -- --only hostile --sessions 100
//! ```
//!
//! `--connections` and `--sessions` need as many open files: `ulimit -n 20000` first.

#[path = "../peers/mod.rs"]
mod peers;

mod connections;
mod good;
mod hostile;
mod killed;
mod management;
mod mixed;
mod served;
mod sftp;
mod verdict;
mod work;

use peers::accept;
use peers::measure::{Fallible, is_asked_for};
use verdict::Verdict;

/// How much, and how long.
struct Settings {
    /// How long the mixed load lasts, in seconds.
    seconds: u64,
    /// How many connections are open at once.
    connections: usize,
    /// How many SFTP sessions are stuck at once.
    sessions: usize,
    /// How long each hostility lasts, in seconds.
    hostile_seconds: u64,
    /// How often it is killed and started again.
    kills: u32,
    /// The parts to play: all, where there are none.
    only: Vec<String>,
}

impl Settings {
    fn read() -> Fallible<Self> {
        let mut settings = Self {
            seconds: 20,
            connections: 10_000,
            sessions: 1_000,
            hostile_seconds: 5,
            kills: 5,
            only: Vec::new(),
        };
        let mut arguments = std::env::args().skip(1).filter(|it| it != "--bench");
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
            match name.as_str() {
                "--seconds" => settings.seconds = value.parse()?,
                "--connections" => settings.connections = value.parse()?,
                "--sessions" => settings.sessions = value.parse()?,
                "--hostile-seconds" => settings.hostile_seconds = value.parse()?,
                "--kills" => settings.kills = value.parse()?,
                "--only" => settings.only.push(value),
                other => return Err(format!("found {other}, which no part knows").into()),
            }
        }
        Ok(settings)
    }
}

/// One part of the whole.
type Play = fn(&Settings, &mut Verdict) -> Fallible<()>;

fn main() -> Fallible<()> {
    if !is_asked_for() {
        return Ok(());
    }
    accept::install_cryptography();
    let settings = Settings::read()?;
    let mut verdict = Verdict::default();
    let parts: [(&str, Play); 4] = [
        ("connections", connections::play),
        ("mixed", mixed::play),
        ("hostile", hostile::play),
        ("killed", killed::play),
    ];
    for (name, play) in parts {
        if settings.only.is_empty() || settings.only.iter().any(|it| it == name) {
            play(&settings, &mut verdict)?;
        }
    }
    verdict.end()
}
