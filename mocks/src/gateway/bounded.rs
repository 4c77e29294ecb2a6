//! The body of a request, no larger and no slower than a door lets it be.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use raccord_kernel::pause::hold_back;

use super::limits::Limits;

/// A body that breaks off where it goes beyond what is let in.
pub(super) struct Bounded {
    inner: Incoming,
    left_bytes: u64,
    limits: Limits,
    /// Set once the client is waited for.
    patience: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    overrun: Overrun,
}

/// Whether, and how, a body went beyond what is let in.
#[derive(Debug, Clone, Default)]
pub(super) struct Overrun(Arc<AtomicU8>);

/// How a body went beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beyond {
    Size = 1,
    Time = 2,
}

impl Overrun {
    pub(super) fn found(&self) -> Option<Beyond> {
        match self.0.load(Ordering::SeqCst) {
            1 => Some(Beyond::Size),
            2 => Some(Beyond::Time),
            _ => None,
        }
    }

    fn is(&self, beyond: Beyond) -> Overrunning {
        self.0.store(beyond as u8, Ordering::SeqCst);
        Overrunning(beyond)
    }
}

/// A body is too large, or too slow.
#[derive(Debug, thiserror::Error)]
#[error("the body goes beyond what is let in: {0:?}")]
pub(super) struct Overrunning(Beyond);

impl Bounded {
    pub(super) fn new(inner: Incoming, limits: Limits) -> (Self, Overrun) {
        let overrun = Overrun::default();
        let body = Self {
            inner,
            left_bytes: limits.body_bytes_max,
            limits,
            patience: None,
            overrun: overrun.clone(),
        };
        (body, overrun)
    }
}

impl Body for Bounded {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        if let Some(beyond) = this.overrun.found() {
            return Poll::Ready(Some(Err(Overrunning(beyond).into())));
        }
        match Pin::new(&mut this.inner).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                let length = frame.data_ref().map_or(0, Bytes::len) as u64;
                match this.left_bytes.checked_sub(length) {
                    Some(left_bytes) => {
                        this.left_bytes = left_bytes;
                        Poll::Ready(Some(Ok(frame)))
                    }
                    None => Poll::Ready(Some(Err(this.overrun.is(Beyond::Size).into()))),
                }
            }
            Poll::Ready(ended) => Poll::Ready(ended.map(|frame| frame.map_err(Into::into))),
            Poll::Pending => {
                let patience = this.limits.body_patience;
                let patience = this.patience.get_or_insert_with(|| Box::pin(hold_back(patience)));
                match patience.as_mut().poll(context) {
                    Poll::Ready(()) => Poll::Ready(Some(Err(this.overrun.is(Beyond::Time).into()))),
                    Poll::Pending => Poll::Pending,
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
