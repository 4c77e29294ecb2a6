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

/// The names of the issues of a body that is refused, and the rule in the journal.
async fn refused(world: &World, body: &Value) -> (Vec<String>, String) {
    let response = world.declare(&world.dimona(EMPLOYER), body).await;
    let found = problem(response, 400, "badRequest").await;
    let name = |issue: &Value| issue["name"].as_str().unwrap_or("the body").to_owned();
    let names = found["issues"].as_array().unwrap().iter().map(name).collect();
    (names, world.refused_by("dimona.declare"))
}

fn names(names: &[&str], rule: &str) -> (Vec<String>, String) {
    (names.iter().map(|name| (*name).to_owned()).collect(), rule.to_owned())
}

#[tokio::test]
async fn ss_dimona_07_an_entry_has_employer_worker_first_day_and_features() {
    let world = World::new().await;
    let body = json!({ "dimonaIn": {} });
    let expected = ["employer", "worker", "dimonaIn.startDate", "dimonaIn.features"];
    assert_eq!(refused(&world, &body).await, names(&expected, "SS-DIMONA-07"));
    let mut body = entry(EMPLOYER);
    body["employer"] = json!({});
    body["worker"] = json!({});
    body["dimonaIn"]["features"] = json!({});
    let expected = [
        "employer.enterpriseNumber",
        "worker.ssin",
        "dimonaIn.features.jointCommissionNumber",
        "dimonaIn.features.workerType",
    ];
    assert_eq!(refused(&world, &body).await, names(&expected, "SS-DIMONA-07"));
}

#[tokio::test]
async fn ss_dimona_07_a_body_has_exactly_one_action() {
    let world = World::new().await;
    let mut body = entry(EMPLOYER);
    body["dimonaCancel"] = json!({ "periodId": 1 });
    assert_eq!(refused(&world, &body).await, names(&["the body"], "SS-DIMONA-07"));
    assert_eq!(refused(&world, &json!({})).await, names(&["the body"], "SS-DIMONA-07"));
    for (action, missing) in [
        ("dimonaOut", ["dimonaOut.periodId", "dimonaOut.endDate"].as_slice()),
        ("dimonaUpdate", &["dimonaUpdate.periodId"]),
        ("dimonaCancel", &["dimonaCancel.periodId"]),
    ] {
        let body = json!({ action: {} });
        assert_eq!(refused(&world, &body).await, names(missing, "SS-DIMONA-07"));
    }
}

#[tokio::test]
async fn ss_dimona_07_what_known_clients_send_is_taken() {
    let world = World::new().await;
    let address = json!({
        "street": "Rue de la Loi", "houseNumber": "16", "boxNumber": null, "postCode": "1000",
        "municipality": { "code": 21004, "name": "Bruxelles" }, "country": 150,
    });
    let mut student = entry(EMPLOYER);
    student["dimonaIn"]["endDate"] = json!("2026-03-09");
    student["dimonaIn"]["plannedHoursNumber"] = json!(8.0);
    student["dimonaIn"]["features"] = json!({ "jointCommissionNumber": 200, "workerType": "STU" });
    student["dimonaIn"]["studentPlaceOfWork"] = json!({ "name": "Atelier", "address": address });
    let mut flexi = entry(EMPLOYER);
    for (name, value) in [
        ("startHour", json!("1700")),
        ("endDate", json!("2026-03-10")),
        ("endHour", json!("0130")),
        ("features", json!({ "jointCommissionNumber": "X".repeat(3), "workerType": "FLX" })),
    ] {
        flexi["dimonaIn"][name] = value;
    }
    let mut whole = entry(EMPLOYER);
    whole["employer"] = json!({ "employerId": EMPLOYER_ID });
    whole["worker"] = json!({
        "ssin": SSIN, "lastName": "Nom", "firstName": "Prénom", "birthDate": "1985-07-30",
        "placeOfBirth": "NAMUR", "countryOfBirth": 150, "nationality": 150, "gender": 1,
        "address": address,
    });
    for body in [student, flexi, whole] {
        assert_eq!(world.declare(&world.dimona(EMPLOYER), &body).await.status(), 201, "{body}");
    }
}

#[tokio::test]
async fn ss_dimona_11_a_period_does_not_end_before_it_begins() {
    let world = World::new().await;
    let mut body = entry(EMPLOYER);
    body["dimonaIn"]["endDate"] = json!("2026-03-08");
    assert_eq!(refused(&world, &body).await, names(&["dimonaIn"], "SS-DIMONA-11"));
    body["dimonaIn"]["endDate"] = json!("2026-03-09");
    assert_eq!(world.declare(&world.dimona(EMPLOYER), &body).await.status(), 201);
}

#[tokio::test]
async fn ss_dimona_11_a_period_is_not_changed_to_end_before_it_begins() {
    let world = World::new().await;
    world.declared(&world.dimona(EMPLOYER), &entry(EMPLOYER)).await;
    world.after_ms(3_000).await;
    let period = world.desk().read(|state, _| {
        let apis = &state.apis[&raccord_mocks::social_security::Environment::Production];
        apis.dimona.periods().next().unwrap().number
    });
    let out = |day: &str| json!({ "dimonaOut": { "periodId": period, "endDate": day } });
    assert_eq!(refused(&world, &out("2026-03-08")).await, names(&["dimonaOut"], "SS-DIMONA-11"));
    let update = json!({ "dimonaUpdate": { "periodId": period, "endDate": "2026-03-08" } });
    assert_eq!(refused(&world, &update).await, names(&["dimonaUpdate"], "SS-DIMONA-11"));
    assert_eq!(world.declare(&world.dimona(EMPLOYER), &out("2026-03-31")).await.status(), 201);
}

#[tokio::test]
async fn ss_dimona_09_a_period_that_is_not_there_or_another_employer_s_is_an_issue() {
    let world = World::new().await;
    let cancel = |period: u64| json!({ "dimonaCancel": { "periodId": period } });
    let expected = names(&["dimonaCancel.periodId"], "SS-DIMONA-09");
    assert_eq!(refused(&world, &cancel(1_234_567_890)).await, expected);
    world.declared(&world.dimona(OTHER), &entry(OTHER)).await;
    world.after_ms(3_000).await;
    let period = world.desk().read(|state, _| {
        let apis = &state.apis[&raccord_mocks::social_security::Environment::Production];
        apis.dimona.periods().next().unwrap().number
    });
    let mut named = cancel(period);
    named["employer"] = json!({ "enterpriseNumber": EMPLOYER });
    assert_eq!(refused(&world, &named).await, expected);
    let response = world.declare(&world.dimona(EMPLOYER), &cancel(period)).await;
    problem(response, 403, "missingPermission").await;
}

#[tokio::test]
async fn ss_dimona_05_a_mandatary_declares_with_one_token_for_all_who_mandated_it() {
    let world = World::new().await;
    for principal in [EMPLOYER, OTHER] {
        world.mandate(principal, Group::Dimona, None);
    }
    let scopes = [DIMONA_DECLARANT, DIMONA_CONSULT];
    let token = world.token(MANDATARY, Quality::SecretariatSocial, &scopes);
    for principal in [EMPLOYER, OTHER] {
        world.declared(&token, &entry(principal)).await;
        assert_eq!(world.last("dimona.declare").fields["principal"], principal);
        assert_eq!(world.last("dimona.declare").fields["enterprise"], MANDATARY);
    }
}

#[tokio::test]
async fn ss_dimona_02_a_declaration_has_one_address() {
    let world = World::new().await;
    let token = world.dimona(EMPLOYER);
    let place = world.declared(&token, &entry(EMPLOYER)).await;
    world.after_ms(3_000).await;
    let (collection, number) = place.rsplit_once('/').unwrap();
    for other in [format!("+{number}"), format!("0{number}"), format!("{number}.0")] {
        let response = world.get(&format!("{collection}/{other}"), &token).send().await.unwrap();
        problem(response, 404, "resourceNotFound").await;
    }
    assert_eq!(world.get(&place, &token).send().await.unwrap().status(), 200);
}
