//! A stopwatch, medians, memory, and a line of output.

use std::time::{Duration, Instant};

/// What went wrong in a bench: told, and no more.
pub(crate) type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Whether the bench was asked for: `cargo bench` says so, `cargo test --all-targets` does not.
pub(crate) fn is_asked_for() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

/// The instant it really is.
#[expect(clippy::disallowed_methods, reason = "a bench measures real durations")]
pub(crate) fn instant() -> Instant {
    Instant::now()
}

/// The middle of some values; the upper one of two.
pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A duration in milliseconds.
pub(crate) fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

/// The resident memory of a process, in MiB, where the system tells it.
pub(crate) fn resident_mib(process: u32) -> Option<f64> {
    memory_mib(process, "VmRSS:")
}

/// What of that is its own, and no page of a file, in MiB, where the system tells it.
pub(crate) fn own_mib(process: u32) -> Option<f64> {
    memory_mib(process, "RssAnon:")
}

fn memory_mib(process: u32, which: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(which))?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kib / 1_024.0)
}

/// How long a process has computed so far, in seconds, where the system tells it.
pub(crate) fn computed_s(process: u32) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(11);
    let ticks = || -> Option<f64> { fields.next()?.parse().ok() };
    // A tick has been a hundredth of a second on every Linux for twenty years.
    Some(std::iter::from_fn(ticks).take(2).sum::<f64>() / 100.0)
}

/// Says what was measured, and what to reach.
#[expect(clippy::print_stdout, reason = "a bench says what it measured")]
pub(crate) fn say(what: &str, measured: &str, target: &str) {
    let target = if target.is_empty() { String::new() } else { format!("   to reach: {target}") };
    println!("{what:<50} {measured:>36}{target}");
}
