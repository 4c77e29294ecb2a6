//! Runs that outlive their process: a folder each, from which another process goes on.
//!
//! | place | what |
//! |---|---|
//! | [`description`] | what a run is, written once |
//! | [`folder`] | where everything of it lies |
//! | [`log`] | what happened, so that a cut at any octet is survived |
//! | [`record`] | what is written of it |
//! | [`history`] | what a log says: where each scenario stands |
//! | [`lock`] | who goes on with it now |
//!
//! Intent is written before an act and its result after it, each on the disk before anything is
//! built on it.

pub mod description;
pub mod diary;
pub mod dossier;
mod durable;
mod error;
pub mod folder;
pub mod history;
pub mod listing;
pub mod lock;
pub mod log;
pub mod manifest;
pub mod record;
mod run;
pub mod sameness;
mod stage;

pub use error::RunsError;
pub use folder::Folder;
pub use history::History;
pub use run::Run;
pub use stage::RecordedStage;
