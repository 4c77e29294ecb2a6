//! A connector of another make, in whatever language, driven over its standard input and output.
//!
//! What is said is [`contract`], and documented in `docs/connector.md`; a [`Driver`] says it, to a
//! process for each action or to one that lives. [`OutsideEdi`], [`OutsideApi`] and [`OutsideRest`]
//! make of it the connectors that scenarios act through.

mod api;
pub mod contract;
mod driver;
mod edi;
mod error;
mod folder;
mod process;
mod reading;
mod rest;
mod running;
pub mod settings;
mod tail;

pub use api::OutsideApi;
pub use driver::{Driver, Surroundings};
pub use edi::OutsideEdi;
pub use error::{Broken, OutsideError};
pub use process::{Mode, Program, Withheld};
pub use rest::OutsideRest;
