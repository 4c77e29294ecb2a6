//! The JSON lines on stdout: the only place that knows their field names.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use raccord_certs::format::pem;
use raccord_kernel::Secret;
use serde::{Serialize, Serializer};

use crate::environment::{Environment as _, Mocks};

/// One line.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub(super) enum Line {
    /// Everything can be reached.
    Ready(Ready),
    /// Somebody whom the mocks know.
    Identity(Identity),
}

/// Where everything is.
#[derive(Debug, Serialize)]
pub(super) struct Ready {
    /// The HTTP door: `127.0.0.1:9780`. It takes proxy requests, TLS and plain HTTP.
    pub(super) http: String,
    /// The HTTP door as a `CONNECT` proxy: `http://127.0.0.1:9780`.
    pub(super) proxy: String,
    /// The SFTP door: `127.0.0.1:9781`.
    pub(super) sftp: String,
    /// The SFTP server's public key, as an OpenSSH line.
    pub(super) sftp_host_key: String,
    /// The certificate, in PEM, that vouches for every host.
    pub(super) root_certificate: String,
    /// The names served over TLS, and in clear with `.localhost` after them.
    pub(super) hosts: Vec<&'static str>,
    /// The portal's address for a browser.
    pub(super) portal_url: String,
    /// The instant it is there.
    pub(super) now: Timestamp,
}

/// Somebody whom the mocks know.
#[derive(Debug, Serialize)]
pub(super) struct Identity {
    pub(super) role: &'static str,
    #[serde(flatten)]
    pub(super) means: Means,
}

/// What somebody is known by. The secrets are thrown away with the mocks.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum Means {
    /// A key, over EDI SFTP.
    EdiSftp(EdiSftp),
    /// An application and a technical account, through PISTE.
    Piste(Piste),
    /// A login, in the portal of Chorus Pro.
    Portal(Portal),
    /// A REST account of social security.
    SocialSecurity(SocialSecurity),
    /// A login, in ChaMan.
    Chaman(Portal),
}

/// A key over EDI SFTP, and what is on its sheet.
#[derive(Debug, Clone, Serialize)]
pub(super) struct EdiSftp {
    /// The "code appli partenaire".
    pub(super) application_code: String,
    /// The SSH user.
    pub(super) user: String,
    /// The interface codes of the sheet.
    pub(super) interface_codes: &'static [&'static str],
    /// The directory to drop flows in.
    pub(super) drop_directory: String,
    /// The directory to fetch reports from.
    pub(super) pick_up_directory: String,
    /// The certificate and the authorities above it: a `.p7b` file, in Base64.
    #[serde(serialize_with = "in_base64")]
    pub(super) certificate_p7b: Vec<u8>,
    /// The key of the certificate: PKCS#8 in PEM, as OpenSSH reads it.
    pub(super) private_key: Secret,
}

/// An application and a technical account.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Piste {
    /// What gives tokens: `https://sandbox-oauth.piste.gouv.fr`.
    pub(super) oauth_url: String,
    /// What the API is behind: `https://sandbox-api.piste.gouv.fr`.
    pub(super) api_url: String,
    /// The "Client ID".
    pub(super) client_id: String,
    /// What "voir le secret" shows.
    pub(super) client_secret: Secret,
    /// The login of the technical account.
    pub(super) technical_login: String,
    /// Its password.
    pub(super) technical_password: Secret,
}

/// A login in a portal.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Portal {
    /// The portal's address for a browser.
    pub(super) url: String,
    /// The login.
    pub(super) login: String,
    /// The password.
    pub(super) password: Secret,
}

/// A REST account of social security, and the key that signs its assertions.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SocialSecurity {
    /// What gives tokens: `https://services.socialsecurity.be/REST/oauth/v5/token`.
    pub(super) token_url: String,
    /// The audience of an assertion, to the letter.
    pub(super) audience: String,
    /// What the APIs are behind: `https://services.socialsecurity.be`.
    pub(super) api_url: String,
    /// The "Client ID".
    pub(super) client_id: String,
    /// The ten digits of the enterprise that has the account.
    pub(super) enterprise_number: String,
    /// The scopes that the account's permissions grant.
    pub(super) scopes: Vec<String>,
    /// The account's certificate, in PEM.
    pub(super) certificate: String,
    /// Its key: PKCS#8 in PEM.
    pub(super) private_key: Secret,
}

impl Ready {
    /// Where the doors of some mocks are.
    pub(super) fn of(mocks: &Mocks) -> Self {
        let (doors, network) = (mocks.doors(), mocks.network());
        let root = network.roots.iter().map(|root| pem::armour("CERTIFICATE", root.der()));
        Self {
            http: doors.http.to_string(),
            proxy: format!("http://{}", doors.http),
            sftp: doors.sftp.to_string(),
            sftp_host_key: network.edi_sftp_host_key.clone(),
            root_certificate: root.collect(),
            hosts: mocks.host_names(),
            portal_url: url_for_browser(mocks, &mocks.addresses().portal),
            now: mocks.now(),
        }
    }
}

/// The address in clear, for a browser, of a portal whose origin is `https://…`.
pub(super) fn url_for_browser(mocks: &Mocks, origin: &str) -> String {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    format!("http://{host}.localhost:{}/", mocks.doors().http.port())
}

fn in_base64<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(bytes))
}
