//! Tenants, their states, and beginning again.

use raccord_kernel::Outcome;
use reqwest::Method;
use serde_json::{Value, json};

use crate::serving::{Serving, answer};

const TENANTS: &str = "/__admin/tenants";

async fn delete(serving: &Serving, path: &str) -> u16 {
    answer(serving.request(Method::DELETE, path)).await.status.as_u16()
}

#[tokio::test]
async fn a_tenant_has_a_clock_a_journal_and_identities_of_its_own() {
    let serving = Serving::open().await;
    let new = json!({"name": "worker-1", "start": "edi-sftp", "at": "2027-01-01", "seed": 7});
    let added = serving.post(TENANTS, new.clone()).await;
    assert_eq!(added.status, 201, "{added:?}");
    assert!(added.json()["proxy"].as_str().unwrap().starts_with("http://worker-1:"));
    let clock = serving.get("/__admin/clock?tenant=worker-1").await;
    assert!(clock["now"].as_str().unwrap().starts_with("2027-01-01"), "{clock}");
    let systems = serving.get("/__admin/systems?tenant=worker-1").await;
    let url = systems["systems"][1]["hosts"][0]["url"].as_str().unwrap();
    assert!(url.starts_with("http://worker-1.qualif.chorus-pro.gouv.fr.localhost:"), "{url}");
    serving.write("piste", "piste.token", Outcome::Accepted);
    let theirs = serving.get("/__admin/requests?tenant=worker-1&operation=piste.token").await;
    assert_eq!(theirs["entries"], json!([]));
    let known = serving.get("/__admin/identities?tenant=worker-1").await;
    assert!(!known["variables"].as_array().unwrap().is_empty());
    let names = serving.get(TENANTS).await;
    let names: Vec<_> = names.as_array().unwrap().iter().map(|it| it["name"].clone()).collect();
    assert_eq!(names, ["default", "worker-1"]);
    serving.post(TENANTS, new).await.expect_problem(409, "conflict");
    assert_eq!(delete(&serving, "/__admin/tenants/worker-1").await, 204);
    assert_eq!(delete(&serving, "/__admin/tenants/worker-1").await, 404);
    assert_eq!(delete(&serving, "/__admin/tenants/default").await, 409);
    let gone = answer(serving.request(Method::GET, "/__admin/clock?tenant=worker-1")).await;
    gone.expect_problem(404, "unknown-tenant");
}

#[tokio::test]
async fn a_tenant_that_cannot_be_is_told_why_and_leaves_nothing() {
    let serving = Serving::open().await;
    for new in [json!({"name": "Worker 1"}), json!({"name": "worker-1", "start": "everybody"})] {
        serving.post(TENANTS, new).await.expect_problem(422, "out-of-range");
    }
    assert_eq!(serving.get(TENANTS).await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn private_keys_are_told_only_to_whoever_asks_for_them() {
    let serving = Serving::open().await;
    let new = json!({"name": "worker-1", "start": "connected"});
    serving.post(TENANTS, new).await.expect_ok();
    let variable = |known: &Value, name: &str| {
        let all = known["variables"].as_array().unwrap();
        all.iter().find(|it| it["name"] == name).unwrap().clone()
    };
    let known = serving.get("/__admin/identities?tenant=worker-1").await;
    assert!(!known.to_string().contains("PRIVATE KEY"), "{known}");
    let key = variable(&known, "RACCORD_SFTP_KEY");
    assert_eq!((&key["hidden"], &key["text"]), (&json!(true), &Value::Null));
    assert_eq!(variable(&known, "RACCORD_SFTP_USER")["hidden"], false);
    assert!(variable(&known, "RACCORD_PISTE_CLIENT_SECRET")["text"].is_string());
    let all = serving.get("/__admin/identities?tenant=worker-1&private_keys=true").await;
    let key = variable(&all, "RACCORD_SFTP_KEY");
    assert!(key["text"].as_str().unwrap().contains("PRIVATE KEY"), "{key}");
    let pfx = variable(&all, "RACCORD_SOCIAL_SECURITY_PFX");
    assert!(pfx["base64"].is_string() && pfx["text"].is_null(), "{pfx}");
}

/// How many certificates a sheet holds.
async fn sheets_waiting(serving: &Serving) -> Value {
    serving.get("/__admin/systems?tenant=worker-1").await["systems"][1]["counts"]["sheets-waiting"]
        .clone()
}

#[tokio::test]
async fn a_reset_begins_again_with_the_same_identities() {
    let serving = Serving::open().await;
    let new = json!({"name": "worker-1", "start": "edi-sftp", "at": "2027-01-01"});
    serving.post(TENANTS, new).await.expect_ok();
    let known = serving.get("/__admin/identities?tenant=worker-1&private_keys=true").await;
    let order = json!({"profile": "chorus-pro/ssl-client", "role": "supplier/edi"});
    let order = serving.post("/__admin/certificates?tenant=worker-1", order).await.expect_ok();
    let path = "/__admin/chorus-pro/sheets/VFE012/certificate?tenant=worker-1";
    serving.post(path, json!({"certificate": order["name"]})).await.expect_ok();
    let fault = json!({"operation": "piste.token", "verdict": {"kind": "stall"}});
    serving.post("/__admin/faults?tenant=worker-1", fault).await.expect_ok();
    let advance = "/__admin/clock/advance?tenant=worker-1";
    serving.post(advance, json!({"duration": "1min"})).await.expect_ok();
    assert_eq!(sheets_waiting(&serving).await, 1);

    let clock = serving.post("/__admin/reset?tenant=worker-1", json!({})).await.expect_ok();
    assert!(clock["now"].as_str().unwrap().starts_with("2027-01-01T00:00"), "{clock}");
    assert_eq!(sheets_waiting(&serving).await, 0);
    assert_eq!(serving.get("/__admin/faults?tenant=worker-1").await, json!([]));
    let requests = serving.get("/__admin/requests?tenant=worker-1").await;
    assert_eq!(requests["entries"], json!([]));
    let after = serving.get("/__admin/identities?tenant=worker-1&private_keys=true").await;
    assert_eq!(after, known);
    // What was begun again goes on as what began.
    let order = json!({"profile": "chorus-pro/ssl-client", "role": "supplier/edi"});
    let order = serving.post("/__admin/certificates?tenant=worker-1", order).await.expect_ok();
    serving.post(path, json!({"certificate": order["name"]})).await.expect_ok();
}

#[tokio::test]
async fn a_state_is_read_out_and_put_back() {
    let serving = Serving::open().await;
    let new = json!({"name": "worker-1", "start": "edi-sftp", "at": "2027-01-01"});
    serving.post(TENANTS, new).await.expect_ok();
    let state = serving.get("/__admin/state?tenant=worker-1").await;
    let advance = "/__admin/clock/advance?tenant=worker-1";
    serving.post(advance, json!({"duration": "30d"})).await.expect_ok();
    let put = serving.request(Method::PUT, "/__admin/state?tenant=worker-1").json(&state);
    let clock = answer(put).await.expect_ok();
    assert!(clock["now"].as_str().unwrap().starts_with("2027-01-01"), "{clock}");
    let mut again = serving.get("/__admin/state?tenant=worker-1").await;
    for instant in ["at", "machine_at"] {
        again[instant] = state[instant].clone();
    }
    assert_eq!(again, state);
    let put = serving.request(Method::PUT, "/__admin/state").json(&json!({"version": 1}));
    answer(put).await.expect_problem(400, "body");
}

#[tokio::test]
async fn whoever_asks_for_the_end_is_heard() {
    let serving = Serving::open().await;
    let asked = answer(serving.request(Method::POST, "/__admin/shutdown").json(&json!({}))).await;
    assert_eq!(asked.status, 202);
    serving.stop.notified().await;
}
