//! The JSON lines on stdout: the only place that knows their field names.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use raccord_kernel::Secret;
use serde::Serialize;

use crate::environment::{Environment as _, Mocks};
use crate::management::Management;
use crate::starts::{Exports, Start};

/// One line.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub(super) enum Line {
    /// Everything can be reached.
    Ready(Box<Ready>),
    /// Whom the start says is connected.
    Connected(Connected),
}

/// Where everything is.
#[derive(Debug, Serialize)]
pub(super) struct Ready {
    /// The process that serves.
    pub(super) pid: u32,
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
    /// The address in clear, for a browser, of Chorus Pro's portal.
    pub(super) portal_url: String,
    /// The page that lists everything.
    pub(super) index_url: String,
    /// The management API: `http://127.0.0.1:9782`.
    pub(super) management_url: String,
    /// What to send it after `Authorization: Bearer`.
    pub(super) management_token: Secret,
    /// The console, for a browser; what follows the `#` is the token, and is never sent.
    pub(super) console_url: String,
    /// The instant it is there.
    pub(super) now: Timestamp,
}

/// Whom the start says is connected. The secrets are thrown away with the mocks, unless a state is
/// kept.
#[derive(Debug, Serialize)]
pub(super) struct Connected {
    /// The starting state.
    pub(super) start: &'static str,
    /// The variables that are texts.
    pub(super) variables: BTreeMap<&'static str, String>,
    /// Those that are files.
    pub(super) files: BTreeMap<&'static str, FileContent>,
}

/// A file.
#[derive(Debug, Serialize)]
pub(super) struct FileContent {
    /// Its name in the folder of `--out`.
    pub(super) name: &'static str,
    /// Its content, in Base64.
    pub(super) base64: String,
}

impl Ready {
    /// Where the doors of some mocks are.
    pub(super) fn of(mocks: &Mocks, management: &Management) -> Self {
        let doors = mocks.doors();
        Self {
            pid: std::process::id(),
            http: doors.http.to_string(),
            proxy: mocks.proxy_url(),
            sftp: doors.sftp.to_string(),
            sftp_host_key: mocks.sftp_host_key().to_owned(),
            root_certificate: mocks.root_pem(),
            hosts: mocks.host_names(),
            portal_url: url_for_browser(mocks, &mocks.addresses().portal),
            index_url: format!("http://localhost:{}/", doors.http.port()),
            management_url: management.url(),
            management_token: management.token().clone(),
            console_url: format!("{}/#token={}", management.url(), management.token().reveal()),
            now: mocks.now(),
        }
    }
}

impl Connected {
    /// What a start made.
    pub(super) fn of(start: &Start, exports: &Exports) -> Self {
        let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
        let (mut variables, mut files) = (BTreeMap::new(), BTreeMap::new());
        for export in exports {
            let (name, content) = (export.variable.name, export.reveal());
            match export.variable.file {
                Some(file) => {
                    let base64 = STANDARD.encode(content);
                    files.insert(name, FileContent { name: file, base64 });
                }
                None => {
                    variables.insert(name, text(content));
                }
            }
        }
        Self { start: start.name, variables, files }
    }
}

/// The address in clear, for a browser, of a portal whose origin is `https://…`.
fn url_for_browser(mocks: &Mocks, origin: &str) -> String {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    format!("http://{host}.localhost:{}/", mocks.doors().http.port())
}
