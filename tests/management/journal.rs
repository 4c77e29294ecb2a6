//! The journal and its selections.

use raccord_kernel::Outcome;
use reqwest::Method;
use serde_json::{Value, json};

use crate::serving::{Answer, Serving, answer};

/// What crossed in these tests.
fn cross(serving: &Serving) {
    let unknown = Outcome::Unknown { asked: "GET /nowhere of piste.gouv.fr".into() };
    let refused = Outcome::Refused { rule: "PISTE-TOKEN-02".into(), reason: "found no".into() };
    serving.write("piste", "piste.token", Outcome::Accepted);
    serving.write("gateway", "gateway.request", unknown);
    serving.write("piste", "piste.token", refused);
    serving.write("gateway", "gateway.handshake", Outcome::Accepted);
    serving.write("sftp/VFE012", "sftp.session", Outcome::Accepted);
    serving.write("chorus-pro", "sheet.certificate-takes-effect", Outcome::Accepted);
}

async fn journal(serving: &Serving, query: &str) -> Answer {
    answer(serving.request(Method::GET, &format!("/__admin/journal{query}"))).await
}

fn sequences(answer: &Answer) -> Vec<u64> {
    let lines = answer.text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.map(|line| line["sequence"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn the_journal_is_told_one_entry_a_line_in_the_order_of_writing() {
    let serving = Serving::open().await;
    cross(&serving);
    let told = journal(&serving, "").await;
    assert_eq!(told.header("content-type"), "application/x-ndjson");
    assert_eq!(told.header("raccord-journal-last"), "6");
    assert_eq!(told.header("raccord-journal-forgotten"), "0");
    assert_eq!(sequences(&told), [1, 2, 3, 4, 5, 6]);
    let third: Value = serde_json::from_str(told.text.lines().nth(2).unwrap()).unwrap();
    assert_eq!(third["operation"], "piste.token");
    assert_eq!(
        third["outcome"],
        json!({"kind": "refused", "rule": "PISTE-TOKEN-02", "reason": "found no"})
    );
    assert_eq!(third["number"], 2);
}

#[tokio::test]
async fn a_filter_picks_by_operation_actor_outcome_and_rule() {
    let serving = Serving::open().await;
    cross(&serving);
    for (query, expected) in [
        ("?operation=piste.token", &[1, 3][..]),
        ("?operation=piste", &[]),
        ("?operation=gateway.*", &[2, 4]),
        ("?actor=sftp/*", &[5]),
        ("?outcome=refused", &[3]),
        ("?outcome=accepted&operation=piste.token", &[1]),
        ("?rule=PISTE-TOKEN-02", &[3]),
        ("?since=4", &[5, 6]),
        ("?since=1&limit=2", &[2, 3]),
        ("?limit=2", &[5, 6]),
        ("?tenant=default&outcome=unknown", &[2]),
    ] {
        assert_eq!(sequences(&journal(&serving, query).await), expected, "{query}");
    }
    journal(&serving, "?outcome=bad").await.expect_problem(400, "query");
}

#[tokio::test]
async fn requests_handshakes_and_what_nothing_knew_are_told_apart() {
    let serving = Serving::open().await;
    cross(&serving);
    for (path, expected) in [
        ("requests", &[1, 2, 3][..]),
        ("requests/unmatched", &[2]),
        ("handshakes", &[4, 5]),
        ("handshakes?operation=sftp.session", &[5]),
    ] {
        let told = serving.get(&format!("/__admin/{path}")).await;
        let entries = told["entries"].as_array().unwrap();
        let found: Vec<_> = entries.iter().map(|it| it["sequence"].as_u64().unwrap()).collect();
        assert_eq!(found, expected, "{path}");
        assert_eq!((&told["last"], &told["forgotten"]), (&json!(6), &json!(0)));
    }
}

#[tokio::test]
async fn what_the_journal_forgot_is_counted() {
    let serving = Serving::open().await;
    for _ in 0..10_250 {
        serving.write("piste", "piste.token", Outcome::Accepted);
    }
    let told = journal(&serving, "?since=100&limit=1").await;
    assert_eq!((told.header("raccord-journal-forgotten"), sequences(&told)), ("150", vec![251]));
}

#[tokio::test]
async fn a_request_that_nothing_knows_is_found_by_whoever_looks_for_it() {
    let serving = Serving::open().await;
    let proxy = reqwest::Proxy::all(serving.mocks().proxy_url()).unwrap();
    let root = serving.client.get(serving.url("/__admin/ca/root.pem"));
    let root = reqwest::Certificate::from_pem(answer(root).await.text.as_bytes()).unwrap();
    let builder = reqwest::Client::builder().proxy(proxy).tls_certs_only([root]);
    let connector = builder.build().unwrap();
    let nowhere = connector.get("https://qualif.chorus-pro.gouv.fr/nowhere").send();
    assert_eq!(nowhere.await.unwrap().status(), 404);
    let told = serving.get("/__admin/requests/unmatched").await;
    let asked = told["entries"][0]["outcome"]["asked"].as_str().unwrap();
    assert!(asked.contains("/nowhere of qualif.chorus-pro.gouv.fr"), "{told}");
}
