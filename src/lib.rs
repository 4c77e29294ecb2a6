//! The harness: finds scenario files, runs each against an environment, and reports.
//!
//! [`cli`] reads what was asked, [`rehearsal`] finds, selects and runs scenarios, [`steps`] is
//! what a scenario can say, [`connectors`] and [`environment`] are what steps act on, and
//! [`report`] turns the events of a run into something to read. [`starts`] connects programs that are
//! not raccord's.

pub mod causes;
pub mod cli;
pub mod connectors;
pub mod environment;
mod hiding;
pub mod management;
mod moment;
pub mod plan;
mod private;
pub mod rehearsal;
pub mod report;
pub mod runs;
pub mod sha256;
pub mod starts;
pub mod steps;
