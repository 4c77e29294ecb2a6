//! "Saisie fiche EDI" and "Rechercher fiche EDI".

use super::browser::{Browser, Page, file_part};
use super::files::{FIRST, SECOND, THIRD};
use super::world::{OTHER_SIRET, SIRET, World};

fn refused(rule: &str) -> (u16, String) {
    (422, rule.to_owned())
}

/// Sends a new sheet, good but for the fields given, each of which takes the place of its like.
pub(crate) async fn create(browser: &Browser, file: Vec<u8>, other: &[(&str, &str)]) -> Page {
    let good = [
        ("structure", SIRET),
        ("protocole", "SFTP"),
        ("periode_debut", "2026-03-02"),
        ("periode_fin", ""),
        ("interface", "FSO1100A"),
        ("integration_FSO1100A", "Complet"),
        ("nom", "Martin"),
        ("telephone", "0102030405"),
        ("courriel", "martin@fournisseur.example"),
    ];
    let kept = good.iter().filter(|(name, _)| !other.iter().any(|(given, _)| given == name));
    let mut form = browser.form().part("certificat", file_part("premier.p7b", file));
    for (name, value) in kept.chain(other) {
        form = form.text((*name).to_owned(), (*value).to_owned());
    }
    browser.send_form("/raccordements/fiches", form).await
}

async fn create_with(other: &[(&str, &str)]) -> Page {
    let world = World::new().await;
    create(&world.manager().await, SECOND.pkcs7(), other).await
}

#[tokio::test]
async fn cpp_sheet_01_refuses_a_sheet_that_lacks_something() {
    for field in ["structure", "protocole", "periode_debut", "nom", "telephone", "courriel"] {
        let page = create_with(&[(field, " ".trim())]).await;
        assert_eq!(page.refusal(), refused("CPP-SHEET-01"), "{field}");
    }
    let page = create_with(&[("interface", "")]).await;
    assert_eq!(page.refusal(), refused("CPP-SHEET-10"), "an empty code is no code");
    let world = World::new().await;
    let browser = world.manager().await;
    let form = browser.form().text("structure", SIRET);
    let page = browser.send_form("/raccordements/fiches", form).await;
    assert_eq!(page.refusal(), refused("CPP-PORTAL-11"));
}

#[tokio::test]
async fn cpp_sheet_02_refuses_a_protocol_that_is_not_sftp() {
    let page = create_with(&[("protocole", "PeSIT")]).await;
    assert_eq!(page.refusal(), refused("CPP-SHEET-02"));
    assert!(page.body.contains("PeSIT"));
}

#[tokio::test]
async fn cpp_sheet_03_gives_each_new_sheet_a_code_of_its_own() {
    let world = World::new().await;
    world.desk.arrange(|state, _| {
        let mut taken = state.sheets.by_number(2).unwrap().clone();
        taken.application_code = "VFE002".to_owned();
        state.sheets.put(taken);
    });
    let browser = world.manager().await;
    for (file, number, code) in [(SECOND.pkcs7(), 3, "VFE001"), (THIRD.pkcs7(), 4, "VFE003")] {
        let page = create(&browser, file, &[]).await;
        assert_eq!(page.location(), format!("/raccordements/fiches/{number}"));
        let sheet = browser.get(page.location()).await;
        assert_eq!(sheet.attribute("data-application-code"), code);
    }
}

#[tokio::test]
async fn cpp_sheet_06_the_certificate_of_a_new_sheet_waits_for_its_effect() {
    let world = World::new().await;
    let browser = world.manager().await;
    create(&browser, SECOND.pkcs7(), &[]).await;
    let page = browser.get("/raccordements/fiches/3").await;
    assert_eq!(page.attribute("data-state"), "en-attente");
    assert_eq!(page.attribute("data-certificate-fingerprint"), "");
    assert_eq!(page.attribute("data-waiting-fingerprint"), SECOND.fingerprint());
    world.move_to(world.desk.next_due().unwrap());
    assert_eq!(world.sheet(3).slot.active.unwrap().fingerprint, SECOND.fingerprint());
}

#[tokio::test]
async fn cpp_sheet_06_the_certificate_of_a_new_sheet_can_be_made_not_to_wait() {
    let world = World::new().await;
    world.desk.arrange(|state, _| state.knobs.sheet.first_certificate_waits = false);
    create(&world.manager().await, SECOND.pkcs7(), &[]).await;
    assert_eq!(world.sheet(3).slot.active.unwrap().fingerprint, SECOND.fingerprint());
    assert_eq!(world.manager().await.update(THIRD.pkcs7()).await.status, 303);
    assert!(world.sheet(1).slot.waiting.is_some(), "an update waits all the same");
}

#[tokio::test]
async fn cpp_sheet_08_a_new_sheet_needs_a_certificate_of_its_own() {
    let world = World::new().await;
    let page = create(&world.manager().await, FIRST.pkcs7(), &[]).await;
    assert_eq!(page.refusal(), refused("CPP-SHEET-08"));
    assert_eq!(world.desk.read(|state, _| state.sheets.iter().count()), 2);
}

#[tokio::test]
async fn cpp_sheet_09_a_period_ends_on_its_first_day_at_the_earliest() {
    for (until, refusal) in
        [("2026-03-01", true), ("2026-03-02", false), ("demain", true), ("2026-02-30", true)]
    {
        let page = create_with(&[("periode_fin", until)]).await;
        if refusal {
            assert_eq!(page.refusal(), refused("CPP-SHEET-09"), "{until}");
        } else {
            assert_eq!(page.status, 303, "{until}");
        }
    }
}

#[tokio::test]
async fn cpp_sheet_10_refuses_an_interface_that_is_unknown_doubled_or_of_no_type() {
    for fields in [
        &[("interface", "FSO9999Z"), ("integration_FSO9999Z", "Complet")][..],
        &[("interface", "FSO1100A"), ("interface", "FSO1100A")],
        &[("integration_FSO1100A", "Total")],
    ] {
        assert_eq!(create_with(fields).await.refusal(), refused("CPP-SHEET-10"), "{fields:?}");
    }
}

#[tokio::test]
async fn cpp_sheet_11_a_search_gives_one_line_for_each_code_and_interface() {
    let world = World::new().await;
    let page = world.manager().await.get("/raccordements/fiches?periode=").await;
    assert_eq!(page.attribute("data-lines"), "2");
    let lines: Vec<&str> = page.body.split("data-interface-code=\"").skip(1).collect();
    assert!(lines[0].starts_with("FSO1100A") && lines[1].starts_with("FEN1200A"));
    assert!(page.body.contains("href=\"/raccordements/fiches/1\""));
    assert_eq!(world.last().stood_on, ["CPP-SHEET-11"]);
}

#[tokio::test]
async fn cpp_sheet_12_the_pre_filled_period_hides_older_sheets_until_it_is_cleared() {
    let world = World::new().await;
    let browser = world.manager().await;
    create(&browser, SECOND.pkcs7(), &[]).await;
    let form = browser.get("/raccordements/fiches").await;
    assert!(
        form.body.contains("id=\"periode\" name=\"periode\" type=\"date\" value=\"2026-03-02\"")
    );
    assert!(!form.body.contains("id=\"resultats\""));
    let codes = async |period: &str| {
        let page = browser.get(&format!("/raccordements/fiches?periode={period}")).await;
        (page.body.contains("VFE012"), page.body.contains("VFE001"))
    };
    assert_eq!(codes("2026-03-02").await, (false, true));
    assert_eq!(codes("").await, (true, true));
    assert_eq!(codes("2017-06-13").await, (true, true), "the day on which the sheet began");
    assert_eq!(codes("2017-06-14").await, (false, true));
    let page = browser.get("/raccordements/fiches?periode=hier").await;
    assert_eq!(page.refusal(), refused("CPP-SHEET-09"));
}

#[tokio::test]
async fn cpp_sheet_13_a_sheet_is_active_but_for_the_wait_even_with_an_expired_certificate() {
    let world = World::new().await;
    let state = async || {
        let browser = world.manager().await;
        let sheet = browser.get("/raccordements/fiches/1").await;
        let found = browser.get("/raccordements/fiches?periode=&etat=activee").await;
        let code = sheet.attribute("data-state");
        assert_eq!(found.attribute("data-lines"), if code == "activee" { "2" } else { "0" });
        (
            code,
            sheet.body.contains("Activée</dd>"),
            sheet.body.contains(">En cours d&#39;activation</dd>"),
        )
    };
    assert_eq!(state().await, ("activee".to_owned(), true, false));
    world.manager().await.update(SECOND.pkcs7()).await;
    assert_eq!(state().await, ("en-attente".to_owned(), false, true));
    world.move_to(world.desk.next_due().unwrap());
    world.move_to("2028-03-02T09:00:00Z".parse().unwrap());
    assert_eq!(state().await, ("activee".to_owned(), true, false));
}

#[tokio::test]
async fn cpp_portal_07_creates_no_sheet_for_another_s_structure() {
    let page = create_with(&[("structure", OTHER_SIRET)]).await;
    assert_eq!(page.refusal(), (403, "CPP-PORTAL-07".to_owned()));
}
