//! The REST APIs behind the token server.

mod routes;

pub use routes::routes;

use serde::{Deserialize, Serialize};

/// What is guessed of the APIs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Knobs {}

/// What the APIs of one environment keep: plain data.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Apis {}

/// What happens by itself in the APIs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {}
