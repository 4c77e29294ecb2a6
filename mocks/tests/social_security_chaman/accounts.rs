//! Accounts: made, shown, changed, removed.

use raccord_mocks::social_security::Knobs;
use raccord_mocks::social_security::chaman::{self, AccountKind, ClientIds, Permission};

use super::files::{FIRST, SECOND};
use super::world::{CHIEF, GROUP_MANAGER, World, create, refused};

#[tokio::test]
async fn ss_chaman_04_refuses_an_account_without_a_type_or_a_name() {
    let world = World::new().await;
    let browser = world.manager().await;
    for other in [("type", ""), ("type", "SFTP"), ("type", "rest"), ("nom", ""), ("nom", "  ")] {
        let page = create(&browser, &[other], FIRST.cer()).await;
        assert_eq!(page.refusal(), refused(422, "SS-CHAMAN-04"), "{other:?}");
    }
    assert!(world.accounts().is_empty());
}

#[tokio::test]
async fn ss_chaman_05_refuses_a_certificate_without_a_file_or_a_name() {
    let world = World::new().await;
    let (browser, number) = world.with_account(&FIRST).await;
    for name in ["", " "] {
        let page = create(&browser, &[("nom_certificat", name)], SECOND.cer()).await;
        assert_eq!(page.refusal(), refused(422, "SS-CHAMAN-05"));
    }
    let page = create(&browser, &[], Vec::new()).await;
    assert_eq!(page.refusal(), refused(422, "SS-CHAMAN-05"));
    let path = format!("/comptes/{number}/certificats");
    let page = browser.send_form(&path, browser.form().text("nom_certificat", "Suivant")).await;
    assert_eq!(page.refusal(), refused(422, "SS-CHAMAN-05"));
    assert_eq!(browser.upload(&path, "a.cer", SECOND.cer()).await.refusal().0, 422);
    assert_eq!((world.accounts().len(), world.account(number).certificates.len()), (1, 1));
}

#[tokio::test]
async fn ss_chaman_06_gives_the_five_permissions_of_the_page_and_no_others() {
    let world = World::new().await;
    let browser = world.manager().await;
    let page = browser.get("/comptes/saisie").await;
    for label in [
        "CareerPro - Federal Learning Account - Déclaration",
        "Check In And Out @ Work - Consultation",
        "Consultation de la déclaration Dimona",
        "Effectuer des déclarations Dimona",
        "WITA Amateur - Entreprise",
    ] {
        assert!(page.body.contains(&format!("\">{label}</label>")), "no {label}");
    }
    assert_eq!(page.body.matches("name=\"permission\"").count(), 5);
    for kind in ["REST", "SOAP"] {
        let codes = Permission::ALL.map(|permission| ("permission", permission.code()));
        let fields: Vec<_> = codes.into_iter().chain([("type", kind)]).collect();
        assert_eq!(create(&browser, &fields, FIRST.cer()).await.status, 303);
        assert_eq!(world.accounts().last().unwrap().permissions.len(), 5);
    }
    let page = create(&browser, &[("permission", "docconsumer")], FIRST.cer()).await;
    assert_eq!(page.refusal(), refused(422, "SS-CHAMAN-06"));
    let number = world.accounts().last().unwrap().number;
    let path = format!("/comptes/{number}/permissions");
    let page = browser.submit(&path, &[("permission", "docconsumer")]).await;
    assert_eq!(page.refusal(), refused(422, "SS-CHAMAN-06"));
    assert_eq!(world.account(number).permissions.len(), 5);
}

#[tokio::test]
async fn ss_chaman_07_a_rest_account_gets_a_client_id_and_a_soap_account_none() {
    let world = World::new().await;
    let browser = world.manager().await;
    create(&browser, &[("nom", "My REST Account")], FIRST.cer()).await;
    create(&browser, &[("nom", "My Soap Account"), ("type", "SOAP")], FIRST.cer()).await;
    let [rest, soap] = world.accounts().try_into().unwrap();
    assert_eq!((rest.kind, soap.kind), (AccountKind::Rest, AccountKind::Soap));
    let client_id = rest.client_id.unwrap();
    let page = browser.get("/accueil").await;
    assert!(page.body.contains(&format!(
        "data-name=\"My REST Account\" data-kind=\"REST\" data-client-id=\"{client_id}\""
    )));
    assert!(page.body.contains(&format!("<td>{client_id}</td>")));
    assert!(
        page.body.contains("data-name=\"My Soap Account\" data-kind=\"SOAP\" data-client-id=\"\"")
    );
    assert!(page.body.contains("<td>-</td>"));
    let page = browser.get(&format!("/comptes/{}", soap.number)).await;
    assert!(page.body.contains("Modifier le compte soap - My Soap Account"));
    assert_eq!(page.attribute("data-client-id"), "");
    assert_eq!(soap.client_id, None);
}

#[tokio::test]
async fn ss_chaman_08_client_ids_have_either_of_the_two_shapes_that_were_seen() {
    let world = World::new().await;
    let (_, number) = world.with_account(&FIRST).await;
    let client_id = world.account(number).client_id.unwrap();
    let ten = client_id.strip_prefix("self_service_chaman_312045_").unwrap();
    let is_one_of_them = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    assert!(ten.len() == 10 && ten.chars().all(is_one_of_them), "{ten}");

    let chaman = chaman::Knobs { client_ids: ClientIds::Expeditor, ..chaman::Knobs::default() };
    let knobs = Knobs { chaman, ..Knobs::default() };
    let production = raccord_mocks::social_security::World::Production;
    let world = World::of(production, knobs).await;
    for expected in ["self_service_expeditor_1", "self_service_expeditor_2"] {
        let (_, number) = world.with_account(&FIRST).await;
        assert_eq!(world.account(number).client_id.as_deref(), Some(expected));
    }
}

#[tokio::test]
async fn ss_chaman_13_permissions_are_changed_without_another_certificate() {
    let world = World::new().await;
    let (browser, number) = world.with_account(&FIRST).await;
    let before = world.account(number);
    let path = format!("/comptes/{number}/permissions");
    let page = browser.get(&path).await;
    assert_eq!(page.body.matches(" checked").count(), 1);
    assert!(!page.body.contains("type=\"file\""));
    let both = [("permission", "fla-declaration"), ("permission", "dimona-declaration")];
    assert_eq!(browser.submit(&path, &both).await.location(), format!("/comptes/{number}"));
    let after = world.account(number);
    assert_eq!((&after.certificates, &after.client_id), (&before.certificates, &before.client_id));
    assert!(after.scopes().contains("scope:dimona:declaration:declarant"));
    let page = browser.get(&format!("/comptes/{number}")).await;
    assert_eq!(page.body.matches("<li data-permission=").count(), 2);
    // The form says the whole set: what is not ticked is taken back.
    browser.submit(&path, &[]).await;
    assert!(world.account(number).permissions.is_empty());
}

#[tokio::test]
async fn ss_chaman_14_a_removed_account_s_client_id_is_known_no_more_and_not_given_again() {
    let world = World::new().await;
    let (browser, number) = world.with_account(&FIRST).await;
    let client_id = world.account(number).client_id.unwrap();
    let page = browser.post(&format!("/comptes/{number}/suppression")).await;
    assert_eq!((page.status, page.location()), (303, "/accueil"));
    let known =
        || world.desk.read(|state, _| state.chaman.accounts.by_client_id(&client_id).is_some());
    assert!(!known() && world.accounts().is_empty());
    let (browser, another) = world.with_account(&FIRST).await;
    assert_ne!(world.account(another).client_id.unwrap(), client_id);
    let page = browser.get(&format!("/comptes/{number}")).await;
    assert_eq!(page.refusal(), refused(404, "SS-CHAMAN-15"));
}

#[tokio::test]
async fn ss_chaman_15_keeps_accounts_to_their_enterprise_and_quality() {
    let world = World::new().await;
    let (employer, number) = world.with_account(&FIRST).await;
    let contact = [("nom", "A"), ("prenom", "B"), ("telephone", "C"), ("courriel", "d@e")];
    let group = world.logged_in(GROUP_MANAGER).await;
    group.submit("/qualite", &[("qualite", "employeur-onss")]).await;
    group.submit("/expediteur", &contact).await;
    create(&group, &[("nom", "Compte du groupe")], SECOND.cer()).await;
    assert!(!employer.get("/accueil").await.body.contains("Compte du groupe"));
    let account = format!("/comptes/{number}");
    let pages = [
        group.get(&account).await,
        group.get(&format!("{account}/permissions")).await,
        group.get(&format!("{account}/certificats/saisie")).await,
        group.submit(&format!("{account}/permissions"), &[]).await,
        group.post(&format!("{account}/certificats/1/suppression")).await,
        group.post(&format!("{account}/suppression")).await,
        super::world::add(&group, number, SECOND.cer()).await,
        employer.get("/comptes/0").await,
        employer.get("/comptes/premier").await,
        employer.post(&format!("{account}/certificats/77/suppression")).await,
    ];
    for page in pages {
        assert_eq!(page.refusal(), refused(404, "SS-CHAMAN-15"));
    }
    assert_eq!(world.account(number).certificates.len(), 1);
    // The same enterprise, in another quality.
    let chief = world.logged_in(CHIEF).await;
    chief.submit("/qualite", &[("qualite", "prestataire-de-service")]).await;
    chief.submit("/expediteur", &contact).await;
    assert!(!chief.get("/accueil").await.body.contains("Compte du groupe"));
}
