//! The step catalogue: one file per domain concept.
//!
//! | file | what a scenario can say there |
//! |---|---|
//! | [`supplier`] | who is connected, how, and until when |
//! | [`certificate_file`] | the files that a manager can hand to the portal |
//! | [`sheet`] | what the manager does on a sheet, and what it shows |
//! | [`connector`] | switch, reload, restart; on which certificate it is |
//! | [`session`] | which certificate opens a session |
//! | [`flow`] | flows over EDI and their reports |
//! | [`traffic`] | flows again and again |
//! | [`api`] | tokens, deposits and reports over the API |
//! | [`revocation`] | what a supplier says of certificates that it took back |
//! | [`fault`] | what is broken on purpose |
//! | [`time`] | time passing |
//!
//! A step speaks of the trade. It acts through connectors and the environment, never through a
//! mock, and observes what the other side did, where the environment lets it.

pub mod api;
pub mod certificate_file;
pub mod closing;
pub mod connector;
pub mod edi_workshop;
pub mod facts;
pub mod fault;
pub mod flow;
pub mod observation;
pub mod revocation;
pub mod session;
pub mod sheet;
pub mod stop;
pub mod supplier;
pub mod time;
pub mod traffic;
mod truthfulness;
pub mod world;

pub use closing::Closing;
pub use edi_workshop::EdiWorkshop;
pub use facts::Facts;
pub use stop::{Failed, Stop};
pub use world::World;
