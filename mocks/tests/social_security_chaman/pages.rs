//! What every page owes to whoever reads it.

use axum::body::Body;
use http::{Request, StatusCode, header};
use raccord_mocks::web::Journalled;
use tower::ServiceExt;

use super::files::FIRST;
use super::world::{MANAGER, PASSWORD, World, create};

const PAGES: &[&str] = &[
    "/public-cible",
    "/connexion",
    "/qualite",
    "/expediteur",
    "/accueil",
    "/comptes/saisie",
    "/comptes/1",
    "/comptes/1/permissions",
    "/comptes/1/certificats/saisie",
    "/comptes/77",
    "/inconnue",
];

#[tokio::test]
async fn every_page_is_french_html_without_scripts_and_can_be_framed_by_nobody() {
    let world = World::new().await;
    let (browser, number) = world.with_account(&FIRST).await;
    assert_eq!(number, 1);
    for path in PAGES {
        let page = browser.get(path).await;
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'self'; form-action 'self'"));
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("script-src"));
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.body.contains("<html lang=\"fr\">"), "{path}");
        assert_eq!(page.body.matches("<h1>").count(), 1, "{path}");
        assert!(!page.body.contains("<script") && !page.body.contains("style=\""), "{path}");
        let labels = page.body.matches("<label for=\"").count();
        let fields = ["<input", "<select"].map(|tag| page.body.matches(tag).count());
        let hidden = page.body.matches("type=\"hidden\"").count();
        assert_eq!(labels, fields[0] + fields[1] - hidden, "{path}: a field without its label");
        for id in page.body.split("<label for=\"").skip(1) {
            let id = id.split('"').next().unwrap();
            assert!(page.body.contains(&format!("id=\"{id}\"")), "{path}: no input for {id}");
        }
    }
}

#[tokio::test]
async fn what_people_typed_is_shown_as_text_and_never_as_markup() {
    let world = World::new().await;
    let browser = world.manager().await;
    let escaped = "Employeur &#60;script&#62;alert(1)&#60;/script&#62;";
    assert!(browser.get("/accueil").await.body.contains(escaped));
    let names = [("nom", "\"><b>compte"), ("nom_certificat", "\"><b>certificat")];
    create(&browser, &names, FIRST.cer()).await;
    for path in ["/accueil", "/comptes/1", "/comptes/1/permissions"] {
        let page = browser.get(path).await;
        assert!(!page.body.contains("<b>"), "{path}");
        assert!(page.body.contains("&#60;b&#62;compte"), "{path}");
    }
}

#[tokio::test]
async fn the_session_s_cookie_is_for_all_portals_under_their_real_names_and_out_of_reach() {
    let world = World::new().await;
    let body = format!("identifiant={MANAGER}&mot_de_passe={}", PASSWORD.replace(' ', "+"));
    for (host, domain) in [
        ("chaman.socialsecurity.be", "Domain=socialsecurity.be; "),
        ("chaman.socialsecurity.be.localhost:9780", ""),
    ] {
        let request = Request::post("/connexion")
            .header(header::HOST, host)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.clone()))
            .unwrap();
        let response = world.host().routes.router().clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let cookie = response.headers().get(header::SET_COOKIE).unwrap().to_str().unwrap();
        assert!(cookie.starts_with("session_csam="));
        let attributes = format!("; {domain}Path=/; Secure; HttpOnly; SameSite=Lax");
        assert!(cookie.ends_with(&attributes), "{cookie}");
        assert_eq!(cookie.contains("Domain"), !domain.is_empty());
    }
}

#[tokio::test]
async fn an_answer_bears_the_journal_s_mark_unless_nobody_knows_the_path() {
    let world = World::new().await;
    for (path, status, marked) in [
        ("/", StatusCode::SEE_OTHER, true),
        ("/style.css", StatusCode::OK, true),
        ("/public-cible", StatusCode::OK, true),
        ("/connexion", StatusCode::OK, true),
        ("/accueil", StatusCode::UNAUTHORIZED, true),
        ("/inconnue", StatusCode::NOT_FOUND, false),
    ] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = world.host().routes.router().clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), status, "{path}");
        assert_eq!(response.extensions().get::<Journalled>().is_some(), marked, "{path}");
    }
}

#[tokio::test]
async fn a_state_read_back_goes_on_with_its_sessions_its_senders_and_its_waits() {
    let world = World::new().await;
    world.desk.arrange(|state, _| state.knobs.chaman.activation_s = 90);
    let (browser, number) = world.with_account(&FIRST).await;
    let (json, due) =
        (world.desk.read(|state, _| serde_json::to_string(state).unwrap()), world.desk.next_due());
    let other = World::new().await;
    other.desk.arrange(|state, _| *state = serde_json::from_str(&json).unwrap());
    let mut elsewhere = other.browser();
    elsewhere.cookie.clone_from(&browser.cookie);
    let page = elsewhere.get(&format!("/comptes/{number}")).await;
    assert_eq!((page.status, page.attribute("data-in-effect")), (200, "false".to_owned()));
    assert!(due.is_some() && other.desk.next_due() == due);
}
