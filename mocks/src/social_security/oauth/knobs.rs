//! What is guessed of the token server, and can be set otherwise.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// What is guessed of the token server; each field says the rule whose guess it sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// How long a token lives: 600 seconds (`SS-OAUTH-33`).
    pub token_lifetime_s: u32,
    /// The status of `invalid_client`: 400; the standard permits 401 (`SS-OAUTH-35`).
    pub invalid_client_status: u16,
    /// What a missing or malformed assertion is: an `invalid_request` (`SS-OAUTH-08` to `-09`).
    pub unreadable_assertion: UnreadableAssertion,
    /// With which algorithms an assertion may be signed: RS256 alone (`SS-OAUTH-12`).
    pub algorithms: BTreeSet<SigningAlgorithm>,
    /// Which audience is expected: the token endpoint's address (`SS-OAUTH-21`, `SS-OAUTH-22`).
    pub audience: AudienceProfile,
    /// Whether a registered certificate must be valid: it must, for a rehearsal that lets an
    /// expired one in would promise too much (`SS-OAUTH-20`).
    pub certificates_outside_validity: OutsideValidity,
    /// By how much the clocks of client and server may differ: 60 seconds (`SS-OAUTH-25`,
    /// `SS-OAUTH-26`).
    pub clock_skew_s: u32,
    /// How far ahead the end of an assertion may lie: as far as the client likes, for a client
    /// that is in use asks for 50,000 seconds; 300 is the strict choice (`SS-OAUTH-27`).
    pub assertion_lifetime_max_s: Option<u32>,
    /// What becomes of an assertion whose `jti` was seen: it is taken, for clients are in use that
    /// send one `jti` for ever, and no source heard of a refusal (`SS-OAUTH-28`).
    pub replayed_assertions: Replayed,
    /// What becomes of a scope that the account has not: the request is refused (`SS-OAUTH-29`).
    pub ungranted_scopes: Ungranted,
}

/// What a server answers to an assertion that is missing, or is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnreadableAssertion {
    /// `invalid_request`, 400: the request itself is at fault.
    #[default]
    InvalidRequest,
    /// `invalid_client`: the client has not shown who it is.
    InvalidClient,
}

/// An algorithm of RFC 7518 with which an RSA key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum SigningAlgorithm {
    /// PKCS#1 v1.5 with SHA-256.
    Rs256,
    /// PKCS#1 v1.5 with SHA-384.
    Rs384,
    /// PKCS#1 v1.5 with SHA-512.
    Rs512,
    /// PSS with SHA-256.
    Ps256,
    /// PSS with SHA-384.
    Ps384,
    /// PSS with SHA-512.
    Ps512,
}

impl SigningAlgorithm {
    /// Its name in a header.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
        }
    }
}

/// Which audiences are taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AudienceProfile {
    /// The token endpoint's address alone, as a text or a list of one: what version 5 asks for.
    #[default]
    Faithful,
    /// The token endpoint's address or the issuer, among others or not: what RFC 7523 permits.
    Legacy,
    /// The issuer alone, as a text: what the successor of RFC 7523 demands.
    Strict,
}

/// What becomes of a certificate that is registered, and has expired or is not valid yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutsideValidity {
    /// What its key signed is refused.
    #[default]
    Refused,
    /// Its key is all that counts.
    Accepted,
}

/// What becomes of an assertion that was seen before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Replayed {
    /// It is taken.
    #[default]
    Accepted,
    /// It is refused for as long as it would be good.
    Refused,
}

/// What becomes of a scope that is asked for and not granted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ungranted {
    /// The request is refused.
    #[default]
    Refused,
    /// The token comes without it, and the API refuses the call.
    LeftOut,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            token_lifetime_s: 600,
            invalid_client_status: 400,
            unreadable_assertion: UnreadableAssertion::default(),
            algorithms: BTreeSet::from([SigningAlgorithm::Rs256]),
            audience: AudienceProfile::default(),
            certificates_outside_validity: OutsideValidity::default(),
            clock_skew_s: 60,
            assertion_lifetime_max_s: None,
            replayed_assertions: Replayed::default(),
            ungranted_scopes: Ungranted::default(),
        }
    }
}
