//! The manager's steps in the portal.

use raccord::connectors::chorus_pro::portal::Portal;
use raccord::connectors::pages::PortalError;
use wiremock::matchers::{body_string_contains, method, path, query_param};
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

#[tokio::test]
async fn a_deposit_is_answered_by_the_number_of_its_flow_whose_state_is_looked_at() {
    let server = MockServer::start().await;
    page(&server, "/factures/depot", 200, "<input name=jeton value=token-1>").await;
    Mock::given(method("POST"))
        .and(path("/factures/depot"))
        .and(body_string_contains("token-1"))
        .and(body_string_contains("12345678900011"))
        .and(body_string_contains("name=\"fichier\"; filename=\"F.xml\""))
        .and(body_string_contains("<Invoice/>"))
        .respond_with(
            ResponseTemplate::new(303).insert_header("location", "/factures/depot/CPP001-1"),
        )
        .expect(1)
        .mount(&server)
        .await;
    let flow = "<main id=flux data-flow=CPP001-1 data-state=IN_RECU></main>";
    page(&server, "/factures/depot/CPP001-1", 200, flow).await;
    let portal = portal(&server);
    let number = portal.deposit("12345678900011", "F.xml", b"<Invoice/>").await.unwrap();
    assert_eq!(number, "CPP001-1");
    assert_eq!(portal.deposit_state(&number).await.unwrap(), "IN_RECU");
}

#[tokio::test]
async fn a_deposit_that_leads_elsewhere_has_no_number() {
    for location in ["/factures/depot", "/accueil"] {
        let server = MockServer::start().await;
        page(&server, "/factures/depot", 200, "<input name=jeton value=token-1>").await;
        Mock::given(method("POST"))
            .respond_with(ResponseTemplate::new(303).insert_header("location", location))
            .mount(&server)
            .await;
        let error = portal(&server).deposit("1", "F.xml", b"<Invoice/>").await.unwrap_err();
        let expected =
            format!("the page {location} lacks the number of a flow; the portal may have changed");
        assert_eq!(error.to_string(), expected);
    }
}
