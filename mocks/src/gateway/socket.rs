//! The socket of one connection, which a fault may reset.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// A TCP stream that ends as it was told to, whoever drops it.
#[derive(Debug)]
pub(super) struct Socket {
    stream: TcpStream,
    reset: Reset,
}

/// Says how a socket ends.
#[derive(Debug, Clone, Default)]
pub(super) struct Reset(Arc<AtomicBool>);

impl Reset {
    /// The socket is reset (TCP RST) when it is dropped, and what it has not sent is lost.
    pub(super) fn at_the_end(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Socket {
    pub(super) fn new(stream: TcpStream) -> Self {
        // Answers are small and awaited: waiting to fill a segment only delays them.
        let _ = stream.set_nodelay(true);
        Self { stream, reset: Reset::default() }
    }

    pub(super) fn reset(&self) -> Reset {
        self.reset.clone()
    }

    /// Looks at what came first, and leaves it there.
    pub(super) async fn peek(&self, first: &mut [u8]) -> io::Result<usize> {
        self.stream.peek(first).await
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.reset.0.load(Ordering::SeqCst) {
            // A socket that cannot be told so is closed: the client sees an end either way.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
