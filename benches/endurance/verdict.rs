//! What was expected and not found: told at once, and the end of the bench.

use crate::peers::measure::{Fallible, say};

/// What was amiss so far.
#[derive(Default)]
pub(crate) struct Verdict {
    amiss: usize,
}

impl Verdict {
    /// Says what was measured; it is amiss unless it is as expected.
    pub(crate) fn judge(&mut self, what: &str, measured: &str, expected: &str, is_met: bool) {
        if is_met {
            say(what, measured, expected);
        } else {
            self.amiss += 1;
            say(what, &format!("AMISS: {measured}"), expected);
        }
    }

    /// The end of the bench.
    pub(crate) fn end(&self) -> Fallible<()> {
        match self.amiss {
            0 => Ok(()),
            amiss => Err(format!("{amiss} figures are not as expected").into()),
        }
    }
}
