//! `[environments.NAME.chorus_pro]`: the structure, its accesses, and what it sends.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{HostKeyLine, HostPort, Origin, SecretReference, Siret, Text};

/// A structure in Chorus Pro, and who works there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChorusProSettings {
    /// The portal in which people work: `https://qualif.chorus-pro.gouv.fr`.
    #[serde(skip_serializing_if = "Origin::is_empty")]
    pub portal: Origin,
    /// The SIRET of the structure, 14 digits.
    #[serde(skip_serializing_if = "Siret::is_empty")]
    pub siret: Siret,
    /// The name of the structure, as the portal shows it.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub organization: Text,
    /// Who works in the portal for it: the "gestionnaire".
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub manager: Text,
    /// The SIRET of who is invoiced.
    #[serde(skip_serializing_if = "Siret::is_empty")]
    pub recipient_siret: Siret,
    /// The "code service" of who is invoiced, where they demand one.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub service_code: Text,
    /// What is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow: Option<FlowSettings>,
    /// The API, through PISTE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub piste: Option<PisteSettings>,
    /// EDI over SFTP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edi: Option<EdiSettings>,
}

/// The flow that scenarios send: a template, or a file that is sent as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FlowSettings {
    /// A file with `{{number}}`, `{{date}}`, `{{supplier_siret}}`, `{{recipient_siret}}` and
    /// `{{service_code}}`, which are filled in anew for each flow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<PathBuf>,
    /// A file that is sent as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
    /// The `syntaxeFlux` of the API: `IN_DP_E1_UBL_INVOICE`.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub syntax: Text,
    /// The "code interface" of EDI: `FSO1100A`.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub interface_code: Text,
}

/// The application on PISTE, and the technical account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PisteSettings {
    /// Where tokens come from: `https://sandbox-oauth.piste.gouv.fr`.
    #[serde(skip_serializing_if = "Origin::is_empty")]
    pub oauth: Origin,
    /// Where the API is: `https://sandbox-api.piste.gouv.fr`.
    #[serde(skip_serializing_if = "Origin::is_empty")]
    pub api: Origin,
    /// The "Client ID" of the application ("Identifiants OAuth", not "API Keys").
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub client_id: Text,
    /// What "voir le secret" shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<SecretReference>,
    /// The login of the technical account: `TECH_…@cpro.fr`.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub login: Text,
    /// Its password, which the portal showed once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<SecretReference>,
}

/// A sheet ("fiche de raccordement EDI") in the mode SFTP.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EdiSettings {
    /// Where the server is, `HOST:PORT`.
    #[serde(skip_serializing_if = "HostPort::is_empty")]
    pub sftp: HostPort,
    /// The server's public key, as its operator publishes it: `ssh-ed25519 AAAA…`.
    #[serde(skip_serializing_if = "HostKeyLine::is_empty")]
    pub host_key: HostKeyLine,
    /// The "code appli partenaire", which is the user of SFTP too.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub application_code: Text,
    /// The certificate in effect first, then those to renew with, the oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<CertificateFile>,
}

/// A certificate with its key, on the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CertificateFile {
    /// A `.p12` or `.pfx` with key and certificate, or any file of the certificate (`.p7b`, `.pem`,
    /// `.cer`), with the authorities above it where it holds them.
    pub file: PathBuf,
    /// The file of the private key, where `file` does not hold it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<PathBuf>,
    /// The password that opens them, where they are closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<SecretReference>,
}
