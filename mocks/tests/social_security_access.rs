//! One test for each rule of "Gestion des accès", over a real socket.
#![cfg(test)]

mod social_security_people;
mod support;

use raccord_mocks::social_security::directory::{Quality, Role};
use social_security_people::{Browser, EMPLOYER, PROVIDER, World, refused};

const PAGE: &str = "/gestion-des-acces";

async fn add(browser: &Browser, quality: &str) -> social_security_people::Page {
    browser.post("/gestion-des-acces/qualites", &[("qualite", quality)]).await
}

async fn give(browser: &Browser, whom: &str, role: &str) -> social_security_people::Page {
    let fields = [("personne", whom), ("qualite", "employeur-onss"), ("role", role)];
    browser.post("/gestion-des-acces/roles", &fields).await
}

#[tokio::test]
async fn the_home_leads_to_the_online_services_of_its_world() {
    let world = World::open().await;
    let page = world.log_in("canaux").await.get("/accueil").await;
    assert_eq!(page.status, 200);
    for link in ["/gestion-des-acces", "/mahis", "https://chaman.socialsecurity.be/public-cible"] {
        assert!(page.has(&format!("href=\"{link}\"")), "{link}");
    }
}

#[tokio::test]
async fn ss_access_01_says_to_everybody_who_the_managers_are() {
    let world = World::open().await;
    let page = world.log_in("canaux").await.get(PAGE).await;
    assert_eq!(page.status, 200);
    let managers = page.part("id=\"responsables\"", "</section>");
    assert!(managers.contains("Vos responsables"));
    assert!(managers.contains("data-chief=\"chef\">Personne chef<"));
    assert!(managers.contains("data-manager=\"gestionnaire\""));
    assert!(managers.contains("data-managed=\"employeur-onss\">Personne gestionnaire<"));
    assert!(!managers.contains("canaux"));
    let own = page.part("data-person=\"canaux\"", "</tr>");
    assert!(own.contains("data-quality=\"employeur-onss\" data-role=\"canaux-techniques\""));
    assert!(!page.has("data-person=\"autre\""));
    assert!(!page.has("<form id="), "somebody who may change nothing is offered a form");
}

#[tokio::test]
async fn ss_access_02_lets_the_chief_access_manager_alone_make_a_missing_quality() {
    let world = World::open().await;
    for login in ["canaux", "gestionnaire"] {
        let browser = world.log_in(login).await;
        let page = add(&browser, "prestataire-de-service").await;
        assert_eq!(page.refusal(), refused(403, "SS-ACCESS-02"));
        assert!(!page.has("li data-quality"));
    }
    let chief = world.log_in("chef").await;
    assert_eq!(add(&chief, "prestataire-de-service").await.location, PAGE);
    let qualities = chief.get(PAGE).await;
    let qualities = qualities.part("id=\"qualites\"", "</section>");
    assert!(qualities.contains("li data-quality=\"prestataire-de-service\""));
}

#[tokio::test]
async fn ss_access_02_the_first_quality_is_made_by_a_chief_who_has_none_to_choose() {
    let world = World::open().await;
    world.desk().arrange(|state, _| {
        let number = EMPLOYER.parse().unwrap();
        state.directory.enterprise_mut(&number).unwrap().qualities.clear();
    });
    let chief = world.log_in("chef").await;
    assert_eq!(add(&chief, "employeur-onss").await.location, PAGE);
}

#[tokio::test]
async fn ss_access_03_makes_no_quality_twice_and_none_that_does_not_exist() {
    let world = World::open().await;
    let chief = world.log_in("chef").await;
    for (quality, status) in [("employeur-onss", 409), ("notaire", 422), ("", 422)] {
        let page = add(&chief, quality).await;
        assert_eq!(page.refusal(), refused(status, "SS-ACCESS-03"));
    }
}

#[tokio::test]
async fn ss_access_04_makes_no_employer_of_whom_onss_does_not_know_as_one() {
    let world = World::open().await;
    let chief = world.log_in("prestataire-chef").await;
    assert_eq!(add(&chief, "employeur-onss").await.refusal(), refused(422, "SS-ACCESS-04"));
    assert!(!chief.get(PAGE).await.has("value=\"employeur-onss\""), "it is offered nevertheless");
    assert_eq!(add(&chief, "secretariat-social").await.location, PAGE);
}

#[tokio::test]
async fn ss_access_05_lets_the_local_manager_and_the_chief_give_roles_and_nobody_else() {
    let world = World::open().await;
    for login in ["canaux", "mandats"] {
        let page = give(&world.log_in(login).await, login, "consulter-mandats").await;
        assert_eq!(page.refusal(), refused(403, "SS-ACCESS-05"));
    }
    assert_eq!(world.last_refusal(), ("access.role.give".into(), "SS-ACCESS-05".into()));
    for login in ["gestionnaire", "chef"] {
        let page = give(&world.log_in(login).await, "canaux", "consulter-mandats").await;
        assert_eq!(page.location, PAGE);
    }
    let held =
        world.desk().read(|state, _| state.directory.person("canaux").unwrap().roles.clone());
    let held: Vec<_> = held.get(&Quality::EmployeurOnss).unwrap().iter().copied().collect();
    assert_eq!(held, [Role::TechnicalChannels, Role::ConsultMandates]);
}

#[tokio::test]
async fn ss_access_05_keeps_a_local_manager_to_the_own_quality() {
    let world = World::open().await;
    assert_eq!(add(&world.log_in("chef").await, "prestataire-de-service").await.status, 303);
    let manager = world.log_in_as("gestionnaire", Quality::EmployeurOnss).await;
    let fields =
        [("personne", "canaux"), ("qualite", "prestataire-de-service"), ("role", "gerer-mandats")];
    let page = manager.post("/gestion-des-acces/roles", &fields).await;
    assert_eq!(page.refusal(), refused(403, "SS-ACCESS-05"));
}

#[tokio::test]
async fn ss_access_06_gives_at_least_one_role_of_the_page_in_a_quality_of_the_enterprise() {
    let world = World::open().await;
    let chief = world.log_in("chef").await;
    let lacking = [("qualite", "secretariat-social"), ("role", "gerer-mandats")];
    let unknown_quality = [("qualite", "notaire"), ("role", "gerer-mandats")];
    let unknown_role = [("qualite", "employeur-onss"), ("role", "directeur")];
    let no_role = [("qualite", "employeur-onss"), ("autre", "")];
    for fields in [lacking, unknown_quality, unknown_role, no_role] {
        let [quality, role] = fields;
        let fields = [("personne", "canaux"), quality, role];
        let page = chief.post("/gestion-des-acces/roles", &fields).await;
        assert_eq!(page.refusal(), refused(422, "SS-ACCESS-06"), "{fields:?}");
    }
}

#[tokio::test]
async fn ss_access_07_gives_roles_to_the_people_of_the_enterprise_only() {
    let world = World::open().await;
    let chief = world.log_in("chef").await;
    for person in ["autre", "personne", ""] {
        let page = give(&chief, person, "gerer-mandats").await;
        assert_eq!(page.refusal(), refused(422, "SS-ACCESS-07"));
    }
}

#[tokio::test]
async fn ss_access_08_lets_the_chief_access_manager_alone_name_a_local_manager() {
    let world = World::open().await;
    let manager = world.log_in("gestionnaire").await;
    let page = give(&manager, "canaux", "gestionnaire-local").await;
    assert_eq!(page.refusal(), refused(403, "SS-ACCESS-08"));
    assert!(!manager.get(PAGE).await.has("value=\"gestionnaire-local\""));
    let chief = world.log_in("chef").await;
    assert_eq!(give(&chief, "canaux", "gestionnaire-local").await.location, PAGE);
    assert_eq!(give(&world.log_in("canaux").await, "lecture", "gerer-mandats").await.status, 303);
}

#[tokio::test]
async fn ss_access_09_a_role_and_a_quality_take_effect_in_sessions_that_are_open() {
    let world = World::open().await;
    let (chief, person) = (world.log_in("prestataire-chef").await, world.log_in("canaux").await);
    assert_eq!(person.get("/mahis").await.status, 403);
    let employers_chief = world.log_in("chef").await;
    assert_eq!(give(&employers_chief, "canaux", "consulter-mandats").await.status, 303);
    assert_eq!(person.get("/mahis").await.status, 200);

    assert_eq!(chief.post("/qualite", &[("qualite", "secretariat-social")]).await.status, 422);
    assert_eq!(add(&chief, "secretariat-social").await.status, 303);
    let page = chief.post("/qualite", &[("qualite", "secretariat-social")]).await;
    assert_eq!(page.location, "/accueil");
    let number = PROVIDER.parse().unwrap();
    let qualities =
        world.desk().read(|state, _| state.directory.enterprise(&number).unwrap().qualities.len());
    assert_eq!(qualities, 2);
}

#[tokio::test]
async fn who_has_several_qualities_chooses_one_first() {
    let world = World::open().await;
    assert_eq!(add(&world.log_in("chef").await, "prestataire-de-service").await.status, 303);
    let browser = world.log_in("canaux").await;
    for path in ["/accueil", PAGE, "/mahis"] {
        assert_eq!(browser.get(path).await.location, "/qualite", "{path}");
    }
    assert!(world.open.unknown().is_empty());
}
