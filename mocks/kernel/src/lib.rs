//! What every mock stands on, whatever it speaks: instants, identifiers, what is written down,
//! and what is broken on purpose.
//!
//! - [`Clock`]: the one time of an environment, held or running.
//! - [`Ids`]: identifiers drawn from a seed.
//! - [`Tokens`] and [`Sessions`]: what was handed out, and to whom, until when.
//! - [`Schedule`]: what will happen, as plain data.
//! - [`Past`]: what is over, of which the newest is kept.
//! - [`Journal`] and [`Ledger`]: what crossed, as the mocks and as the connector know it.
//! - [`Faults`]: what is broken on purpose, in order and counted.
//! - [`Saves`]: what has changed, and how much of it is kept beyond the process.
//! - [`System`] and [`Desk`]: a mocked system, and the one way in to it.
//!
//! A system decides without socket or clock; the [`Desk`] gives it the instant, asks the faults
//! first, writes the journal afterwards, and knows when nothing is under way any more.

pub mod cet;
pub mod clock;
pub mod connection;
pub mod desk;
pub mod entry;
pub mod evidence;
pub mod fault;
pub mod faults;
pub mod flight;
pub mod ids;
pub mod journal;
pub mod ledger;
pub mod mailbox;
pub mod past;
pub mod pause;
pub mod saves;
pub mod schedule;
pub mod secret;
pub mod sessions;
pub mod sink;
pub mod system;
pub mod tokens;
pub mod verdict;

pub use clock::Clock;
pub use connection::Connection;
pub use desk::{Decision, Desk, Office};
pub use entry::{Entry, Fields, Outcome, Trace};
pub use evidence::Evidence;
pub use fault::{Fault, FaultError};
pub use faults::{Asked, Faults};
pub use flight::Flights;
pub use ids::Ids;
pub use journal::{Following, Journal, Numbered};
pub use ledger::{Ledger, LedgerEntry};
pub use mailbox::Mailbox;
pub use past::Past;
pub use raccord_certs::rule::{Known, Rule};
pub use raccord_certs::rules;
pub use saves::Saves;
pub use schedule::Schedule;
pub use secret::Secret;
pub use sessions::{NoSession, Sessions};
pub use sink::Sink;
pub use system::{Refuse, System};
pub use tokens::{Token, Tokens};
pub use verdict::{Spoil, Verdict};
