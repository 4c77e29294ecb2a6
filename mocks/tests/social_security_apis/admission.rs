//! Who is let in to an API: paths, methods, bearers and scopes.

use raccord_mocks::social_security::chaman::permission::{
    DIMONA_CONSULT, DIMONA_DECLARANT, LEARNING_ACCOUNT_EMPLOYER, LEARNING_ACCOUNT_PROVIDER,
};
use raccord_mocks::social_security::directory::Quality;
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::world::{
    ACCEPTANCE, DECLARATIONS, EMPLOYER, PRODUCTION, REGISTRATIONS, SIMULATION, World, entry,
    header, issue, problem,
};

async fn send(request: RequestBuilder) -> Response {
    request.send().await.unwrap()
}

fn challenge(response: &Response) -> String {
    header(response, "www-authenticate").to_owned()
}

#[tokio::test]
async fn ss_api_01_a_path_that_no_api_has_is_answered_404_and_fails_the_scenario() {
    let world = World::new().await;
    let token = world.dimona(EMPLOYER);
    for path in ["/REST/dimona/v1/declarations", "/REST/dimona/v2", "/REST/Dimona/v2/health", "/"] {
        let url = format!("{PRODUCTION}{path}");
        let response = send(world.client.get(&url)).await;
        let found = problem(response, 404, "resourceNotFound").await;
        assert_eq!(found["detail"], format!("No resource {path} found"));
        problem(send(world.get(&url, &token)).await, 404, "resourceNotFound").await;
    }
    assert_eq!(world.open.unknown().len(), 8);
    assert_eq!(
        world.open.unknown()[0],
        "GET /REST/dimona/v1/declarations of services.socialsecurity.be"
    );
}

#[tokio::test]
async fn ss_api_02_a_method_that_a_path_does_not_take_is_answered_405_before_a_token_is_asked_for()
{
    let world = World::new().await;
    let declaration = format!("{DECLARATIONS}/123456789012");
    let registration = format!("{REGISTRATIONS}/1");
    for (method, path, allowed) in [
        (Method::GET, DECLARATIONS, "POST"),
        (Method::PUT, DECLARATIONS, "POST"),
        (Method::DELETE, &declaration, "GET, HEAD"),
        (Method::POST, "/REST/dimona/v2/health", "GET, HEAD"),
        (Method::GET, REGISTRATIONS, "POST"),
        (Method::PATCH, &registration, "GET, HEAD"),
    ] {
        let url = format!("{PRODUCTION}{path}");
        let response = send(world.client.request(method.clone(), url).body("{}")).await;
        assert_eq!(
            (response.status().as_u16(), header(&response, "allow")),
            (405, allowed),
            "{method} {path}"
        );
        assert_eq!(response.text().await.unwrap(), "");
        assert_eq!(world.refused_by("social-security.gateway"), "SS-API-02");
    }
    assert!(world.open.unknown().is_empty());
}

#[tokio::test]
async fn ss_api_03_ss_api_12_without_a_bearer_the_challenge_names_no_error() {
    let world = World::new().await;
    let token = world.dimona(EMPLOYER);
    let url = format!("{PRODUCTION}{DECLARATIONS}");
    let asked = format!("{url}/123456789012?access_token={token}");
    let form = format!("access_token={token}");
    for request in [
        world.client.get(&asked),
        world.client.get(format!("{url}/1")).header("authorization", format!("Basic {token}")),
        world.client.get(format!("{url}/1")).header("authorization", "Bearer "),
        world.client.get(format!("{url}/1")).header("authorization", token.clone()),
        world
            .client
            .post(&url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form),
        world.client.post(&url).header("content-type", "application/json").body("no json"),
    ] {
        let response = send(request).await;
        assert_eq!(challenge(&response), r#"Bearer realm="socialsecurity.be""#);
        problem(response, 401, "noAccessToken").await;
        assert_eq!(world.refused_by("social-security.gateway"), "SS-API-03");
    }
    world.set(|knobs| knobs.api.realm = "Oauth".to_owned());
    let response = send(world.client.get(&asked)).await;
    assert_eq!(challenge(&response), r#"Bearer realm="Oauth""#);
}

#[tokio::test]
async fn ss_api_04_a_token_that_was_not_issued_in_this_world_is_invalid_and_simulation_takes_production_s()
 {
    let world = World::new().await;
    let token = world.dimona(EMPLOYER);
    let acceptance = &world.open.tenant.systems().social_security_acceptance;
    let scopes = [DIMONA_DECLARANT, DIMONA_CONSULT];
    let elsewhere = issue(acceptance, EMPLOYER, Quality::EmployeurOnss, &scopes);
    for (host, token) in [
        (PRODUCTION, "never issued"),
        (PRODUCTION, &elsewhere),
        (SIMULATION, &elsewhere),
        (ACCEPTANCE, &token),
    ] {
        let url = format!("{host}{DECLARATIONS}/123456789012");
        let response = send(world.get(&url, token)).await;
        let expected = r#"Bearer realm="socialsecurity.be", error="invalid_token", error_description="The access token is invalid""#;
        assert_eq!(challenge(&response), expected);
        problem(response, 401, "invalidAccessToken").await;
        assert_eq!(world.refused_by("social-security.gateway"), "SS-API-04");
    }
    for (host, token) in [(PRODUCTION, &token), (SIMULATION, &token), (ACCEPTANCE, &elsewhere)] {
        let url = format!("{host}{DECLARATIONS}");
        let response = send(world.post(&url, token, &entry(EMPLOYER))).await;
        assert_eq!(response.status(), 201, "{host}");
        assert!(header(&response, "location").starts_with(&url));
    }
    let environments: Vec<_> =
        world.open.entries().into_iter().filter(|it| it.operation == "dimona.declare").collect();
    let environments: Vec<_> =
        environments.iter().map(|it| it.fields["environment"].clone()).collect();
    assert_eq!(environments, ["production", "simulation", "acceptance"]);
}

#[tokio::test]
async fn ss_api_04_what_is_declared_in_simulation_is_not_there_in_production() {
    let world = World::new().await;
    let token = world.dimona(EMPLOYER);
    let url = format!("{SIMULATION}{DECLARATIONS}");
    let response = send(world.post(&url, &token, &entry(EMPLOYER))).await;
    let place = header(&response, "location").to_owned();
    world.after_ms(3_000).await;
    assert_eq!(send(world.get(&place, &token)).await.status(), 200);
    let elsewhere = place.replace(SIMULATION, PRODUCTION);
    problem(send(world.get(&elsewhere, &token)).await, 404, "resourceNotFound").await;
}

#[tokio::test]
async fn ss_api_05_a_token_is_over_from_the_first_millisecond_after_its_lifetime() {
    let world = World::new().await;
    let token = world.dimona(EMPLOYER);
    let url = format!("{PRODUCTION}{DECLARATIONS}/123456789012");
    world.after_ms(599_999).await;
    problem(send(world.get(&url, &token)).await, 404, "resourceNotFound").await;
    world.after_ms(1).await;
    let response = send(world.get(&url, &token)).await;
    let expected = r#"Bearer realm="socialsecurity.be", error="invalid_token", error_description="The access token expired""#;
    assert_eq!(challenge(&response), expected);
    problem(response, 401, "expiredAccessToken").await;
    assert_eq!(world.refused_by("social-security.gateway"), "SS-API-05");
}

#[tokio::test]
async fn ss_api_06_ss_dimona_05_ss_fla_02_a_scope_that_is_missing_is_named() {
    let world = World::new().await;
    let (declarations, registrations) =
        (format!("{PRODUCTION}{DECLARATIONS}"), format!("{PRODUCTION}{REGISTRATIONS}"));
    let token = |scope| world.token(EMPLOYER, Quality::EmployeurOnss, &[scope]);
    let both = format!("{LEARNING_ACCOUNT_EMPLOYER} {LEARNING_ACCOUNT_PROVIDER}");
    for (request, required) in [
        (world.post(&declarations, &token(DIMONA_CONSULT), &entry(EMPLOYER)), DIMONA_DECLARANT),
        (world.get(&format!("{declarations}/1"), &token(DIMONA_DECLARANT)), DIMONA_CONSULT),
        (world.post(&registrations, &token(DIMONA_DECLARANT), &json!({})), &both),
        (world.get(&format!("{registrations}/1"), &token(DIMONA_CONSULT)), &both),
    ] {
        let response = send(request).await;
        let expected = format!(
            r#"Bearer realm="socialsecurity.be", error="insufficient_scope", error_description="Missing scope to perform request", scope="{required}""#
        );
        assert_eq!(challenge(&response), expected);
        let found = problem(response, 403, "missingScope").await;
        let scopes: Vec<_> = required.split(' ').map(Value::from).collect();
        assert_eq!(found["requiredScopes"], Value::from(scopes));
        assert_eq!(world.refused_by("social-security.gateway"), "SS-API-06");
    }
    for scope in [LEARNING_ACCOUNT_EMPLOYER, LEARNING_ACCOUNT_PROVIDER] {
        let response = send(world.get(&format!("{registrations}/1"), &token(scope))).await;
        problem(response, 404, "resourceNotFound").await;
    }
}

#[tokio::test]
async fn ss_api_11_health_is_open_to_everybody() {
    let world = World::new().await;
    for (path, name) in
        [("dimona/v2", "dimona.health"), ("federalLearningAccount/v1", "fla.health")]
    {
        for host in [PRODUCTION, SIMULATION, ACCEPTANCE] {
            let response = send(world.client.get(format!("{host}/REST/{path}/health"))).await;
            assert_eq!(response.status(), 200);
            assert_eq!(response.json::<Value>().await.unwrap(), json!({"status": "UP"}));
            assert_eq!(world.last(name).stood_on, ["SS-API-11"]);
        }
    }
}

#[tokio::test]
async fn ss_api_13_a_token_outlives_its_account_unless_the_knob_says_otherwise() {
    let world = World::new().await;
    let token = world.dimona(EMPLOYER);
    let url = format!("{PRODUCTION}{DECLARATIONS}/123456789012");
    problem(send(world.get(&url, &token)).await, 404, "resourceNotFound").await;
    world.set(|knobs| knobs.api.deleted_accounts_are_refused = true);
    problem(send(world.get(&url, &token)).await, 401, "invalidAccessToken").await;
    assert_eq!(world.refused_by("social-security.gateway"), "SS-API-13");
}
