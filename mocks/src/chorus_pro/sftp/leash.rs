//! A stream that ends when its owner lets go.
//!
//! russh runs a session in a task of its own and gives no way to end it; without its stream, the
//! task ends by itself.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::{oneshot, watch};

/// What the owner holds.
#[must_use = "the stream ends when the leash is dropped"]
pub(super) struct Leash {
    _hold: oneshot::Sender<Infallible>,
    watched: watch::Sender<()>,
}

/// What sees that the leash was dropped, while nobody reads from the stream.
#[derive(Debug, Clone)]
pub(super) struct LeashWatch(watch::Receiver<()>);

impl Leash {
    pub(super) fn watch(&self) -> LeashWatch {
        LeashWatch(self.watched.subscribe())
    }
}

impl LeashWatch {
    /// Returns when the leash is dropped.
    pub(super) async fn dropped(&mut self) {
        while self.0.changed().await.is_ok() {}
    }
}

/// What the session holds.
pub(super) struct Leashed<S> {
    stream: S,
    hold: Option<oneshot::Receiver<Infallible>>,
}

/// Puts a stream on a leash.
pub(super) fn leashed<S>(stream: S) -> (Leashed<S>, Leash) {
    let (sender, receiver) = oneshot::channel();
    let leash = Leash { _hold: sender, watched: watch::Sender::new(()) };
    (Leashed { stream, hold: Some(receiver) }, leash)
}

impl<S> Leashed<S> {
    fn check(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        let is_held =
            self.hold.as_mut().is_some_and(|hold| Pin::new(hold).poll(context).is_pending());
        if is_held {
            return Ok(());
        }
        self.hold = None;
        Err(io::ErrorKind::ConnectionAborted.into())
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Leashed<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Leashed<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
