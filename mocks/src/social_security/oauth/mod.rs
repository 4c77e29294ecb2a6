//! The token server, version 5: client credentials, with an assertion that the client signed.
//!
//! # Shape
//! `POST /REST/oauth/v5/token` takes a form, in which an assertion proves who asks: a JWT that the
//! key of a certificate registered in ChaMan signed. The answer is an opaque token in JSON, for the
//! scopes that the account's permissions grant. Production and acceptance have a token server each;
//! simulation has none, and takes production's tokens. The server's metadata and its (empty) set of
//! keys stand where the standards put them.
//!
//! A refusal says on the wire what the standard demands, an error code; the journal has the reason.
//!
//! # Rules
//! See [`rules`], and [`SocialSecurity::grant`](super::SocialSecurity::grant) for their order. What
//! no source tells is [`Knobs`].
//!
//! # Not modelled
//! Introspection and revocation: seen in versions 3 and 4 alone. Encrypted assertions. Keys that are
//! not RSA, which ChaMan does not take. Quotas (a fault can answer 429).

mod assertion;
mod audience;
mod claims;
mod endpoint;
mod grant;
mod knobs;
mod proof;
mod refusal;
mod replay;
mod request;
mod routes;
pub mod rules;
mod scopes;
mod verified;
mod wire;

pub use assertion::Malformed;
pub use audience::OtherAudience;
pub use claims::{Claim, ClaimRefusal};
pub use grant::Grant;
pub use knobs::{
    AudienceProfile, Knobs, OutsideValidity, Replayed, SigningAlgorithm, Ungranted,
    UnreadableAssertion,
};
pub use proof::Unproven;
pub use refusal::{ClientRefusal, TokenRefusal, Unreadable};
pub use replay::Seen;
pub use request::{Hidden, NoAssertion, RequestRefusal, TokenRequest};
pub use routes::routes;
pub use scopes::ScopeRefusal;
pub use verified::Verified;

use std::collections::BTreeSet;

use jiff::Timestamp;
use raccord_kernel::{Token, Tokens};
use serde::{Deserialize, Serialize};

use super::chaman::Owner;

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
    /// The assertions that could be taken again.
    pub seen: Seen,
}

/// What is known of a text that a caller shows as its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing<'a> {
    /// It was never issued, or is over for so long that it is forgotten.
    Unknown,
    /// It is over.
    Over(&'a Token<Grantee>),
    /// It is good.
    Good(&'a Token<Grantee>),
}

impl OAuth {
    /// What is known of a token at `now`: what the gateway before the APIs asks.
    #[must_use]
    pub fn standing(&self, token: &str, now: Timestamp) -> Standing<'_> {
        match self.tokens.by_text(token) {
            None => Standing::Unknown,
            Some(token) if token.expires_at <= now => Standing::Over(token),
            Some(token) => Standing::Good(token),
        }
    }
}
