//! PISTE and Chorus Pro over real sockets, and a client that follows nothing and hides nothing.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Extension;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use raccord_kernel::clock::after;
use raccord_kernel::{Clock, Connection, Desk, Entry, Office};
use raccord_mocks::chorus_pro::api::{TechnicalAccount, apis};
use raccord_mocks::chorus_pro::{self, ChorusPro};
use raccord_mocks::piste::{self, Application, Environment, Piste};
use serde_json::Value;
use tokio::net::TcpListener;

pub(crate) const SANDBOX_OAUTH: &str = "sandbox-oauth.piste.gouv.fr";
pub(crate) const SANDBOX_API: &str = "sandbox-api.piste.gouv.fr";
pub(crate) const FACTURES: &str = "AIFE - Chorus Pro - Factures";
pub(crate) const TRANSVERSES: &str = "AIFE - Chorus Pro - Transverses";
pub(crate) const SIRET: &str = "33254021516357";
pub(crate) const JSON: (&str, &str) = ("content-type", "application/json;charset=utf-8");

/// The mocks, a subscribed sandbox application, and a technical account an hour old.
pub(crate) struct Rehearsal {
    pub(crate) piste: Desk<Piste>,
    pub(crate) chorus_pro: Desk<ChorusPro>,
    pub(crate) application: Application,
    pub(crate) account: TechnicalAccount,
    client: reqwest::Client,
    addresses: HashMap<&'static str, SocketAddr>,
}

impl Rehearsal {
    pub(crate) async fn open() -> Self {
        let start: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
        let office = Arc::new(Office::new(Arc::new(Clock::held(start))));
        let piste = Desk::new(Arc::clone(&office), Piste::new(1, piste::Knobs::default()));
        let state = ChorusPro::new(1, chorus_pro::Knobs::default());
        let chorus_pro = Desk::new(office, state);
        let mut addresses = HashMap::new();
        for host in piste::hosts(&piste, apis(&chorus_pro), apis(&chorus_pro)) {
            addresses.insert(host.name, serve(host).await);
        }
        let application = subscribed(&piste, "APP_SANDBOX_someone", Environment::Sandbox);
        let account = open_access(&chorus_pro, &application.name, start);
        Self { piste, chorus_pro, application, account, client: client(), addresses }
    }

    /// Lets time pass, and what is due happen at its instant.
    pub(crate) fn pass(&self, seconds: i64) {
        let clock = &self.piste.office().clock;
        let until = after(clock.now(), SignedDuration::from_secs(seconds));
        clock.move_to(until);
        self.chorus_pro.catch_up();
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.piste.office().journal.entries()
    }

    /// The rule that refused the last operation of that name.
    pub(crate) fn refused_by(&self, operation: &str) -> String {
        let of = |entry: &Entry| entry.operation == operation;
        let entry = self.piste.office().journal.select(of).pop().expect("an entry");
        match entry.outcome {
            raccord_kernel::Outcome::Refused { rule, .. } => rule,
            raccord_kernel::Outcome::Accepted
            | raccord_kernel::Outcome::Faulted { .. }
            | raccord_kernel::Outcome::Unknown { .. }
            | raccord_kernel::Outcome::Incident { .. } => panic!("not refused: {entry:?}"),
        }
    }

    pub(crate) async fn send(&self, host: &str, request: Request<'_>) -> Answer {
        let url = format!("http://{}{}", self.addresses[host], request.path);
        let method = request.method.parse().unwrap();
        let mut built = self.client.request(method, url).body(request.body);
        for (name, value) in request.headers {
            built = built.header(name, value);
        }
        Answer::of(built.send().await.unwrap()).await
    }

    pub(crate) async fn ask_token(&self, host: &str, body: &str) -> Answer {
        let headers = vec![("content-type", "application/x-www-form-urlencoded".to_owned())];
        let path = "/api/oauth/token";
        self.send(host, Request { method: "POST", path, headers, body: body.into() }).await
    }

    /// The form that a correct client sends.
    pub(crate) fn form(&self) -> String {
        let Application { client_id, secret, .. } = &self.application;
        let secret = secret.reveal();
        format!(
            "grant_type=client_credentials&client_id={client_id}&client_secret={secret}&scope=openid"
        )
    }

    pub(crate) async fn token(&self) -> String {
        let answer = self.ask_token(SANDBOX_OAUTH, &self.form()).await;
        answer.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// A correct call of the sandbox, with a new token.
    pub(crate) async fn call(&self, path: &str, body: Value) -> Answer {
        let headers = self.headers(&self.token().await);
        self.post(path, headers, body.to_string()).await
    }

    pub(crate) async fn post(
        &self,
        path: &str,
        headers: Vec<(&str, String)>,
        body: impl Into<Vec<u8>>,
    ) -> Answer {
        self.send(SANDBOX_API, Request { method: "POST", path, headers, body: body.into() }).await
    }

    /// The headers of a correct call.
    pub(crate) fn headers(&self, token: &str) -> Vec<(&'static str, String)> {
        vec![
            ("authorization", format!("Bearer {token}")),
            ("cpro-account", cpro_account(&self.account.login, self.account.password.reveal())),
            ("content-type", "application/json".to_owned()),
        ]
    }
}

pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) headers: Vec<(&'a str, String)>,
    pub(crate) body: Vec<u8>,
}

/// An answer; its headers without `date` and `content-length`, which the server adds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Answer {
    async fn of(response: reqwest::Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().iter();
        let headers = headers
            .filter(|(name, _)| !["date", "content-length"].contains(&name.as_str()))
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        Self { status, headers, body: response.text().await.unwrap() }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// Asserts the whole answer: these headers and no other.
    pub(crate) fn is(&self, status: u16, headers: &[(&str, &str)], body: &str) {
        let headers = headers.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        let expected = Self { status, headers: headers.collect(), body: body.to_owned() };
        assert_eq!(*self, expected);
    }
}

pub(crate) fn subscribed(piste: &Desk<Piste>, name: &str, environment: Environment) -> Application {
    piste.arrange(|state, _| {
        let mut application = state.create_application(name, environment);
        application.subscribe(FACTURES);
        application.subscribe(TRANSVERSES);
        state.applications.put(application.clone());
        application
    })
}

pub(crate) fn cpro_account(login: &str, password: &str) -> String {
    STANDARD.encode(format!("{login}:{password}"))
}

fn open_access(desk: &Desk<ChorusPro>, application: &str, start: Timestamp) -> TechnicalAccount {
    let created_at = after(start, SignedDuration::from_hours(-1));
    desk.arrange(|state, _| {
        state.access.applications.insert(application.to_owned());
        state.access.accounts.create(&mut state.ids, SIRET, created_at)
    })
}

async fn serve(host: raccord_mocks::web::Host) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let connection = Connection { host: host.name.into(), presented: Arc::new([]), number: 1 };
    let routes = host.routes.router().clone().layer(Extension(connection));
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    address
}

fn client() -> reqwest::Client {
    // A second test of the same process finds it installed already.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    reqwest::Client::new()
}
