//! Finds, selects and runs scenarios.
//!
//! [`find`] turns paths into scenario files, [`read`] a file into [`Trial`]s, [`select`] keeps
//! those asked for, [`script`] matches their steps with the catalogue, [`play`] runs one, and
//! [`run`] runs them all and tells what happens.

mod crew;
pub mod diagnosis;
pub mod find;
pub mod lines;
pub mod panic;
pub mod play;
pub mod read;
pub mod run;
pub mod script;
pub mod seed;
pub mod select;
pub mod stage;
pub mod tags;
mod telling;
pub mod trial;

pub use find::ScenarioFile;
pub use run::{Options, rehearse};
pub use stage::{Scene, Stage};
pub use tags::TagExpression;
pub use trial::Trial;
