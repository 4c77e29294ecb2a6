//! What every page owes to whoever reads it.

use axum::body::Body;
use http::{Request, StatusCode};
use raccord_mocks::chorus_pro::portal::{self, NetworkData};
use raccord_mocks::chorus_pro::sheet::Platform;
use raccord_mocks::web::Journalled;
use tower::ServiceExt;

use super::files::SECOND;
use super::world::{SIRET, World};

const PAGES: &[&str] = &[
    "/connexion",
    "/accueil",
    "/factures/depot",
    "/factures/depot/77",
    "/structures",
    "/structures/12345678900011",
    "/raccordements/fiches",
    "/raccordements/fiches?periode=",
    "/raccordements/fiches/saisie",
    "/raccordements/fiches/1",
    "/raccordements/fiches/1/certificat",
    "/raccordements/fiches/77",
    "/inconnue",
];

#[tokio::test]
async fn every_page_is_french_html_without_scripts_and_can_be_framed_by_nobody() {
    let world = World::new().await;
    let browser = world.manager().await;
    for path in PAGES {
        let page = browser.get(path).await;
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'self'; form-action 'self'"));
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("script-src"));
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert!(page.body.contains("<html lang=\"fr\">"), "{path}");
        assert_eq!(page.body.matches("<h1>").count(), 1, "{path}");
        assert!(!page.body.contains("<script"), "{path}");
        assert!(!page.body.contains("style=\"") && !page.body.contains("href=\"http"), "{path}");
        for id in labelled(&page.body) {
            assert!(page.body.contains(&format!("id=\"{id}\"")), "{path}: no input for {id}");
        }
    }
}

fn labelled(body: &str) -> Vec<&str> {
    body.split("<label for=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[tokio::test]
async fn what_people_typed_is_shown_as_text_and_never_as_markup() {
    let world = World::new().await;
    let browser = world.manager().await;
    let escaped = "Fournisseur &#60;script&#62;alert(1)&#60;/script&#62;";
    for path in ["/structures", "/raccordements/fiches?periode=", "/raccordements/fiches/1"] {
        assert!(browser.get(path).await.body.contains(escaped), "{path}");
    }
    let page = browser.get("/raccordements/fiches?partenaire=%22%3E%3Cscript%3E").await;
    assert!(page.body.contains("value=\"&#34;&#62;&#60;script&#62;\""));
    browser.upload("/raccordements/fiches/1/certificat", "<b>.p7b", SECOND.pkcs7()).await;
    assert!(browser.get("/raccordements/fiches/1").await.body.contains("&#60;b&#62;.p7b"));
}

#[tokio::test]
async fn the_session_s_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let world = World::new().await;
    let page = world.browser().log_in(super::world::MANAGER, super::world::PASSWORD).await;
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("session_chorus_pro="));
    assert!(cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Strict"), "{cookie}");
}

#[tokio::test]
async fn a_sheet_shows_what_the_guide_s_screen_shows() {
    let world = World::new().await;
    let page = world.manager().await.get("/raccordements/fiches/1").await;
    for text in [
        "Informations générales",
        "Période de raccordement</dt><dd>13/06/2017</dd>",
        "Code Appli Partenaire</dt><dd>VFE012</dd>",
        "certificat_SFTP_1.p7b<br>(Certificat déjà enregistré (Date de fin de validité : 02/03/2027))",
        "Mettre à jour le certificat",
        "Contact technique",
        "Caractéristiques réseaux SFTP",
        "Adresse IP</dt><dd>192.168.13.122</dd>",
        "Port d&#39;écoute SFTP</dt><dd>6321</dd>",
        "<td>FEN1200A</td><td>Partiel</td>",
    ] {
        let shown = page.body.contains(text) || page.body.contains(&text.replace("&#39;", "'"));
        assert!(shown, "no {text}");
    }
    assert_eq!(page.attribute("data-sftp-port"), "6321");
    assert_eq!(page.attribute("data-certificate-not-after"), "2027-03-02T09:00:00Z");
}

#[tokio::test]
async fn an_answer_bears_the_journal_s_mark_unless_nobody_knows_the_path() {
    let world = World::new().await;
    let target = Platform::Production;
    let host = portal::host(world.desk.clone(), NetworkData::default(), target);
    assert_eq!(host.name, "portail.chorus-pro.gouv.fr");
    for (path, status, marked) in [
        ("/", StatusCode::SEE_OTHER, true),
        ("/style.css", StatusCode::OK, true),
        ("/connexion", StatusCode::OK, true),
        ("/accueil", StatusCode::UNAUTHORIZED, true),
        ("/inconnue", StatusCode::NOT_FOUND, false),
    ] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = host.routes.router().clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), status, "{path}");
        assert_eq!(response.extensions().get::<Journalled>().is_some(), marked, "{path}");
    }
}

#[tokio::test]
async fn a_state_read_back_goes_on_with_its_sessions_and_its_waits() {
    let world = World::new().await;
    let browser = world.manager().await;
    browser.update(SECOND.pkcs7()).await;
    let (json, due) =
        (world.desk.read(|state, _| serde_json::to_string(state).unwrap()), world.desk.next_due());
    let other = World::new().await;
    other.desk.arrange(|state, _| *state = serde_json::from_str(&json).unwrap());
    let mut elsewhere = other.browser();
    elsewhere.cookie = browser.cookie.clone();
    let path = format!("/structures/{SIRET}");
    assert_eq!(elsewhere.get(&path).await.status, 200);
    assert_eq!(other.desk.next_due(), due);
}
