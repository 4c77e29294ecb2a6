//! The variables that point a command at the mocks: those that its language's libraries read anyway,
//! and those of the start.

use std::path::Path;

use raccord_certs::format::jks;

use super::ExecError;
use crate::cli::served::{Folder, Served};
use crate::cli::settings::Inherited;
use crate::environment::Environment as _;

/// Names and values, in no order that matters.
#[derive(Debug)]
pub(super) struct Variables(Vec<(&'static str, String)>);

impl Variables {
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
    }
}

/// What reaches no proxy: this machine, which may serve the command's own parts.
const NO_PROXY: &str = "localhost,127.0.0.1,::1";
/// The same, as Java writes it.
const JAVA_NO_PROXY: &str = "localhost|*.localhost|127.*|[::1]";
/// What Java opens a store of trust with unless told otherwise.
const JAVA_WORD: &str = "changeit";

/// All variables; the files that some of them name are written into the folder.
pub(super) fn all(
    folder: &mut Folder,
    served: &Served,
    exported: Vec<(&'static str, String)>,
    inherited: &Inherited,
) -> Result<Variables, ExecError> {
    let first = served.tenancy.first();
    let (network, http) = (first.network(), first.doors().http);
    let proxy = first.proxy_url();
    let value = |name| exported.iter().find(|(it, _)| *it == name).map(|(_, value)| value.clone());
    let root = value("RACCORD_CA").unwrap_or_default();
    let store = jks::encode_trusted(&network.roots, JAVA_WORD, first.now());
    let store = folder.write("trust.jks", &store)?;
    let php = format!("curl.cainfo={root}\nopenssl.cafile={root}\n");
    let php = folder.write("raccord.ini", php.as_bytes())?;
    let mut all = exported;
    // Two spellings: some read one, some the other.
    for name in ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"]
    {
        all.push((name, proxy.clone()));
    }
    all.extend(["NO_PROXY", "no_proxy"].map(|name| (name, NO_PROXY.to_owned())));
    // OpenSSL, and so curl, Python's ssl and httpx, Ruby, PHP's streams; Go and .NET as well.
    for name in ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"] {
        all.push((name, root.clone()));
    }
    all.push(("DENO_CERT", root));
    all.push(("NODE_USE_ENV_PROXY", "1".to_owned()));
    all.push(("JAVA_TOOL_OPTIONS", java(inherited, &store, http)));
    all.push(("PHP_INI_SCAN_DIR", scanned_by_php(inherited, &php)));
    Ok(Variables(all))
}

/// What every JVM reads, after what it was told already.
fn java(inherited: &Inherited, store: &Path, http: std::net::SocketAddr) -> String {
    let (host, port) = (http.ip(), http.port());
    let ours = format!(
        "\"-Djavax.net.ssl.trustStore={}\" -Djavax.net.ssl.trustStoreType=JKS \
         -Djavax.net.ssl.trustStorePassword={JAVA_WORD} \
         -Dhttps.proxyHost={host} -Dhttps.proxyPort={port} \
         -Dhttp.proxyHost={host} -Dhttp.proxyPort={port} -Dhttp.nonProxyHosts={JAVA_NO_PROXY}",
        store.display()
    );
    match inherited.java_tool_options.as_deref() {
        Some(before) => format!("{before} {ours}"),
        None => ours,
    }
}

/// The folders in which PHP looks for settings: its own (the empty one), then ours.
fn scanned_by_php(inherited: &Inherited, settings: &Path) -> String {
    let folder = settings.parent().unwrap_or(settings).display();
    format!("{}:{folder}", inherited.php_ini_scan_dir.as_deref().unwrap_or_default())
}
