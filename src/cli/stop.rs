//! How the process is told to stop: Ctrl-C, `SIGTERM`, or the end of its terminal.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// How the process was told to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Told {
    /// By Ctrl-C: the terminal tells every process in its foreground.
    Interrupt,
    /// By somebody who knows of this process alone.
    Terminate,
}

/// Listens to whoever tells the process to stop; from then on, it no longer ends by itself.
#[derive(Debug)]
#[cfg(unix)]
pub(in crate::cli) struct Stop {
    interrupt: Signal,
    terminate: Signal,
    /// Nothing where whoever started the process does not mind it (`nohup`): to listen is to mind.
    hang_up: Option<Signal>,
}

#[cfg(unix)]
impl Stop {
    pub(in crate::cli) fn listen() -> io::Result<Self> {
        let interrupt = signal(SignalKind::interrupt())?;
        let terminate = signal(SignalKind::terminate())?;
        // The terminal was closed: what was written down must not outlive it.
        let hang_up = match is_hang_up_ignored() {
            true => None,
            false => Some(signal(SignalKind::hangup())?),
        };
        Ok(Self { interrupt, terminate, hang_up })
    }

    /// Returns when the process was told to stop, and says how.
    pub(in crate::cli) async fn told(&mut self) -> Told {
        let hang_up = async {
            match &mut self.hang_up {
                Some(hang_up) => hang_up.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.interrupt.recv() => Told::Interrupt,
            _ = self.terminate.recv() => Told::Terminate,
            _ = hang_up => Told::Terminate,
        }
    }
}

/// Whether `SIGHUP` is ignored, where the system tells that.
#[cfg(unix)]
fn is_hang_up_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    // The lowest bit is that of signal 1, which is `SIGHUP`.
    ignored.is_some_and(|mask| mask & 1 == 1)
}

/// Listens to Ctrl-C, where there are no signals.
#[derive(Debug)]
#[cfg(not(unix))]
pub(in crate::cli) struct Stop;

#[cfg(not(unix))]
impl Stop {
    pub(in crate::cli) fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    /// Returns when the process was told to stop.
    pub(in crate::cli) async fn told(&mut self) -> Told {
        if tokio::signal::ctrl_c().await.is_err() {
            // Where the system cannot tell us, it ends the process itself.
            std::future::pending::<()>().await;
        }
        Told::Interrupt
    }
}
