//! What the buttons of the page do.

use raccord::starts::Exports;
use raccord_kernel::Outcome;
use serde_json::json;

use super::page::{Console, in_console};
use crate::serving::Serving;

/// The virtual day, as the port tells it.
fn day(console: &Console) -> String {
    console.get("/__admin/clock")["now"].as_str().unwrap()[..10].to_owned()
}

#[tokio::test]
async fn the_clock_is_moved_and_frozen_on_the_page() {
    in_console(Serving::open().await, |console| {
        console.click("[data-advance='20d']");
        console.until_shown("now", "22 Mar 2026");
        assert_eq!(day(console), "2026-03-22");
        console.until_shown("ahead", "behind the machine");
        console.promised("document.getElementById('date').value = '2026-05-01T08:30'");
        console.click("#to-date button");
        console.until_shown("now", "1 May 2026, 08:30");
        assert_eq!(day(console), "2026-05-01");
        console.click("#freeze");
        console.until_shown("pace", "frozen");
        assert_eq!(console.get("/__admin/clock")["frozen"], true);
        console.click("#freeze");
        console.until_shown("pace", "running");
        assert_eq!(console.get("/__admin/clock")["frozen"], false);
        console.promised("document.getElementById('date').value = '2020-01-01T00:00'");
        console.click("#to-date button");
        console.until_shown("alert", "A clock never goes back");
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_somebody_else_moves_is_shown() {
    in_console(Serving::open().await, |console| {
        let moved = console.serving.post("/__admin/clock/advance", json!({"duration": "30d"}));
        console.meanwhile(moved).expect_ok();
        console.until_shown("now", "1 Apr 2026");
        console.until("document.getElementById('timeline').textContent.includes('1 Apr 2026')");
    })
    .await;
}

#[tokio::test]
async fn a_fault_that_is_asked_for_on_the_page_strikes() {
    in_console(Serving::open().await, |console| {
        console.click("#fault-ask summary");
        console.write("fault-operation", "portal.home");
        console.choose("fault-kind", "answer");
        console.write("fault-status", "418");
        console.write("fault-times", "2");
        console.click("#fault button.first");
        console.until_shown("faults-list", "status 418 · 2 to come · has struck 0");
        assert_eq!(console.cross("/accueil").status, 418);
        console.until_shown("entries", "Broken on purpose: answered 418.");
        console.until_shown("faults-list", "1 to come · has struck 1");
        console.click("#faults-list button");
        console.until_shown("faults", "Nothing is broken on purpose.");
        assert_eq!(console.cross("/accueil").status, 401);
    })
    .await;
}

#[tokio::test]
async fn every_kind_of_fault_that_the_page_offers_is_taken() {
    in_console(Serving::open().await, |console| {
        console.click("#fault-ask summary");
        for operation in ["piste.token", "sftp.open", "gateway.handshake"] {
            console.write("fault-operation", operation);
            let kinds = "[...document.getElementById('fault-kind').options].map((it) => it.value)";
            let kinds = console.promised(kinds);
            for kind in kinds.as_array().unwrap() {
                console.choose("fault-kind", kind.as_str().unwrap());
                console.click("#fault button.first");
                console.until("document.querySelectorAll('#faults-list li').length === 1");
                let asked = console.get("/__admin/faults");
                let fault = &asked[0]["fault"];
                assert_eq!(
                    (&fault["operation"], &fault["verdict"]["kind"]),
                    (&json!(operation), kind)
                );
                console.click("#faults-list button");
                console.until("document.querySelectorAll('#faults-list li').length === 0");
            }
        }
        console.write("fault-probability", "0.5");
        console.write("fault-operation", "portal.home");
        console.promised("document.getElementById('fault-times').value = ''");
        console.click("#fault button.first");
        console.until_shown("faults-list", "until taken back, with probability 0.5");
    })
    .await;
}

#[tokio::test]
async fn everything_begins_again_only_once_that_is_confirmed() {
    let serving = Serving::open().await;
    serving.management.begin(serving.mocks(), Exports::default()).unwrap();
    in_console(serving, |console| {
        console.enter("portal.login", Outcome::Accepted, "login", "somebody");
        console.until("document.querySelectorAll('#entries li').length === 1");
        console.click("[data-advance='20d']");
        console.until_shown("now", "22 Mar 2026");
        console.click("#reset");
        console.click("#reset-dialog button[value=no]");
        console.until("!document.getElementById('reset-dialog').open");
        assert_eq!(day(console), "2026-03-22");
        console.click("#reset");
        console.click("#reset-dialog button[value=yes]");
        console.until_shown("now", "Mon 2 Mar 2026");
        console.until("document.querySelectorAll('#entries li').length === 0");
        assert_eq!(day(console), "2026-03-02");
        console.until_shown("connection", "live");
        console.enter("portal.login", Outcome::Accepted, "login", "somebody else");
        console.until("document.querySelectorAll('#entries li').length === 1");
    })
    .await;
}
