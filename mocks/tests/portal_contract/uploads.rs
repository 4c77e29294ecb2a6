//! "Mettre à jour le certificat".

use raccord_kernel::Outcome;
use raccord_mocks::chorus_pro::sheet::{DuringActivation, Platform, SecondUpload};

use super::browser::Page;
use super::files::{BOTH_USAGES, CURVE, Delivered, FIRST, SAME_KEY, SECOND, TEST, THIRD};
use super::world::{OTHER, PASSWORD, World};

const MIB: usize = 1024 * 1024;

fn refused(status: u16, rule: &str) -> (u16, String) {
    (status, rule.to_owned())
}

/// Uploads on the manager's sheet, logging in anew.
async fn update(world: &World, file: Vec<u8>) -> Page {
    world.manager().await.update(file).await
}

async fn take(world: &World, delivered: &Delivered) {
    assert_eq!(update(world, delivered.pkcs7()).await.location(), "/raccordements/fiches/1");
}

#[tokio::test]
async fn cpp_sheet_04_an_accepted_update_takes_effect_2_to_24_hours_later() {
    let world = World::new().await;
    let browser = world.manager().await;
    take(&world, &SECOND).await;
    let due = world.desk.next_due().unwrap();
    let wait = due.duration_since(world.now());
    assert!((2 * 60..=24 * 60).contains(&wait.as_mins()), "{wait}");

    let page = browser.get("/raccordements/fiches/1").await;
    assert_eq!(page.attribute("data-state"), "en-attente");
    assert_eq!(page.attribute("data-certificate-fingerprint"), FIRST.fingerprint());
    assert_eq!(page.attribute("data-waiting-fingerprint"), SECOND.fingerprint());

    world.move_to(due - jiff::SignedDuration::from_millis(1));
    assert_eq!(world.sheet(1).slot.active.unwrap().fingerprint, FIRST.fingerprint());
    world.move_to(due);
    world.desk.catch_up();
    assert_eq!(world.last().stood_on, ["CPP-SHEET-04"]);
    let page = world.manager().await.get("/raccordements/fiches/1").await;
    assert_eq!(page.attribute("data-state"), "activee");
    assert_eq!(page.attribute("data-certificate-fingerprint"), SECOND.fingerprint());
    assert_eq!(page.attribute("data-waiting-fingerprint"), "");
}

#[tokio::test]
async fn cpp_sheet_05_only_the_certificate_before_opens_a_session_while_an_update_waits() {
    let world = World::new().await;
    take(&world, &SECOND).await;
    let accepted = |during| {
        let slot = world.sheet(1).slot;
        slot.accepted(during).map(|one| one.fingerprint.clone()).collect::<Vec<_>>()
    };
    let default = world.desk.read(|state, _| state.knobs.sheet.during_activation);
    assert_eq!(accepted(default), [FIRST.fingerprint()]);
    assert!(accepted(DuringActivation::Neither).is_empty());
    assert_eq!(accepted(DuringActivation::Both), [FIRST.fingerprint(), SECOND.fingerprint()]);
}

#[tokio::test]
async fn cpp_sheet_07_a_second_update_takes_the_place_of_the_one_that_waits() {
    let world = World::new().await;
    take(&world, &SECOND).await;
    let first_due = world.desk.next_due().unwrap();
    world.move_to(world.now() + jiff::SignedDuration::from_hours(1));
    take(&world, &THIRD).await;
    assert!(world.last().stood_on.contains(&"CPP-SHEET-07".to_owned()));
    let due = world.desk.next_due().unwrap();
    assert!(due >= world.now() + jiff::SignedDuration::from_hours(2) && due != first_due);
    world.move_to(due);
    assert_eq!(world.sheet(1).slot.active.unwrap().fingerprint, THIRD.fingerprint());
    assert_eq!(world.desk.next_due(), None, "one update, one effect");
}

#[tokio::test]
async fn cpp_sheet_07_a_second_update_can_be_made_to_be_refused() {
    let world = World::new().await;
    world.desk.arrange(|state, _| state.knobs.sheet.second_upload = SecondUpload::Refused);
    take(&world, &SECOND).await;
    let page = update(&world, THIRD.pkcs7()).await;
    assert_eq!(page.refusal(), refused(422, "CPP-SHEET-07"));
    let waiting = world.sheet(1).slot.waiting.unwrap();
    assert_eq!(waiting.registered.fingerprint, SECOND.fingerprint());
}

#[tokio::test]
async fn cpp_sheet_08_a_certificate_of_one_sheet_is_refused_on_another() {
    let world = World::new().await;
    take(&world, &SECOND).await;
    let other = world.logged_in(OTHER).await;
    let path = "/raccordements/fiches/2/certificat";
    for file in [FIRST.pkcs7(), SECOND.pkcs7()] {
        let page = other.upload(path, "a.p7b", file).await;
        assert_eq!(page.refusal(), refused(422, "CPP-SHEET-08"));
    }
    assert_eq!(other.upload(path, "a.p7b", THIRD.pkcs7()).await.status, 303);
}

#[tokio::test]
async fn cpp_sheet_14_a_certificate_for_a_key_that_is_not_rsa_is_refused() {
    let world = World::new().await;
    let page = update(&world, CURVE.pkcs7()).await;
    assert_eq!(page.refusal(), refused(422, "CPP-SHEET-14"));
    world.desk.arrange(|state, _| {
        state.knobs.sheet.rules_passed_over.insert("CPP-SHEET-14".to_owned());
    });
    take(&world, &CURVE).await;
}

#[tokio::test]
async fn cpp_cert_02_refuses_a_certificate_with_both_usages_and_says_what_to_do() {
    let world = World::new().await;
    let page = update(&world, BOTH_USAGES.pkcs7()).await;
    assert_eq!(page.refusal(), refused(422, "CPP-CERT-02"));
    for part in ["constate", "attendu", "a-faire"] {
        let (_, text) = page.body.split_once(&format!("class=\"{part}\" lang=\"en\">")).unwrap();
        assert!(text.find("</dd>").unwrap() > 10, "{part}: {text}");
    }
    assert!(page.body.contains("OU exclusif") && page.body.contains("Déconnexion"));
    assert_eq!(world.sheet(1).slot.waiting, None);
    assert_eq!(world.desk.next_due(), None);
    let entry = world.last();
    assert_eq!(world.last_refusal(), "CPP-CERT-02");
    assert_eq!(entry.fields.get("certificate").unwrap(), "certificate#1");
}

#[tokio::test]
async fn cpp_cert_02_passed_over_by_a_setting_refuses_no_more() {
    let world = World::new().await;
    world.desk.arrange(|state, _| {
        for rule in ["CPP-CERT-02", "CPP-CERT-03"] {
            state.knobs.sheet.rules_passed_over.insert(rule.to_owned());
        }
    });
    take(&world, &BOTH_USAGES).await;
}

#[tokio::test]
async fn cpp_cert_15_a_test_certificate_passes_in_qualification_and_not_in_production() {
    take(&World::new().await, &TEST).await;
    let production = World::of(Platform::Production).await;
    let page = update(&production, TEST.pkcs7()).await;
    assert_eq!(page.refusal(), refused(422, "CPP-CERT-15"));
    take(&production, &SECOND).await;
}

#[tokio::test]
async fn cpp_cert_23_refuses_the_certificate_in_place_and_the_one_that_waits() {
    let world = World::new().await;
    assert_eq!(update(&world, FIRST.pkcs7()).await.refusal(), refused(422, "CPP-CERT-23"));
    take(&world, &SECOND).await;
    assert_eq!(update(&world, SECOND.pkcs7()).await.refusal(), refused(422, "CPP-CERT-23"));
}

#[tokio::test]
async fn cpp_cert_24_refuses_a_new_certificate_for_the_key_in_place() {
    let world = World::new().await;
    assert_eq!(update(&world, SAME_KEY.pkcs7()).await.refusal(), refused(422, "CPP-CERT-24"));
}

#[tokio::test]
async fn cpp_cert_01_a_pkcs12_is_refused_and_leaves_no_trace() {
    let world = World::new().await;
    let file = SECOND.pkcs12();
    let page = world
        .manager()
        .await
        .upload("/raccordements/fiches/1/certificat", "cle-privee.p7b", file.clone())
        .await;
    assert_eq!(page.refusal(), refused(422, "CPP-CERT-01"));
    assert!(page.body.contains("PKCS#12"));
    assert_eq!(world.last_refusal(), "CPP-CERT-01");

    let journal = &world.desk.office().journal;
    let left = [
        world.desk.read(|state, _| serde_json::to_string(state).unwrap()),
        serde_json::to_string(&journal.entries()).unwrap(),
        journal.evidence(|evidence| serde_json::to_string(evidence).unwrap()),
        format!("{:?}", world.desk),
    ];
    for text in left {
        assert!(!text.contains("cle-privee") && !text.contains(&SECOND.fingerprint()));
        for piece in file.chunks_exact(24) {
            assert!(!text.contains(&hex::encode(piece)));
            let numbers: Vec<String> = piece.iter().map(u8::to_string).collect();
            assert!(!text.contains(&numbers.join(",")));
        }
    }
}

#[tokio::test]
async fn cpp_portal_09_takes_a_file_of_1_mib_and_none_larger() {
    let world = World::new().await;
    let browser = world.manager().await;
    assert_eq!(browser.update(vec![0; MIB]).await.refusal(), refused(422, "CPP-CERT-01"));
    assert_eq!(browser.update(vec![0; MIB + 1]).await.refusal(), refused(413, "CPP-PORTAL-09"));
    assert_eq!(browser.update(vec![0; 8 * MIB]).await.refusal(), refused(413, "CPP-PORTAL-09"));
    assert_eq!(world.last_refusal(), "CPP-PORTAL-09");
}

#[tokio::test]
async fn cpp_portal_10_refuses_texts_longer_than_any_form_needs() {
    let world = World::new().await;
    let browser = world.manager().await;
    let form = browser.form().text("nom", "x".repeat(64 * 1024));
    let page = browser.send_form("/raccordements/fiches/1/certificat", form).await;
    assert_eq!(page.refusal(), refused(400, "CPP-PORTAL-10"));
}

#[tokio::test]
async fn cpp_portal_11_asks_for_a_file() {
    let world = World::new().await;
    let browser = world.manager().await;
    let path = "/raccordements/fiches/1/certificat";
    let without = browser.send_form(path, browser.form()).await;
    assert_eq!(without.refusal(), refused(422, "CPP-PORTAL-11"));
    let unnamed = browser.upload(path, "", Vec::new()).await;
    assert_eq!(unnamed.refusal(), refused(422, "CPP-PORTAL-11"));
}

#[tokio::test]
async fn an_upload_is_journalled_by_names_and_keeps_no_folders() {
    let world = World::new().await;
    let browser = world.manager().await;
    let path = "/raccordements/fiches/1/certificat";
    let name = r"C:\Users\martin\Desktop\toto.p7b";
    assert_eq!(browser.upload(path, name, SECOND.pkcs7()).await.status, 303);
    assert_eq!(world.sheet(1).slot.waiting.unwrap().registered.file_name, "toto.p7b");

    let entry = world.last();
    assert_eq!(entry.operation, "portal.sheet.update-certificate");
    assert_eq!(entry.outcome, Outcome::Accepted);
    let fields: Vec<&str> = entry.fields.keys().map(String::as_str).collect();
    let listed = ["account", "sheet", "application-code", "takes-effect-at", "certificate"];
    assert_eq!(fields, listed);
    let journal = serde_json::to_string(&world.desk.office().journal.entries()).unwrap();
    for secret in [
        PASSWORD,
        browser.form_token.as_str(),
        browser.cookie.as_deref().unwrap().split_once('=').unwrap().1,
        SECOND.fingerprint().as_str(),
        "toto",
    ] {
        assert!(!journal.contains(secret));
    }
    let evidence = &world.desk.office().journal;
    let name = evidence.evidence(|e| e.name_of(&SECOND.fingerprint()).map(str::to_owned));
    assert_eq!(name.unwrap(), entry.fields.get("certificate").unwrap().as_str().unwrap());
}
