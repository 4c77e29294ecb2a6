//! What a mocked system is.

use jiff::Timestamp;
use raccord_certs::rule::Rule;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::entry::Trace;

/// A mocked system: a state that is plain data, and decisions that are pure.
///
/// State, identifiers and events to come are serde data; a state read back goes on to the same
/// end. Its decisions take the instant as an argument and never ask for it.
pub trait System: Serialize + DeserializeOwned + Send + 'static {
    /// Its name in the journal: `piste`.
    const NAME: &'static str;

    /// When something will happen by itself.
    fn next_due(&self) -> Option<Timestamp>;

    /// Makes the next thing happen that is due at `now`, and says what it was: `sheet.activated`.
    /// Answers nothing when nothing is due.
    fn fire(&mut self, now: Timestamp, trace: &mut Trace) -> Option<&'static str>;

    /// Forgets what is over, but for the `newest` of each kind. What is not over yet is kept, however
    /// old it is; a system where everything ends by itself has nothing to forget.
    fn forget(&mut self, _newest: usize) {}
}

/// A refusal, as the journal knows it. What the peer sees is the system's own affair.
pub trait Refuse {
    /// The rule that refused.
    fn rule(&self) -> &'static Rule;

    /// What was found, what was expected, what to do; for the journal, never on the wire.
    fn reason(&self) -> String;
}
