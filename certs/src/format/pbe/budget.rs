//! How much work the passwords of one file may ask for.

use std::cell::Cell;

use crate::format::{limits, problem::Obstacle, sniff::Content};

/// What is left of the work that one file may ask for.
#[derive(Debug)]
pub(crate) struct Budget {
    left: Cell<u64>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { left: Cell::new(limits::ITERATIONS_OF_A_FILE) }
    }
}

impl Budget {
    /// Grants the iterations of one derivation, before it begins.
    ///
    /// # Errors
    ///
    /// When they are too many, by themselves or with those before.
    pub(crate) fn grant(&self, iterations: u64, content: Content) -> Result<u32, Obstacle> {
        if iterations > limits::ITERATIONS {
            return Err(Obstacle::Iterations { content, found: iterations });
        }
        let left = self.left.get().checked_sub(iterations).ok_or(Obstacle::IterationsOfFile)?;
        self.left.set(left);
        u32::try_from(iterations).map_err(|_| Obstacle::Iterations { content, found: iterations })
    }
}
