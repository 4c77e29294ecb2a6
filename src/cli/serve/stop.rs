//! How the process is told to stop: Ctrl-C, or `SIGTERM`.

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
    hang_up: Signal,
}

#[cfg(unix)]
impl Stop {
    pub(in crate::cli) fn listen() -> io::Result<Self> {
        let interrupt = signal(SignalKind::interrupt())?;
        let terminate = signal(SignalKind::terminate())?;
        // The terminal was closed: what was written down must not outlive it.
        Ok(Self { interrupt, terminate, hang_up: signal(SignalKind::hangup())? })
    }

    /// Returns when the process was told to stop, and says how.
    pub(in crate::cli) async fn told(&mut self) -> Told {
        tokio::select! {
            _ = self.interrupt.recv() => Told::Interrupt,
            _ = self.terminate.recv() => Told::Terminate,
            _ = self.hang_up.recv() => Told::Terminate,
        }
    }
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
