//! The settings that are handed to a connector with every request. Secrets and keys stand in files.

use std::path::PathBuf;

use serde::Serialize;

/// Everything an integrator would write into the settings of one connection.
#[derive(Debug, Clone, Serialize)]
pub struct Settings {
    /// How to dial, and whom to trust.
    pub network: NetworkSettings,
    /// Chorus Pro over EDI SFTP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edi: Option<EdiSettings>,
    /// The Chorus Pro API behind PISTE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api: Option<ApiSettings>,
    /// Social security's REST channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest: Option<RestSettings>,
}

/// How to dial over HTTPS, and whom to trust.
#[derive(Debug, Clone, Serialize)]
pub struct NetworkSettings {
    /// The `CONNECT` proxy: `http://127.0.0.1:9780`.
    pub proxy: Option<String>,
    /// The roots that may vouch for a host, in PEM; no other is to be trusted.
    pub ca_file: PathBuf,
}

/// A certificate with its key, in files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertificateFiles {
    /// The private key.
    pub key_file: PathBuf,
    /// The password of the key's file, where it has one.
    pub key_password_file: Option<PathBuf>,
    /// The certificate, in PEM.
    pub certificate_file: PathBuf,
    /// The authorities above it, from the one that issued it to the root, in PEM.
    pub chain_file: PathBuf,
}

/// Chorus Pro over EDI SFTP.
#[derive(Debug, Clone, Serialize)]
pub struct EdiSettings {
    /// Where the SFTP server is.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Its public key, as OpenSSH's `UserKnownHostsFile` has it.
    pub known_hosts_file: PathBuf,
    /// The user: the "code appli partenaire".
    pub user: String,
    /// The folder to drop files in.
    pub drop_folder: String,
    /// The folder to fetch files from.
    pub pick_up_folder: String,
    /// The certificate that the settings name, with its key in PKCS#8, in PEM.
    pub certificate: CertificateFiles,
}

/// The Chorus Pro API behind PISTE.
#[derive(Debug, Clone, Serialize)]
pub struct ApiSettings {
    /// PISTE's token endpoint.
    pub token_url: String,
    /// The "Client ID".
    pub client_id: String,
    /// The client secret.
    pub client_secret_file: PathBuf,
    /// Where the API is: `https://sandbox-api.piste.gouv.fr`.
    pub api_origin: String,
    /// The login of the technical account.
    pub login: String,
    /// Its password.
    pub password_file: PathBuf,
}

/// Social security's REST channel.
#[derive(Debug, Clone, Serialize)]
pub struct RestSettings {
    /// The "Client ID".
    pub client_id: String,
    /// The token endpoint.
    pub token_url: String,
    /// The audience of assertions.
    pub audience: String,
    /// The scopes to ask for; the account's own where there is nothing.
    pub scope: Option<String>,
    /// How long an assertion lives, in seconds.
    pub assertion_lifetime_s: i64,
    /// Where the APIs are: `https://services.socialsecurity.be`.
    pub api_origin: String,
    /// What the `Accept` of a declaration says.
    pub accept: String,
    /// The certificate that the settings name, with its key in whatever form it was handed over.
    pub certificate: CertificateFiles,
}
