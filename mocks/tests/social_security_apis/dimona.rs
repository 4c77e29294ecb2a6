//! Dimona: what is taken, from whom and for whom.

use raccord_mocks::social_security::chaman::permission::{DIMONA_CONSULT, DIMONA_DECLARANT};
use raccord_mocks::social_security::directory::Quality;
use raccord_mocks::social_security::mahis::Group;
use serde_json::{Value, json};

use crate::world::{
    DECLARATIONS, EMPLOYER, EMPLOYER_ID, MANDATARY, OTHER, PRODUCTION, SSIN, World, entry, header,
    problem,
};

#[tokio::test]
async fn ss_dimona_01_a_declaration_is_answered_with_its_place_and_nothing_else() {
    let world = World::new().await;
    let response = world.declare(&world.dimona(EMPLOYER), &entry(EMPLOYER)).await;
    assert_eq!(response.status(), 201);
    let location = header(&response, "location").to_owned();
    assert_eq!(response.text().await.unwrap(), "");
    let number = location.strip_prefix(&format!("{PRODUCTION}{DECLARATIONS}/")).unwrap();
    assert_eq!(number.len(), 12);
    let journal = world.last("dimona.declare");
    assert_eq!(journal.fields["declaration"], number);
    assert_eq!(journal.fields["principal"], EMPLOYER);
    assert_eq!(journal.fields["token"], "token#1");
    assert_eq!(journal.fields["client-id"], "self_service_chaman_312045_k3v9x0q2za");
}

#[tokio::test]
async fn ss_dimona_02_ss_dimona_03_ss_dimona_04_a_result_is_there_after_a_while_and_not_before() {
    let world = World::new().await;
    let token = world.dimona(EMPLOYER);
    let place = world.declared(&token, &entry(EMPLOYER)).await;
    world.after_ms(2_999).await;
    let early = world.get(&place, &token).send().await.unwrap();
    let early = problem(early, 404, "resourceNotFound").await;
    assert_eq!(early["issues"][0]["name"], "declarationId");
    assert_eq!(world.refused_by("dimona.consult"), "SS-DIMONA-02");
    world.after_ms(1).await;
    let response = world.get(&place, &token).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let shown: Value = response.json().await.unwrap();
    let number = place.rsplit('/').next().unwrap();
    let status = &shown["declarationStatus"];
    assert_eq!(status["declarationId"].to_string(), number);
    assert_eq!((&status["result"], &status["anomalies"]), (&json!("A"), &json!([])));
    let period = status["period"]["id"].as_u64().unwrap();
    assert!(status["period"]["href"].as_str().unwrap().ends_with(&format!("/periods/{period}")));
    assert_eq!(shown["employer"], json!({"enterpriseNumber": EMPLOYER, "employerId": EMPLOYER_ID}));
    assert_eq!(shown["worker"]["ssin"], SSIN);
    assert_eq!(shown["dimonaIn"], entry(EMPLOYER)["dimonaIn"]);
    assert_eq!(world.last("dimona.process").fields["result"], "A");
    let unknown = format!("{PRODUCTION}{DECLARATIONS}/123456789012");
    let unknown = world.get(&unknown, &token).send().await.unwrap();
    problem(unknown, 404, "resourceNotFound").await;
}
