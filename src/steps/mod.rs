//! The step catalogue: a folder per system, one file per domain concept.
//!
//! | place | what a scenario can say there |
//! |---|---|
//! | [`chorus_pro`] | sheets, flows over EDI, deposits over the API |
//! | [`social_security`] | accounts, certificates and mandates; tokens and declarations |
//! | [`connector`] | reload and restart |
//! | [`revocation`] | what a supplier says of certificates that it took back |
//! | [`fault`] | what is broken on purpose |
//! | [`time`] | time passing |
//!
//! What has an effect on the other side is an [`act`], written in a [`diary`]; what only a person
//! can do is a gate.
//!
//! A step speaks of the trade. It acts through connectors and the environment, never through a
//! mock, and observes what the other side did, where the environment lets it.

pub mod act;
mod attempts;
pub mod chorus_pro;
pub mod closing;
pub mod connector;
pub mod diary;
pub mod facts;
mod failing;
pub mod fault;
mod gate;
pub mod observation;
mod plan;
pub mod revocation;
pub mod social_security;
pub mod stop;
pub mod time;
mod truthfulness;
pub mod which;
pub mod workshop;
pub mod world;

pub use closing::Closing;
pub use diary::Diary;
pub use facts::Facts;
pub use stop::{Failed, Stop};
pub use which::Which;
pub use workshop::Workshop;
pub use world::World;
