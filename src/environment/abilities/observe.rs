//! What the other side wrote down.

use raccord_kernel::{Entry, Evidence};

/// What the other side wrote down.
pub trait Observe {
    /// The journal so far, in order.
    fn journal(&self) -> Vec<Entry>;

    /// How many entries it has so far.
    fn written(&self) -> usize;

    /// What was written after the first `written` entries, in order.
    fn since(&self, written: usize) -> Vec<Entry>;

    /// What stands behind the names in it.
    fn evidence(&self) -> Evidence;

    /// The flows that the other side was told how to end, and that never came.
    fn unused_scripts(&self) -> Vec<String>;
}
