//! The connector of social security's REST channel.

use std::io::Write as _;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use raccord::connectors::social_security::call::{CallError, PROBLEMS};
use raccord::connectors::social_security::dimona::Entry;
use raccord::connectors::social_security::oauth::{TokenError, TokenSettings};
use raccord::connectors::social_security::rest::{
    KeyForm, Rest, RestConnector as _, RestError, RestMemory,
};
use raccord::connectors::{Identity, Vault};
use raccord_certs::authority::{HierarchyKeys, Issued, Order, SubjectKey, SupplierHierarchy};
use raccord_certs::format::pem;
use raccord_certs::{Key, KeyKind, Subject, Validity, profile};
use raccord_kernel::clock::after;
use serde_json::{Value, json};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::http;

const TOKEN: &str = "/REST/oauth/v5/token";
const DECLARATIONS: &str = "/REST/dimona/v2/declarations";

fn now() -> Timestamp {
    "2026-03-02T08:00:00Z".parse().unwrap()
}

/// A company's certificate, signed by itself, with its key.
fn identity() -> Identity {
    let key = || Key::generate(KeyKind::P256).unwrap();
    let day = SignedDuration::from_hours(24);
    let validity = Validity { from: after(now(), -day), until: after(now(), day * 365) };
    let keys = HierarchyKeys { root: key(), issuing: key() };
    let hierarchy = SupplierHierarchy::new(&keys, validity).unwrap();
    let key = Key::generate(KeyKind::Rsa2048).unwrap();
    let order = Order {
        profile: &profile::SOCIAL_SECURITY_REST,
        subject: &Subject::belgian("Canal REST", "Entreprise", "0206731645"),
        key: SubjectKey::Pair(&key),
        validity,
        defect: None,
        serial: [7; 16],
    };
    let Issued { certificate, chain } = hierarchy.issue(&order).unwrap();
    Identity { name: "company/rest#1".to_owned(), certificate, chain, key }
}

fn connector(server: &MockServer, identity: &Identity) -> Rest {
    let vault = Vault::default();
    vault.keep(identity.clone());
    let token = TokenSettings {
        client_id: "self_service_expeditor_10".to_owned(),
        token_url: format!("{}{TOKEN}", server.uri()),
        audience: "https://services.socialsecurity.be/REST/oauth/v5/token".to_owned(),
        scope: None,
        lifetime_s: 300,
    };
    let memory = RestMemory {
        token,
        origin: server.uri(),
        accept: PROBLEMS.to_owned(),
        key_form: KeyForm::Pfx,
        configured: identity.name.clone(),
        loaded: identity.name.clone(),
        token_until: None,
        tokens_asked: 0,
        tokens_granted: 0,
    };
    Rest::new(http(), vault, memory)
}

fn entry() -> Entry {
    Entry {
        employer: "0206731645".to_owned(),
        worker: "85073003328".to_owned(),
        start_date: "2026-03-02".to_owned(),
    }
}

/// A server that gives tokens, as many as are expected.
async fn server(tokens: u64) -> MockServer {
    let server = MockServer::start().await;
    let body = json!({ "access_token": "abc", "token_type": "Bearer", "expires_in": 600 });
    Mock::given(method("POST"))
        .and(path(TOKEN))
        .respond_with(ResponseTemplate::new(200).set_body_json(body))
        .expect(tokens)
        .mount(&server)
        .await;
    server
}

async fn answers(server: &MockServer, answer: ResponseTemplate, times: u64) {
    Mock::given(method("POST"))
        .and(path(DECLARATIONS))
        .and(header("authorization", "Bearer abc"))
        .respond_with(answer)
        .up_to_n_times(times)
        .expect(times)
        .mount(server)
        .await;
}

fn taken() -> ResponseTemplate {
    ResponseTemplate::new(201).insert_header("location", &*format!("https://host{DECLARATIONS}/42"))
}

fn problem(status: u16, name: &str) -> ResponseTemplate {
    let body = json!({ "type": format!("urn:problem-type:belgif:{name}"), "detail": "why" });
    ResponseTemplate::new(status).set_body_raw(body.to_string(), PROBLEMS)
}

#[tokio::test]
async fn a_token_is_kept_until_half_a_minute_before_its_end() {
    let server = server(2).await;
    answers(&server, taken(), 3).await;
    let mut connector = connector(&server, &identity());
    for elapsed_s in [0, 569, 570] {
        let at = after(now(), SignedDuration::from_secs(elapsed_s));
        assert_eq!(connector.declare(at, &entry()).await.unwrap(), "42");
    }
    assert_eq!(connector.memory().tokens_granted, 2);
}

#[tokio::test]
async fn a_token_that_the_api_knows_no_more_is_replaced_and_the_call_made_once_more() {
    let server = server(2).await;
    answers(&server, problem(401, "expiredAccessToken"), 1).await;
    answers(&server, taken(), 1).await;
    let mut connector = connector(&server, &identity());
    assert_eq!(connector.declare(now(), &entry()).await.unwrap(), "42");
}

#[tokio::test]
async fn a_new_token_that_is_refused_as_well_is_told() {
    let server = server(2).await;
    answers(&server, problem(401, "invalidAccessToken"), 2).await;
    let mut connector = connector(&server, &identity());
    let Err(RestError::Call(CallError::Refused(problem))) =
        connector.declare(now(), &entry()).await
    else {
        panic!("expected a refusal")
    };
    assert_eq!((problem.status, &*problem.name), (401, "invalidAccessToken"));
}

#[tokio::test]
async fn a_refusal_that_no_token_mends_is_told_at_once() {
    for (status, name) in [(403, "missingPermission"), (400, "badRequest"), (503, "")] {
        let server = server(1).await;
        let answer =
            if name.is_empty() { ResponseTemplate::new(503) } else { problem(status, name) };
        answers(&server, answer, 1).await;
        let mut connector = connector(&server, &identity());
        let Err(RestError::Call(CallError::Refused(problem))) =
            connector.declare(now(), &entry()).await
        else {
            panic!("expected a refusal")
        };
        assert_eq!((problem.status, &*problem.name), (status, name));
    }
}

#[tokio::test]
async fn a_declaration_without_its_place_is_no_success() {
    let server = server(1).await;
    answers(&server, ResponseTemplate::new(201), 1).await;
    let mut connector = connector(&server, &identity());
    let answer = connector.declare(now(), &entry()).await;
    let Err(RestError::Call(CallError::Answer(lacks))) = answer else { panic!("{answer:?}") };
    assert_eq!(lacks, "a `Location`");
}

#[tokio::test]
async fn a_refused_token_is_told_with_its_error_where_it_has_one() {
    let json = ResponseTemplate::new(400).set_body_json(json!({ "error": "invalid_client" }));
    let html = ResponseTemplate::new(500).set_body_string("<html></html>");
    for (answer, expected) in [(json, (400, "invalid_client")), (html, (500, ""))] {
        let server = MockServer::start().await;
        Mock::given(path(TOKEN)).respond_with(answer).expect(1).mount(&server).await;
        let mut connector = connector(&server, &identity());
        let Err(RestError::Call(CallError::Token(TokenError::Refused { status, error, .. }))) =
            connector.new_token(now()).await
        else {
            panic!("expected a refusal")
        };
        assert_eq!((status, &*error), expected);
        assert_eq!(connector.memory().tokens_granted, 0);
    }
}

#[tokio::test]
async fn how_long_social_security_wants_not_to_be_asked_is_told() {
    let busy = || ResponseTemplate::new(429).insert_header("retry-after", "30");
    let server = MockServer::start().await;
    Mock::given(path(TOKEN)).respond_with(busy()).expect(1).mount(&server).await;
    let answer = connector(&server, &identity()).new_token(now()).await;
    let Err(RestError::Call(error)) = answer else { panic!("{answer:?}") };
    assert_eq!(error.retry_after_s(), Some(30), "{error}");
    let server = self::server(1).await;
    answers(&server, busy(), 1).await;
    let answer = connector(&server, &identity()).declare(now(), &entry()).await;
    let Err(RestError::Call(error)) = answer else { panic!("{answer:?}") };
    assert_eq!(error.retry_after_s(), Some(30), "{error}");
}

/// The assertion of each token request that a server met.
async fn assertions(server: &MockServer) -> Vec<String> {
    let requests = server.received_requests().await.unwrap();
    let form = |body: &[u8]| -> Vec<(String, String)> {
        let url = format!("http://form/?{}", String::from_utf8_lossy(body));
        reqwest::Url::parse(&url).unwrap().query_pairs().into_owned().collect()
    };
    let fields = requests.iter().flat_map(|request| form(&request.body));
    fields.filter(|(name, _)| name == "client_assertion").map(|(_, value)| value).collect()
}

fn decoded(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[tokio::test]
async fn an_assertion_says_what_the_manual_asks_for_and_never_the_same_twice() {
    let server = server(2).await;
    let mut connector = connector(&server, &identity());
    connector.new_token(now()).await.unwrap();
    connector.new_token(now()).await.unwrap();
    let [one, other] = &assertions(&server).await[..] else { panic!("two assertions expected") };
    let (head, claims) = (one.split('.').next().unwrap(), one.split('.').nth(1).unwrap());
    assert_eq!(decoded(head)["alg"], "RS256");
    let claims = decoded(claims);
    assert_eq!(claims["iss"], "self_service_expeditor_10");
    assert_eq!(claims["sub"], claims["iss"]);
    assert_eq!(claims["aud"], "https://services.socialsecurity.be/REST/oauth/v5/token");
    assert_eq!(claims["exp"], now().as_second() + 300);
    assert_ne!(claims["jti"], decoded(other.split('.').nth(1).unwrap())["jti"]);
}

#[expect(clippy::disallowed_methods, reason = "only the test itself can say what it runs on")]
fn has_openssl() -> bool {
    let found = Command::new("openssl").arg("version").output().is_ok();
    let is_required = std::env::var("RACCORD_TEST_PEERS").is_ok_and(|it| it == "required");
    assert!(found || !is_required, "no openssl, and RACCORD_TEST_PEERS=required");
    found
}

#[tokio::test]
async fn openssl_finds_the_signature_of_an_assertion_good_however_the_key_was_handed_over() {
    if !has_openssl() {
        return;
    }
    let identity = identity();
    for key_form in [KeyForm::Pfx, KeyForm::Pkcs8Pem, KeyForm::Pkcs1Pem, KeyForm::Base64] {
        let server = server(1).await;
        let mut connector = connector(&server, &identity);
        let memory = RestMemory { key_form, ..connector.memory() };
        let vault = Vault::default();
        vault.keep(identity.clone());
        connector = Rest::new(http(), vault, memory);
        connector.new_token(now()).await.unwrap();
        let assertion = assertions(&server).await.remove(0);
        let (signed, signature) = assertion.rsplit_once('.').unwrap();
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, content: &[u8]| {
            let mut file = std::fs::File::create(folder.path().join(name)).unwrap();
            file.write_all(content).unwrap();
        };
        let public_key = identity.certificate.public_key();
        put("public.pem", pem::armour("PUBLIC KEY", public_key.spki_der()).as_bytes());
        put("signature", &URL_SAFE_NO_PAD.decode(signature).unwrap());
        put("signed", signed.as_bytes());
        let judged = Command::new("openssl")
            .args(["dgst", "-sha256", "-verify", "public.pem", "-signature", "signature", "signed"])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&judged.stdout).trim(), "Verified OK", "{key_form:?}");
    }
}

#[tokio::test]
async fn a_key_whose_line_ends_were_written_out_is_told_so() {
    let server = server(0).await;
    let identity = identity();
    let connector_of = |key_form| {
        let vault = Vault::default();
        vault.keep(identity.clone());
        let memory = RestMemory { key_form, ..connector(&server, &identity).memory() };
        Rest::new(http(), vault, memory)
    };
    let error = connector_of(KeyForm::WrittenLineEnds).new_token(now()).await.unwrap_err();
    let RestError::Key(error) = error else { panic!("expected trouble with the key: {error:?}") };
    assert!(error.to_string().contains("line ends were not written out"), "{error}");
}
