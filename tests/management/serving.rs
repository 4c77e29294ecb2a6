//! Mocks and their management port, under way.

use std::sync::Arc;

use jiff::Timestamp;
use raccord::environment::{Mocks, Tenancy};
use raccord::management::Management;
use raccord_kernel::{Outcome, Trace};
use raccord_mocks::gateway::{Knobs, Listen};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::Value;
use tokio::sync::Notify;

/// Mocks whose clock runs from noon, and their management port.
pub(crate) struct Serving {
    pub(crate) tenancy: Arc<Tenancy>,
    pub(crate) management: Management,
    pub(crate) stop: Arc<Notify>,
    pub(crate) client: Client,
}

/// The instant at which the clock begins.
pub(crate) const NOON: &str = "2026-03-02T12:00:00Z";

impl Serving {
    pub(crate) async fn open() -> Self {
        let noon: Timestamp = NOON.parse().unwrap();
        let tenancy =
            Arc::new(Tenancy::open(1, noon, Listen::default(), Knobs::default()).await.unwrap());
        let stop = Arc::new(Notify::new());
        let listen = "127.0.0.1:0".parse().unwrap();
        let management =
            Management::open(Arc::clone(&tenancy), listen, Arc::clone(&stop)).await.unwrap();
        // Another test of the process may have said so already.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        // No pool: a connection that is kept open would outlive what a test closes.
        let client = Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
        Self { tenancy, management, stop, client }
    }

    pub(crate) fn mocks(&self) -> &Arc<Mocks> {
        self.tenancy.first()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.management.url())
    }

    /// A request with the token.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, self.url(path));
        request.bearer_auth(self.management.token().reveal())
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        answer(self.request(Method::GET, path)).await.expect_ok()
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        answer(self.request(Method::POST, path).json(&body)).await
    }

    /// Writes something in the journal, as a system would.
    pub(crate) fn write(&self, actor: &str, operation: &str, outcome: Outcome) {
        let office = self.mocks().tenant().office();
        office.write(actor, operation, outcome, Trace::default());
    }
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

pub(crate) async fn answer(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    Answer { status, headers, text: response.text().await.unwrap() }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    #[track_caller]
    pub(crate) fn expect_ok(&self) -> Value {
        assert!(self.status.is_success(), "{self:?}");
        self.json()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The problem that it is, of a kind and a status.
    #[track_caller]
    pub(crate) fn expect_problem(&self, status: u16, kind: &str) -> Value {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        let problem = self.json();
        assert_eq!(problem["type"], format!("urn:raccord:problem:{kind}"), "{problem}");
        assert_eq!(problem["status"], status);
        assert!(problem["instance"].as_str().unwrap().starts_with('/'), "{problem}");
        problem
    }
}
