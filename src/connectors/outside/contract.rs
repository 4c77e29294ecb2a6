//! The wire of the contract: one request a line, one answer a line, in JSON. `docs/connector.md`
//! says what each action asks for and answers.

use std::path::Path;

use jiff::Timestamp;
use raccord_kernel::Secret;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::settings::Settings;
use crate::hiding::hide;

/// The version of the contract; an answer says the same.
pub const VERSION: u32 = 1;

/// What a connector is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// EDI: opens a session and closes it.
    TrySession,
    /// EDI: sends one file under a name.
    SendFlow,
    /// EDI: fetches every file that waits.
    FetchReports,
    /// EDI: makes the file that the manager hands to the portal.
    PackageCertificate,
    /// PISTE and social security: gets a token.
    ObtainToken,
    /// API: deposits a flow.
    Deposit,
    /// API: reads the detailed report of a flow.
    Consult,
    /// API: searches the invoices of a flow.
    SearchInvoices,
    /// Social security: declares an entry into service.
    Declare,
    /// Social security: reads what became of a declaration.
    Status,
    /// Social security: registers a training.
    RegisterTraining,
    /// Takes another certificate into its settings.
    SwitchCertificate,
    /// Reads its settings again.
    Reload,
    /// Does what it does by itself when time has passed.
    Tick,
}

impl Action {
    /// Its name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TrySession => "try-session",
            Self::SendFlow => "send-flow",
            Self::FetchReports => "fetch-reports",
            Self::PackageCertificate => "package-certificate",
            Self::ObtainToken => "obtain-token",
            Self::Deposit => "deposit",
            Self::Consult => "consult",
            Self::SearchInvoices => "search-invoices",
            Self::Declare => "declare",
            Self::Status => "status",
            Self::RegisterTraining => "register-training",
            Self::SwitchCertificate => "switch-certificate",
            Self::Reload => "reload",
            Self::Tick => "tick",
        }
    }
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// Chorus Pro over EDI SFTP.
    ChorusProEdi,
    /// The Chorus Pro API behind PISTE.
    ChorusProApi,
    /// Social security's REST channel.
    SocialSecurityRest,
}

impl Channel {
    /// Where its offices are, as the time zone database names it.
    #[must_use]
    pub const fn zone(self) -> &'static str {
        match self {
            Self::ChorusProEdi | Self::ChorusProApi => "Europe/Paris",
            Self::SocialSecurityRest => "Europe/Brussels",
        }
    }
}

/// Whose connector it is: a scenario may have several, each a process and a folder of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Connection {
    /// What it is for.
    pub channel: Channel,
    /// Which one: the "code appli partenaire", the "Client ID".
    pub name: String,
}

/// One request.
#[derive(Debug, Serialize)]
pub struct Request<'a> {
    /// [`VERSION`].
    pub version: u32,
    /// Counts the requests of a connection, from 1; the answer repeats it.
    pub id: u64,
    /// What to do.
    pub action: Action,
    /// The instant it is there.
    pub now: Timestamp,
    /// The time zone, as `TZ` has it.
    pub zone: &'a str,
    /// Whose connector.
    pub connection: &'a Connection,
    /// A folder that is the connector's own, and stays from request to request.
    pub state_folder: &'a Path,
    /// What an integrator would have written into its settings.
    pub settings: &'a Settings,
    /// What the action is about.
    pub inputs: Value,
}

/// One answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// [`VERSION`].
    pub version: u32,
    /// The request's.
    pub id: u64,
    /// Whether it was done.
    pub ok: bool,
    /// What came of it, where it was done.
    #[serde(default)]
    pub results: Map<String, Value>,
    /// Why it was not done.
    #[serde(default)]
    pub error: Option<Said>,
    /// What the connector says of itself.
    #[serde(default)]
    pub claims: Claims,
}

/// What a connector says of itself, whatever came of the action.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Claims {
    /// The SHA-256 fingerprint of the certificate whose key it used, or would use from now on.
    pub certificate_sha256: Option<String>,
    /// How many tokens it asked for during the action.
    pub tokens_asked: u32,
    /// How many of them it was granted.
    pub tokens_granted: u32,
}

/// Why a connector did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// What kind of failure it is.
    pub class: Class,
    /// The connector's own words.
    pub message: String,
    /// The HTTP status.
    #[serde(default)]
    pub status: Option<u16>,
    /// The `error` of a token server.
    #[serde(default)]
    pub error: Option<String>,
    /// `WWW-Authenticate`.
    #[serde(default)]
    pub www_authenticate: Option<String>,
    /// `codeRetour`.
    #[serde(default)]
    pub code_retour: Option<i64>,
    /// `libelle`.
    #[serde(default)]
    pub libelle: Option<String>,
    /// What follows the last colon of a problem's `type`.
    #[serde(default)]
    pub name: Option<String>,
    /// A problem's `detail`.
    #[serde(default)]
    pub detail: Option<String>,
    /// What an answer lacks: "a `Location`".
    #[serde(default)]
    pub lacks: Option<String>,
    /// The file operation that was refused: "write".
    #[serde(default)]
    pub operation: Option<String>,
    /// The file that it was about.
    #[serde(default)]
    pub file: Option<String>,
}

impl Said {
    /// The same, without some secrets that may stand in it.
    pub(super) fn without(mut self, secrets: &[Secret]) -> Self {
        let words = [
            &mut self.error,
            &mut self.www_authenticate,
            &mut self.libelle,
            &mut self.name,
            &mut self.detail,
            &mut self.lacks,
            &mut self.operation,
            &mut self.file,
        ];
        for text in words.into_iter().flatten().chain([&mut self.message]) {
            *text = hide(text, secrets);
        }
        self
    }
}

/// The kinds of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// The SFTP server does not let the key in.
    KeyRefused,
    /// The server is not the one whose key is known.
    OtherServer,
    /// The SFTP server refused a file operation.
    FileRefused,
    /// A token was refused: `status`, `error`.
    TokenRefused,
    /// 200, and an empty token.
    TokenEmpty,
    /// A call was refused: `status`, and what the answer said.
    CallRefused,
    /// The answer of a call lacks what it must have: `lacks`.
    IncompleteAnswer,
    /// There is no key in its file, or none that can be used.
    Key,
    /// Other settings cannot be used.
    Settings,
    /// Nobody was reached, or the connection broke.
    Network,
    /// The connector has no such action.
    Unsupported,
}
