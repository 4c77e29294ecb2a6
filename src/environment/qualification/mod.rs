//! Real environments: qualification, acceptance, simulation.

mod guard;
mod secrets;
pub mod settings;

pub use guard::{GuardError, is_production};
pub use secrets::{SecretError, Secrets};
