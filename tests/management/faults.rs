//! What is broken on purpose, asked for and taken back.

use raccord_kernel::Fault;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::serving::{Serving, answer};

const FAULTS: &str = "/__admin/faults";

async fn delete(serving: &Serving, path: &str) -> StatusCode {
    answer(serving.request(Method::DELETE, path)).await.status
}

#[tokio::test]
async fn a_fault_is_asked_for_strikes_and_is_gone() {
    let serving = Serving::open().await;
    let fault = json!({"operation": "portal.home", "verdict": {"kind": "answer", "status": 503}});
    let asked = serving.post(FAULTS, fault).await;
    assert_eq!(asked.status, 201);
    assert_eq!(
        asked.json(),
        json!({"id": 1, "struck": 0, "fault": {"operation": "portal.home", "after": 0, "times": 1,
            "verdict": {"kind": "answer", "status": 503, "body": ""}}})
    );
    assert_eq!(serving.get(FAULTS).await, json!([asked.json()]));
    let door = format!("http://{}/accueil", serving.mocks().doors().http);
    let home = || serving.client.get(&door).header("host", "qualif.chorus-pro.gouv.fr.localhost");
    assert_eq!(answer(home()).await.status, 503);
    assert_eq!(answer(home()).await.status, 401);
    assert_eq!(serving.get(FAULTS).await, json!([]));
}

#[tokio::test]
async fn a_fault_is_taken_back() {
    let serving = Serving::open().await;
    for _ in 0..3 {
        let fault =
            json!({"operation": "piste.token", "times": null, "verdict": {"kind": "stall"}});
        serving.post(FAULTS, fault).await.expect_ok();
    }
    assert_eq!(delete(&serving, "/__admin/faults/2").await, 204);
    let left = serving.get(FAULTS).await;
    let left: Vec<_> = left.as_array().unwrap().iter().map(|it| it["id"].clone()).collect();
    assert_eq!(left, [1, 3]);
    for id in ["2", "x"] {
        assert_eq!(delete(&serving, &format!("/__admin/faults/{id}")).await, 404);
    }
    assert_eq!(delete(&serving, FAULTS).await, 204);
    assert_eq!(serving.get(FAULTS).await, json!([]));
}

#[tokio::test]
async fn a_fault_that_could_never_strike_is_refused_with_the_reason() {
    let serving = Serving::open().await;
    for (fault, told) in [
        (json!({"operation": "x", "times": 0, "verdict": {"kind": "stall"}}), "found 0 as `times`"),
        (json!({"operation": "x", "verdict": {"kind": "explode"}}), "unknown variant `explode`"),
        (json!({"operation": "x"}), "missing field `verdict`"),
        (
            json!({"operation": "x", "time": 1, "verdict": {"kind": "stall"}}),
            "unknown field `time`",
        ),
        (
            json!({"operation": "x", "verdict": {"kind": "tls-alert", "alert": "unknown_ca"}}),
            "found the verdict `tls-alert` on `x`",
        ),
    ] {
        let problem = serving.post(FAULTS, fault).await.expect_problem(400, "body");
        assert!(problem["detail"].as_str().unwrap().contains(told), "{problem}");
    }
}

#[tokio::test]
async fn every_fault_that_the_document_shows_can_be_asked_for() {
    let serving = Serving::open().await;
    let document = answer(serving.client.get(serving.url("/__admin/openapi.json"))).await.json();
    let verdicts = &document["components"]["schemas"]["FaultVerdict"]["oneOf"];
    let verdicts = verdicts.as_array().unwrap();
    assert_eq!(verdicts.len(), 11);
    for verdict in verdicts {
        let mut example = json!({});
        for (name, of) in verdict["properties"].as_object().unwrap() {
            let value = [&of["enum"][0], &of["example"], &of["default"]];
            example[name] = value.into_iter().find(|it| !it.is_null()).unwrap().clone();
        }
        let is_of_handshakes =
            ["expired-certificate", "tls-alert"].contains(&example["kind"].as_str().unwrap());
        let operation = if is_of_handshakes { "gateway.handshake" } else { "piste.token" };
        let fault: Value = json!({"operation": operation, "verdict": example});
        serde_json::from_value::<Fault>(fault.clone()).unwrap();
        serving.post(FAULTS, fault).await.expect_ok();
    }
}
