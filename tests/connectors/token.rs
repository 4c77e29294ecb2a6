//! Tokens.

use raccord::connectors::piste::{Piste, TokenError};
use wiremock::matchers::{body_string_contains, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::{http, secret};

async fn ask(answer: ResponseTemplate) -> Result<u32, TokenError> {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/api/oauth/token"))
        .and(body_string_contains("grant_type=client_credentials"))
        .and(body_string_contains("client_secret=p%2Bq%2Fr%3D"))
        .respond_with(answer)
        .expect(1)
        .mount(&server)
        .await;
    let piste =
        Piste { origin: server.uri(), client_id: "id".into(), client_secret: secret("p+q/r=") };
    piste.token(&http()).await.map(|token| token.expires_in_s)
}

#[tokio::test]
async fn a_token_is_kept_with_its_lifetime_and_the_secret_is_sent_encoded() {
    let body = r#"{"access_token":"abc","token_type":"Bearer","expires_in":3600}"#;
    let lifetime = ask(ResponseTemplate::new(200).set_body_raw(body, "application/json")).await;
    assert_eq!(lifetime.unwrap(), 3600);
}

#[tokio::test]
async fn an_empty_token_is_no_token() {
    let body = r#"{"access_token":"","token_type":"Bearer","expires_in":3600}"#;
    let answer = ask(ResponseTemplate::new(200).set_body_raw(body, "application/json")).await;
    assert!(matches!(answer, Err(TokenError::Empty)));
}

#[tokio::test]
async fn a_refusal_is_told_with_its_error_where_it_has_one() {
    let refused = |status| ResponseTemplate::new(status);
    let json = refused(400).set_body_raw(r#"{"error":"invalid_client"}"#, "application/json");
    for (answer, expected) in
        [(json, (400, "invalid_client")), (refused(503).set_body_string("busy"), (503, ""))]
    {
        let Err(TokenError::Refused { status, error, .. }) = ask(answer).await else {
            panic!("expected a refusal")
        };
        assert_eq!((status, &*error), expected);
    }
}

#[tokio::test]
async fn how_long_piste_wants_not_to_be_asked_is_told() {
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "30");
    let Err(TokenError::Refused { status, retry_after_s, .. }) = ask(busy).await else {
        panic!("expected a refusal")
    };
    assert_eq!((status, retry_after_s), (429, Some(30)));
}
