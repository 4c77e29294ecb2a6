//! One test for each rule of PISTE, over a real socket.
#![cfg(test)]

mod behind_piste;

use behind_piste::{
    FACTURES, JSON, Rehearsal, Request, SANDBOX_API, SANDBOX_OAUTH, TRANSVERSES, subscribed,
};
use raccord_kernel::Secret;
use raccord_kernel::{Fault, Outcome, Verdict};
use raccord_mocks::piste::{Application, Environment};

const PRODUCTION_OAUTH: &str = "oauth.piste.gouv.fr";
const PRODUCTION_API: &str = "api.piste.gouv.fr";
const NO_STORE: (&str, &str) = ("cache-control", "no-store");
const NO_CACHE: (&str, &str) = ("pragma", "no-cache");
const DEPOSIT: &str = "/cpro/factures/v1/deposer/flux";
const HEALTH_CHECK: &str = "/cpro/transverses/v1/health-check";

#[tokio::test]
async fn piste_token_01_only_client_credentials_is_granted() {
    let rehearsal = Rehearsal::open().await;
    let form = rehearsal.form().replace("client_credentials", "password");
    let answer = rehearsal.ask_token(SANDBOX_OAUTH, &form).await;
    answer.is(400, &[JSON, NO_STORE, NO_CACHE], r#"{"error":"unsupported_grant_type"}"#);
    assert_eq!(rehearsal.refused_by("piste.token"), "PISTE-TOKEN-01");
}

#[tokio::test]
async fn piste_token_02_an_unknown_client_a_wrong_secret_and_the_other_environment_are_one_refusal()
{
    let rehearsal = Rehearsal::open().await;
    let Application { client_id, secret, .. } = &rehearsal.application;
    let unknown = rehearsal.form().replace(client_id, "00000000-0000-4000-8000-000000000000");
    let wrong = rehearsal.form().replace(secret.reveal(), "00000000-0000-4000-8000-000000000000");
    for (host, form) in
        [(SANDBOX_OAUTH, &unknown), (SANDBOX_OAUTH, &wrong), (PRODUCTION_OAUTH, &rehearsal.form())]
    {
        let answer = rehearsal.ask_token(host, form).await;
        answer.is(400, &[JSON, NO_STORE, NO_CACHE], r#"{"error":"invalid_client"}"#);
        assert_eq!(rehearsal.refused_by("piste.token"), "PISTE-TOKEN-02");
    }
}

#[tokio::test]
async fn piste_token_02_the_status_of_invalid_client_is_a_knob() {
    let rehearsal = Rehearsal::open().await;
    rehearsal.piste.arrange(|piste, _| piste.knobs.invalid_client_status = 401);
    let answer = rehearsal.ask_token(PRODUCTION_OAUTH, &rehearsal.form()).await;
    answer.is(401, &[JSON, NO_STORE, NO_CACHE], r#"{"error":"invalid_client"}"#);
}

#[tokio::test]
async fn piste_token_03_a_token_is_54_letters_and_digits_good_for_3600_seconds() {
    let rehearsal = Rehearsal::open().await;
    let answer = rehearsal.ask_token(SANDBOX_OAUTH, &rehearsal.form()).await;
    let json = answer.json();
    let token = json["access_token"].as_str().unwrap();
    assert_eq!(token.len(), 54);
    assert!(token.chars().all(|character| character.is_ascii_alphanumeric()));
    let body = format!(
        r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":3600,"scope":"openid"}}"#
    );
    answer.is(200, &[JSON, NO_STORE, NO_CACHE], &body);
    assert_ne!(rehearsal.token().await, token);
}

#[tokio::test]
async fn piste_token_04_a_secret_is_read_whether_it_was_encoded_or_not() {
    let rehearsal = Rehearsal::open().await;
    rehearsal.piste.arrange(|piste, _| {
        let client_id = rehearsal.application.client_id.clone();
        let application = piste.applications.by_client_id_mut(&client_id).unwrap();
        application.secret = Secret::new("a+b/c=d==".to_owned());
    });
    for secret in ["a+b/c=d==", "a%2Bb%2Fc%3Dd%3D%3D", "a%2bb/c%3dd=="] {
        let form = rehearsal.form().replace(rehearsal.application.secret.reveal(), secret);
        assert_eq!(rehearsal.ask_token(SANDBOX_OAUTH, &form).await.status, 200, "{secret}");
    }
}

#[tokio::test]
async fn piste_token_05_a_scope_may_be_left_out_and_an_unknown_one_is_refused() {
    let rehearsal = Rehearsal::open().await;
    for (scope, granted) in [
        ("", "openid"),
        ("&scope=", "openid"),
        ("&scope=openid+resource.READ", "openid resource.READ"),
        ("&scope=openid%20resource.READ", "openid resource.READ"),
    ] {
        let form = rehearsal.form().replace("&scope=openid", scope);
        let answer = rehearsal.ask_token(SANDBOX_OAUTH, &form).await;
        assert_eq!(answer.json()["scope"], granted);
    }
    let form = rehearsal.form().replace("&scope=openid", "&scope=openid+everything");
    let answer = rehearsal.ask_token(SANDBOX_OAUTH, &form).await;
    answer.is(400, &[JSON, NO_STORE, NO_CACHE], r#"{"error":"invalid_scope"}"#);
    assert_eq!(rehearsal.refused_by("piste.token"), "PISTE-TOKEN-05");
}

#[tokio::test]
async fn piste_token_06_credentials_by_http_basic_are_a_knob() {
    let rehearsal = Rehearsal::open().await;
    let Application { client_id, secret, .. } = &rehearsal.application;
    let basic = behind_piste::cpro_account(client_id, secret.reveal());
    let ask = || Request {
        method: "POST",
        path: "/api/oauth/token",
        headers: vec![("authorization", format!("Basic {basic}"))],
        body: b"grant_type=client_credentials".to_vec(),
    };
    let answer = rehearsal.send(SANDBOX_OAUTH, ask()).await;
    answer.is(400, &[JSON, NO_STORE, NO_CACHE], r#"{"error":"invalid_client"}"#);
    assert_eq!(rehearsal.refused_by("piste.token"), "PISTE-TOKEN-06");
    rehearsal.piste.arrange(|piste, _| piste.knobs.basic_is_accepted = true);
    assert_eq!(rehearsal.send(SANDBOX_OAUTH, ask()).await.status, 200);
}

#[tokio::test]
async fn piste_token_07_a_missing_or_repeated_parameter_is_an_invalid_request() {
    let rehearsal = Rehearsal::open().await;
    let missing = rehearsal.form().replace("grant_type=client_credentials&", "");
    let repeated = format!("{}&scope=openid", rehearsal.form());
    for form in [missing, repeated] {
        let answer = rehearsal.ask_token(SANDBOX_OAUTH, &form).await;
        answer.is(400, &[JSON, NO_STORE, NO_CACHE], r#"{"error":"invalid_request"}"#);
        assert_eq!(rehearsal.refused_by("piste.token"), "PISTE-TOKEN-07");
    }
}

#[tokio::test]
async fn piste_token_08_a_disabled_application_gets_no_token() {
    let rehearsal = Rehearsal::open().await;
    disable(&rehearsal);
    let answer = rehearsal.ask_token(SANDBOX_OAUTH, &rehearsal.form()).await;
    answer.is(400, &[JSON, NO_STORE, NO_CACHE], r#"{"error":"invalid_client"}"#);
    assert_eq!(rehearsal.refused_by("piste.token"), "PISTE-TOKEN-08");
}

#[tokio::test]
async fn piste_gateway_01_a_call_without_a_bearer_is_answered_400() {
    let rehearsal = Rehearsal::open().await;
    let challenge = "Bearer realm=\"PISTE\",error=\"invalid_request\",\
                     error_description=\"Unable to find token in the message\"";
    let basic = vec![("authorization", "Basic bG9naW46cGFzc3dvcmQ=".to_owned())];
    for headers in [vec![], basic, vec![("authorization", "Bearer ".to_owned())]] {
        let answer = rehearsal.post(DEPOSIT, headers, "{}").await;
        answer.is(400, &[JSON, ("www-authenticate", challenge)], "");
        assert_eq!(rehearsal.refused_by("piste.gateway"), "PISTE-GATEWAY-01");
    }
}

#[tokio::test]
async fn piste_gateway_02_the_realm_says_whether_the_route_is_declared() {
    let rehearsal = Rehearsal::open().await;
    let answer = rehearsal.post("/cpro/factures/v1/consulter/cr", vec![], "{}").await;
    let challenge = "Bearer realm=\"DefaultRealm\",error=\"invalid_request\",\
                     error_description=\"Unable to find token in the message\"";
    answer.is(400, &[JSON, ("www-authenticate", challenge)], "");
}

#[tokio::test]
async fn piste_gateway_03_a_token_that_was_never_issued_is_answered_401() {
    let rehearsal = Rehearsal::open().await;
    let answer = rehearsal.post(DEPOSIT, rehearsal.headers(&"A".repeat(54)), "{}").await;
    answer.is(401, &[JSON, ("www-authenticate", UNKNOWN_TOKEN)], "");
    assert_eq!(rehearsal.refused_by("piste.gateway"), "PISTE-GATEWAY-03");
}

const UNKNOWN_TOKEN: &str = "Bearer realm=\"PISTE\",error=\"invalid_token\",\
    error_description=\"Unable to find the access token in persistent storage.\"";

#[tokio::test]
async fn piste_gateway_04_a_token_is_good_for_3599_seconds_and_over_after_3600() {
    let rehearsal = Rehearsal::open().await;
    let headers = rehearsal.headers(&rehearsal.token().await);
    rehearsal.pass(3599);
    assert_eq!(health(&rehearsal, headers.clone()).await.status, 200);
    rehearsal.pass(1);
    let challenge = "Bearer realm=\"PISTE\",error=\"invalid_token\",\
                     error_description=\"The access token expired.\"";
    let answer = health(&rehearsal, headers).await;
    answer.is(401, &[JSON, ("www-authenticate", challenge)], "");
    assert_eq!(rehearsal.refused_by("piste.gateway"), "PISTE-GATEWAY-04");
}

#[tokio::test]
async fn piste_gateway_05_the_token_of_a_disabled_application_is_answered_401() {
    let rehearsal = Rehearsal::open().await;
    let headers = rehearsal.headers(&rehearsal.token().await);
    disable(&rehearsal);
    let challenge = "Bearer realm=\"PISTE\",error=\"invalid_token\",\
                     error_description=\"The client app was not found or is disabled.\"";
    let answer = health(&rehearsal, headers).await;
    answer.is(401, &[JSON, ("www-authenticate", challenge)], "");
    assert_eq!(rehearsal.refused_by("piste.gateway"), "PISTE-GATEWAY-05");
}

#[tokio::test]
async fn piste_gateway_06_an_undeclared_route_or_method_is_answered_403_and_fails_a_scenario() {
    let rehearsal = Rehearsal::open().await;
    let headers = rehearsal.headers(&rehearsal.token().await);
    for (method, path) in
        [("POST", "/cpro/transverses/v1/consulter/cr"), ("GET", DEPOSIT), ("POST", "/")]
    {
        let before = rehearsal.entries().len();
        let request = Request { method, path, headers: headers.clone(), body: b"{}".to_vec() };
        let answer = rehearsal.send(SANDBOX_API, request).await;
        answer.is(403, &[JSON], "");
        assert_eq!(rehearsal.entries().len(), before + 1, "it was not let in");
        let asked = format!("{method} {path}");
        let last = rehearsal.entries().pop().unwrap();
        assert_eq!(last.outcome, Outcome::Unknown { asked });
    }
}

#[tokio::test]
async fn piste_gateway_07_an_api_that_was_not_selected_is_answered_403() {
    let rehearsal = Rehearsal::open().await;
    change(&rehearsal, |application| assert!(application.selected.remove(FACTURES)));
    let headers = rehearsal.headers(&rehearsal.token().await);
    rehearsal.call(DEPOSIT, serde_json::json!({})).await.is(403, &[JSON], "");
    assert_eq!(rehearsal.refused_by("piste.gateway"), "PISTE-GATEWAY-07");
    assert_eq!(health(&rehearsal, headers).await.status, 200, "the other API is still selected");
}

#[tokio::test]
async fn piste_gateway_08_terms_of_use_that_were_not_accepted_are_answered_403() {
    let rehearsal = Rehearsal::open().await;
    change(&rehearsal, |application| assert!(application.consented.remove(TRANSVERSES)));
    let headers = rehearsal.headers(&rehearsal.token().await);
    health(&rehearsal, headers).await.is(403, &[JSON], "");
    assert_eq!(rehearsal.refused_by("piste.gateway"), "PISTE-GATEWAY-08");
}

#[tokio::test]
async fn piste_gateway_09_a_sandbox_token_is_unknown_in_production() {
    let rehearsal = Rehearsal::open().await;
    let headers = rehearsal.headers(&rehearsal.token().await);
    let request =
        Request { method: "GET", path: HEALTH_CHECK, headers: headers.clone(), body: vec![] };
    let answer = rehearsal.send(PRODUCTION_API, request).await;
    answer.is(401, &[JSON, ("www-authenticate", UNKNOWN_TOKEN)], "");
    assert_eq!(health(&rehearsal, headers).await.status, 200);
}

#[tokio::test]
async fn production_has_credentials_of_its_own() {
    let rehearsal = Rehearsal::open().await;
    let production = subscribed(&rehearsal.piste, "MON_APPLICATION", Environment::Production);
    let Application { client_id, secret, .. } = &rehearsal.application;
    let form = rehearsal
        .form()
        .replace(client_id, &production.client_id)
        .replace(secret.reveal(), production.secret.reveal());
    assert_eq!(rehearsal.ask_token(PRODUCTION_OAUTH, &form).await.status, 200);
    assert_eq!(rehearsal.ask_token(SANDBOX_OAUTH, &form).await.status, 400);
}

#[tokio::test]
async fn a_quota_is_a_fault_on_the_gateway() {
    let rehearsal = Rehearsal::open().await;
    let verdict = Verdict::Answer { status: 429, body: String::new() };
    let operation = "piste.gateway".to_owned();
    let faults = &rehearsal.piste.office().faults;
    faults.ask(Fault::next(operation, verdict).after(1));
    let headers = rehearsal.headers(&rehearsal.token().await);
    let mut statuses = vec![];
    for _ in 0..3 {
        statuses.push(health(&rehearsal, headers.clone()).await.status);
    }
    assert_eq!(statuses, [200, 429, 200]);
    assert_eq!(rehearsal.piste.office().faults.unused(), []);
}

#[tokio::test]
async fn the_journal_names_tokens_and_shows_no_secret() {
    let rehearsal = Rehearsal::open().await;
    let token = rehearsal.token().await;
    health(&rehearsal, rehearsal.headers(&token)).await;
    rehearsal.ask_token(PRODUCTION_OAUTH, &rehearsal.form()).await;
    let journal = serde_json::to_string(&rehearsal.entries()).unwrap();
    for secret in
        [token.as_str(), rehearsal.application.secret.reveal(), rehearsal.account.password.reveal()]
    {
        assert!(!journal.contains(secret), "the journal shows a secret");
    }
    let entries = rehearsal.entries();
    let of_piste: Vec<_> = entries.iter().filter(|entry| entry.actor == "piste").collect();
    assert_eq!(of_piste[0].fields["token"], "token#1");
    assert_eq!(of_piste[1].fields["token"], "token#1");
    assert_eq!(of_piste[1].fields["api"], TRANSVERSES);
}

async fn health(
    rehearsal: &Rehearsal,
    headers: Vec<(&'static str, String)>,
) -> behind_piste::Answer {
    let request = Request { method: "GET", path: HEALTH_CHECK, headers, body: vec![] };
    rehearsal.send(SANDBOX_API, request).await
}

fn disable(rehearsal: &Rehearsal) {
    change(rehearsal, |application| application.enabled = false);
}

fn change(rehearsal: &Rehearsal, change: impl FnOnce(&mut Application)) {
    let client_id = &rehearsal.application.client_id;
    rehearsal.piste.arrange(|piste, _| {
        change(piste.applications.by_client_id_mut(client_id).unwrap());
    });
}
