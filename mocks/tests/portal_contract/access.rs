//! Who comes in, and where to.

use jiff::SignedDuration;

use super::world::{MANAGER, OTHER_SIRET, PASSWORD, READER, SIRET, World};

fn refused(status: u16, rule: &str) -> (u16, String) {
    (status, rule.to_owned())
}

#[tokio::test]
async fn cpp_portal_01_refuses_an_unknown_login_and_a_wrong_password_alike() {
    let world = World::new().await;
    let mut browser = world.browser();
    let unknown = browser.log_in("personne@fournisseur.example", PASSWORD).await;
    let wrong = browser.log_in(MANAGER, "Un autre 1!").await;
    assert_eq!(wrong.refusal(), refused(401, "CPP-PORTAL-01"));
    assert_eq!((unknown.status, unknown.body), (wrong.status, wrong.body));
    assert_eq!(world.last_refusal(), "CPP-PORTAL-01");
    assert_eq!(browser.log_in(MANAGER, PASSWORD).await.location(), "/accueil");
}

#[tokio::test]
async fn cpp_portal_02_shows_no_page_but_the_login_without_a_session() {
    let world = World::new().await;
    let mut browser = world.browser();
    assert_eq!(browser.get("/connexion").await.status, 200);
    for cookie in [None, Some("session_chorus_pro=inconnue".to_owned())] {
        browser.cookie = cookie;
        for path in [
            "/accueil",
            "/factures/depot",
            "/factures/depot/1",
            "/structures",
            &format!("/structures/{SIRET}"),
            "/raccordements/fiches",
            "/raccordements/fiches?periode=",
            "/raccordements/fiches/saisie",
            "/raccordements/fiches/1",
            "/raccordements/fiches/1/certificat",
        ] {
            let page = browser.get(path).await;
            assert_eq!(page.refusal(), refused(401, "CPP-PORTAL-02"), "{path}");
            assert!(page.header("www-authenticate").starts_with("Cookie "));
        }
        let posts = ["/deconnexion", &format!("/structures/{SIRET}/espaces")];
        for path in posts {
            assert_eq!(browser.post(path).await.refusal(), refused(401, "CPP-PORTAL-02"));
        }
        let page = browser.update(b"x".to_vec()).await;
        assert_eq!(page.refusal(), refused(401, "CPP-PORTAL-02"));
    }
}

#[tokio::test]
async fn cpp_portal_02_opens_nothing_to_a_session_that_was_logged_out_of() {
    let world = World::new().await;
    let browser = world.manager().await;
    assert_eq!(browser.post("/deconnexion").await.location(), "/connexion");
    assert_eq!(browser.get("/accueil").await.refusal(), refused(401, "CPP-PORTAL-02"));
}

#[tokio::test]
async fn cpp_portal_03_ends_a_session_that_was_not_used_for_30_minutes() {
    let world = World::new().await;
    let browser = world.manager().await;
    let millisecond = SignedDuration::from_millis(1);
    let idle = SignedDuration::from_mins(30);
    // Twice, since each use begins the 30 minutes anew.
    for _ in 0..2 {
        world.move_to(world.now() + idle - millisecond);
        assert_eq!(browser.get("/accueil").await.status, 200);
    }
    world.move_to(world.now() + idle);
    assert_eq!(browser.get("/accueil").await.refusal(), refused(401, "CPP-PORTAL-03"));
}

#[tokio::test]
async fn cpp_portal_04_takes_a_form_only_with_the_token_of_its_session() {
    let world = World::new().await;
    let (mut browser, other) = (world.manager().await, world.manager().await);
    let before = world.sheet(1).slot;
    let own = std::mem::take(&mut browser.form_token);
    for token in [String::new(), other.form_token] {
        browser.form_token = token;
        for page in
            [browser.update(super::files::SECOND.pkcs7()).await, browser.post("/deconnexion").await]
        {
            assert_eq!(page.refusal(), refused(403, "CPP-PORTAL-04"));
        }
    }
    assert_eq!(world.sheet(1).slot, before);
    browser.form_token = own;
    assert_eq!(browser.update(super::files::SECOND.pkcs7()).await.status, 303);
}

#[tokio::test]
async fn cpp_portal_05_opens_the_space_only_to_who_has_it() {
    let world = World::new().await;
    world.desk.arrange(without_space);
    let browser = world.manager().await;
    assert!(!browser.get("/accueil").await.body.contains("id=\"espace-raccordements\""));
    for path in ["/raccordements/fiches", "/raccordements/fiches/saisie", "/raccordements/fiches/1"]
    {
        let page = browser.get(path).await;
        assert_eq!(page.refusal(), refused(403, "CPP-PORTAL-05"), "{path}");
    }
}

#[tokio::test]
async fn cpp_portal_06_shows_an_added_space_from_the_next_login_on() {
    let world = World::new().await;
    world.desk.arrange(without_space);
    let browser = world.manager().await;
    assert_eq!(browser.get("/structures").await.attribute("data-space"), "false");
    let page = browser.post(&format!("/structures/{SIRET}/espaces")).await;
    assert_eq!(page.location(), format!("/structures/{SIRET}"));
    assert_eq!(browser.get("/structures").await.attribute("data-space"), "true");

    assert!(!browser.get("/accueil").await.body.contains("id=\"espace-raccordements\""));
    for path in ["/raccordements/fiches", "/raccordements/fiches/1"] {
        assert_eq!(browser.get(path).await.refusal(), refused(403, "CPP-PORTAL-06"));
    }
    let again = world.manager().await;
    assert!(again.get("/accueil").await.body.contains("id=\"espace-raccordements\""));
    assert_eq!(again.get("/raccordements/fiches/1").await.status, 200);
}

fn without_space(state: &mut raccord_mocks::chorus_pro::ChorusPro, _: jiff::Timestamp) {
    let mut structure = state.portal.structure(SIRET).unwrap().clone();
    structure.has_space = false;
    state.portal.put_structure(structure);
}

#[tokio::test]
async fn cpp_portal_07_keeps_a_manager_to_the_structures_of_the_account() {
    let world = World::new().await;
    let browser = world.manager().await;
    let before = world.sheet(2).slot;
    let file = super::files::SECOND.pkcs7();
    let pages = [
        browser.get("/raccordements/fiches/2").await,
        browser.get("/raccordements/fiches/2/certificat").await,
        browser.upload("/raccordements/fiches/2/certificat", "a.p7b", file).await,
        browser.get(&format!("/structures/{OTHER_SIRET}")).await,
        browser.get("/structures/00000000000000").await,
        browser.post(&format!("/structures/{OTHER_SIRET}/espaces")).await,
    ];
    for page in pages {
        assert_eq!(page.refusal(), refused(403, "CPP-PORTAL-07"));
    }
    assert_eq!(world.sheet(2).slot, before);
    let found = browser.get("/raccordements/fiches?periode=").await;
    assert!(found.body.contains("VFE012") && !found.body.contains("VFE302"));
    assert!(!browser.get("/structures").await.body.contains(OTHER_SIRET));
}

#[tokio::test]
async fn cpp_portal_08_lets_who_may_only_look_change_nothing() {
    let world = World::new().await;
    let browser = world.logged_in(READER).await;
    let sheet = browser.get("/raccordements/fiches/1").await;
    assert_eq!((sheet.status, sheet.body.contains("Mettre à jour le certificat")), (200, false));
    for path in ["/raccordements/fiches/saisie", "/raccordements/fiches/1/certificat"] {
        assert_eq!(browser.get(path).await.refusal(), refused(403, "CPP-PORTAL-08"));
    }
    let page = browser.update(super::files::SECOND.pkcs7()).await;
    assert_eq!(page.refusal(), refused(403, "CPP-PORTAL-08"));
    assert_eq!(world.sheet(1).slot.waiting, None);
    let page = super::sheets::create(&browser, super::files::SECOND.pkcs7(), &[]).await;
    assert_eq!(page.refusal(), refused(403, "CPP-PORTAL-08"));
}

#[tokio::test]
async fn cpp_portal_10_takes_a_form_only_as_its_page_sends_it() {
    let world = World::new().await;
    let browser = world.manager().await;
    let update = "/raccordements/fiches/1/certificat";
    for (path, media_type, status) in [
        ("/connexion", "application/json", 415),
        (update, "application/json", 415),
        (update, "application/x-www-form-urlencoded", 415),
        ("/deconnexion", "multipart/form-data; boundary=x", 415),
        ("/factures/depot", "application/json", 415),
        ("/factures/depot", "multipart/form-data; boundary=x", 400),
        (update, "multipart/form-data", 400),
        (update, "multipart/form-data; boundary=x", 400),
    ] {
        let page = browser.send_body(path, media_type, "{}").await;
        assert_eq!(page.refusal(), refused(status, "CPP-PORTAL-10"), "{path} {media_type}");
    }
}

#[tokio::test]
async fn cpp_portal_12_opens_a_sheet_only_by_a_number_that_one_has() {
    let world = World::new().await;
    let browser = world.manager().await;
    for number in ["3", "0", "VFE012", "99999999999999999999"] {
        let page = browser.get(&format!("/raccordements/fiches/{number}")).await;
        assert_eq!(page.refusal(), refused(404, "CPP-PORTAL-12"), "{number}");
        assert_eq!(world.last_refusal(), "CPP-PORTAL-12");
    }
}
