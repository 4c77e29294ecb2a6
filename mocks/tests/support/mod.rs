//! What contract tests share: an open gateway, and clients that reach it as any program would.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::sync::Arc;

use axum::routing::get;
use jiff::Timestamp;
use raccord_kernel::{Clock, Entry, Outcome};
use raccord_mocks::gateway::{Doors, Gateway, Listen, Settings, Tenant, Tenants};
use raccord_mocks::web::{ClientAuthentication, Host, Journalled, Routes};

/// The instant at which tests begin.
pub(crate) fn start() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// An open gateway with one tenant.
pub(crate) struct Open {
    pub(crate) gateway: Gateway,
    pub(crate) tenant: Arc<Tenant>,
}

impl Open {
    /// A gateway whose held clock stands at `now`, with hosts beside those of the systems.
    pub(crate) async fn at(now: Timestamp, more: Vec<Host>) -> Self {
        let clock = Arc::new(Clock::held(now));
        let tenant = Tenant::open_with("default", clock, &Settings::default(), more).unwrap();
        Self::of(Arc::new(tenant)).await
    }

    pub(crate) async fn of(tenant: Arc<Tenant>) -> Self {
        let tenants = Arc::new(Tenants::one(Arc::clone(&tenant)));
        Self { gateway: Doors::listen(Listen::default()).await.unwrap().open_for(tenants), tenant }
    }

    /// A client that knows two things: the proxy, and the root to trust.
    pub(crate) fn client(&self) -> reqwest::Client {
        client_of(&self.tenant, &format!("http://{}", self.gateway.addresses().http))
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.tenant.office().journal.entries()
    }

    /// What no mock knew, as the journal has it.
    pub(crate) fn unknown(&self) -> Vec<String> {
        let asked = |entry: Entry| match entry.outcome {
            Outcome::Unknown { asked } => Some(asked),
            Outcome::Accepted
            | Outcome::Refused { .. }
            | Outcome::Faulted { .. }
            | Outcome::Incident { .. } => None,
        };
        self.entries().into_iter().filter_map(asked).collect()
    }
}

/// A client of one tenant, through a proxy.
pub(crate) fn client_of(tenant: &Tenant, proxy: &str) -> reqwest::Client {
    // The choice of cryptography is the process's: setting it twice is no error.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let root = reqwest::Certificate::from_der(tenant.root().der()).unwrap();
    reqwest::Client::builder()
        .proxy(reqwest::Proxy::all(proxy).unwrap())
        .tls_certs_only([root])
        .build()
        .unwrap()
}

/// A host made for a test, that answers `GET /` with its own name.
pub(crate) fn test_host(name: &'static str, client_authentication: ClientAuthentication) -> Host {
    let answer = async move || {
        let mut response = axum::response::IntoResponse::into_response(name);
        response.extensions_mut().insert(Journalled);
        response
    };
    Host {
        name,
        client_authentication,
        in_clear: false,
        routes: Routes::new().route("GET", "/", get(answer)),
    }
}

/// Whether a program is there that judges beside us; without it a test says so and judges nothing.
pub(crate) fn has(program: &str) -> bool {
    let found = std::path::Path::new("/usr/bin").join(program).exists();
    #[expect(clippy::disallowed_methods, reason = "only the test itself can say what CI demands")]
    let is_required = std::env::var_os("RACCORD_TEST_PEERS").is_some_and(|it| it == "required");
    assert!(found || !is_required, "no /usr/bin/{program}, and RACCORD_TEST_PEERS=required");
    if !found {
        println!("not judged: install what brings /usr/bin/{program}");
    }
    found
}
