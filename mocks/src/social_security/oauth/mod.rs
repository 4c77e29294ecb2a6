//! The token server, version 5: client credentials, with an assertion that the client signed.

mod routes;

pub use routes::routes;

use std::collections::BTreeSet;

use raccord_kernel::Tokens;
use serde::{Deserialize, Serialize};

use super::chaman::Owner;

/// What is guessed of the token server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Knobs {
    /// How long a token lives.
    pub token_lifetime_s: u32,
}

impl Default for Knobs {
    fn default() -> Self {
        Self { token_lifetime_s: 600 }
    }
}

/// Whom a token was issued to, and what for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grantee {
    /// The client id.
    pub client_id: String,
    /// The account's owner, when the token was issued.
    pub owner: Owner,
    /// The scopes, sorted.
    pub scopes: BTreeSet<String>,
}

/// The state of the token server: plain data.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct OAuth {
    /// The tokens.
    pub tokens: Tokens<Grantee>,
}
