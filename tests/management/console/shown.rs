//! What the page shows, and when.

use raccord::environment::{ChorusProConnections as _, ChorusProStates as _};
use raccord_certs::conformity::Platform;
use raccord_kernel::Outcome;
use serde_json::json;

use super::page::in_console;
use crate::serving::Serving;

#[tokio::test]
async fn the_systems_the_certificates_and_the_journal_are_there_when_the_page_opens() {
    let serving = Serving::open().await;
    let manager = serving.mocks().structure(Platform::Qualification, true).unwrap();
    let certificate = serving.mocks().edi(&manager, "VFE012", &["FSO1100A"]).unwrap().certificate;
    serving.write("piste", "piste.token", Outcome::Accepted);
    in_console(serving, move |console| {
        console.until_shown("systems-list", "Chorus Pro, qualification");
        let links = console.promised(
            "[...document.querySelectorAll('#systems-list a')].map((it) => [it.href, it.innerText])",
        );
        let told = console.get("/__admin/systems");
        let hosts = told["systems"].as_array().unwrap().iter();
        let hosts: Vec<_> = hosts.flat_map(|it| it["hosts"].as_array().unwrap()).collect();
        assert_eq!(links.as_array().unwrap().len(), hosts.len());
        for (link, host) in links.as_array().unwrap().iter().zip(hosts) {
            assert_eq!(link[0], host["url"]);
            assert!(link[1].as_str().unwrap().starts_with(host["name"].as_str().unwrap()));
        }
        let drawn = console.promised("document.getElementById('timeline').textContent");
        let drawn = drawn.as_str().unwrap();
        assert!(drawn.contains(&*certificate) && drawn.contains("now, 2 Mar 2026"), "{drawn}");
        assert!(drawn.contains("active until 2 Mar 2027"), "{drawn}");
        assert!(!drawn.contains("gateway/root"), "{drawn}");
        console.click("#authorities");
        console.until("document.getElementById('timeline').textContent.includes('gateway/root')");
        console.click("#certificates-as-table summary");
        console.until_shown("certificates-rows", "VFE012 (chorus-pro): active");
        assert_eq!(console.operations(), ["piste.token"]);
        assert!(console.chromium.text().contains("Mon 2 Mar 2026, 12:"));
    })
    .await;
}

#[tokio::test]
async fn what_crosses_is_shown_at_once_and_filters_are_applied_without_asking_again() {
    in_console(Serving::open().await, |console| {
        assert!(console.operations().is_empty());
        assert_eq!(console.cross("/accueil").status, 401);
        console.until("document.querySelectorAll('#entries li').length === 1");
        console.until("document.getElementById('news').textContent === '1 new entry'");
        console.enter("portal.login", Outcome::Accepted, "login", "somebody");
        console.until("document.querySelectorAll('#entries li').length === 2");
        assert_eq!(console.operations(), ["portal.login", "portal.home"]);
        console.choose("order", "last");
        assert_eq!(console.operations(), ["portal.home", "portal.login"]);
        console.choose("order", "first");
        let asked = "performance.getEntriesByType('resource').length";
        console.promised("performance.clearResourceTimings()");
        for (field, text, left) in [
            ("filter-text", "SOMEBODY", "portal.login"),
            ("filter-operation", "portal.h*", "portal.home"),
            ("filter-rule", "CPP-", "portal.home"),
        ] {
            console.write(field, text);
            assert_eq!(console.operations(), [left], "{field}");
            console.click("#filters button[type=reset]");
            console.until("document.querySelectorAll('#entries li').length === 2");
        }
        console.choose("filter-outcome", "not-accepted");
        assert_eq!(console.operations(), ["portal.home"]);
        console.choose("filter-system", "chorus-pro");
        assert_eq!(console.operations(), ["portal.home"]);
        let rules =
            "performance.getEntriesByType('resource').filter((it) => !/rules/.test(it.name))";
        assert_eq!(console.promised(&format!("{rules}.length")), 0, "{}", console.promised(asked));
        console.click("#filters button[type=reset]");
        console.until("document.querySelectorAll('#entries li').length === 2");
    })
    .await;
}

#[tokio::test]
async fn a_refusal_is_shown_with_its_rule_what_that_says_its_source_and_how_it_is_known() {
    in_console(Serving::open().await, |console| {
        let rule = console.get("/__admin/rules/CPP-SHEET-04");
        let refused =
            Outcome::Refused { rule: "CPP-SHEET-04".into(), reason: "found too soon".into() };
        console.enter("portal.sheet", refused, "application-code", "VFE012");
        console.until_shown("entries", rule["says"].as_str().unwrap());
        for told in ["CPP-SHEET-04", "found too soon", rule["source"].as_str().unwrap()] {
            console.until_shown("entries", told);
        }
        let known = console.promised("document.querySelector('#entries .known').dataset.known");
        assert_eq!(known, rule["known"]);
        let unknown = Outcome::Unknown { asked: "GET /accueill of the portal".into() };
        console.enter("gateway.request", unknown, "nearest", "GET /accueil");
        console.until_shown("entries", "Nothing here knows GET /accueill of the portal.");
        console.until_shown("entries", "The nearest is GET /accueil.");
    })
    .await;
}

#[tokio::test]
async fn a_paused_journal_stays_as_it_is_and_counts_what_comes() {
    in_console(Serving::open().await, |console| {
        console.enter("portal.login", Outcome::Accepted, "login", "first");
        console.until("document.querySelectorAll('#entries li').length === 1");
        console.chromium.key("p", "KeyP", 80);
        console.until("document.getElementById('pause').ariaPressed === 'true'");
        for name in ["second", "third"] {
            console.enter("portal.login", Outcome::Accepted, "login", name);
        }
        console.until_shown("pause", "Go on (2 new)");
        assert_eq!(console.operations().len(), 1);
        console.chromium.key("p", "KeyP", 80);
        console.until("document.querySelectorAll('#entries li').length === 3");
    })
    .await;
}

#[tokio::test]
async fn the_page_stays_small_and_says_what_it_does_not_show() {
    let serving = Serving::open().await;
    for _ in 0..700 {
        serving.write("piste", "piste.token", Outcome::Accepted);
    }
    in_console(serving, |console| {
        console.until_shown("older", "450 older ones are not shown");
        assert_eq!(console.operations().len(), 250);
        for _ in 0..12_000 {
            console.serving.write("piste", "piste.call", Outcome::Accepted);
        }
        console.until_shown("journal-state", "5000 entries");
        assert_eq!(console.operations().len(), 250);
    })
    .await;
}

#[tokio::test]
async fn mails_are_shown_with_their_files_by_name() {
    let serving = Serving::open().await;
    let order = json!({"profile": "sofie/crypt", "deliver": "edi@fournisseur.example"});
    let ordered = serving.post("/__admin/certificates", order).await;
    assert_eq!(ordered.status, 201, "{ordered:?}");
    in_console(serving, |console| {
        console.until_shown("mails-list", "to edi@fournisseur.example");
        console.click("#mails-list summary");
        console.until_shown("mails-list", "-----BEGIN CERTIFICATE-----");
    })
    .await;
}

#[tokio::test]
async fn another_tenant_is_chosen_and_followed() {
    let serving = Serving::open().await;
    serving.write("piste", "piste.token", Outcome::Accepted);
    let new = json!({"name": "worker-1", "at": "2030-01-01"});
    serving.post("/__admin/tenants", new).await.expect_ok();
    in_console(serving, |console| {
        assert_eq!(console.operations(), ["piste.token"]);
        console.choose("tenant", "worker-1");
        console.until_shown("now", "1 Jan 2030");
        console.until("document.querySelectorAll('#entries li').length === 0");
        let theirs = console.serving.tenancy.tenant("worker-1").unwrap();
        let office = theirs.tenant().office();
        office.write("piste", "piste.call", Outcome::Accepted, raccord_kernel::Trace::default());
        console.until("document.querySelectorAll('#entries li').length === 1");
        assert_eq!(console.operations(), ["piste.call"]);
    })
    .await;
}
