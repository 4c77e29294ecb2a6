//! Runs that outlive their process: a folder each, from which another process goes on.
//!
//! | place | what |
//! |---|---|
//! | [`description`] | what a run is, written once |
//! | [`folder`] | where everything of it lies |
//! | [`log`] | what happened, so that a cut at any octet is survived |
//! | [`lock`] | who goes on with it now |
//!
//! Intent is written before an act and its result after it, each on the disk before anything is
//! built on it.

pub mod description;
mod durable;
mod error;
pub mod folder;
pub mod lock;
pub mod log;
pub mod sha256;

pub use error::RunsError;
pub use folder::Folder;
