//! Turns a panic into a message, so that one broken step does not end the run.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};
use std::pin::pin;
use std::sync::Once;
use std::task::Poll;

thread_local! {
    /// Whether this thread is inside [`caught`], so that the panic is ours to report.
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    /// Where the last watched panic happened.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Awaits `future`; a panic inside it becomes an error that says what it said, and where.
///
/// Only what `future` does when it is awaited is watched: a call that may panic before it returns
/// its own future belongs inside an `async` block.
///
/// # Errors
///
/// The panic's message, after the place in the source where it happened.
pub async fn caught<T>(future: impl Future<Output = T>) -> Result<T, String> {
    install_hook();
    let mut future = pin!(future);
    poll_fn(move |context| {
        WATCHED.set(true);
        // Nothing of what panicked is used again: the scenario ends here.
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        WATCHED.set(false);
        match polled {
            Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
            Ok(Poll::Pending) => Poll::Pending,
            Err(payload) => Poll::Ready(Err(told(payload.as_ref()))),
        }
    })
    .await
}

/// Keeps quiet about watched panics, which a report tells; leaves every other to the hook before.
fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic: &PanicHookInfo<'_>| {
            if WATCHED.get() {
                PLACE.set(panic.location().map(ToString::to_string));
            } else {
                before(panic);
            }
        }));
    });
}

fn told(payload: &(dyn Any + Send)) -> String {
    let message = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without a message");
    match PLACE.take() {
        Some(place) => format!("{place}: {message}"),
        None => message.to_owned(),
    }
}
