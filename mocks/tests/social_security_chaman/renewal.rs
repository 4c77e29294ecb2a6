//! A renewal: the new certificate beside the old one, then the old one removed.

use jiff::SignedDuration;

use super::files::{FIRST, SECOND, THIRD};
use super::world::{World, add, refused, remove};

#[tokio::test]
async fn ss_chaman_09_certificates_stand_beside_one_another_in_any_number() {
    let world = World::new().await;
    let (browser, number) = world.with_account(&FIRST).await;
    for file in [&SECOND, &THIRD] {
        let page = add(&browser, number, file.cer()).await;
        assert_eq!((page.status, page.location()), (303, &*format!("/comptes/{number}")));
    }
    let page = browser.get(&format!("/comptes/{number}")).await;
    assert_eq!(page.body.matches("<section data-certificate=").count(), 3);
}

#[tokio::test]
async fn ss_chaman_09_a_number_of_certificates_can_be_set() {
    let world = World::new().await;
    world.desk.arrange(|state, _| state.knobs.chaman.certificates_max = Some(2));
    let (browser, number) = world.with_account(&FIRST).await;
    assert_eq!(add(&browser, number, SECOND.cer()).await.status, 303);
    let page = add(&browser, number, THIRD.cer()).await;
    assert_eq!(page.refusal(), refused(409, "SS-CHAMAN-09"));
    let first = world.account(number).certificates[0].number;
    remove(&browser, number, first).await;
    assert_eq!(add(&browser, number, THIRD.cer()).await.status, 303);
}

#[tokio::test]
async fn ss_chaman_10_keeps_the_last_certificate_of_an_account() {
    let world = World::new().await;
    let (browser, number) = world.with_account(&FIRST).await;
    let first = world.account(number).certificates[0].number;
    let page = remove(&browser, number, first).await;
    assert_eq!(page.refusal(), refused(409, "SS-CHAMAN-10"));
    assert_eq!(world.account(number).certificates.len(), 1);
    world.desk.arrange(|state, _| state.knobs.chaman.keeps_last_certificate = false);
    assert_eq!(remove(&browser, number, first).await.status, 303);
    assert!(world.account(number).certificates.is_empty());
    assert_eq!(add(&browser, number, SECOND.cer()).await.status, 303);
}

#[tokio::test]
async fn ss_chaman_11_a_certificate_is_in_effect_as_soon_as_it_is_registered() {
    let world = World::new().await;
    let (_, number) = world.with_account(&FIRST).await;
    assert_eq!(world.account(number).certificates[0].effective_at, world.now());
    assert_eq!(world.desk.next_due(), None);
}

#[tokio::test]
async fn ss_chaman_11_a_delay_can_be_set_and_its_end_is_written_in_the_journal() {
    let world = World::new().await;
    world.desk.arrange(|state, _| state.knobs.chaman.activation_s = 90);
    let (browser, number) = world.with_account(&FIRST).await;
    let page = browser.get(&format!("/comptes/{number}")).await;
    assert_eq!(page.attribute("data-in-effect"), "false");
    let due = world.now() + SignedDuration::from_secs(90);
    assert_eq!(world.desk.next_due(), Some(due));
    assert_eq!(world.account(number).certificates[0].effective_at, due);
    world.pass(SignedDuration::from_secs(90));
    world.desk.catch_up();
    let entry = world.last();
    assert_eq!((entry.at, &*entry.operation), (due, "chaman.certificate-takes-effect"));
    assert_eq!(entry.stood_on, ["SS-CHAMAN-11"]);
    assert_eq!(entry.fields.get("account-number").unwrap(), number);
    let page = browser.get(&format!("/comptes/{number}")).await;
    assert_eq!(page.attribute("data-in-effect"), "true");
    assert_eq!(world.desk.next_due(), None);
}

#[tokio::test]
async fn ss_chaman_12_a_removed_certificate_is_gone_at_once_and_takes_effect_no_more() {
    let world = World::new().await;
    world.desk.arrange(|state, _| state.knobs.chaman.activation_s = 90);
    let (browser, number) = world.with_account(&FIRST).await;
    add(&browser, number, SECOND.cer()).await;
    let second = world.account(number).certificates[1].number;
    let page = remove(&browser, number, second).await;
    assert_eq!((page.status, page.location()), (303, &*format!("/comptes/{number}")));
    assert_eq!(world.last().fields.get("certificate").unwrap(), "certificate#2");
    let left = world.account(number).certificates;
    assert_eq!(
        left.iter().map(|one| one.fingerprint.to_string()).collect::<Vec<_>>(),
        [FIRST.fingerprint()]
    );
    let effects = || world.desk.read(|state, _| state.schedule.iter().count());
    assert_eq!(effects(), 1);
    browser.post(&format!("/comptes/{number}/suppression")).await;
    assert_eq!(effects(), 0);
}
