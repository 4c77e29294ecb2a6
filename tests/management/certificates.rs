//! Certificates on a timeline, systems, and rules.

use raccord::environment::{ChorusProConnections as _, ChorusProStates as _};
use raccord_certs::conformity::Platform;
use reqwest::Method;
use serde_json::{Value, json};

use crate::serving::{Serving, answer};

#[tokio::test]
async fn the_certificate_of_a_sheet_is_on_the_timeline() {
    let serving = Serving::open().await;
    let mocks = serving.mocks();
    let manager = mocks.structure(Platform::Qualification, true).unwrap();
    let sheet = mocks.edi(&manager, "VFE012", &["FSO1100A"]).unwrap();
    let told = serving.get("/__admin/certificates").await;
    let certificates = told["certificates"].as_array().unwrap();
    let one = certificates.iter().find(|it| it["name"] == *sheet.certificate).unwrap();
    assert_eq!(one["role"], "supplier/edi");
    assert_eq!(one["validity"], "valid");
    assert_eq!(
        one["places"],
        json!([{"system": "chorus-pro", "place": "VFE012", "standing": "active"}])
    );
    assert!(one["not_before"].as_str() < told["now"].as_str(), "{one}");
    let ends: Vec<_> = certificates.iter().map(|it| it["not_after"].as_str().unwrap()).collect();
    assert!(ends.is_sorted(), "{ends:?}");
    for root in ["gateway/root", "supplier/root", "supplier/issuing"] {
        assert!(certificates.iter().any(|it| it["name"] == root), "{root}");
    }
}

#[tokio::test]
async fn systems_are_told_with_their_addresses() {
    let serving = Serving::open().await;
    let told = serving.get("/__admin/systems").await;
    assert_eq!(told["tenant"], "default");
    assert_eq!(told["proxy"], serving.mocks().proxy_url());
    let systems = told["systems"].as_array().unwrap();
    let names: Vec<_> = systems.iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        [
            "piste",
            "chorus-pro",
            "chorus-pro/production",
            "social-security",
            "social-security/acceptance",
            "authority"
        ]
    );
    let portal = &systems[1]["hosts"][0];
    assert_eq!(portal["name"], "qualif.chorus-pro.gouv.fr");
    // A browser finds every name under `.localhost` on this machine; not every resolver does.
    let url = portal["url"].as_str().unwrap();
    let door = format!("http://{}", told["http"].as_str().unwrap());
    let host = url.trim_start_matches("http://").trim_end_matches('/');
    let page = answer(serving.client.get(door).header("host", host)).await;
    assert!(page.header("www-authenticate").contains("Chorus Pro"), "{portal}: {page:?}");
}

#[tokio::test]
async fn a_rule_is_told_with_its_source() {
    let serving = Serving::open().await;
    let rules = serving.get("/__admin/rules").await;
    let rules: Vec<&Value> = rules.as_array().unwrap().iter().collect();
    assert!(rules.len() > 100, "{}", rules.len());
    let one = serving.get("/__admin/rules/CPP-SHEET-04").await;
    assert_eq!(one["says"], "an update takes effect 2 to 24 hours after it was accepted");
    assert_eq!((&one["source"], &one["known"]), (&json!("CPP-CERTIFICATES §8"), &json!("read")));
    assert!(rules.contains(&&one));
    let none = answer(serving.request(Method::GET, "/__admin/rules/CPP-SHEET-99")).await;
    none.expect_problem(404, "not-found");
}
