//! A run that is killed at any moment, and taken up again until it ends: what it did was done once,
//! no report is lost unasked.

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

use crate::home::{Home, RUN};
use crate::peers;
use crate::run::{Played, play_until};

/// How many times, where nothing else is said (`RACCORD_TEST_KILLS`).
const KILLS: usize = 10;
/// How many times one run is killed before it is let to end.
const KILLS_OF_A_RUN: usize = 4;
/// From the beginning of a life to its end at most.
const LIFE_MS_MAX: u64 = 6000;

/// Draws moments; the same seed draws the same ones.
struct Moments(u64);

impl Moments {
    /// xorshift64.
    fn next(&mut self) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Duration::from_millis(self.0 % LIFE_MS_MAX)
    }
}

#[test]
fn a_run_that_is_killed_at_any_moment_does_everything_once() {
    let kills = peers::variable("RACCORD_TEST_KILLS").parse().unwrap_or(KILLS);
    let mut moments = Moments(0x5EED_0006);
    let (mut killed, mut asked) = (0, 0);
    while killed < kills {
        let home = Home::new();
        let mut lives = Vec::new();
        for _ in 0..KILLS_OF_A_RUN.min(kills - killed) {
            let moment = moments.next();
            let played = live(&home, Some(moment));
            // It may be killed when nothing is left to do but to end.
            let is_over = played.ended.code.is_some() || closed(&home).is_some();
            lives.push((moment, played));
            if is_over {
                break;
            }
            killed += 1;
        }
        if closed(&home).is_none() {
            lives.push((Duration::ZERO, live(&home, None)));
        }
        let told = || {
            let lives = lives.iter().map(|(at, life)| format!("--- {at:?}\n{}", life.ended.text));
            lives.collect::<Vec<_>>().join("\n")
        };
        let dossier =
            closed(&home).map(|run| fs::read_to_string(run.join("dossier.html")).unwrap());
        assert!(dossier.is_some_and(|page| page.contains(">6 passed<")), "{}", told());
        home.assert_everything_was_done_once_or(told);
        asked += lives.iter().map(|(_, life)| life.questions.len()).sum::<usize>();
    }
    println!("killed {killed} times; {asked} questions were asked");
}

/// The folder of the run, once all that it leaves is written.
fn closed(home: &Home) -> Option<PathBuf> {
    let runs = fs::read_dir(home.path().join("raccord-runs")).ok()?;
    let mut runs = runs.map(|run| run.unwrap().path());
    runs.find(|run| run.join("MANIFEST.sha256").exists())
}

/// One life of a run: until it is killed, or its end.
fn live(home: &Home, kill_after: Option<Duration>) -> Played {
    let runs = home.path().join("raccord-runs");
    let is_begun = fs::read_dir(&runs)
        .is_ok_and(|mut runs| runs.any(|run| run.unwrap().path().join("run.json").exists()));
    let command = if is_begun { home.resume(&runs) } else { home.raccord(RUN) };
    let (over, is_over) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        let played = play_until(home, command, None, |id| {
            let id = rustix::process::Pid::from_raw(i32::try_from(id).unwrap()).unwrap();
            scope.spawn(move || {
                let Some(after) = kill_after else { return };
                if is_over.recv_timeout(after) == Err(mpsc::RecvTimeoutError::Timeout) {
                    // It may have ended already.
                    let signal = rustix::process::Signal::KILL;
                    let _gone = rustix::process::kill_process(id, signal);
                }
            });
        });
        drop(over);
        played
    })
}
