//! The mocked systems: where they are, and how they stand.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::{Asked, OfTenant};
use super::shared::Shared;

/// Where everything is, and how it stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SystemsNow {
    /// The tenant's name.
    #[schema(example = "default")]
    tenant: String,
    /// What to point `HTTPS_PROXY` at.
    #[schema(example = "http://127.0.0.1:9780")]
    proxy: String,
    /// The HTTP door: proxy, TLS and plain HTTP on one port.
    #[schema(example = "127.0.0.1:9780")]
    http: String,
    /// The SFTP door.
    #[schema(example = "127.0.0.1:9781")]
    sftp: String,
    /// The SFTP server's public key, as an OpenSSH line.
    sftp_host_key: String,
    /// The systems.
    systems: Vec<SystemNow>,
}

/// One system.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SystemNow {
    /// Its name, which is its actor's in the journal.
    #[schema(example = "chorus-pro")]
    name: &'static str,
    /// What it is.
    #[schema(example = "Chorus Pro, qualification")]
    title: &'static str,
    /// Under which names it is served.
    hosts: Vec<HostNow>,
    /// When something will happen by itself there, if anything will.
    next_due: Option<Timestamp>,
    /// How many of what there are.
    #[schema(example = json!({"sheets": 1, "sheets-waiting": 0}))]
    counts: BTreeMap<&'static str, u64>,
}

/// One host.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HostNow {
    /// The real name.
    #[schema(example = "qualif.chorus-pro.gouv.fr")]
    name: &'static str,
    /// Its address for a browser on this machine, in clear.
    #[schema(example = "http://qualif.chorus-pro.gouv.fr.localhost:9780/")]
    url: String,
}

/// Tell where the systems are, and how they stand.
#[utoipa::path(get, path = "/__admin/systems", tag = "systems", params(OfTenant), responses((status = 200, description = "The doors and the systems behind them.", body = SystemsNow)))]
pub(super) async fn systems(State(shared): State<Arc<Shared>>, asked: Asked) -> Json<SystemsNow> {
    let mocks = &asked.mocks;
    let doors = mocks.doors();
    // Browsers name a tenant in the host, but for the first.
    let label = match mocks.tenant_name() {
        name if name == shared.tenancy.first().tenant_name() => String::new(),
        name => format!("{name}."),
    };
    let host = |name| HostNow {
        name,
        url: format!("http://{label}{name}.localhost:{}/", doors.http.port()),
    };
    let systems = mocks.survey().into_iter().map(|system| SystemNow {
        name: system.name,
        title: system.title,
        hosts: system.hosts.into_iter().map(host).collect(),
        next_due: system.next_due,
        counts: system.counts,
    });
    Json(SystemsNow {
        tenant: mocks.tenant_name().to_owned(),
        proxy: mocks.proxy_url(),
        http: doors.http.to_string(),
        sftp: doors.sftp.to_string(),
        sftp_host_key: mocks.sftp_host_key().to_owned(),
        systems: systems.collect(),
    })
}
