//! A way to the port that can be broken.

use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// A way to an address, on another port of this machine.
pub(super) struct Relay {
    pub(super) address: SocketAddr,
    is_open: watch::Sender<bool>,
    _task: JoinSet<()>,
}

impl Relay {
    pub(super) async fn to(address: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = listener.local_addr().unwrap();
        let (is_open, told) = watch::channel(true);
        let mut task = JoinSet::new();
        task.spawn(carry(listener, address, told));
        Self { address: here, is_open, _task: task }
    }

    /// Breaks every connection; others wait.
    pub(super) fn close(&self) {
        self.is_open.send_replace(false);
    }

    /// Lets connections through again.
    pub(super) fn open(&self) {
        self.is_open.send_replace(true);
    }
}

async fn carry(listener: TcpListener, to: SocketAddr, mut is_open: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept(), if *is_open.borrow() => {
                let (mut near, _) = accepted.unwrap();
                connections.spawn(async move {
                    let mut far = TcpStream::connect(to).await.unwrap();
                    let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
                });
            }
            told = is_open.changed() => {
                if told.is_err() {
                    return;
                }
                if !*is_open.borrow() {
                    connections.abort_all();
                }
            }
        }
    }
}
