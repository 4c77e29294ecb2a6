//! Who comes in, in which quality, and with which forms.

use jiff::SignedDuration;
use raccord_mocks::social_security::directory::Quality;

use super::browser::Browser;
use super::files::FIRST;
use super::world::{CHIEF, GROUP_MANAGER, MANAGER, PASSWORD, World, add, create, refused};

const PAGES: &[&str] = &[
    "/accueil",
    "/qualite",
    "/expediteur",
    "/comptes/saisie",
    "/comptes/1",
    "/comptes/1/permissions",
    "/comptes/1/certificats/saisie",
];
const FORMS: &[&str] = &[
    "/deconnexion",
    "/qualite",
    "/expediteur",
    "/comptes/1/permissions",
    "/comptes/1/certificats/1/suppression",
    "/comptes/1/suppression",
];

#[tokio::test]
async fn ss_csam_01_refuses_an_unknown_person_and_a_wrong_proof_alike() {
    let world = World::new().await;
    let mut browser = world.browser();
    let unknown = browser.log_in("personne@employeur.example", PASSWORD).await;
    let wrong = browser.log_in(MANAGER, "Un autre 1!").await;
    assert_eq!(wrong.refusal(), refused(401, "SS-CSAM-01"));
    assert_eq!((unknown.status, unknown.body), (wrong.status, wrong.body));
    assert_eq!(world.last_refusal(), "SS-CSAM-01");
    let page = browser.log_in(MANAGER, PASSWORD).await;
    assert_eq!((page.status, page.location()), (303, "/accueil"));
}

#[tokio::test]
async fn ss_csam_02_shows_no_page_but_the_login_without_a_session() {
    let world = World::new().await;
    let mut browser = world.browser();
    assert_eq!(browser.get("/connexion").await.status, 200);
    let target = browser.get("/public-cible").await;
    assert!(target.body.contains("Choisissez le public cible"));
    assert!(target.body.contains("<a href=\"/connexion\">Entreprise</a>"));
    for cookie in [None, Some("session_csam=inconnue".to_owned())] {
        browser.cookie = cookie;
        for path in PAGES {
            let page = browser.get(path).await;
            assert_eq!(page.refusal(), refused(401, "SS-CSAM-02"), "{path}");
            assert!(page.header("www-authenticate").starts_with("Cookie "));
        }
        for path in FORMS {
            assert_eq!(browser.post(path).await.refusal(), refused(401, "SS-CSAM-02"), "{path}");
        }
        for page in [create(&browser, &[], FIRST.cer()).await, add(&browser, 1, FIRST.cer()).await]
        {
            assert_eq!(page.refusal(), refused(401, "SS-CSAM-02"));
        }
    }
}

#[tokio::test]
async fn ss_csam_03_ends_a_session_that_was_not_used_for_30_minutes() {
    let world = World::new().await;
    let browser = world.manager().await;
    let (millisecond, idle) = (SignedDuration::from_millis(1), SignedDuration::from_mins(30));
    // Twice, since each use begins the 30 minutes anew.
    for _ in 0..2 {
        world.pass(idle - millisecond);
        assert_eq!(browser.get("/accueil").await.status, 200);
    }
    world.pass(idle);
    assert_eq!(browser.get("/accueil").await.refusal(), refused(401, "SS-CSAM-03"));
}

#[tokio::test]
async fn ss_csam_04_takes_a_form_only_with_the_token_of_its_session() {
    let world = World::new().await;
    let (mut browser, number) = world.with_account(&FIRST).await;
    let other = world.manager().await;
    for token in [String::new(), other.form_token] {
        browser.form_token = token;
        for path in FORMS {
            let path = path.replace("/1", &format!("/{number}"));
            assert_eq!(browser.post(&path).await.refusal(), refused(403, "SS-CSAM-04"), "{path}");
        }
        let pages =
            [create(&browser, &[], FIRST.cer()).await, add(&browser, number, FIRST.cer()).await];
        for page in pages {
            assert_eq!(page.refusal(), refused(403, "SS-CSAM-04"));
        }
    }
    assert_eq!(world.accounts().len(), 1);
}

#[tokio::test]
async fn ss_csam_05_leads_who_has_several_qualities_to_their_choice_first() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = browser.log_in(GROUP_MANAGER, PASSWORD).await;
    assert_eq!((page.status, page.location()), (303, "/qualite"));
    for path in PAGES.iter().filter(|path| **path != "/qualite") {
        let page = browser.get(path).await;
        assert_eq!((page.status, page.location()), (303, "/qualite"), "{path}");
    }
    assert_eq!(world.last_refusal(), "SS-CSAM-05");
    let page = browser.submit("/qualite", &[("qualite", "employeur-onss")]).await;
    assert_eq!((page.status, page.location()), (303, "/accueil"));
    assert_eq!(browser.get("/accueil").await.location(), "/expediteur");
}

#[tokio::test]
async fn ss_csam_06_offers_the_enterprise_s_qualities_and_says_who_makes_the_others() {
    let world = World::new().await;
    let browser = world.logged_in(CHIEF).await;
    let page = browser.get("/qualite").await;
    assert!(page.body.contains("value=\"employeur-onss\""));
    assert!(page.body.contains("value=\"prestataire-de-service\""));
    assert!(!page.body.contains("secretariat-social"));
    assert!(page.body.contains("gestionnaire d'accès principal doit la créer"));
    for code in ["secretariat-social", "", "autre"] {
        let page = browser.submit("/qualite", &[("qualite", code)]).await;
        assert_eq!(page.refusal(), refused(422, "SS-CSAM-06"), "{code}");
    }
    assert_eq!(browser.get("/accueil").await.location(), "/qualite");
    world.desk.arrange(|state, _| {
        let number = super::world::GROUP.parse().unwrap();
        let group = state.directory.enterprise_mut(&number).unwrap();
        group.qualities.insert(Quality::SecretariatSocial);
    });
    let page = browser.submit("/qualite", &[("qualite", "secretariat-social")]).await;
    assert_eq!(page.location(), "/accueil");
}

#[tokio::test]
async fn ss_csam_07_takes_a_form_only_as_its_page_sends_it() {
    let world = World::new().await;
    let (browser, number) = world.with_account(&FIRST).await;
    let permissions = format!("/comptes/{number}/permissions");
    for (path, media_type, status) in [
        ("/connexion", "application/json", 415),
        ("/comptes", "application/json", 415),
        ("/comptes", "application/x-www-form-urlencoded", 415),
        (&permissions, "multipart/form-data; boundary=x", 415),
        ("/comptes", "multipart/form-data", 400),
        ("/comptes", "multipart/form-data; boundary=x", 400),
    ] {
        let page = browser.send_body(path, media_type, "{}").await;
        assert_eq!(page.refusal(), refused(status, "SS-CSAM-07"), "{path} {media_type}");
    }
}

#[tokio::test]
async fn ss_csam_08_refuses_a_file_of_more_than_1_mib() {
    let world = World::new().await;
    let browser = world.manager().await;
    let mib = 1024 * 1024;
    let page = create(&browser, &[], vec![b'x'; mib + 1]).await;
    assert_eq!(page.refusal(), refused(413, "SS-CSAM-08"));
    let page = create(&browser, &[], vec![b'x'; mib]).await;
    assert_eq!(page.refusal(), refused(422, "SS-CERT-01"));
}

#[tokio::test]
async fn ss_csam_09_one_login_serves_all_portals_and_one_logout_ends_it() {
    let world = World::new().await;
    let browser = world.manager().await;
    let mut elsewhere = Browser::new(&world.www);
    assert_eq!(elsewhere.get("/qualite").await.refusal(), refused(401, "SS-CSAM-02"));
    elsewhere.cookie.clone_from(&browser.cookie);
    elsewhere.form_token.clone_from(&browser.form_token);
    assert_eq!(elsewhere.get("/qualite").await.status, 200);
    let page = elsewhere.post("/deconnexion").await;
    assert_eq!((page.status, page.location()), (303, "/connexion"));
    assert!(page.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(browser.get("/accueil").await.refusal(), refused(401, "SS-CSAM-02"));
}

#[tokio::test]
async fn ss_csam_07_refuses_a_form_that_is_longer_than_any() {
    let world = World::new().await;
    let browser = world.manager().await;
    let form = "application/x-www-form-urlencoded";
    let long = format!("jeton={}&telephone={}", browser.form_token, "1".repeat(65 * 1024));
    for path in ["/expediteur", "/qualite", "/comptes/1/permissions"] {
        let page = browser.send_body(path, form, &long).await;
        assert_eq!(page.refusal(), refused(400, "SS-CSAM-07"), "{path}");
    }
    assert_eq!(browser.send_body("/connexion", form, &long).await.refusal().0, 400);
    // However short its fields are, a form has no more of them than fit.
    let mut fields = browser.form();
    for number in 0..5_000 {
        fields = fields.text(format!("un-champ-vide-{number}"), "");
    }
    let page = browser.send_form("/comptes", fields).await;
    assert_eq!(page.refusal(), refused(400, "SS-CSAM-07"));
}
