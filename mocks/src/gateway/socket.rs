//! The socket of one connection, which a fault may reset.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::crowd::Heard;
use super::limits::Limits;

/// A TCP stream that ends as it was told to, whoever drops it.
#[derive(Debug)]
pub(super) struct Socket {
    stream: TcpStream,
    line: Line,
    heard: Heard,
}

/// What whoever serves a socket knows of it.
#[derive(Debug, Clone)]
pub(super) struct Line {
    is_reset: Arc<AtomicBool>,
    /// How much its client may take.
    pub(super) limits: Limits,
}

impl Line {
    /// The socket is reset (TCP RST) when it is dropped, and what it has not sent is lost.
    pub(super) fn reset_at_the_end(&self) {
        self.is_reset.store(true, Ordering::SeqCst);
    }
}

impl Socket {
    pub(super) fn new(stream: TcpStream, limits: Limits, heard: Heard) -> Self {
        // Answers are small and awaited: waiting to fill a segment only delays them.
        let _ = stream.set_nodelay(true);
        Self { stream, line: Line { is_reset: Arc::default(), limits }, heard }
    }

    pub(super) fn line(&self) -> Line {
        self.line.clone()
    }

    /// Looks at what came first, and leaves it there.
    pub(super) async fn peek(&self, first: &mut [u8]) -> io::Result<usize> {
        self.stream.peek(first).await
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.line.is_reset.load(Ordering::SeqCst) {
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
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if read.is_ready() {
            self.heard.again();
        }
        read
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.heard.again();
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
