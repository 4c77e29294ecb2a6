//! The Federal Learning Account: who registers for whom, and what abolition would change.

use raccord_kernel::System as _;
use raccord_mocks::social_security::chaman::permission::{
    LEARNING_ACCOUNT_EMPLOYER, LEARNING_ACCOUNT_PROVIDER,
};
use raccord_mocks::social_security::directory::Quality;
use raccord_mocks::social_security::mahis::Group;
use reqwest::Response;
use serde_json::{Value, json};

use crate::world::{
    EMPLOYER, EMPLOYER_ID, MANDATARY, OTHER, PRODUCTION, REGISTRATIONS, SSIN, World, header,
    problem,
};

fn training(enterprise: &str) -> Value {
    json!({
        "employer": { "enterpriseNumber": enterprise },
        "worker": { "ssin": SSIN },
        "training": {
            "name": "Excel, niveau 2", "startDate": "2026-02-02", "endDate": "2026-02-03",
            "durationHours": 15.5,
        },
    })
}

async fn register(world: &World, token: &str, enterprise: &str) -> Response {
    let url = format!("{PRODUCTION}{REGISTRATIONS}");
    world.post(&url, token, &training(enterprise)).send().await.unwrap()
}

fn employer(world: &World) -> String {
    world.token(EMPLOYER, Quality::EmployeurOnss, &[LEARNING_ACCOUNT_EMPLOYER])
}

fn provider(world: &World) -> String {
    world.token(MANDATARY, Quality::PrestataireDeService, &[LEARNING_ACCOUNT_PROVIDER])
}

#[tokio::test]
async fn ss_fla_01_a_training_that_is_registered_is_read_at_its_place() {
    let world = World::new().await;
    let token = employer(&world);
    let response = register(&world, &token, EMPLOYER).await;
    assert_eq!(response.status(), 201);
    let place = header(&response, "location").to_owned();
    assert_eq!(response.text().await.unwrap(), "");
    let shown: Value = world.get(&place, &token).send().await.unwrap().json().await.unwrap();
    let id = place.strip_prefix(&format!("{PRODUCTION}{REGISTRATIONS}/")).unwrap();
    let mut expected = training(EMPLOYER);
    expected["registrationId"] = json!(id);
    expected["employer"]["employerId"] = json!(EMPLOYER_ID);
    assert_eq!(shown, expected);
    assert_eq!(world.last("fla.register").fields["registration"], id);
    assert_eq!(world.last("fla.consult").stood_on, ["SS-FLA-01"]);
}

#[tokio::test]
async fn ss_fla_01_a_training_does_not_end_before_it_begins() {
    let world = World::new().await;
    let mut body = training(EMPLOYER);
    body["training"]["endDate"] = json!("2026-02-01");
    let url = format!("{PRODUCTION}{REGISTRATIONS}");
    let response = world.post(&url, &employer(&world), &body).send().await.unwrap();
    let found = problem(response, 400, "badRequest").await;
    assert_eq!(found["issues"][0]["name"], "training");
}

#[tokio::test]
async fn ss_fla_03_with_the_scope_of_the_employer_nobody_registers_for_another() {
    let world = World::new().await;
    problem(register(&world, &employer(&world), OTHER).await, 403, "missingPermission").await;
    assert_eq!(world.refused_by("fla.register"), "SS-FLA-03");
    world.mandate(EMPLOYER, Group::LearningAccount, None);
    let scopes = &[LEARNING_ACCOUNT_EMPLOYER];
    let token = world.token(MANDATARY, Quality::EmployeurOnss, scopes);
    problem(register(&world, &token, EMPLOYER).await, 403, "missingPermission").await;
    assert_eq!(world.last("fla.register").fields["principal"], EMPLOYER);
}

#[tokio::test]
async fn ss_fla_04_a_mandatary_registers_for_those_who_mandated_it_and_for_itself() {
    let world = World::new().await;
    let token = provider(&world);
    world.mandate(EMPLOYER, Group::Dimona, None);
    problem(register(&world, &token, EMPLOYER).await, 403, "missingPermission").await;
    assert_eq!(world.refused_by("fla.register"), "SS-FLA-04");
    world.mandate(EMPLOYER, Group::LearningAccount, Some("2026-T1"));
    assert_eq!(register(&world, &token, EMPLOYER).await.status(), 201);
    problem(register(&world, &token, OTHER).await, 403, "missingPermission").await;
    assert_eq!(register(&world, &token, MANDATARY).await.status(), 201);
    world.set(|knobs| knobs.api.learning_account.mandataries_register_for_themselves = false);
    problem(register(&world, &token, MANDATARY).await, 403, "missingPermission").await;
    world.at("2026-03-31T22:00:00Z").await;
    problem(register(&world, &provider(&world), EMPLOYER).await, 403, "missingPermission").await;
}

#[tokio::test]
async fn ss_fla_05_once_abolished_it_registers_nothing_and_is_read_until_the_end_of_2026() {
    let world = World::new().await;
    let response = register(&world, &employer(&world), EMPLOYER).await;
    let place = header(&response, "location").to_owned();
    world.set(|knobs| knobs.api.learning_account.is_abolished = true);
    problem(register(&world, &employer(&world), EMPLOYER).await, 403, "missingPermission").await;
    assert_eq!(world.refused_by("fla.register"), "SS-FLA-05");
    world.at("2026-12-31T22:59:59Z").await;
    assert_eq!(world.get(&place, &employer(&world)).send().await.unwrap().status(), 200);
    world.after_ms(1_000).await;
    let response = world.get(&place, &employer(&world)).send().await.unwrap();
    problem(response, 404, "resourceNotFound").await;
    assert_eq!(world.refused_by("fla.consult"), "SS-FLA-05");
}

#[tokio::test]
async fn ss_fla_06_a_registration_that_nobody_made_is_not_there() {
    let world = World::new().await;
    let url = format!("{PRODUCTION}{REGISTRATIONS}/9f1c2f6e-0d6b-4b39-8a3e-0c9b0a4f1a77");
    let response = world.get(&url, &employer(&world)).send().await.unwrap();
    let found = problem(response, 404, "resourceNotFound").await;
    assert_eq!(found["issues"][0]["in"], "path");
    assert_eq!(world.refused_by("fla.consult"), "SS-FLA-06");
}

#[tokio::test]
async fn ss_api_15_a_registration_is_shown_to_nobody_else() {
    let world = World::new().await;
    let response = register(&world, &employer(&world), EMPLOYER).await;
    let place = header(&response, "location").to_owned();
    let response = world.get(&place, &provider(&world)).send().await.unwrap();
    problem(response, 403, "missingPermission").await;
    world.mandate(EMPLOYER, Group::LearningAccount, None);
    assert_eq!(world.get(&place, &provider(&world)).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn the_newest_registrations_are_kept() {
    let world = World::new().await;
    let token = employer(&world);
    let mut places = Vec::new();
    for _ in 0..3 {
        let response = register(&world, &token, EMPLOYER).await;
        places.push(header(&response, "location").to_owned());
    }
    world.desk().arrange(|state, _| state.forget(2));
    let mut statuses = Vec::new();
    for place in &places {
        statuses.push(world.get(place, &token).send().await.unwrap().status().as_u16());
    }
    assert_eq!(statuses, [404, 200, 200]);
}
