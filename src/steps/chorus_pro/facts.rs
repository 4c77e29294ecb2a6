//! What a step about Chorus Pro leaves for the next.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::connectors::chorus_pro::api::ApiRefusal;
use crate::connectors::chorus_pro::edi::EdiMemory;
use crate::connectors::chorus_pro::edi_report::EdiReport;
use crate::connectors::chorus_pro::portal::SheetPage;
use crate::connectors::pages::PortalRefusal;
use crate::environment::{ApiConnection, EdiConnection, Manager};

/// The facts of one scenario that concern Chorus Pro.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Facts {
    /// The manager and the structure.
    pub manager: Option<Manager>,
    /// The connection over EDI.
    pub edi: Option<EdiConnection>,
    /// The connection over the API.
    pub api: Option<ApiConnection>,
    /// The settings of the EDI connector, and what it has in memory.
    pub connector: Option<EdiMemory>,
    /// The certificates that the portal took, by name, oldest first.
    pub certificates: Vec<String>,
    /// What the last visit to the portal came to.
    pub portal: PortalVisit,
    /// What the connector does again and again.
    pub traffic: Option<Traffic>,
    /// The number of the first flow, once one was sent.
    pub first_flow: Option<u64>,
    /// The flows that the connector was given, by envelope.
    pub flows: Vec<String>,
    /// The reports that the connector collected, oldest first.
    pub reports: Vec<EdiReport>,
    /// The flows of which nobody knows whether they were taken when they were sent last.
    pub unsettled: Vec<String>,
    /// Why the connector's last attempt over EDI did not get through, if it did not.
    pub edi_refusal: Option<String>,
    /// The calls over the API.
    pub calls: ApiCalls,
}

/// What the last visit to the portal came to.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PortalVisit {
    /// The sheet that was shown last.
    pub sheet: Option<SheetPage>,
    /// The refusal, if it refused.
    pub refusal: Option<PortalRefusal>,
    /// Whether a file was handed to the portal.
    pub uploaded: bool,
    /// The code whose sheet the manager looked for and did not find.
    pub not_found: Option<String>,
    /// How long the last update took to have its effect.
    pub last_wait: Option<SignedDuration>,
}

/// A plan: one flow every so often.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Traffic {
    /// The interface code of the flows.
    pub interface_code: String,
    /// How often.
    pub every: SignedDuration,
    /// When next.
    pub next_at: Timestamp,
    /// The flows that could not be sent yet, by file name, oldest first: a retry keeps its name.
    pub waiting: Vec<String>,
    /// When a session last succeeded.
    pub last_session: Timestamp,
    /// The longest time between two sessions that succeeded.
    pub longest_gap: SignedDuration,
    /// Why the last flow could not be sent.
    pub last_refusal: Option<String>,
}

/// The calls over the API.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ApiCalls {
    /// The `numeroFluxDepot` of each deposit that was taken, oldest first.
    pub deposits: Vec<String>,
    /// The refusal of the last call, if it was refused.
    pub refusal: Option<ApiRefusal>,
    /// The refusal of the last token, if it was refused: status and `error`.
    pub token_refusal: Option<(u16, String)>,
    /// How many tokens were asked for.
    pub tokens_asked: u32,
    /// Whether the connector's settings name production's hosts.
    pub production: bool,
}
