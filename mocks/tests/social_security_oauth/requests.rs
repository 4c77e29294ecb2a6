//! What is refused before anybody looks at who asks: where, how, and with which parameters.

use raccord_mocks::social_security::oauth::UnreadableAssertion;
use serde_json::json;

use crate::world::{
    CLIENT_ID, FIRST, JWT_BEARER, PRODUCTION, SIMULATION, Served, TOKEN, encoded, form, sign,
};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const METADATA: &str = "/.well-known/oauth-authorization-server/REST/oauth/v5";

#[tokio::test]
async fn ss_oauth_01_a_token_is_asked_for_with_post_alone() {
    let served = Served::open().await;
    let body = form(&served.assertion());
    for method in ["GET", "PUT", "DELETE", "OPTIONS"] {
        let answer = served.send(PRODUCTION, method, TOKEN, &[FORM], &body).await;
        assert_eq!((answer.status, &*answer.headers["allow"]), (405, "POST"));
        served.told("SS-OAUTH-01", &[method, "expected POST"]);
    }
}

#[tokio::test]
async fn ss_oauth_02_a_request_that_is_no_form_is_an_invalid_request() {
    let served = Served::open().await;
    let body = form(&served.assertion());
    for media_type in ["application/json", "multipart/form-data; boundary=x", "", "form"] {
        let headers = [("content-type", media_type)];
        let answer = served.send(PRODUCTION, "POST", TOKEN, &headers, &body).await;
        answer.is_error(400, "invalid_request");
        served.told("SS-OAUTH-02", &["expected `application/x-www-form-urlencoded`"]);
    }
    served.send(PRODUCTION, "POST", TOKEN, &[], &body).await.is_error(400, "invalid_request");
    served.told("SS-OAUTH-02", &["the body is `nothing`"]);
    for media_type in
        ["application/x-www-form-urlencoded;charset=UTF-8", "Application/X-WWW-Form-URLencoded"]
    {
        let headers = [("content-type", media_type)];
        served.send(PRODUCTION, "POST", TOKEN, &headers, &body).await.is_granted();
    }
}

#[tokio::test]
async fn ss_oauth_02_a_form_that_is_too_large_is_read_to_its_end_and_refused() {
    let served = Served::open().await;
    let body = format!("{}&more={}", form(&served.assertion()), "x".repeat(5_000_000));
    served.ask(&body).await.is_error(400, "invalid_request");
    served.told("SS-OAUTH-02", &["65536 octets at most"]);
}

#[tokio::test]
async fn ss_oauth_03_simulation_has_no_token_server() {
    let served = Served::open().await;
    let body = form(&served.assertion());
    for (method, path) in [
        ("POST", TOKEN),
        ("POST", "/REST/oauth/v3/token"),
        ("GET", "/REST/oauth/v5/jwks"),
        ("GET", METADATA),
    ] {
        let answer = served.send(SIMULATION, method, path, &[FORM], &body).await;
        assert_eq!((answer.status, &*answer.body), (404, ""), "{path}");
        served.told("SS-OAUTH-03", &[SIMULATION, "https://services.socialsecurity.be/REST/oauth"]);
    }
}

#[tokio::test]
async fn ss_oauth_04_the_versions_before_answer_no_more() {
    let served = Served::open().await;
    let body = form(&served.assertion());
    for path in ["/REST/oauth/v3/token", "/REST/oauth/v3/introspect", "/REST/oauth/v4/token"] {
        let answer = served.send(PRODUCTION, "POST", path, &[FORM], &body).await;
        assert_eq!((answer.status, &*answer.body), (404, ""), "{path}");
        served.told("SS-OAUTH-04", &[path, "version 5"]);
    }
}

#[tokio::test]
async fn ss_oauth_05_only_client_credentials_is_granted() {
    let served = Served::open().await;
    for grant in ["password", "Client_Credentials", "urn:ietf:params:oauth:grant-type:jwt-bearer"] {
        let body = form(&served.assertion()).replace("client_credentials", grant);
        served.ask(&body).await.is_error(400, "unsupported_grant_type");
        served.told("SS-OAUTH-05", &[grant, "expected `client_credentials`"]);
    }
}

#[tokio::test]
async fn ss_oauth_06_a_grant_type_that_is_missing_or_empty_is_an_invalid_request() {
    let served = Served::open().await;
    let body = form(&served.assertion());
    for instead in ["", "grant_type=&"] {
        let body = body.replace("grant_type=client_credentials&", instead);
        served.ask(&body).await.is_error(400, "invalid_request");
        served.told("SS-OAUTH-06", &["grant_type=client_credentials"]);
    }
}

#[tokio::test]
async fn ss_oauth_07_a_parameter_that_is_said_twice_is_an_invalid_request() {
    let served = Served::open().await;
    let body = form(&served.assertion());
    for pair in ["grant_type=client_credentials", "client_assertion=a.b.c", "scope=a&scope=b"] {
        served.ask(&format!("{body}&{pair}")).await.is_error(400, "invalid_request");
        served.told("SS-OAUTH-07", &[pair.split('=').next().unwrap(), "said twice"]);
    }
    // What is empty counts as left out, and what nobody knows counts for nothing.
    served.ask(&format!("{body}&grant_type=&scope=&x=1&x=2")).await.is_granted();
}

#[tokio::test]
async fn ss_oauth_08_a_client_without_an_assertion_is_an_invalid_request() {
    let served = Served::open().await;
    let body = form(&served.assertion());
    let kind: String = form_urlencoded::byte_serialize(JWT_BEARER.as_bytes()).collect();
    let saml = "urn:ietf:params:oauth:client-assertion-type:saml2-bearer";
    for (found, instead, word) in [
        (kind.as_str(), "", "client_assertion_type="),
        (kind.as_str(), saml, saml),
        ("client_assertion=", "other=", "there is no `client_assertion`"),
    ] {
        served.ask(&body.replacen(found, instead, 1)).await.is_error(400, "invalid_request");
        served.told("SS-OAUTH-08", &[word, JWT_BEARER]);
    }
}

#[tokio::test]
async fn ss_oauth_08_what_is_answered_to_a_missing_assertion_is_a_knob() {
    let served = Served::open().await;
    served.set(|knobs| {
        knobs.unreadable_assertion = UnreadableAssertion::InvalidClient;
        knobs.invalid_client_status = 401;
    });
    served.ask("grant_type=client_credentials").await.is_error(401, "invalid_client");
    served.ask_with("a.b").await.is_error(401, "invalid_client");
}

#[tokio::test]
async fn ss_oauth_09_what_is_no_single_signed_jwt_is_an_invalid_request() {
    let served = Served::open().await;
    let good = served.assertion();
    let parts: Vec<_> = good.split('.').collect();
    let claims = served.claims();
    let critical = sign(&json!({"alg": "RS256", "crit": ["exp"]}), &claims, &FIRST.key);
    for (assertion, word) in [
        (parts[..2].join("."), "2 parts"),
        (format!("{good}.x.y"), "encrypted"),
        (format!("{good} {good}"), "exactly one signed JWT"),
        (format!("{good}=="), "without `=`"),
        (format!("{}.{}.{}", parts[0], encoded("[]"), parts[2]), "claims is no JSON object"),
        (format!("{}.{}.{}", encoded("{"), parts[1], parts[2]), "header is no JSON object"),
        (critical, "crit"),
        ("x".repeat(20_000), "20000 characters"),
    ] {
        served.ask_with(&assertion).await.is_error(400, "invalid_request");
        served.told("SS-OAUTH-09", &[word]);
    }
}

#[tokio::test]
async fn ss_oauth_10_credentials_in_a_header_are_answered_with_a_challenge() {
    let served = Served::open().await;
    let body = form(&served.assertion());
    for (authorization, challenge) in [
        ("Basic c2VydmljZTpzZWNyZXQ=", "Basic realm=\"socialsecurity.be\""),
        ("Bearer abc", "Bearer realm=\"socialsecurity.be\""),
        ("\"odd\"", "Basic realm=\"socialsecurity.be\""),
    ] {
        let headers = [FORM, ("authorization", authorization)];
        for body in [&*body, "grant_type=client_credentials"] {
            let answer = served.send(PRODUCTION, "POST", TOKEN, &headers, body).await;
            answer.is_error(401, "invalid_client");
            assert_eq!(answer.headers["www-authenticate"], challenge);
            served.told("SS-OAUTH-10", &["does not support"]);
        }
    }
}

#[tokio::test]
async fn ss_oauth_11_there_are_no_client_secrets() {
    let served = Served::open().await;
    let secret = format!("client_id={CLIENT_ID}&client_secret=s3cret");
    served
        .ask(&format!("grant_type=client_credentials&{secret}"))
        .await
        .is_error(400, "invalid_client");
    served.told("SS-OAUTH-11", &["knows no secrets"]);
    served
        .ask(&format!("{}&{secret}", form(&served.assertion())))
        .await
        .is_error(400, "invalid_request");
    served.told("SS-OAUTH-11", &["beside an assertion"]);
    assert!(!serde_json::to_string(&served.entries()).unwrap().contains("s3cret"));
}
