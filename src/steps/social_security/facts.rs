//! What a step about social security leaves for the next.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::connectors::pages::PortalRefusal;
use crate::connectors::social_security::call::Problem;
use crate::connectors::social_security::chaman::AccountPage;
use crate::connectors::social_security::rest::RestMemory;
use crate::environment::{Company, Quality};

/// The facts of one scenario that concern social security.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Facts {
    /// The companies, in the order in which they were named.
    pub companies: Vec<Company>,
    /// The accounts and their connectors, by the name of the account.
    pub channels: BTreeMap<String, Channel>,
    /// The name of the account that the scenario speaks of.
    pub current: Option<String>,
    /// The certificate that was ordered last, by name.
    pub newest: Option<String>,
    /// What the last visit to a portal came to.
    pub portal: PortalVisit,
    /// The path of the mandate that was made last.
    pub mandate: Option<String>,
    /// The last call and the last token.
    pub calls: Calls,
    /// What the connector does again and again.
    pub traffic: Option<Traffic>,
}

/// One account, and the connector that uses it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Channel {
    /// The name of the company whose it is.
    pub company: String,
    /// The quality in which the company has it.
    pub quality: Quality,
    /// The certificates that were meant for it, by name, oldest first.
    pub certificates: Vec<String>,
    /// The connector's settings, and what it has in memory.
    pub connector: RestMemory,
}

/// What the last visit to a portal came to.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PortalVisit {
    /// The account that was shown last.
    pub account: Option<AccountPage>,
    /// The state of the mandate that was shown last.
    pub mandate_state: Option<String>,
    /// The refusal, if it refused.
    pub refusal: Option<PortalRefusal>,
    /// Whether somebody acted in it.
    pub visited: bool,
}

/// The last call and the last token.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Calls {
    /// The identifiers of the declarations that were taken, oldest first, with the account that
    /// declared.
    pub declarations: Vec<(String, String)>,
    /// The identifiers of the registrations that were taken, oldest first.
    pub registrations: Vec<String>,
    /// The problem of the last call, if it was refused.
    pub problem: Option<Problem>,
    /// What the answer to the last call lacked, if it lacked something.
    pub lacked: Option<String>,
    /// The refusal of the last token, if it was refused: status and `error`.
    pub token_refusal: Option<(u16, String)>,
    /// The scopes of the last token.
    pub scope: Option<String>,
}

/// A plan: one token every so often.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Traffic {
    /// How often.
    pub every: SignedDuration,
    /// When next.
    pub next_at: Timestamp,
    /// How many tokens were granted.
    pub granted: u32,
    /// Why tokens were refused, oldest first.
    pub refused: Vec<String>,
}
