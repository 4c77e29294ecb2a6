//! How the process is told to stop: Ctrl-C, or `SIGTERM`.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Listens to whoever tells the process to stop; from then on, it no longer ends by itself.
#[derive(Debug)]
#[cfg(unix)]
pub(super) struct Stop {
    interrupt: Signal,
    terminate: Signal,
}

#[cfg(unix)]
impl Stop {
    pub(super) fn listen() -> io::Result<Self> {
        let interrupt = signal(SignalKind::interrupt())?;
        Ok(Self { interrupt, terminate: signal(SignalKind::terminate())? })
    }

    /// Returns when the process was told to stop.
    pub(super) async fn told(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Listens to Ctrl-C, where there are no signals.
#[derive(Debug)]
#[cfg(not(unix))]
pub(super) struct Stop;

#[cfg(not(unix))]
impl Stop {
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    /// Returns when the process was told to stop.
    pub(super) async fn told(self) {
        if tokio::signal::ctrl_c().await.is_err() {
            // Where the system cannot tell us, it ends the process itself.
            std::future::pending::<()>().await;
        }
    }
}
