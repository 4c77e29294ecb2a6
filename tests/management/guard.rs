//! Who may ask, and who may not.

use std::io::Read as _;
use std::net::TcpStream;
use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use crate::serving::{Answer, Serving, answer};

/// Asks for the clock with some headers in place of what a client would send.
async fn clock_with(serving: &Serving, headers: &[(&str, &str)]) -> Answer {
    let request = serving.client.request(Method::GET, serving.url("/__admin/clock"));
    answer(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)))
        .await
}

#[tokio::test]
async fn nothing_is_told_without_the_token_but_what_is_public() {
    let serving = Serving::open().await;
    let token = serving.management.token().reveal().to_owned();
    assert_eq!(token.len(), 64);
    let other = token.chars().rev().collect::<String>();
    for authorization in [
        "",
        "Bearer",
        "Bearer ",
        &format!("Basic {token}"),
        &format!("Bearer {other}"),
        &format!("Bearer {token}0"),
    ] {
        let refused = clock_with(&serving, &[("authorization", authorization)]).await;
        let problem = refused.expect_problem(401, "no-token");
        assert_eq!(refused.header("www-authenticate"), "Bearer realm=\"raccord\"");
        assert!(!problem.to_string().contains(&token), "{problem}");
    }
    clock_with(&serving, &[("authorization", &format!("bearer {token}"))]).await.expect_ok();
    for path in ["health", "livez", "readyz", "version", "ca/root.pem", "openapi.json"] {
        let open = answer(serving.client.get(serving.url(&format!("/__admin/{path}")))).await;
        assert_eq!(open.status, 200, "{path}: {open:?}");
    }
}

#[tokio::test]
async fn a_name_that_somebody_points_at_this_machine_is_refused() {
    let serving = Serving::open().await;
    let token = format!("Bearer {}", serving.management.token().reveal());
    for host in
        ["attacker.example:9782", "127.0.0.1.attacker.example", "10.0.0.1", "", "a@localhost"]
    {
        let refused = clock_with(&serving, &[("authorization", &token), ("host", host)]).await;
        refused.expect_problem(421, "not-loopback");
    }
    for host in ["localhost:9782", "127.0.0.2", "[::1]:1", "raccord.localhost"] {
        clock_with(&serving, &[("authorization", &token), ("host", host)]).await.expect_ok();
    }
}

#[tokio::test]
async fn a_page_of_another_site_is_refused_even_with_the_token_and_no_page_is_invited() {
    let serving = Serving::open().await;
    let token = format!("Bearer {}", serving.management.token().reveal());
    for origin in ["https://attacker.example", "null", "http://localhost:3000", "http://127.0.0.1"]
    {
        let headers = [("authorization", &*token), ("origin", origin)];
        let refused = clock_with(&serving, &headers).await;
        refused.expect_problem(403, "foreign-origin");
        assert!(refused.headers.keys().all(|it| !it.as_str().starts_with("access-control")));
    }
    let own = serving.management.url();
    clock_with(&serving, &[("authorization", &token), ("origin", &own)]).await.expect_ok();
}

#[tokio::test]
async fn only_json_is_taken_so_that_no_form_of_another_site_reaches_anything() {
    let serving = Serving::open().await;
    let advance = || serving.request(Method::POST, "/__admin/clock/advance");
    let body = r#"{"duration":"1h"}"#;
    for media in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        let refused = answer(advance().header("content-type", media).body(body)).await;
        let problem = refused.expect_problem(415, "media-type");
        assert!(problem["detail"].as_str().unwrap().contains(media), "{problem}");
    }
    answer(advance().body(body)).await.expect_problem(415, "media-type");
    let utf_8 = advance().header("content-type", "application/json; charset=utf-8");
    answer(utf_8.body(body)).await.expect_ok();
}

#[tokio::test]
async fn every_answer_says_how_it_may_be_used() {
    let serving = Serving::open().await;
    let answers = [
        answer(serving.request(Method::GET, "/__admin/clock")).await,
        answer(serving.client.get(serving.url("/__admin/clock"))).await,
        answer(serving.request(Method::GET, "/nowhere")).await,
    ];
    for answer in answers {
        assert_eq!(answer.header("cache-control"), "no-store", "{answer:?}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"));
        assert_eq!(answer.header("access-control-allow-origin"), "");
    }
}

#[tokio::test]
async fn what_is_asked_wrongly_is_told_with_what_was_expected() {
    let serving = Serving::open().await;
    let advance = "/__admin/clock/advance";
    let detail = |problem: serde_json::Value| problem["detail"].as_str().unwrap().to_owned();
    let unknown = serving.post(advance, json!({"durations": "1h"})).await;
    let told = detail(unknown.expect_problem(400, "body"));
    assert!(told.contains("unknown field `durations`, expected `duration`"), "{told}");
    let no_duration = serving.post(advance, json!({"duration": "soon"})).await;
    let told = detail(no_duration.expect_problem(400, "body"));
    assert!(told.contains("found `soon`, expected a duration such as 20d, 12h or 2w"), "{told}");
    let query = answer(serving.request(Method::GET, "/__admin/journal?operations=x")).await;
    let told = detail(query.expect_problem(400, "query"));
    assert!(told.contains("unknown field `operations`"), "{told}");
    let tenant = answer(serving.request(Method::GET, "/__admin/clock?tenant=nobody")).await;
    let told = detail(tenant.expect_problem(404, "unknown-tenant"));
    assert!(told.contains("found the tenant `nobody`, expected one of `default`"), "{told}");
    let path = answer(serving.request(Method::GET, "/__admin/clocks?x=1")).await;
    assert_eq!(path.expect_problem(404, "unknown-path")["instance"], "/__admin/clocks");
    let method = answer(serving.request(Method::DELETE, "/__admin/clock")).await;
    method.expect_problem(405, "unknown-method");
    assert_eq!(method.header("allow"), "GET,HEAD");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let serving = Serving::open().await;
    let body = json!({"duration": "1h", "and": "x".repeat(2 * 1024 * 1024)});
    serving.post("/__admin/clock/advance", body).await.expect_problem(413, "too-large");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_port_ends_every_connection_when_it_closes() {
    let serving = Serving::open().await;
    let mut idle = TcpStream::connect(serving.management.address()).unwrap();
    serving.get("/__admin/clock").await;
    drop(serving);
    idle.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    assert_eq!(idle.read(&mut [0; 16]).unwrap(), 0);
}
