//! Certificates: ordered, handed in, made to take effect, delivered by mail.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use raccord::environment::{
    Application, ChorusProConnections as _, ChorusProStates as _, Company, Environment as _,
    Quality, SocialSecurityConnections as _, Stage,
};
use raccord_certs::conformity::Platform;
use raccord_certs::format::pkcs7;
use raccord_certs::{Certificate, Subject};
use reqwest::Method;
use serde_json::{Value, json};

use crate::serving::{Serving, answer};

const ORDERS: &str = "/__admin/certificates";
const SHEET: &str = "/__admin/chorus-pro/sheets/VFE012";

/// A supplier with a sheet.
async fn connected() -> Serving {
    let serving = Serving::open().await;
    let manager = serving.mocks().structure(Platform::Qualification, true).unwrap();
    serving.mocks().edi(&manager, "VFE012", &["FSO1100A"]).unwrap();
    serving
}

/// The places of a certificate on the timeline.
async fn places(serving: &Serving, name: &str) -> Value {
    let told = serving.get(ORDERS).await;
    let all = told["certificates"].as_array().unwrap();
    all.iter().find(|it| it["name"] == name).unwrap()["places"].clone()
}

/// The standing of a certificate in each of its places.
async fn standings(serving: &Serving, name: &str) -> Vec<String> {
    let places = places(serving, name).await;
    let places = places.as_array().unwrap().iter();
    places.map(|it| it["standing"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_certificate_of_one_company_supersedes_none_of_another() {
    let serving = Serving::open().await;
    let start = raccord::starts::named("social-security").unwrap();
    start.arrange(serving.mocks(), &raccord::starts::Wish::default()).unwrap();
    // The employer's first and next, then the provider's.
    assert_eq!(standings(&serving, "company/rest#1").await, ["active"]);
    assert_eq!(standings(&serving, "company/rest#2").await, [""; 0]);
    assert_eq!(standings(&serving, "company/rest#3").await, ["active"]);
}

#[tokio::test]
async fn a_certificate_is_ordered_with_its_chain_and_its_key_only_where_that_is_asked_for() {
    let serving = Serving::open().await;
    let order = json!({"profile": "chorus-pro/ssl-client", "lifetime": "30d", "role": "supplier/edi",
        "subject": "CN=VFE012,O=Fournitures du Nord,C=FR"});
    let issued = serving.post(ORDERS, order).await;
    assert_eq!(issued.status, 201, "{issued:?}");
    let issued = issued.json();
    assert_eq!(issued["name"], "supplier/edi#1");
    assert_eq!(issued["private_key"], Value::Null);
    assert!(!issued.to_string().contains("PRIVATE KEY"));
    let read = Certificate::from_pem(issued["certificate"].as_str().unwrap().as_bytes()).unwrap();
    assert_eq!(read.fingerprint().to_string(), issued["fingerprint"].as_str().unwrap());
    assert_eq!(read.subject().to_string(), issued["subject"].as_str().unwrap());
    let days = read.validity().until.duration_since(serving.mocks().clock().now()).as_hours() / 24;
    assert!((29..=30).contains(&days), "{days}");
    let p7b = STANDARD.decode(issued["p7b"].as_str().unwrap()).unwrap();
    assert_eq!(pkcs7::decode(&p7b).unwrap().len(), 3);
    let with_key = json!({"profile": "social-security/rest", "private_key": true});
    let with_key = serving.post(ORDERS, with_key).await.expect_ok();
    assert!(with_key["private_key"].as_str().unwrap().contains("BEGIN PRIVATE KEY"));
}

#[tokio::test]
async fn what_cannot_be_ordered_is_told_with_what_can() {
    let serving = Serving::open().await;
    for (order, told) in [
        (json!({"profile": "chorus-pro"}), "found the profile `chorus-pro`, expected one of"),
        (json!({"profile": "chorus-pro/seal", "defect": "late"}), "unknown defect `late`"),
        (
            json!({"profile": "social-security/rest", "defect": "missing-intermediate"}),
            "found the defect `missing-intermediate` with the profile",
        ),
        (json!({"profile": "chorus-pro/seal", "subject": "VFE012"}), "failed to read a subject"),
        (
            json!({"profile": "chorus-pro/seal", "deliver": "a@b.example"}),
            "expected it with a profile of SOFiE only",
        ),
        (
            json!({"profile": "chorus-pro/seal", "same_key_as": "supplier/edi#9"}),
            "nothing is kept under the name `supplier/edi#9`",
        ),
    ] {
        let problem = serving.post(ORDERS, order).await.expect_problem(422, "out-of-range");
        assert!(problem["detail"].as_str().unwrap().contains(told), "{problem}");
    }
}

#[tokio::test]
async fn a_certificate_is_handed_in_waits_and_takes_effect_on_the_tenant_s_clock() {
    let serving = connected().await;
    let order = json!({"profile": "chorus-pro/ssl-client", "role": "supplier/edi"});
    let next = serving.post(ORDERS, order).await.expect_ok()["name"].clone();
    assert_eq!(next, "supplier/edi#2");
    let body = json!({"certificate": next});
    let taken = serving.post(&format!("{SHEET}/certificate"), body).await.expect_ok();
    assert_eq!(taken["name"], next);
    assert_eq!(serving.get("/__admin/clock").await["next_due"], taken["takes_effect_at"]);
    assert_eq!(standings(&serving, "supplier/edi#2").await, ["waiting"]);
    serving.post("/__admin/clock/advance", json!({"duration": "24h"})).await.expect_ok();
    assert_eq!(standings(&serving, "supplier/edi#2").await, ["active"]);
    assert_eq!(standings(&serving, "supplier/edi#1").await, ["superseded"]);
    let journal = serving.get("/__admin/requests?operation=portal.sheet.update-certificate").await;
    let entry = &journal["entries"][0];
    assert_eq!(entry["fields"]["certificate"], next);
    assert_eq!(entry["fields"]["asked-by"], "management");
}

#[tokio::test]
async fn what_the_portal_refuses_is_refused_by_the_same_rule_and_written_down() {
    let serving = connected().await;
    let order = json!({"profile": "chorus-pro/ssl-client", "defect": "both-usages"});
    let spoilt = serving.post(ORDERS, order).await.expect_ok()["name"].clone();
    let body = json!({"certificate": spoilt});
    let refused = serving.post(&format!("{SHEET}/certificate"), body).await;
    let problem = refused.expect_problem(422, "refused");
    let rule = problem["rule"].as_str().unwrap();
    assert!(rule.starts_with("CPP-CERT-"), "{problem}");
    let journal = serving.get(&format!("/__admin/requests?rule={rule}")).await;
    let outcome = &journal["entries"][0]["outcome"];
    assert_eq!((&outcome["kind"], &outcome["reason"]), (&json!("refused"), &problem["detail"]));
    let place = &places(&serving, spoilt.as_str().unwrap()).await[0];
    assert_eq!((&place["standing"], &place["rule"]), (&json!("refused"), &json!(rule)));
}

#[tokio::test]
async fn any_file_can_be_handed_in() {
    let serving = connected().await;
    let file = STANDARD.encode("no certificate at all");
    let body = json!({"file": file, "file_name": "notes.txt"});
    let refused = serving.post(&format!("{SHEET}/certificate"), body).await;
    assert!(refused.expect_problem(422, "refused")["rule"].is_string());
    for body in [json!({}), json!({"file": "", "certificate": "x"}), json!({"file": "é"})] {
        serving.post(&format!("{SHEET}/certificate"), body).await.expect_problem(400, "body");
    }
    let unknown =
        serving.post(&format!("{SHEET}/certificate"), json!({"certificate": "x#1"})).await;
    unknown.expect_problem(404, "not-found");
    let path = "/__admin/chorus-pro/sheets/NOBODY/certificate";
    let no_sheet = serving.post(path, json!({"file": ""})).await;
    let detail = no_sheet.expect_problem(404, "not-found")["detail"].to_string();
    assert!(detail.contains("`VFE012`"), "{detail}");
}

#[tokio::test]
async fn a_waiting_certificate_takes_effect_at_once_where_that_is_asked_for() {
    let serving = connected().await;
    let activate = async || serving.post(&format!("{SHEET}/activate"), json!({})).await;
    activate().await.expect_problem(409, "conflict");
    let order = json!({"profile": "chorus-pro/ssl-client", "role": "supplier/edi"});
    let next = serving.post(ORDERS, order).await.expect_ok()["name"].clone();
    let body = json!({"certificate": next});
    serving.post(&format!("{SHEET}/certificate"), body).await.expect_ok();
    assert_eq!(activate().await.expect_ok()["name"], next);
    assert_eq!(standings(&serving, "supplier/edi#2").await, ["active"]);
    assert_eq!(serving.get("/__admin/clock").await["next_due"], Value::Null);
    let entries = serving.mocks().journal().entries();
    assert!(entries.iter().any(|it| it.operation == "sheet.certificate-takes-effect"));
}

/// An employer with an account, and its client id.
fn employer(serving: &Serving) -> String {
    let mocks = serving.mocks();
    let company: Company =
        mocks.company("Boulangerie du Parc", &[Quality::Employer], Stage::Production).unwrap();
    let subject = Subject::belgian("Boulangerie", "Boulangerie du Parc", &company.number);
    let order = raccord::environment::CertificateOrder::new(
        "employer/rest",
        "social-security/rest",
        &subject,
        jiff::SignedDuration::from_hours(24 * 365),
    );
    let identity = mocks.issue_certificates().unwrap().order(&order).unwrap();
    let account = ("Compte", Quality::Employer);
    let account = mocks.rest_account(&company, account, &[Application::Dimona], &identity).unwrap();
    account.client_id
}

#[tokio::test]
async fn an_account_of_chaman_takes_a_second_certificate_and_refuses_the_first_again() {
    let serving = Serving::open().await;
    let client_id = employer(&serving);
    let path = format!("/__admin/social-security/accounts/{client_id}/certificates");
    let order = json!({"profile": "social-security/rest", "role": "employer/rest"});
    let next = serving.post(ORDERS, order).await.expect_ok()["name"].clone();
    let taken = serving.post(&path, json!({"certificate": next, "name": "2027"})).await.expect_ok();
    assert_eq!(taken["name"], "employer/rest#2");
    for name in ["employer/rest#1", "employer/rest#2"] {
        let place = &places(&serving, name).await[0];
        assert_eq!((&place["place"], &place["standing"]), (&json!(client_id), &json!("active")));
    }
    let again = serving.post(&path, json!({"certificate": "employer/rest#1"})).await;
    assert_eq!(again.expect_problem(422, "refused")["rule"], "SS-CERT-12");
    let nobody = "/__admin/social-security/accounts/nobody/certificates";
    serving.post(nobody, json!({"file": ""})).await.expect_problem(404, "not-found");
}

#[tokio::test]
async fn a_certificate_of_sofie_is_delivered_by_mail() {
    let serving = Serving::open().await;
    let order = json!({"profile": "sofie/crypt", "deliver": "crypt@banque.example"});
    let issued = serving.post(ORDERS, order).await.expect_ok();
    assert_eq!(issued["mail"], 1);
    let mails = serving.get("/__admin/mail?to=CRYPT@banque.example").await;
    let mail = &mails["mails"][0];
    assert_eq!(mail["subject"], "Easy_SSL - Your order #1001 is now complete");
    assert_eq!(mail["attachments"][0]["name"], "1001.txt");
    let text = mail["attachments"][0]["text"].as_str().unwrap();
    let attached = Certificate::from_pem(text.as_bytes()).unwrap();
    assert_eq!(attached.fingerprint().to_string(), issued["fingerprint"].as_str().unwrap());
    assert_eq!(serving.get("/__admin/mail?to=other@banque.example").await["mails"], json!([]));
    assert_eq!(serving.get("/__admin/mail?since=1").await["mails"], json!([]));
    let emptied = answer(serving.request(Method::DELETE, "/__admin/mail")).await;
    assert_eq!(emptied.status, 204);
    assert_eq!(serving.get("/__admin/mail").await, json!({"mails": [], "last": 1}));
}

#[tokio::test]
async fn whoever_waits_for_a_mail_gets_it_when_it_comes() {
    let serving = Serving::open().await;
    let wait = serving.get("/__admin/mail?wait=60s&to=crypt@banque.example");
    let order = json!({"profile": "sofie/crypt", "deliver": "crypt@banque.example"});
    let (told, _) = tokio::join!(wait, serving.post(ORDERS, order));
    assert_eq!(told["mails"].as_array().unwrap().len(), 1, "{told}");
    let none = serving.get("/__admin/mail?wait=1ms&since=1").await;
    assert_eq!(none["mails"], json!([]));
}
