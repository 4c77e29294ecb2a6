//! What a client that does everything right is given, and how the others are told.

use std::collections::BTreeSet;

use raccord_certs::Fingerprint;
use raccord_mocks::social_security::chaman::Permission;
use raccord_mocks::social_security::directory::Quality;
use raccord_mocks::social_security::oauth::{Standing, Ungranted};
use serde_json::{Value, json};

use crate::world::{CLIENT_ID, DIMONA, FIRST, ISSUER, PRODUCTION, Served, TOKEN_URL, form};

const EMPLOYER: &str = "scope:sigedis:gestion:careerpro-federal-learning-account:employer";
const PROVIDER: &str = "scope:sigedis:gestion:careerpro-federal-learning-account:provider";

fn with_scope(served: &Served, scope: &str) -> String {
    let scope: String = form_urlencoded::byte_serialize(scope.as_bytes()).collect();
    format!("{}&scope={scope}", form(&served.assertion()))
}

#[tokio::test]
async fn ss_oauth_29_a_scope_that_the_account_has_not_is_refused() {
    let served = Served::open().await;
    for scope in [DIMONA[0].to_owned(), DIMONA.join(" "), format!(" {}  ", DIMONA[1])] {
        let answer = served.ask(&with_scope(&served, &scope)).await;
        answer.is_granted();
        assert_eq!(answer.json()["scope"], scope.trim());
    }
    for scope in [EMPLOYER.to_owned(), format!("{} {EMPLOYER}", DIMONA[0]), "openid".to_owned()] {
        served.ask(&with_scope(&served, &scope)).await.is_error(400, "invalid_scope");
        let missing = scope.split(' ').next_back().unwrap();
        served.told("SS-OAUTH-29", &[missing, DIMONA[0], "in ChaMan"]);
    }
    served.change(|account| account.permissions.extend([Permission::LearningAccount]));
    served.ask(&with_scope(&served, EMPLOYER)).await.is_granted();
    // The quality decides which of the two scopes the permission is.
    served.change(|account| account.owner.quality = Quality::PrestataireDeService);
    served.ask(&with_scope(&served, EMPLOYER)).await.is_error(400, "invalid_scope");
    served.ask(&with_scope(&served, PROVIDER)).await.is_granted();
}

#[tokio::test]
async fn ss_oauth_29_whether_an_ungranted_scope_is_left_out_is_a_knob() {
    let served = Served::open().await;
    served.set(|knobs| knobs.ungranted_scopes = Ungranted::LeftOut);
    let answer = served.ask(&with_scope(&served, &format!("{EMPLOYER} {}", DIMONA[0]))).await;
    answer.is_granted();
    assert_eq!(answer.json()["scope"], DIMONA[0]);
    assert!(served.stood_on("SS-OAUTH-29"));
    let answer = served.ask(&with_scope(&served, EMPLOYER)).await;
    let token = answer.is_granted();
    assert_eq!(answer.json()["scope"], "");
    served.desk.read(|state, now| match state.oauth.standing(&token, now) {
        Standing::Good(token) => assert_eq!(token.grant.scopes, BTreeSet::new()),
        other @ (Standing::Unknown | Standing::Over(_)) => panic!("{other:?}"),
    });
}

#[tokio::test]
async fn ss_oauth_30_without_a_scope_the_token_is_good_for_all_of_the_account_s() {
    let served = Served::open().await;
    for body in [form(&served.assertion()), with_scope(&served, ""), with_scope(&served, " ")] {
        let answer = served.ask(&body).await;
        answer.is_granted();
        assert_eq!(answer.json()["scope"], DIMONA.join(" "));
        assert!(served.stood_on("SS-OAUTH-30"));
    }
}

#[tokio::test]
async fn ss_oauth_31_an_account_without_any_scope_gets_no_token() {
    let served = Served::open().await;
    served.change(|account| account.permissions = BTreeSet::from([Permission::WitaAmateur]));
    served.ask_with(&served.assertion()).await.is_error(400, "invalid_scope");
    served.told("SS-OAUTH-31", &["grant no scope", "in ChaMan"]);
}

#[tokio::test]
async fn ss_oauth_32_a_token_is_opaque_and_comes_with_its_lifetime_and_scopes() {
    let served = Served::open().await;
    let answer = served.ask_with(&served.assertion()).await;
    let token = answer.is_granted();
    assert!(token.len() == 64 && token.chars().all(|it| it.is_ascii_alphanumeric()));
    let scope = DIMONA.join(" ");
    let expected = json!({
        "access_token": token, "token_type": "Bearer", "expires_in": 600, "scope": scope,
    });
    assert_eq!(answer.json(), expected);
    answer.is_kept_by_no_cache();
    let entry = served.last();
    assert_eq!(entry.fields["client-id"], CLIENT_ID);
    assert_eq!(entry.fields["certificate"], "certificate#1");
    assert_eq!(entry.fields["token"], "token#1");
    assert_eq!(entry.fields["scope"], scope);
    let fingerprint: Fingerprint = served
        .desk
        .office()
        .journal
        .evidence(|evidence| evidence.read("certificate#1", "fingerprint").unwrap().parse())
        .unwrap();
    assert_eq!(fingerprint, FIRST.certificate.fingerprint());
}

#[tokio::test]
async fn ss_oauth_33_a_token_is_good_for_ten_minutes_or_as_long_as_the_knob_says() {
    let served = Served::open().await;
    let is_good = |token: &str| {
        served.desk.read(|state, now| match state.oauth.standing(token, now) {
            Standing::Good(_) => true,
            Standing::Over(_) => false,
            Standing::Unknown => panic!("never issued"),
        })
    };
    let token = served.ask_with(&served.assertion()).await.is_granted();
    served.pass(599);
    assert!(is_good(&token));
    served.pass(1);
    assert!(!is_good(&token));
    served.set(|knobs| knobs.token_lifetime_s = 3600);
    let answer = served.ask_with(&served.assertion()).await;
    assert_eq!(answer.json()["expires_in"], 3600);
    served.pass(3599);
    assert!(is_good(&answer.is_granted()));
    served.desk.read(|state, now| {
        assert_eq!(state.oauth.standing("never issued", now), Standing::Unknown);
    });
}

#[tokio::test]
async fn ss_oauth_34_a_refusal_has_a_code_and_no_reason_on_the_wire() {
    let served = Served::open().await;
    let wrong = served.assertion_with(&json!({"aud": ISSUER}));
    let answer = served.ask_with(&wrong).await;
    assert_eq!((answer.status, &*answer.body), (400, r#"{"error":"invalid_client"}"#));
    answer.is_kept_by_no_cache();
    let (_, reason) = served.refusal();
    assert!(reason.contains(TOKEN_URL), "{reason}");
    // Who it was is known by then, and noted.
    assert_eq!(served.last().fields["client-id"], CLIENT_ID);
    assert_eq!(served.last().fields["certificate"], "certificate#1");
}

#[tokio::test]
async fn ss_oauth_35_the_status_of_an_invalid_client_is_a_knob() {
    let served = Served::open().await;
    let wrong = || served.assertion_with(&json!({"aud": ISSUER}));
    served.ask_with(&wrong()).await.is_error(400, "invalid_client");
    served.set(|knobs| knobs.invalid_client_status = 401);
    served.ask_with(&wrong()).await.is_error(401, "invalid_client");
}

async fn read(served: &Served, path: &str) -> Value {
    let answer = served.send(PRODUCTION, "GET", path, &[], "").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.headers["content-type"], "application/json;charset=utf-8");
    answer.json()
}

#[tokio::test]
async fn ss_oauth_36_the_token_server_describes_itself_where_the_standard_says() {
    let served = Served::open().await;
    let found = read(&served, "/.well-known/oauth-authorization-server/REST/oauth/v5").await;
    let expected = json!({
        "issuer": ISSUER,
        "token_endpoint": TOKEN_URL,
        "jwks_uri": format!("{ISSUER}/jwks"),
        "scopes_supported": [DIMONA[0], DIMONA[1], EMPLOYER, PROVIDER],
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
    });
    assert_eq!(found, expected);
    assert!(served.stood_on("SS-OAUTH-36"));
}

#[tokio::test]
async fn ss_oauth_37_the_token_server_publishes_no_key() {
    let served = Served::open().await;
    assert_eq!(read(&served, "/REST/oauth/v5/jwks").await, json!({"keys": []}));
    assert!(served.stood_on("SS-OAUTH-37"));
}
