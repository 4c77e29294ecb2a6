//! One test for each rule of Mahis, over a real socket. It begins on 2 March 2026, in the first
//! quarter.
#![cfg(test)]

mod social_security_people;
mod support;

use raccord_mocks::social_security::directory::{Quality, Role};
use raccord_mocks::social_security::mahis::Group;
use social_security_people::{
    Browser, EMPLOYER, OTHER_EMPLOYER, PROVIDER, Page, SECRETARIAT, World, attribute, refused,
};

const SECOND_QUARTER: &str = "2026-03-31T22:00:00Z";
const THIRD_QUARTER: &str = "2026-06-30T22:00:00Z";

/// What a new mandate is of: principal, mandatary, group, first and last quarter.
type Draft<'a> = [&'a str; 5];

/// For the Federal Learning Account, from now on.
const TO_PROVIDER: Draft<'_> = [EMPLOYER, PROVIDER, "fla", "2026-T1", ""];
const TO_SECRETARIAT: Draft<'_> = [EMPLOYER, SECRETARIAT, "fla", "2026-T1", ""];

async fn create(browser: &Browser, draft: Draft<'_>) -> Page {
    let [principal, mandatary, group, from, until] = draft;
    let fields = [
        ("mandant", principal),
        ("mandataire", mandatary),
        ("groupe", group),
        ("debut", from),
        ("fin", until),
    ];
    browser.post("/mahis/mandats", &fields).await
}

/// The number of a mandate that was created.
async fn created(browser: &Browser, draft: Draft<'_>) -> String {
    let page = create(browser, draft).await;
    assert_eq!(page.status, 303, "{}", page.body);
    page.location.strip_prefix("/mahis/mandats/").unwrap().to_owned()
}

async fn validate(browser: &Browser, number: &str) -> Page {
    browser.post(&format!("/mahis/mandats/{number}/validation"), &[]).await
}

async fn refuse(browser: &Browser, number: &str) -> Page {
    browser.post(&format!("/mahis/mandats/{number}/refus"), &[]).await
}

async fn close(browser: &Browser, number: &str, until: &str) -> Page {
    browser.post(&format!("/mahis/mandats/{number}/cloture"), &[("fin", until)]).await
}

/// A mandate that both parties validated.
async fn made(principal: &Browser, mandatary: &Browser, draft: Draft<'_>) -> String {
    let number = created(principal, draft).await;
    let page = validate(mandatary, &number).await;
    assert_eq!(page.location, format!("/mahis/mandats/{number}"));
    number
}

/// The state of a mandate, and the block in which the dashboard has it.
async fn state(browser: &Browser, number: &str) -> (String, String) {
    let page = browser.get(&format!("/mahis/mandats/{number}")).await;
    let state = attribute(page.part("<main id=\"mandat\"", ">"), "data-state");
    let dashboard = browser.get("/mahis").await;
    let row = format!("data-mandate=\"{number}\"");
    let (before, row) = dashboard.body.split_once(&row).unwrap();
    assert_eq!(attribute(row, "data-state"), state);
    (state, attribute(before.rsplit("<section").next().unwrap(), "data-block"))
}

fn is(state: &str, block: &str) -> (String, String) {
    (state.to_owned(), block.to_owned())
}

/// Whether the APIs let an enterprise act for the employer in the group of the drafts.
fn may_act(world: &World, mandatary: &str) -> bool {
    let (mandatary, principal) = (mandatary.parse().unwrap(), EMPLOYER.parse().unwrap());
    let group = Group::LearningAccount;
    world.desk().read(|it, now| it.mandate_for(&mandatary, &principal, group, now).is_some())
}

#[tokio::test]
async fn ss_mahis_01_shows_mandates_to_who_has_a_role_for_them() {
    let world = World::open().await;
    let number = created(&world.log_in("mandats").await, TO_PROVIDER).await;
    let mandate = format!("/mahis/mandats/{number}");
    for login in ["mandats", "lecture", "gestionnaire", "chef"] {
        let browser = world.log_in(login).await;
        for path in ["/mahis", &mandate] {
            assert_eq!(browser.get(path).await.status, 200, "{login} {path}");
        }
    }
    let browser = world.log_in("canaux").await;
    for path in ["/mahis", &mandate, "/mahis/mandats/saisie"] {
        assert_eq!(browser.get(path).await.refusal(), refused(403, "SS-MAHIS-01"), "{path}");
    }
    assert_eq!(create(&browser, TO_SECRETARIAT).await.refusal(), refused(403, "SS-MAHIS-01"));
}

#[tokio::test]
async fn ss_mahis_02_lets_nobody_change_a_mandate_with_the_role_to_consult() {
    let world = World::open().await;
    let (manager, reader) = (world.log_in("mandats").await, world.log_in("lecture").await);
    let provider = world.log_in("prestataire").await;
    let waiting = created(&provider, TO_PROVIDER).await;
    let pages = [
        reader.get("/mahis/mandats/saisie").await,
        create(&reader, TO_SECRETARIAT).await,
        validate(&reader, &waiting).await,
        refuse(&reader, &waiting).await,
        close(&reader, &waiting, "2026-T1").await,
    ];
    for page in pages {
        assert_eq!(page.refusal(), refused(403, "SS-MAHIS-02"));
    }
    let page = reader.get(&format!("/mahis/mandats/{waiting}")).await;
    assert!(!page.has("validation\""), "a reader is offered a form");
    assert_eq!(validate(&manager, &waiting).await.status, 303);
    for login in ["gestionnaire", "chef"] {
        let browser = world.log_in(login).await;
        assert_eq!(browser.get("/mahis/mandats/saisie").await.status, 200);
    }
}

#[tokio::test]
async fn ss_mahis_03_hides_a_mandate_from_whoever_is_not_its_party() {
    let world = World::open().await;
    let number = created(&world.log_in("mandats").await, TO_PROVIDER).await;
    let stranger = world.log_in("secretariat").await;
    assert!(!stranger.get("/mahis").await.has("data-mandate"));
    for number in [&number, "99", "0", "saisi"] {
        let page = stranger.get(&format!("/mahis/mandats/{number}")).await;
        assert_eq!(page.refusal(), refused(404, "SS-MAHIS-03"), "{number}");
    }
    for page in [
        validate(&stranger, &number).await,
        refuse(&stranger, &number).await,
        close(&stranger, &number, "2026-T1").await,
    ] {
        assert_eq!(page.refusal(), refused(404, "SS-MAHIS-03"));
    }
    assert_eq!(world.last_refusal(), ("mahis.close".into(), "SS-MAHIS-03".into()));
}

#[tokio::test]
async fn ss_mahis_03_shows_a_mandate_in_a_quality_of_its_side_alone() {
    let world = World::open().await;
    world.desk().arrange(|state, _| {
        let number = EMPLOYER.parse().unwrap();
        let enterprise = state.directory.enterprise_mut(&number).unwrap();
        enterprise.qualities.insert(Quality::PrestataireDeService);
    });
    let employer = world.log_in_as("chef", Quality::EmployeurOnss).await;
    let number = created(&employer, TO_PROVIDER).await;
    let provider = world.log_in_as("chef", Quality::PrestataireDeService).await;
    let page = provider.get(&format!("/mahis/mandats/{number}")).await;
    assert_eq!(page.refusal(), refused(404, "SS-MAHIS-03"));
}

#[tokio::test]
async fn ss_mahis_04_each_party_creates_mandates_of_its_own_only() {
    let world = World::open().await;
    let (employer, provider) = (world.log_in("mandats").await, world.log_in("prestataire").await);
    for (browser, draft) in [
        (&employer, [OTHER_EMPLOYER, PROVIDER, "fla", "2026-T1", ""]),
        (&provider, [EMPLOYER, SECRETARIAT, "fla", "2026-T1", ""]),
        (&provider, [PROVIDER, SECRETARIAT, "fla", "2026-T1", ""]),
    ] {
        let page = create(browser, draft).await;
        assert_eq!(page.refusal(), refused(403, "SS-MAHIS-04"), "{draft:?}");
    }
    for (browser, own) in [(&employer, "mandant"), (&provider, "mandataire")] {
        let form = browser.get("/mahis/mandats/saisie").await;
        assert!(form.part(&format!("<input id=\"{own}\""), ">").contains("readonly"));
    }
}

#[tokio::test]
async fn ss_mahis_05_both_parties_are_in_the_register() {
    let world = World::open().await;
    let employer = world.log_in("mandats").await;
    for mandatary in ["0900000543", "0900000346", "prestataire", "", "<script>"] {
        let page = create(&employer, [EMPLOYER, mandatary, "fla", "2026-T1", ""]).await;
        assert_eq!(page.refusal(), refused(422, "SS-MAHIS-05"), "{mandatary}");
        assert!(!page.has("<script>"));
    }
    // As people write it.
    created(&employer, [EMPLOYER, "0900.000.345", "fla", "2026-T1", ""]).await;
}

#[tokio::test]
async fn ss_mahis_06_a_mandatary_has_a_quality_to_act_for_others() {
    let world = World::open().await;
    let employer = world.log_in("mandats").await;
    let within_the_group = [EMPLOYER, OTHER_EMPLOYER, "fla", "2026-T1", ""];
    let page = create(&employer, within_the_group).await;
    assert_eq!(page.refusal(), refused(422, "SS-MAHIS-06"));

    let chief = world.log_in("autre-chef").await;
    let quality = [("qualite", "prestataire-de-service")];
    assert_eq!(chief.post("/gestion-des-acces/qualites", &quality).await.status, 303);
    let chief = world.log_in_as("autre-chef", Quality::PrestataireDeService).await;
    let number = made(&employer, &chief, within_the_group).await;
    assert_eq!(state(&chief, &number).await, is("actif", "actif"));
    assert!(may_act(&world, OTHER_EMPLOYER));
}

#[tokio::test]
async fn ss_mahis_07_a_principal_is_an_employer() {
    let world = World::open().await;
    let provider = world.log_in("prestataire").await;
    let page = create(&provider, [SECRETARIAT, PROVIDER, "fla", "2026-T1", ""]).await;
    assert_eq!(page.refusal(), refused(422, "SS-MAHIS-07"));
}

#[tokio::test]
async fn ss_mahis_08_nobody_mandates_itself() {
    let world = World::open().await;
    for (login, own) in [("mandats", EMPLOYER), ("prestataire", PROVIDER)] {
        let page = create(&world.log_in(login).await, [own, own, "fla", "2026-T1", ""]).await;
        assert_eq!(page.refusal(), refused(422, "SS-MAHIS-08"));
    }
}

#[tokio::test]
async fn ss_mahis_09_a_mandate_is_for_one_group_of_applications() {
    let world = World::open().await;
    let employer = world.log_in("mandats").await;
    for group in ["dmfa", "", "fla,dimona"] {
        let page = create(&employer, [EMPLOYER, PROVIDER, group, "2026-T1", ""]).await;
        assert_eq!(page.refusal(), refused(422, "SS-MAHIS-09"), "{group}");
    }
}

#[tokio::test]
async fn ss_mahis_10_a_mandate_begins_with_the_current_quarter_or_later_and_ends_with_one() {
    let world = World::open().await;
    let employer = world.log_in("mandats").await;
    for (from, until) in [
        ("2025-T4", ""),
        ("2026-02-01", ""),
        ("", ""),
        ("2026-T5", ""),
        ("2026-T2", "2026-T1"),
        ("2026-T2", "2026-09-30"),
    ] {
        let page = create(&employer, [EMPLOYER, PROVIDER, "fla", from, until]).await;
        assert_eq!(page.refusal(), refused(422, "SS-MAHIS-10"), "{from} {until}");
    }
    let number = created(&employer, [EMPLOYER, PROVIDER, "fla", "2026-T1", "2026-T1"]).await;
    let page = employer.get(&format!("/mahis/mandats/{number}")).await;
    let main = page.part("<main id=\"mandat\"", ">");
    let quarters = (attribute(main, "data-from"), attribute(main, "data-until"));
    assert_eq!(quarters, ("2026-T1".to_owned(), "2026-T1".to_owned()));
}

#[tokio::test]
async fn ss_mahis_11_a_mandate_is_good_once_both_parties_validated_it_whoever_created_it() {
    for (creator, other) in [("mandats", "prestataire"), ("prestataire", "mandats")] {
        let world = World::open().await;
        let (creator, other) = (world.log_in(creator).await, world.log_in(other).await);
        let number = created(&creator, TO_PROVIDER).await;
        assert!(!may_act(&world, PROVIDER));
        assert_eq!(state(&creator, &number).await.0, "en-attente");
        assert_eq!(validate(&other, &number).await.status, 303);
        assert!(may_act(&world, PROVIDER));
        assert_eq!(state(&creator, &number).await.0, "actif");
    }
}

#[tokio::test]
async fn ss_mahis_12_what_is_decided_is_not_decided_again() {
    let world = World::open().await;
    let (employer, provider) = (world.log_in("mandats").await, world.log_in("prestataire").await);
    let number = created(&employer, TO_PROVIDER).await;
    for page in [validate(&employer, &number).await, refuse(&employer, &number).await] {
        assert_eq!(page.refusal(), refused(409, "SS-MAHIS-12"), "who created it validated it");
    }
    assert_eq!(refuse(&provider, &number).await.status, 303);
    assert_eq!(state(&employer, &number).await, is("refuse", "refuse"));
    let again = created(&employer, TO_PROVIDER).await;
    assert_eq!(validate(&provider, &again).await.status, 303);
    for (browser, number) in [(&provider, &number), (&provider, &again), (&employer, &again)] {
        for page in [validate(browser, number).await, refuse(browser, number).await] {
            assert_eq!(page.refusal(), refused(409, "SS-MAHIS-12"));
        }
    }
    assert!(may_act(&world, PROVIDER));
}

#[tokio::test]
async fn ss_mahis_12_what_is_over_is_not_validated_any_more() {
    let world = World::open().await;
    let draft = [EMPLOYER, PROVIDER, "fla", "2026-T1", "2026-T1"];
    let number = created(&world.log_in("mandats").await, draft).await;
    world.move_to(SECOND_QUARTER);
    let page = validate(&world.log_in("prestataire").await, &number).await;
    assert_eq!(page.refusal(), refused(409, "SS-MAHIS-12"));
}

#[tokio::test]
async fn ss_mahis_13_an_employer_has_one_mandatary_for_the_learning_account() {
    let world = World::open().await;
    let employer = world.log_in("mandats").await;
    let (provider, secretariat) =
        (world.log_in("prestataire").await, world.log_in("secretariat").await);
    let first = created(&employer, TO_PROVIDER).await;
    let second = created(&employer, TO_SECRETARIAT).await;
    assert_eq!(validate(&provider, &first).await.status, 303);
    assert_eq!(validate(&secretariat, &second).await.refusal(), refused(409, "SS-MAHIS-13"));
    for (browser, from) in [(&employer, "2026-T2"), (&secretariat, "2027-T1")] {
        let page = create(browser, [EMPLOYER, SECRETARIAT, "fla", from, ""]).await;
        assert_eq!(page.status, 409, "{from}");
    }
    assert!(may_act(&world, PROVIDER) && !may_act(&world, SECRETARIAT));
}

#[tokio::test]
async fn ss_mahis_13_dimona_may_have_several_and_others_than_the_learning_account() {
    let world = World::open().await;
    let employer = world.log_in("mandats").await;
    let (provider, secretariat) =
        (world.log_in("prestataire").await, world.log_in("secretariat").await);
    made(&employer, &provider, TO_PROVIDER).await;
    made(&employer, &provider, [EMPLOYER, PROVIDER, "dimona", "2026-T1", ""]).await;
    made(&employer, &secretariat, [EMPLOYER, SECRETARIAT, "dimona", "2026-T1", ""]).await;
}

#[tokio::test]
async fn ss_mahis_14_there_is_one_mandate_between_two_parties_for_a_group_and_a_quarter() {
    let world = World::open().await;
    let employer = world.log_in("mandats").await;
    let draft = [EMPLOYER, PROVIDER, "dimona", "2026-T1", "2026-T2"];
    created(&employer, draft).await;
    for browser in [&employer, &world.log_in("prestataire").await] {
        for from in ["2026-T1", "2026-T2"] {
            let page = create(browser, [EMPLOYER, PROVIDER, "dimona", from, ""]).await;
            assert_eq!(page.refusal(), refused(409, "SS-MAHIS-14"), "{from}");
        }
    }
    created(&employer, [EMPLOYER, PROVIDER, "dimona", "2026-T3", ""]).await;
    created(&employer, [EMPLOYER, SECRETARIAT, "dimona", "2026-T1", ""]).await;
}

#[tokio::test]
async fn ss_mahis_15_a_mandate_is_closed_with_a_quarter_and_moves_to_another_mandatary_then() {
    let world = World::open().await;
    let employer = world.log_in("mandats").await;
    let (provider, secretariat) =
        (world.log_in("prestataire").await, world.log_in("secretariat").await);
    let old = made(&employer, &provider, TO_PROVIDER).await;
    for until in ["2025-T4", "2026-03-31", ""] {
        let page = close(&employer, &old, until).await;
        assert_eq!(page.status, 422, "{until}");
    }
    assert_eq!(close(&employer, &old, "2025-T4").await.refusal(), refused(422, "SS-MAHIS-15"));
    assert_eq!(close(&provider, &old, "2026-T1").await.location, format!("/mahis/mandats/{old}"));
    assert_eq!(close(&employer, &old, "2026-T2").await.refusal(), refused(422, "SS-MAHIS-15"));
    assert_eq!(create(&employer, TO_SECRETARIAT).await.refusal(), refused(409, "SS-MAHIS-13"));
    let next = [EMPLOYER, SECRETARIAT, "fla", "2026-T2", ""];
    let new = made(&employer, &secretariat, next).await;
    assert!(may_act(&world, PROVIDER) && !may_act(&world, SECRETARIAT));
    assert_eq!(state(&employer, &old).await, is("actif", "actif"));

    world.move_to(SECOND_QUARTER);
    assert!(!may_act(&world, PROVIDER) && may_act(&world, SECRETARIAT));
    let employer = world.log_in("mandats").await;
    assert_eq!(state(&employer, &old).await, is("cloture", "cloture"));
    assert_eq!(state(&employer, &new).await, is("actif", "actif"));
    assert_eq!(close(&employer, &old, "2026-T2").await.refusal(), refused(409, "SS-MAHIS-15"));
}

#[tokio::test]
async fn ss_mahis_15_only_what_both_validated_is_closed() {
    let world = World::open().await;
    let employer = world.log_in("mandats").await;
    let number = created(&employer, TO_PROVIDER).await;
    assert_eq!(close(&employer, &number, "2026-T1").await.refusal(), refused(409, "SS-MAHIS-15"));
}

#[tokio::test]
async fn ss_mahis_16_a_mandate_waits_for_its_first_quarter_and_ends_with_its_last() {
    let world = World::open().await;
    let (employer, provider) = (world.log_in("mandats").await, world.log_in("prestataire").await);
    let draft = [EMPLOYER, PROVIDER, "fla", "2026-T2", "2026-T2"];
    let number = made(&employer, &provider, draft).await;
    assert_eq!(state(&provider, &number).await, is("en-attente", "en-attente"));
    for (instant, expected) in [(SECOND_QUARTER, "actif"), (THIRD_QUARTER, "cloture")] {
        world.move_to(instant);
        let provider = world.log_in("prestataire").await;
        assert_eq!(state(&provider, &number).await, is(expected, expected));
        assert_eq!(may_act(&world, PROVIDER), expected == "actif");
    }
}

#[tokio::test]
async fn ss_mahis_17_the_dashboard_counts_by_group_of_applications() {
    let world = World::open().await;
    let employer = world.log_in("mandats").await;
    let page = employer.get("/mahis").await;
    for label in ["À finaliser", "En attente", "Refusé", "Mandats actifs", "Mandats clôturés"] {
        assert!(page.has(&format!(">{label}</h2>")), "{label}");
    }
    for mandatary in [PROVIDER, SECRETARIAT] {
        created(&employer, [EMPLOYER, mandatary, "dimona", "2026-T1", ""]).await;
    }
    created(&employer, TO_PROVIDER).await;
    let page = employer.get("/mahis").await;
    let waiting = page.part("data-block=\"en-attente\"", "</section>");
    assert!(waiting.contains("Dimona : 2<"));
    assert!(waiting.contains("Federal Learning Account : 1<"));
    assert!(!page.part("data-block=\"actif\"", "</section>").contains("data-count"));
    assert!(page.has("Employeur &#60;script&#62;"), "{}", page.body);
}

#[tokio::test]
async fn ss_mahis_18_the_apis_learn_of_a_mandate_after_the_delay_that_was_set() {
    let world = World::open().await;
    world.desk().arrange(|state, _| state.knobs.mahis.propagation_s = 3600);
    let (employer, provider) = (world.log_in("mandats").await, world.log_in("prestataire").await);
    let number = made(&employer, &provider, TO_PROVIDER).await;
    assert_eq!(state(&employer, &number).await.0, "actif");
    assert!(!may_act(&world, PROVIDER));
    world.move_to("2026-03-02T10:00:00Z");
    assert!(may_act(&world, PROVIDER));
}

#[tokio::test]
async fn ss_mahis_19_the_mandate_of_today_serves_for_the_past_too() {
    let world = World::open().await;
    let employer = world.log_in("mandats").await;
    let old = made(&employer, &world.log_in("prestataire").await, TO_PROVIDER).await;
    assert_eq!(close(&employer, &old, "2026-T1").await.status, 303);
    let next = [EMPLOYER, SECRETARIAT, "fla", "2026-T2", ""];
    made(&employer, &world.log_in("secretariat").await, next).await;
    // The APIs ask who has the mandate now: the period of a declaration is no part of the question.
    world.move_to(SECOND_QUARTER);
    assert!(may_act(&world, SECRETARIAT) && !may_act(&world, PROVIDER));
}

#[tokio::test]
async fn ss_mahis_20_a_mandate_is_to_be_finalised_by_the_party_that_it_waits_for() {
    let world = World::open().await;
    let (employer, provider) = (world.log_in("mandats").await, world.log_in("prestataire").await);
    let number = created(&employer, TO_PROVIDER).await;
    assert_eq!(state(&employer, &number).await, is("en-attente", "en-attente"));
    assert_eq!(state(&provider, &number).await, is("en-attente", "a-finaliser"));
    let page = provider.get(&format!("/mahis/mandats/{number}")).await;
    assert!(page.has("id=\"valider\"") && page.has("id=\"refuser\""));
    assert!(world.open.unknown().is_empty());
}

#[tokio::test]
async fn a_new_mandate_takes_no_number_of_one_that_was_arranged() {
    let world = World::open().await;
    let employer = world.log_in("mandats").await;
    let number = created(&employer, TO_PROVIDER).await;
    world.desk().arrange(|state, _| {
        let mandate = state.mandates.by_number(number.parse().unwrap()).unwrap().clone();
        let mandatary = OTHER_EMPLOYER.parse().unwrap();
        state.mandates.put(raccord_mocks::social_security::mahis::Mandate {
            number: 7,
            mandatary,
            ..mandate
        });
    });
    let next = created(&employer, [EMPLOYER, PROVIDER, "dimona", "2026-T1", ""]).await;
    assert_eq!(next, "8");
}

#[tokio::test]
async fn a_role_in_one_quality_is_none_in_another() {
    let world = World::open().await;
    world.desk().arrange(|state, _| {
        let person = state.directory.person_mut("prestataire").unwrap();
        let roles = person.roles.remove(&Quality::PrestataireDeService).unwrap();
        assert!(roles.contains(&Role::ManageMandates));
        person.roles.insert(Quality::SecretariatSocial, roles);
    });
    let page = world.log_in("prestataire").await.get("/mahis").await;
    assert_eq!(page.refusal(), refused(403, "SS-MAHIS-01"));
}
