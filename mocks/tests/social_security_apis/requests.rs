//! What a request may say: media types, sizes, queries and bodies.

use raccord_mocks::social_security::chaman::permission::LEARNING_ACCOUNT_EMPLOYER;
use raccord_mocks::social_security::directory::Quality;
use raccord_mocks::social_security::mahis::Group;
use reqwest::{Response, header};
use serde_json::{Value, json};

use crate::world::{
    DECLARATIONS, EMPLOYER, EMPLOYER_ID, MANDATARY, OTHER, PRODUCTION, SSIN, World, entry, problem,
};

async fn declare(world: &World, accept: Option<&str>, content_type: Option<&str>) -> Response {
    let url = format!("{PRODUCTION}{DECLARATIONS}");
    let mut request = world.client.post(url).bearer_auth(world.dimona(EMPLOYER));
    if let Some(accept) = accept {
        request = request.header(header::ACCEPT, accept);
    }
    if let Some(content_type) = content_type {
        request = request.header(header::CONTENT_TYPE, content_type);
    }
    request.body(entry(EMPLOYER).to_string()).send().await.unwrap()
}

/// The issues of a body that is refused: type, name and value of each.
async fn issues(world: &World, body: &Value) -> Vec<(String, String, Value)> {
    let response = world.declare(&world.dimona(EMPLOYER), body).await;
    issues_of(problem(response, 400, "badRequest").await)
}

fn issues_of(problem: Value) -> Vec<(String, String, Value)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let issue = |issue: &Value| {
        let kind = text(&issue["type"]);
        let kind = kind.strip_prefix("urn:problem-type:belgif:input-validation:").unwrap();
        (kind.to_owned(), text(&issue["name"]), issue["value"].clone())
    };
    problem["issues"].as_array().unwrap().iter().map(issue).collect()
}

fn issue(kind: &str, name: &str, value: Value) -> (String, String, Value) {
    (kind.to_owned(), name.to_owned(), value)
}

#[tokio::test]
async fn ss_api_07_an_accept_that_takes_nothing_of_what_is_answered_is_refused() {
    let world = World::new().await;
    let json = Some("application/json");
    for accept in
        ["application/json", "text/html, application/json;q=0.9", "application/problem+json;q=0"]
    {
        let response = declare(&world, Some(accept), json).await;
        assert_eq!(response.status(), 406, "{accept}");
        assert_eq!(response.text().await.unwrap(), "");
        assert_eq!(world.refused_by("social-security.gateway"), "SS-API-07");
    }
    for accept in ["application/problem+json", "application/json, text/plain, */*", "application/*"]
    {
        assert_eq!(declare(&world, Some(accept), json).await.status(), 201, "{accept}");
    }
    let token = world.dimona(EMPLOYER);
    let url = format!("{PRODUCTION}{DECLARATIONS}/123456789012");
    let consult = |accept| world.get(&url, &token).header(header::ACCEPT, accept).send();
    assert_eq!(consult("application/json").await.unwrap().status(), 404);
    assert_eq!(consult("text/html").await.unwrap().status(), 406);
    world.set(|knobs| knobs.api.accept_is_negotiated = false);
    assert_eq!(declare(&world, Some("application/json"), json).await.status(), 201);
}

#[tokio::test]
async fn ss_api_08_a_body_that_is_not_said_to_be_json_is_refused() {
    let world = World::new().await;
    for content_type in [
        None,
        Some("text/plain"),
        Some("application/xml"),
        Some("application/x-www-form-urlencoded"),
    ] {
        let response = declare(&world, None, content_type).await;
        assert_eq!(response.status(), 415, "{content_type:?}");
        assert_eq!(response.text().await.unwrap(), "");
        assert_eq!(world.refused_by("social-security.gateway"), "SS-API-08");
    }
    for content_type in ["application/json;charset=UTF-8", "Application/JSON; charset=utf-8"] {
        assert_eq!(declare(&world, None, Some(content_type)).await.status(), 201);
    }
}

#[tokio::test]
async fn ss_api_09_a_body_that_is_too_large_is_refused_with_the_limit() {
    let world = World::new().await;
    let octets = entry(EMPLOYER).to_string().len();
    world.set(|knobs| knobs.api.body_bytes_max = octets);
    assert_eq!(declare(&world, None, Some("application/json")).await.status(), 201);
    world.set(|knobs| knobs.api.body_bytes_max = octets - 1);
    let refused = declare(&world, None, Some("application/json")).await;
    let refused = problem(refused, 413, "payloadTooLarge").await;
    assert_eq!(refused["limit"], octets - 1);
    assert_eq!(world.refused_by("social-security.gateway"), "SS-API-09");
}

#[tokio::test]
async fn ss_api_10_what_is_no_json_or_no_object_is_an_issue_of_the_body() {
    let world = World::new().await;
    let token = world.dimona(EMPLOYER);
    for body in ["", "{", "<a/>", "\u{feff}{}", "[]", "null"] {
        let url = format!("{PRODUCTION}{DECLARATIONS}");
        let request = world.post(&url, &token, &json!({})).body(body).send();
        let found = issues_of(problem(request.await.unwrap(), 400, "badRequest").await);
        assert_eq!(found, [issue("schemaViolation", "", Value::Null)], "{body}");
        assert_eq!(world.refused_by("dimona.declare"), "SS-API-10");
    }
}

#[tokio::test]
async fn ss_api_10_each_unknown_property_and_each_wrong_value_is_an_issue_of_its_own() {
    let world = World::new().await;
    let mut body = entry(EMPLOYER);
    body["test"] = json!(true);
    body["worker"]["nom"] = json!("x");
    body["dimonaIn"]["startDate"] = json!("09/03/2026");
    body["dimonaIn"]["startHour"] = json!("08:00");
    body["dimonaIn"]["features"]["workerType"] = json!(7);
    let found = issues(&world, &body).await;
    let expected = [
        issue("unknownInput", "worker.nom", json!("x")),
        issue("schemaViolation", "dimonaIn.startDate", json!("09/03/2026")),
        issue("schemaViolation", "dimonaIn.startHour", json!("08:00")),
        issue("schemaViolation", "dimonaIn.features.workerType", json!(7)),
        issue("unknownInput", "test", json!(true)),
    ];
    assert_eq!(found, expected);
    let reason = format!("{:?}", world.last("dimona.declare").outcome);
    assert!(!reason.contains("09/03/2026"), "a value is about a person: {reason}");
}

#[tokio::test]
async fn ss_api_10_a_query_parameter_is_unknown_and_a_header_is_not() {
    let world = World::new().await;
    let token = world.dimona(EMPLOYER);
    let url = format!("{PRODUCTION}{DECLARATIONS}?dryRun=tr%C3%BCe&b");
    let response = world.post(&url, &token, &entry(EMPLOYER)).send().await.unwrap();
    let found = problem(response, 400, "badRequest").await;
    assert_eq!(found["issues"][0]["in"], "query");
    let expected =
        [issue("unknownInput", "dryRun", json!("trüe")), issue("unknownInput", "b", json!(""))];
    assert_eq!(issues_of(found), expected);
    let url = format!("{PRODUCTION}{DECLARATIONS}");
    let request = world.post(&url, &token, &entry(EMPLOYER)).header("x-unknown", "1");
    assert_eq!(request.send().await.unwrap().status(), 201);
}

#[tokio::test]
async fn ss_api_17_an_employer_that_nobody_knows_is_an_issue() {
    let world = World::new().await;
    let referenced = |name, value| [issue("referencedResourceNotFound", name, value)];
    let unknown = "0400000086";
    let found = issues(&world, &entry(unknown)).await;
    assert_eq!(found, referenced("employer.enterpriseNumber", json!(unknown)));
    assert_eq!(world.refused_by("dimona.declare"), "SS-API-17");
    let mut body = entry(EMPLOYER);
    body["employer"] = json!({ "employerId": 99 });
    assert_eq!(issues(&world, &body).await, referenced("employer.employerId", json!(99)));
    body["employer"] = json!({ "employerId": EMPLOYER_ID, "enterpriseNumber": OTHER });
    let found = issues(&world, &body).await;
    assert_eq!(found, referenced("employer.enterpriseNumber", json!(OTHER)));
    body["employer"] = json!({ "employerId": EMPLOYER_ID });
    assert_eq!(world.declare(&world.dimona(EMPLOYER), &body).await.status(), 201);
}

#[tokio::test]
async fn ss_api_18_a_number_without_its_check_digits_is_an_issue() {
    let world = World::new().await;
    let mut body = entry("0206731646");
    body["worker"]["ssin"] = json!("85073003329");
    let expected = [
        issue("invalidInput", "employer.enterpriseNumber", json!("0206731646")),
        issue("invalidInput", "worker.ssin", json!("85073003329")),
    ];
    assert_eq!(issues(&world, &body).await, expected);
    assert_eq!(world.refused_by("dimona.declare"), "SS-API-18");
    body["employer"]["enterpriseNumber"] = json!("206731645");
    body["worker"]["ssin"] = json!(SSIN);
    let expected = [issue("schemaViolation", "employer.enterpriseNumber", json!("206731645"))];
    assert_eq!(issues(&world, &body).await, expected);
}

#[tokio::test]
async fn ss_api_19_declaring_for_another_takes_a_mandate_that_is_active_now() {
    let world = World::new().await;
    let token = world.dimona(MANDATARY);
    let refused = world.declare(&token, &entry(EMPLOYER)).await;
    assert!(refused.headers().get(header::WWW_AUTHENTICATE).is_none());
    problem(refused, 403, "missingPermission").await;
    assert_eq!(world.refused_by("dimona.declare"), "SS-API-19");
    world.mandate(EMPLOYER, Group::LearningAccount, None);
    problem(world.declare(&token, &entry(EMPLOYER)).await, 403, "missingPermission").await;
    world.mandate(EMPLOYER, Group::Dimona, Some("2026-T1"));
    assert_eq!(world.declare(&token, &entry(EMPLOYER)).await.status(), 201);
    assert_eq!(world.last("dimona.declare").fields["principal"], EMPLOYER);
    problem(world.declare(&token, &entry(OTHER)).await, 403, "missingPermission").await;
    let of_other = world.dimona(OTHER);
    problem(world.declare(&of_other, &entry(EMPLOYER)).await, 403, "missingPermission").await;
    world.at("2026-03-31T22:00:00Z").await;
    let token = world.dimona(MANDATARY);
    problem(world.declare(&token, &entry(EMPLOYER)).await, 403, "missingPermission").await;
    assert_eq!(world.declare(&token, &entry(MANDATARY)).await.status(), 201);
}

#[tokio::test]
async fn ss_api_10_a_training_s_body_is_read_as_strictly() {
    let world = World::new().await;
    let token = world.token(EMPLOYER, Quality::EmployeurOnss, &[LEARNING_ACCOUNT_EMPLOYER]);
    let url = format!("{PRODUCTION}{}", crate::world::REGISTRATIONS);
    let body = json!({ "training": { "durationHours": 0 }, "comment": "" });
    let response = world.post(&url, &token, &body).send().await.unwrap();
    let found = issues_of(problem(response, 400, "badRequest").await);
    let names: Vec<_> = found.iter().map(|(_, name, _)| &**name).collect();
    let expected = [
        "employer",
        "worker",
        "training.name",
        "training.startDate",
        "training.endDate",
        "training.durationHours",
        "comment",
    ];
    assert_eq!(names, expected);
    assert_eq!(world.refused_by("fla.register"), "SS-FLA-01");
}
