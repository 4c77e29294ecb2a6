//! What every answer has: trace ids, words for caches, and problems where a fault was asked for.

use raccord_kernel::{Fault, Verdict};
use serde_json::Value;

use crate::world::{DECLARATIONS, EMPLOYER, MANDATARY, PRODUCTION, World, entry, header, problem};

#[tokio::test]
async fn ss_api_14_each_answer_has_a_trace_id_of_its_own_and_that_of_its_request() {
    let world = World::new().await;
    let token = world.dimona(EMPLOYER);
    let mut seen = vec!["mine".to_owned()];
    for path in
        ["/REST/dimona/v2/health", "/REST/nothing", DECLARATIONS, "/REST/dimona/v2/declarations/1"]
    {
        let url = format!("{PRODUCTION}{path}");
        let response =
            world.get(&url, &token).header("BelGov-Trace-Id", "mine").send().await.unwrap();
        let id = header(&response, "belgov-trace-id").to_owned();
        assert_eq!(id.len(), 36);
        assert!(!seen.contains(&id), "{path}");
        assert_eq!(header(&response, "belgov-related-trace-id"), "mine");
        seen.push(id);
    }
    let response = world.client.get(format!("{PRODUCTION}/REST/dimona/v2/health")).send().await;
    assert!(response.unwrap().headers().get("belgov-related-trace-id").is_none());
}

#[tokio::test]
async fn ss_api_14_the_same_run_gives_the_same_trace_ids() {
    let first = async || {
        let world = World::new().await;
        let url = format!("{PRODUCTION}/REST/dimona/v2/health");
        let response = world.client.get(url).send().await.unwrap();
        header(&response, "belgov-trace-id").to_owned()
    };
    assert_eq!(first().await, first().await);
}

#[tokio::test]
async fn ss_api_15_a_declaration_is_shown_to_its_employer_and_its_mandatary_of_the_day() {
    let world = World::new().await;
    let employer = world.dimona(EMPLOYER);
    let place = world.declared(&employer, &entry(EMPLOYER)).await;
    world.after_ms(3_000).await;
    let mandatary = world.dimona(MANDATARY);
    let consult = |token: &str| world.get(&place, token).send();
    problem(consult(&mandatary).await.unwrap(), 403, "missingPermission").await;
    assert_eq!(world.refused_by("dimona.consult"), "SS-API-15");
    world.set(|knobs| knobs.api.strangers_are_told_nothing = true);
    problem(consult(&mandatary).await.unwrap(), 404, "resourceNotFound").await;
    world.mandate(EMPLOYER, raccord_mocks::social_security::mahis::Group::Dimona, None);
    assert_eq!(consult(&mandatary).await.unwrap().status(), 200);
    assert_eq!(consult(&employer).await.unwrap().status(), 200);
}

#[tokio::test]
async fn ss_api_16_what_is_declared_is_not_kept_by_caches() {
    let world = World::new().await;
    let token = world.dimona(EMPLOYER);
    let response = world.declare(&token, &entry(EMPLOYER)).await;
    assert_eq!(header(&response, "cache-control"), "no-store, max-age=0");
    let place = header(&response, "location").to_owned();
    world.after_ms(3_000).await;
    let response = world.get(&place, &token).send().await.unwrap();
    assert_eq!(header(&response, "cache-control"), "no-store, max-age=0");
}

#[tokio::test]
async fn a_fault_that_says_a_status_is_told_as_its_problem() {
    let world = World::new().await;
    let token = world.dimona(EMPLOYER);
    let url = format!("{PRODUCTION}{DECLARATIONS}/123456789012");
    for (status, name, retry_after) in [
        (429, "tooManyRequests", Some("60")),
        (500, "internalServerError", None),
        (502, "badGateway", None),
        (503, "serviceUnavailable", Some("60")),
    ] {
        for operation in ["social-security.gateway", "dimona.consult"] {
            let verdict = Verdict::Answer { status, body: String::new() };
            let fault = Fault::next(operation, verdict);
            world.open.tenant.office().faults.ask(fault);
            let response = world.get(&url, &token).send().await.unwrap();
            let found =
                response.headers().get("retry-after").map(|it| it.to_str().unwrap().to_owned());
            assert_eq!(found.as_deref(), retry_after);
            let told: Value = problem(response, status, name).await;
            let after_s = retry_after.map_or(Value::Null, |_| Value::from(60));
            assert_eq!(told["retryAfterSec"], after_s);
            // Its title is not the reason phrase of its status.
            if status == 503 {
                assert_eq!(told["title"], "Service is unavailable");
            }
        }
    }
    assert!(world.open.unknown().is_empty());
}
