//! Turns the events of a run into something to read.

pub mod event;
pub mod junit;
pub mod palette;
pub mod pretty;
pub mod snippet;
pub mod stopwatch;
pub mod summary;
pub mod tally;

use std::io;

pub use event::Event;

/// Something that is told of each event of a run, in order, and writes what it makes of them.
pub trait Report {
    /// Takes the next event.
    ///
    /// # Errors
    ///
    /// When what the report writes to refuses it.
    fn take(&mut self, event: &Event) -> io::Result<()>;
}
