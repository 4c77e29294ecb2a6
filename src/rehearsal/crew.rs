//! The threads that play scripts, each script on a runtime of its own.

use std::io;
use std::iter::Enumerate;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use std::{thread, vec};

use tokio::runtime::Builder;
use tokio::sync::{mpsc, watch};

use super::play::play;
use super::run::Options;
use super::script::Script;
use super::stage::Stage;
use crate::report::event::{Outcome, ScenarioFinished};

/// How long scenarios have to end once the run is stopped. Real time: they hold sockets and files.
const GRACE: Duration = Duration::from_secs(2);

/// As much as a program's first thread has: deep futures of a debug build need it.
const STACK_BYTES: usize = 8 * 1024 * 1024;

/// What the crew played, each with its number, in the order in which it ended.
pub(super) type Results = mpsc::UnboundedReceiver<(usize, ScenarioFinished)>;

/// The threads that play scripts.
pub(super) struct Crew {
    stop: watch::Sender<bool>,
}

impl Crew {
    /// Starts as many threads as asked, and no more than there are scripts.
    ///
    /// # Errors
    ///
    /// When the system refuses a thread.
    pub(super) fn start<S: Stage>(
        stage: Arc<S>,
        scripts: Vec<Script<S::World>>,
        options: Options,
    ) -> io::Result<(Self, Results)> {
        let jobs = options.jobs.get().min(scripts.len());
        let queue = Arc::new(Mutex::new(scripts.into_iter().enumerate()));
        let (stop, stopped) = watch::channel(false);
        let (results, received) = mpsc::unbounded_channel();
        for number in 1..=jobs {
            let player = Player {
                stage: Arc::clone(&stage),
                queue: Arc::clone(&queue),
                stopped: stopped.clone(),
                results: results.clone(),
                options,
            };
            thread::Builder::new()
                .name(format!("rehearsal-{number}"))
                .stack_size(STACK_BYTES)
                .spawn(move || player.play_all())?;
        }
        Ok((Self { stop }, received))
    }

    /// Drops running scripts, waits a moment for what they hold to be given back, and returns what
    /// had ended in the meantime.
    pub(super) async fn stop(self, mut results: Results) -> Vec<(usize, ScenarioFinished)> {
        self.stop.send_replace(true);
        let mut ended = Vec::new();
        let all_gone = async {
            while let Some(result) = results.recv().await {
                ended.push(result);
            }
        };
        // Whoever does not listen is left behind: the process is about to end.
        let _in_time = tokio::time::timeout(GRACE, all_gone).await;
        ended
    }
}

/// The scripts that nobody took yet, each with its number.
type Queue<W> = Mutex<Enumerate<vec::IntoIter<Script<W>>>>;

/// One thread's share of the crew.
struct Player<S: Stage> {
    stage: Arc<S>,
    queue: Arc<Queue<S::World>>,
    stopped: watch::Receiver<bool>,
    results: mpsc::UnboundedSender<(usize, ScenarioFinished)>,
    options: Options,
}

impl<S: Stage> Player<S> {
    /// Plays script after script until none is left, or somebody stops it.
    fn play_all(self) {
        while let Some((index, script)) = self.next() {
            let Some(finished) = self.play(script) else { break };
            let is_suspended = matches!(finished.outcome, Outcome::Suspended { .. });
            if is_suspended || self.options.fail_fast && finished.outcome.is_amiss() {
                // All before this one are taken already, and end in their own time.
                self.take_all();
            }
            if self.results.send((index, finished)).is_err() {
                break;
            }
        }
    }

    fn next(&self) -> Option<(usize, Script<S::World>)> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).next()
    }

    fn take_all(&self) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).by_ref().for_each(drop);
    }

    /// Plays a script on a runtime of its own, or returns nothing when stopped meanwhile.
    fn play(&self, script: Script<S::World>) -> Option<ScenarioFinished> {
        let runtime = match Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => {
                let during = "starting the scenario's runtime".to_owned();
                return Some(
                    script.ended(Outcome::Internal { during, message: error.to_string() }),
                );
            }
        };
        let mut stopped = self.stopped.clone();
        runtime.block_on(async {
            tokio::select! {
                biased;
                _ = stopped.wait_for(|stop| *stop) => None,
                finished = play(self.stage.as_ref(), script, self.options.rebuild_between_steps) => {
                    Some(finished)
                }
            }
        })
    }
}
