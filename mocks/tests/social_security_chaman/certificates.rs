//! What becomes of an uploaded file.

use raccord_mocks::social_security;

use super::files::{CURVE, EXPIRED, FIRST, SAME_KEY, SECOND};
use super::world::{World, add, create, refused};

#[tokio::test]
async fn a_certificate_is_taken_in_der_and_in_pem_and_shown_as_on_the_manual_s_screen() {
    let world = World::new().await;
    let (browser, number) = world.with_account(&FIRST).await;
    assert_eq!(add(&browser, number, SECOND.pem().into_bytes()).await.status, 303);
    let page = browser.get(&format!("/comptes/{number}")).await;
    for text in [
        "Modifier le compte rest - Compte FLA",
        "Retour aux comptes",
        "Information du compte",
        "Permissions sécurisées",
        "Ajouter un certificat",
        "<h3>Certificat - Certificat 2026</h3>",
        "<dt>Nom du certificat</dt><dd>Certificat 2026</dd>",
        "<dt>Nom du fichier</dt><dd>certificat.cer</dd>",
        "<dt>Propriétaire</dt><dd>Steve</dd>",
        "<dt>Entreprise</dt><dd>Employeur SA</dd>",
        "<dt>Fournisseur</dt><dd>Steve</dd>",
        "<dt>Expiration</dt><dd>2 mars 2027</dd>",
    ] {
        assert!(page.body.contains(text), "no {text} in {}", page.body);
    }
    assert_eq!(page.attribute("data-fingerprint"), FIRST.fingerprint());
    assert!(page.body.contains(&format!("data-fingerprint=\"{}\"", SECOND.fingerprint())));
    assert_eq!(page.attribute("data-not-after"), "2027-03-02T09:00:00Z");
    assert_eq!(page.attribute("data-in-effect"), "true");
    let named = |name: &str| {
        world
            .desk
            .office()
            .journal
            .evidence(|evidence| evidence.read(name, "fingerprint").map(str::to_owned))
    };
    assert_eq!(named("certificate#1"), Some(FIRST.fingerprint()));
    assert_eq!(named("certificate#2"), Some(SECOND.fingerprint()));
}

#[tokio::test]
async fn ss_cert_01_refuses_what_is_no_public_certificate_and_says_what_to_do() {
    let world = World::new().await;
    let (browser, number) = world.with_account(&FIRST).await;
    let beside = format!("{}{}", SECOND.pem(), SECOND.key.pkcs8_pem());
    for file in [
        SECOND.pkcs7(),
        SECOND.pkcs12(),
        SECOND.key.pkcs8_pem().into_bytes(),
        SECOND.key.pkcs8_der().to_vec(),
        beside.into_bytes(),
        b"rien".to_vec(),
    ] {
        for page in [create(&browser, &[], file.clone()).await, add(&browser, number, file).await] {
            assert_eq!(page.refusal(), refused(422, "SS-CERT-01"));
            for part in ["constate", "attendu", "a-faire"] {
                let (_, text) =
                    page.body.split_once(&format!("class=\"{part}\" lang=\"en\">")).unwrap();
                assert!(!text.starts_with('<'), "{part} is empty");
            }
        }
    }
    assert_eq!((world.accounts().len(), world.account(number).certificates.len()), (1, 1));
}

#[tokio::test]
async fn ss_cert_01_a_private_key_uploaded_by_mistake_is_kept_nowhere() {
    let world = World::new().await;
    let (browser, number) = world.with_account(&FIRST).await;
    let key = SECOND.key.pkcs8_pem();
    let files = [
        key.clone().into_bytes(),
        SECOND.key.pkcs8_der().to_vec(),
        format!("{key}{}", SECOND.pem()).into_bytes(),
        SECOND.pkcs12(),
    ];
    let mut pages = String::new();
    for file in files {
        pages += &create(&browser, &[], file.clone()).await.body;
        pages += &add(&browser, number, file).await.body;
    }
    let state = world.desk.read(|state, _| serde_json::to_string(state).unwrap());
    let journal = serde_json::to_string(&world.desk.office().journal.entries()).unwrap();
    let evidence =
        world.desk.office().journal.evidence(|rows| serde_json::to_string(rows).unwrap());
    let lines: Vec<&str> = key.lines().filter(|line| line.len() == 64).collect();
    // What stands before is the same in every key.
    let secret = SECOND.key.pkcs8_der().get(48..).unwrap();
    for kept in [&pages, &state, &journal, &evidence] {
        for line in &lines {
            assert!(!kept.contains(line), "a line of the key is kept");
        }
        // As JSON writes octets, and in hexadecimal: 8 in a row are no accident.
        for octets in secret.chunks_exact(8) {
            let numbers = serde_json::to_string(octets).unwrap();
            assert!(!kept.contains(numbers.trim_matches(['[', ']'])), "octets of the key are kept");
            assert!(!kept.contains(&hex::encode(octets)), "octets of the key are kept");
        }
    }
}

#[tokio::test]
async fn ss_cert_03_refuses_a_certificate_for_a_key_that_is_not_rsa() {
    let world = World::new().await;
    let page = create(&world.manager().await, &[], CURVE.cer()).await;
    assert_eq!(page.refusal(), refused(422, "SS-CERT-03"));
    assert_eq!(world.last().fields.get("certificate").unwrap(), "certificate#1");
    assert!(world.accounts().is_empty());
}

#[tokio::test]
async fn ss_cert_09_passes_over_an_expired_certificate_until_it_is_told_to_refuse_it() {
    let world = World::new().await;
    let (browser, number) = world.with_account(&EXPIRED).await;
    assert_eq!(world.last().fields.get("passed-over").unwrap(), &serde_json::json!(["SS-CERT-09"]));
    let page = browser.get(&format!("/comptes/{number}")).await;
    assert!(page.body.contains("(expiré)"));
    world.desk.arrange(|state, _| state.knobs.chaman.rules_passed_over.clear());
    let page = create(&browser, &[], EXPIRED.cer()).await;
    assert_eq!(page.refusal(), refused(422, "SS-CERT-09"));
}

#[tokio::test]
async fn ss_cert_12_refuses_the_certificate_that_the_account_has_and_not_one_of_another() {
    let world = World::new().await;
    let (browser, number) = world.with_account(&FIRST).await;
    let page = add(&browser, number, FIRST.pem().into_bytes()).await;
    assert_eq!(page.refusal(), refused(409, "SS-CERT-12"));
    assert_eq!(world.account(number).certificates.len(), 1);
    // One certificate serves several accounts.
    let (_, another) = world.with_account(&FIRST).await;
    assert_ne!(another, number);
}

#[tokio::test]
async fn ss_cert_13_takes_a_new_certificate_for_the_same_key() {
    let world = World::new().await;
    let (browser, number) = world.with_account(&FIRST).await;
    assert_eq!(add(&browser, number, SAME_KEY.cer()).await.status, 303);
    assert!(world.last().stood_on.contains(&"SS-CERT-13".to_owned()));
    assert_eq!(world.account(number).certificates.len(), 2);
}

#[tokio::test]
async fn acceptance_has_accounts_of_its_own_and_takes_the_same_certificate() {
    let world =
        World::of(social_security::World::Acceptance, social_security::Knobs::default()).await;
    let (browser, number) = world.with_account(&FIRST).await;
    let page = browser.get(&format!("/comptes/{number}")).await;
    assert!(page.body.contains("Acceptation"));
}
