//! Calls of the API.

use raccord::connectors::chorus_pro::api::{ApiConnector as _, ApiError, ChorusProApi};
use raccord::connectors::chorus_pro::api_piste::ApiPiste;
use raccord::connectors::piste::Piste;
use serde_json::json;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::{http, secret};

const CALL: &str = "/cpro/transverses/v1/consulterCR";

/// A server that gives tokens, as many as are expected.
async fn server(tokens: u64) -> MockServer {
    let server = MockServer::start().await;
    let body = json!({ "access_token": "abc", "token_type": "Bearer", "expires_in": 3600 });
    Mock::given(path("/api/oauth/token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(body))
        .expect(tokens)
        .mount(&server)
        .await;
    server
}

fn connector(server: &MockServer) -> ApiPiste {
    let piste = Piste { origin: server.uri(), client_id: "id".into(), client_secret: secret("s") };
    let (login, password) = ("TECH_1@cpro.fr".to_owned(), secret("password"));
    let api = ChorusProApi { origin: server.uri(), login, password, piste };
    ApiPiste::new(http(), api, None)
}

fn unauthorized(error: &str) -> ResponseTemplate {
    let value = format!("Bearer realm=\"PISTE\",error=\"{error}\"");
    ResponseTemplate::new(401).insert_header("www-authenticate", &*value)
}

async fn answers(server: &MockServer, answer: ResponseTemplate, times: u64) {
    Mock::given(method("POST"))
        .and(path(CALL))
        // "TECH_1@cpro.fr:password"
        .and(header("cpro-account", "VEVDSF8xQGNwcm8uZnI6cGFzc3dvcmQ="))
        .and(header("authorization", "Bearer abc"))
        .respond_with(answer)
        .up_to_n_times(times)
        .expect(times)
        .mount(server)
        .await;
}

#[tokio::test]
async fn a_token_is_asked_for_once_and_kept() {
    let server = server(1).await;
    answers(&server, ResponseTemplate::new(200).set_body_json(json!({ "codeRetour": 0 })), 2).await;
    let mut connector = connector(&server);
    for _ in 0..2 {
        connector.call(CALL, &json!({})).await.unwrap();
    }
    assert_eq!(connector.memory().tokens_asked, 1);
}

#[tokio::test]
async fn a_token_that_is_over_is_replaced_and_the_call_made_once_more() {
    let server = server(2).await;
    answers(&server, ResponseTemplate::new(200).set_body_json(json!({ "codeRetour": 0 })), 1).await;
    let mut connector = connector(&server);
    connector.call(CALL, &json!({})).await.unwrap();
    answers(&server, unauthorized("invalid_token"), 1).await;
    answers(&server, ResponseTemplate::new(200).set_body_json(json!({ "codeRetour": 0 })), 1).await;
    connector.call(CALL, &json!({})).await.unwrap();
    assert_eq!(connector.memory().tokens_asked, 2);
}

#[tokio::test]
async fn a_new_token_that_is_refused_and_a_wrong_account_are_not_tried_again() {
    for error in ["invalid_token", "Unauthorized"] {
        let server = server(1).await;
        answers(&server, unauthorized(error), 1).await;
        let Err(ApiError::Refused(refusal)) = connector(&server).call(CALL, &json!({})).await
        else {
            panic!("expected a refusal")
        };
        assert_eq!(refusal.status, 401);
        assert!(refusal.www_authenticate.unwrap().contains(error));
    }
}

#[tokio::test]
async fn an_answer_200_with_another_code_retour_than_0_is_a_refusal() {
    let server = server(1).await;
    let body = json!({ "codeRetour": 20000, "libelle": "TRA_MSG_00.015" });
    answers(&server, ResponseTemplate::new(200).set_body_json(body), 1).await;
    let Err(ApiError::Refused(refusal)) = connector(&server).call(CALL, &json!({})).await else {
        panic!("expected a refusal")
    };
    assert_eq!(refusal.to_string(), "200, codeRetour 20000 `TRA_MSG_00.015`");
}

#[tokio::test]
async fn a_quota_and_a_body_that_is_no_json_are_told_apart_from_a_broken_connection() {
    let refused = server(1).await;
    answers(&refused, ResponseTemplate::new(429).set_body_string("slow down"), 1).await;
    let answer = connector(&refused).call(CALL, &json!({})).await;
    assert!(matches!(answer, Err(ApiError::Refused(refusal)) if refusal.status == 429));

    let cut = server(1).await;
    answers(&cut, ResponseTemplate::new(200).set_body_string("{\"codeRetour\":"), 1).await;
    assert!(matches!(connector(&cut).call(CALL, &json!({})).await, Err(ApiError::Http(_))));
}

#[tokio::test]
async fn a_deposit_whose_answer_cannot_be_read_is_no_refusal() {
    let server = server(1).await;
    let body = json!({ "codeRetour": 0, "numeroFluxDepot": 42, "dateDepot": "2026-01-01" });
    let answer = ResponseTemplate::new(200).set_body_json(body);
    Mock::given(method("POST")).respond_with(answer).with_priority(10).mount(&server).await;
    let deposited = connector(&server).deposit("a.xml", "IN_DP_E1_UBL_INVOICE", b"<a/>").await;
    assert!(matches!(deposited, Err(ApiError::Answer { .. })), "{deposited:?}");
}
