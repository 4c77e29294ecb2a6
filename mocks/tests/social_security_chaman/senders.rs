//! Who may open ChaMan, and what the first visit makes.

use raccord_mocks::social_security::directory::{Quality, Role};

use super::world::{CHIEF, GROUP, GROUP_MANAGER, STRANGER, TECHNICIAN, World, owner, refused};

const CONTACT: &[(&str, &str)] = &[
    ("nom", "Janssens"),
    ("prenom", "An"),
    ("telephone", "+32 2 000 00 00"),
    ("courriel", "an@groupe.example"),
];

#[tokio::test]
async fn ss_chaman_01_says_access_is_forbidden_to_who_was_not_given_it_in_the_quality() {
    let world = World::new().await;
    let stranger = world.logged_in(STRANGER).await;
    for path in ["/accueil", "/expediteur", "/comptes/saisie", "/comptes/1"] {
        let page = stranger.get(path).await;
        assert_eq!(page.refusal(), refused(403, "SS-CHAMAN-01"), "{path}");
        for text in ["Accès interdit", "gestionnaire local", "Gestion des canaux techniques"] {
            assert!(page.body.contains(text), "no {text}");
        }
    }
    assert_eq!(world.logged_in(TECHNICIAN).await.get("/accueil").await.status, 200);
    // What is given counts from the next page on.
    world.desk.arrange(|state, _| {
        let person = state.directory.person_mut(STRANGER).unwrap();
        person.roles.entry(Quality::EmployeurOnss).or_default().insert(Role::TechnicalChannels);
    });
    assert_eq!(stranger.get("/accueil").await.status, 200);

    let group = world.logged_in(GROUP_MANAGER).await;
    group.submit("/qualite", &[("qualite", "prestataire-de-service")]).await;
    assert_eq!(group.get("/accueil").await.refusal(), refused(403, "SS-CHAMAN-01"));
    group.submit("/qualite", &[("qualite", "employeur-onss")]).await;
    assert_eq!(group.get("/accueil").await.location(), "/expediteur");
}

#[tokio::test]
async fn ss_chaman_02_leads_the_first_visit_in_a_quality_to_the_sender() {
    let world = World::new().await;
    let browser = world.logged_in(CHIEF).await;
    browser.submit("/qualite", &[("qualite", "employeur-onss")]).await;
    for path in ["/accueil", "/comptes/saisie", "/comptes/1"] {
        let page = browser.get(path).await;
        assert_eq!((page.status, page.location()), (303, "/expediteur"), "{path}");
        assert_eq!(world.last_refusal(), "SS-CHAMAN-02");
    }
    assert_eq!(browser.post("/comptes/1/suppression").await.location(), "/expediteur");
    assert_eq!(browser.get("/expediteur").await.status, 200);
    assert_eq!(browser.submit("/expediteur", CONTACT).await.location(), "/accueil");
    assert_eq!(browser.get("/accueil").await.status, 200);
    browser.submit("/qualite", &[("qualite", "prestataire-de-service")]).await;
    assert_eq!(browser.get("/accueil").await.location(), "/expediteur");
}

#[tokio::test]
async fn ss_chaman_03_a_sender_has_one_whole_contact() {
    let world = World::new().await;
    let browser = world.logged_in(CHIEF).await;
    browser.submit("/qualite", &[("qualite", "employeur-onss")]).await;
    for (missing, _) in CONTACT {
        let fields: Vec<_> = CONTACT
            .iter()
            .map(|(key, value)| (*key, if key == missing { " " } else { *value }))
            .collect();
        let page = browser.submit("/expediteur", &fields).await;
        assert_eq!(page.refusal(), refused(422, "SS-CHAMAN-03"), "{missing}");
    }
    browser.submit("/expediteur", CONTACT).await;
    let sender = || {
        let owner = owner(GROUP, Quality::EmployeurOnss);
        world.desk.read(|state, _| state.chaman.senders.get(&owner).unwrap().clone())
    };
    let first = sender();
    assert_eq!(first.contact.email, "an@groupe.example");
    // Another contact takes the place of the first; the number stays.
    let mut other = CONTACT.to_vec();
    other[0] = ("nom", "Dubois");
    browser.submit("/expediteur", &other).await;
    assert_eq!((sender().number, &*sender().contact.last_name), (first.number, "Dubois"));
}

#[tokio::test]
async fn ss_chaman_16_each_quality_has_a_sender_s_number_of_its_own() {
    let world = World::new().await;
    let browser = world.logged_in(CHIEF).await;
    let mut numbers = Vec::new();
    for quality in ["employeur-onss", "prestataire-de-service"] {
        browser.submit("/qualite", &[("qualite", quality)]).await;
        browser.submit("/expediteur", CONTACT).await;
        let number = browser.get("/accueil").await.attribute("id=\"expediteur\" data-number");
        assert!((3..=6).contains(&number.len()) && number.parse::<u32>().is_ok(), "{number}");
        numbers.push(number);
    }
    assert_ne!(numbers.first(), numbers.last());
}
