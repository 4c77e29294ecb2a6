//! A token server over a real socket, an account with a certificate, and a client that signs
//! whatever it is told.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use raccord_certs::authority::{HierarchyKeys, Order, SubjectKey, SupplierHierarchy};
use raccord_certs::{Certificate, Key, KeyKind, Subject, Validity, profile};
use raccord_kernel::clock::after;
use raccord_kernel::{Clock, Desk, Entry, Office, Outcome};
use raccord_mocks::social_security::chaman::{
    Account, AccountKind, Naming, Owner, Permission, Registered,
};
use raccord_mocks::social_security::directory::Quality;
use raccord_mocks::social_security::{Knobs, SocialSecurity, World, hosts};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;

pub(crate) const CLIENT_ID: &str = "self_service_chaman_312045_k3v9x0q2za";
pub(crate) const OTHER_CLIENT_ID: &str = "self_service_expeditor_10";
pub(crate) const TOKEN_URL: &str = "https://services.socialsecurity.be/REST/oauth/v5/token";
pub(crate) const ISSUER: &str = "https://services.socialsecurity.be/REST/oauth/v5";
pub(crate) const TOKEN: &str = "/REST/oauth/v5/token";
pub(crate) const PRODUCTION: &str = "services.socialsecurity.be";
pub(crate) const SIMULATION: &str = "services-sim.socialsecurity.be";
pub(crate) const DIMONA: [&str; 2] =
    ["scope:dimona:declaration:consult", "scope:dimona:declaration:declarant"];
pub(crate) const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A key and the certificate for it, valid for a year.
pub(crate) struct Delivered {
    pub(crate) key: Key,
    pub(crate) certificate: Certificate,
}

/// The certificate in place.
pub(crate) static FIRST: LazyLock<Delivered> = LazyLock::new(|| deliver(KeyKind::Rsa2048, 0));
/// The one to renew it with.
pub(crate) static SECOND: LazyLock<Delivered> = LazyLock::new(|| deliver(KeyKind::Rsa2048, 0));
/// One that is not valid before a day is over.
pub(crate) static TOMORROW: LazyLock<Delivered> = LazyLock::new(|| deliver(KeyKind::Rsa2048, 1));
/// One for a key on an elliptic curve.
pub(crate) static CURVE: LazyLock<Delivered> = LazyLock::new(|| deliver(KeyKind::P256, 0));

pub(crate) fn start() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn deliver(kind: KeyKind, days_ahead: i64) -> Delivered {
    deliver_from(after(start(), SignedDuration::from_hours(24 * days_ahead)), kind)
}

/// Delivers a certificate that is valid for a year.
pub(crate) fn deliver_from(from: Timestamp, kind: KeyKind) -> Delivered {
    static SUPPLIER: LazyLock<SupplierHierarchy> = LazyLock::new(|| {
        let key = || Key::generate(KeyKind::P256).unwrap();
        let keys = HierarchyKeys { root: key(), issuing: key() };
        SupplierHierarchy::new(&keys, Validity::days(start(), 3650)).unwrap()
    });
    let key = Key::generate(kind).unwrap();
    let order = Order {
        profile: &profile::CHORUS_PRO_SSL_CLIENT,
        subject: &Subject::french("Canaux", "Entreprise", "12345678900011"),
        key: SubjectKey::Pair(&key),
        validity: Validity::days(from, 365),
        defect: None,
        serial: [1; 16],
    };
    let certificate = SUPPLIER.issue(&order).unwrap().certificate;
    Delivered { key, certificate }
}

/// The token servers of production and simulation, and one account with [`FIRST`].
pub(crate) struct Served {
    pub(crate) desk: Desk<SocialSecurity>,
    client: reqwest::Client,
    addresses: BTreeMap<&'static str, SocketAddr>,
    serving: Vec<tokio::task::JoinHandle<()>>,
    /// How often something was asked: each time is one entry of the journal.
    asked: AtomicUsize,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.serving.iter().for_each(tokio::task::JoinHandle::abort);
    }
}

impl Served {
    pub(crate) async fn open() -> Self {
        let office = Arc::new(Office::new(Arc::new(Clock::held(start()))));
        let desk = Desk::new(office, SocialSecurity::new(7, Knobs::default()));
        let (mut addresses, mut serving) = (BTreeMap::new(), vec![]);
        for host in hosts(&desk, World::Production) {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            addresses.insert(host.name, listener.local_addr().unwrap());
            serving.push(tokio::spawn(async move {
                axum::serve(listener, host.routes.router().clone()).await.unwrap();
            }));
        }
        // The choice of cryptography is the process's: setting it twice is no error.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let client = reqwest::Client::new();
        let served = Self { desk, client, addresses, serving, asked: AtomicUsize::new(0) };
        served.desk.arrange(|state, _| state.chaman.accounts.put(account(1, CLIENT_ID)));
        served
    }

    /// Sets what is guessed.
    pub(crate) fn set(&self, set: impl FnOnce(&mut raccord_mocks::social_security::oauth::Knobs)) {
        self.desk.arrange(|state, _| set(&mut state.knobs.oauth));
    }

    /// Changes the account.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Account)) {
        self.desk.arrange(|state, _| change(state.chaman.accounts.by_number_mut(1).unwrap()));
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, seconds: i64) {
        let clock = &self.desk.office().clock;
        clock.move_to(after(clock.now(), SignedDuration::from_secs(seconds)));
    }

    pub(crate) fn now_s(&self) -> i64 {
        self.desk.office().clock.now().as_second()
    }

    /// The claims of a good assertion.
    pub(crate) fn claims(&self) -> Value {
        json!({
            "iss": CLIENT_ID, "sub": CLIENT_ID, "aud": TOKEN_URL,
            "jti": format!("jti {}", self.entries().len()), "exp": self.now_s() + 300,
        })
    }

    /// A good assertion, with its claims changed.
    pub(crate) fn assertion_with(&self, changes: &Value) -> String {
        sign(&json!({"alg": "RS256"}), &changed(self.claims(), changes), &FIRST.key)
    }

    /// A good assertion.
    pub(crate) fn assertion(&self) -> String {
        self.assertion_with(&json!({}))
    }

    /// Asks for a token with a form.
    pub(crate) async fn ask(&self, form: &str) -> Answer {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        self.send(PRODUCTION, "POST", TOKEN, &headers, form).await
    }

    /// Asks for a token with an assertion.
    pub(crate) async fn ask_with(&self, assertion: &str) -> Answer {
        self.ask(&form(assertion)).await
    }

    pub(crate) async fn send(
        &self,
        host: &str,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let url = format!("http://{}{path}", self.addresses[host]);
        let mut request = self.client.request(method.parse().unwrap(), url).body(body.to_owned());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        let headers = response.headers().iter();
        let headers =
            headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
        Answer {
            status: response.status().as_u16(),
            headers: headers.collect(),
            body: response.text().await.unwrap(),
        }
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.desk.office().journal.entries()
    }

    /// What is written down of what was asked last.
    pub(crate) fn last(&self) -> Entry {
        let mut entries = self.entries();
        let asked = self.asked.load(Ordering::SeqCst);
        assert_eq!(entries.len(), asked, "something that was asked is not written down");
        entries.pop().expect("an entry")
    }

    /// The rule and the reason of the last refusal, which must be of a token.
    pub(crate) fn refusal(&self) -> (String, String) {
        let entry = self.last();
        assert_eq!(entry.operation, "social-security.token");
        match entry.outcome {
            Outcome::Refused { rule, reason } => (rule, reason),
            Outcome::Accepted
            | Outcome::Faulted { .. }
            | Outcome::Unknown { .. }
            | Outcome::Incident { .. } => panic!("not refused: {entry:?}"),
        }
    }

    /// Asks with an assertion that must be refused as `invalid_client` by a rule, for a reason in
    /// which all of `words` are.
    pub(crate) async fn is_no_client(&self, assertion: &str, rule: &str, words: &[&str]) {
        let answer = self.ask_with(assertion).await;
        answer.is_error(400, "invalid_client");
        self.told(rule, words);
    }

    /// Fails unless a rule refused last, for a reason in which all of `words` are.
    pub(crate) fn told(&self, rule: &str, words: &[&str]) {
        let (found, reason) = self.refusal();
        assert_eq!(found, rule, "{reason}");
        for word in words {
            assert!(reason.contains(word), "`{word}` is not in: {reason}");
        }
    }

    /// Whether the last answer stood on a rule.
    pub(crate) fn stood_on(&self, rule: &str) -> bool {
        self.last().stood_on.iter().any(|it| it == rule)
    }
}

/// An account of an employer, for Dimona, with [`FIRST`].
pub(crate) fn account(number: u64, client_id: &str) -> Account {
    Account {
        number,
        kind: AccountKind::Rest,
        name: format!("compte {number}"),
        owner: Owner { enterprise: "0206731645".parse().unwrap(), quality: Quality::EmployeurOnss },
        client_id: Some(client_id.to_owned()),
        permissions: BTreeSet::from([
            Permission::DimonaConsultation,
            Permission::DimonaDeclaration,
        ]),
        certificates: vec![registered(1, &FIRST)],
    }
}

/// A certificate as it is registered, in effect since the beginning.
pub(crate) fn registered(number: u64, delivered: &Delivered) -> Registered {
    let naming = Naming {
        number,
        name: format!("certificat {number}"),
        file_name: "certificat.cer".to_owned(),
    };
    Registered::of(&delivered.certificate, &naming, start())
}

/// A correct form around an assertion.
pub(crate) fn form(assertion: &str) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("client_assertion_type", JWT_BEARER)
        .append_pair("client_assertion", assertion)
        .finish()
}

/// An object with members put in, or taken out where `changes` has null.
pub(crate) fn changed(mut object: Value, changes: &Value) -> Value {
    let members: &mut Map<String, Value> = object.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        members.remove(name);
        if !value.is_null() {
            members.insert(name.clone(), value.clone());
        }
    }
    object
}

/// Signs with RS256, whatever the header says.
pub(crate) fn sign(header: &Value, claims: &Value, key: &Key) -> String {
    sign_by(header, claims, key, Algorithm::RS256)
}

pub(crate) fn sign_by(header: &Value, claims: &Value, key: &Key, algorithm: Algorithm) -> String {
    sign_text(&header.to_string(), &claims.to_string(), key, algorithm)
}

/// Signs texts, which need not be JSON.
pub(crate) fn sign_text(header: &str, claims: &str, key: &Key, algorithm: Algorithm) -> String {
    let signed = format!("{}.{}", encoded(header), encoded(claims));
    let key = EncodingKey::from_rsa_der(alone(key.pkcs8_der()));
    let signature = crypto::sign(signed.as_bytes(), &key, algorithm).unwrap();
    format!("{signed}.{signature}")
}

/// An RSA key of 2048 bits without the head of its PKCS#8: version, algorithm, octet string.
fn alone(pkcs8: &[u8]) -> &[u8] {
    let (head, key) = pkcs8.split_at(26);
    assert_eq!((head[22], key[0]), (0x04, 0x30), "no PKCS#8 of an RSA key of 2048 bits");
    key
}

pub(crate) fn encoded(text: impl AsRef<[u8]>) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// Fails unless it is an error in the shape of RFC 6749, with nothing beside its code.
    pub(crate) fn is_error(&self, status: u16, error: &str) {
        assert_eq!((self.status, self.json()), (status, json!({ "error": error })), "{self:?}");
        self.is_kept_by_no_cache();
    }

    pub(crate) fn is_granted(&self) -> String {
        assert_eq!(self.status, 200, "{self:?}");
        self.json()["access_token"].as_str().unwrap().to_owned()
    }

    pub(crate) fn is_kept_by_no_cache(&self) {
        assert_eq!(self.headers["content-type"], "application/json;charset=utf-8");
        assert_eq!(self.headers["cache-control"], "no-store");
        assert_eq!(self.headers["pragma"], "no-cache");
    }
}
