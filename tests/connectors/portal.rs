//! The manager's steps in the portal.

use raccord::connectors::chorus_pro::portal::Portal;
use raccord::connectors::pages::PortalError;
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::{http, secret};

fn portal(server: &MockServer) -> Portal {
    Portal::new(http(), server.uri(), "manager@example.org".into(), secret("password"))
}

async fn page(server: &MockServer, at: &str, status: u16, html: &str) {
    Mock::given(method("GET"))
        .and(path(at))
        .respond_with(ResponseTemplate::new(status).set_body_raw(html, "text/html; charset=utf-8"))
        .mount(server)
        .await;
}

#[tokio::test]
async fn a_refusal_is_told_with_the_rule_and_the_words_of_the_page() {
    let server = MockServer::start().await;
    let html = "<p role=\"alert\" data-rule=\"CPP-PORTAL-12\">Fiche <b>inconnue</b></p>";
    page(&server, "/raccordements/fiches/9", 404, html).await;
    let Err(PortalError::Refused(refusal)) = portal(&server).sheet("/raccordements/fiches/9").await
    else {
        panic!("expected a refusal")
    };
    let (status, rule, words) = (refusal.status, &*refusal.rule, &*refusal.words);
    assert_eq!((status, rule, words), (404, "CPP-PORTAL-12", "Fiche inconnue"));
}

#[tokio::test]
async fn a_page_that_changed_is_told_by_what_it_lacks() {
    let server = MockServer::start().await;
    page(&server, "/raccordements/fiches/9", 200, "<main>nothing that is known</main>").await;
    let error = portal(&server).sheet("/raccordements/fiches/9").await.unwrap_err();
    let expected = "the page /raccordements/fiches/9 lacks a sheet; the portal may have changed";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn the_period_is_sent_as_it_is_pre_filled_or_cleared() {
    for (clear, sent) in [(false, "2026-03-02"), (true, "")] {
        let server = MockServer::start().await;
        Mock::given(path("/raccordements/fiches"))
            .and(query_param("periode", sent))
            .respond_with(
                ResponseTemplate::new(200)
                    .set_body_raw("<p id=nombre data-lines=0>none</p>", "text/html"),
            )
            .expect(1)
            .mount(&server)
            .await;
        page(&server, "/raccordements/fiches", 200, "<input id=periode value=2026-03-02>").await;
        let found = portal(&server).find_sheet("VFE012", clear).await;
        assert!(matches!(found, Ok(None)), "{found:?}");
    }
}
