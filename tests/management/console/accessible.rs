//! Who can use the page: with the keyboard alone, with little light or much, on a laptop's screen.

use raccord::environment::{ChorusProConnections as _, ChorusProStates as _};
use raccord_certs::conformity::Platform;
use raccord_kernel::Outcome;
use serde_json::{Value, json};

use super::page::{Console, in_console};
use crate::serving::Serving;

/// A page with something in each of its parts.
async fn filled() -> Serving {
    let serving = Serving::open().await;
    let manager = serving.mocks().structure(Platform::Qualification, true).unwrap();
    serving.mocks().edi(&manager, "VFE012", &["FSO1100A"]).unwrap();
    let order = json!({"profile": "sofie/crypt", "deliver": "edi@fournisseur.example"});
    serving.post("/__admin/certificates", order).await.expect_ok();
    let fault = json!({"operation": "piste.call", "verdict": {"kind": "stall"}});
    serving.post("/__admin/faults", fault.clone()).await.expect_ok();
    serving.post("/__admin/faults", fault).await.expect_ok();
    for outcome in [
        Outcome::Accepted,
        Outcome::Refused { rule: "CPP-SHEET-04".into(), reason: "found too soon".into() },
        Outcome::Unknown { asked: "the host example.org".into() },
        Outcome::Faulted { verdict: "stalled".into() },
        Outcome::Incident { what: "a panic".into() },
    ] {
        serving.write("piste", "piste.token", outcome);
    }
    serving
}

/// Unfolds all that can be unfolded.
fn unfold(console: &mut Console) {
    console.promised("document.querySelectorAll('details').forEach((it) => { it.open = true; })");
    console.until("document.querySelectorAll('#entries .more').length === 6");
}

#[tokio::test]
async fn the_keyboard_alone_reaches_every_control_and_is_held_nowhere() {
    in_console(filled().await, |console| {
        unfold(console);
        let count = console.promised(
            "{ const all = [...document.querySelectorAll(
                'a, button, input, select, summary, pre, [tabindex=\"0\"]')]
                .filter((it) => it.checkVisibility() && it.tabIndex >= 0);
            all.forEach((it, number) => { it.dataset.number = number; });
            all.length }",
        );
        let count = usize::try_from(count.as_u64().unwrap()).unwrap();
        assert!(count > 40, "{count}");
        let mut reached = std::collections::BTreeSet::new();
        // A field for a date has a stop for each of its parts.
        for _ in 0..count + 20 {
            console.chromium.key("Tab", "Tab", 9);
            let here = console.chromium.evaluate(
                "({ number: document.activeElement.dataset.number ?? null,
                    shown: getComputedStyle(document.activeElement).outlineStyle !== 'none' })",
            );
            let Some(number) = here["number"].as_str() else { continue };
            assert_eq!(here["shown"], true, "the focus is not seen on {number}");
            reached.insert(number.parse::<usize>().unwrap());
        }
        let missed: Vec<_> = (0..count).filter(|number| !reached.contains(number)).collect();
        let words = console.promised(&format!(
            "{}.map((it) => document.querySelector(`[data-number='${{it}}']`).outerHTML)",
            json!(missed)
        ));
        assert!(missed.is_empty(), "the keyboard does not reach {words}");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_on_a_control_stays_there_while_things_cross() {
    in_console(filled().await, |console| {
        for control in ["#systems-list a", "#faults-list button", "#mails-list summary", "#entries summary"] {
            console.promised(&format!(
                "{{ const it = document.querySelector('{control}'); it.dataset.mine = 'yes'; it.focus(); }}"
            ));
            let rows = console.operations().len();
            assert_eq!(console.cross("/accueil").status, 401);
            console.until(&format!("document.querySelectorAll('#entries li').length === {}", rows + 1));
            let advance = json!({"duration": "24h"});
            let moved = console.serving.post("/__admin/clock/advance", advance);
            let moved = console.meanwhile(moved).expect_ok();
            // The picture shows the day once all was asked for anew.
            let day = moved["now"].as_str().unwrap()[8..10].parse::<u8>().unwrap();
            let drawn = "document.getElementById('timeline').textContent";
            console.until(&format!("{drawn}.includes('now, {day} Mar')"));
            console.promised("fetch('/__admin/health').then((it) => it.text())");
            assert_eq!(console.promised("document.activeElement.dataset.mine ?? null"), "yes", "{control}");
            console.promised("delete document.activeElement.dataset.mine");
        }
    })
    .await;
}

#[tokio::test]
async fn the_journal_is_filtered_and_walked_through_with_the_keyboard() {
    in_console(filled().await, |console| {
        console.chromium.key("/", "Slash", 191);
        assert_eq!(console.promised("document.activeElement.id"), "filter-text");
        console.chromium.ask("Input.insertText", json!({"text": "nowhere to be found"}));
        console.until_shown("nothing", "No entry is what the filters ask for.");
        console.chromium.key("Escape", "Escape", 27);
        console.until("document.querySelectorAll('#entries li').length === 6");
        console.promised("document.querySelector('#entries summary').focus()");
        let here =
            "[...document.querySelectorAll('#entries summary')].indexOf(document.activeElement)";
        for (key, number, place) in
            [("ArrowDown", 40, 1), ("End", 35, 5), ("ArrowUp", 38, 4), ("Home", 36, 0)]
        {
            console.chromium.key(key, key, number);
            assert_eq!(console.promised(here), place, "{key}");
        }
        console.chromium.key("Enter", "Enter", 13);
        console.until("document.querySelector('#entries li .more') !== null");
        let stops = "document.querySelectorAll('#entries summary[tabindex=\"0\"]').length";
        assert_eq!(console.promised(stops), 1);
    })
    .await;
}

#[tokio::test]
async fn every_control_has_a_name_and_every_part_a_heading() {
    in_console(filled().await, |console| {
        unfold(console);
        console.chromium.ask("Accessibility.enable", json!({}));
        let tree = console.chromium.ask("Accessibility.getFullAXTree", json!({}));
        let nodes = tree["nodes"].as_array().unwrap().iter().filter(|it| it["ignored"] != true);
        let controls =
            ["button", "textbox", "combobox", "checkbox", "link", "searchbox", "spinbutton"];
        let mut found = 0;
        for node in
            nodes.filter(|it| controls.contains(&it["role"]["value"].as_str().unwrap_or("")))
        {
            assert!(!node["name"]["value"].as_str().unwrap_or("").trim().is_empty(), "{node}");
            found += 1;
        }
        assert!(found > 40, "{found}");
        let headless = console.promised(
            "[...document.querySelectorAll('main section')]
                .filter((it) => !it.querySelector('h2') || !it.getAttribute('aria-labelledby'))
                .map((it) => it.id)",
        );
        assert_eq!(headless, json!([]));
    })
    .await;
}

/// The texts of the page whose contrast with what is behind them is below 4.5.
const FAINT: &str = r"{
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const over = (below, colour) => {
        canvas.fillStyle = below; canvas.fillRect(0, 0, 1, 1);
        canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const css = ([red, green, blue]) => `rgb(${red} ${green} ${blue})`;
    const ground = (element) => {
        if (!element) return matchMedia('(prefers-color-scheme: dark)').matches ? 'black' : 'white';
        return css(over(ground(element.parentElement), getComputedStyle(element).backgroundColor));
    };
    const light = (colour) => colour
        .map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
    const contrast = (element) => {
        const style = getComputedStyle(element);
        const behind = ground(element);
        const text = element instanceof SVGElement ? style.fill : style.color;
        const [a, b] = [light(over(behind, text)), light(over(behind, behind))];
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    };
    [...document.querySelectorAll('body *')]
        .filter((it) => it.checkVisibility() && !it.matches('option, script'))
        .filter((it) => [...it.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
        .filter((it) => contrast(it) < 4.5)
        .map((it) => `${it.className?.baseVal ?? it.className}: ${it.textContent} ${contrast(it)}`)
}";

#[tokio::test]
async fn every_text_is_readable_in_light_and_in_dark() {
    in_console(filled().await, |console| {
        unfold(console);
        for scheme in ["light", "dark"] {
            let features = json!([
                {"name": "prefers-color-scheme", "value": scheme},
                {"name": "prefers-reduced-motion", "value": "reduce"},
            ]);
            console.chromium.ask("Emulation.setEmulatedMedia", json!({"features": features}));
            let is_dark = console.promised("matchMedia('(prefers-color-scheme: dark)').matches");
            assert_eq!(is_dark, scheme == "dark");
            assert_eq!(console.promised(FAINT), json!([]), "in {scheme}");
            assert_eq!(console.promised("document.getAnimations().length"), 0);
        }
    })
    .await;
}

#[tokio::test]
async fn nothing_sticks_out_of_a_screen_be_it_small() {
    in_console(filled().await, |console| {
        unfold(console);
        for width in [1280, 1000, 700] {
            let size =
                json!({"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false});
            console.chromium.ask("Emulation.setDeviceMetricsOverride", size);
            let wide: Value = console.promised(
                "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
            );
            assert!(wide[0].as_u64() <= wide[1].as_u64(), "{width}: {wide}");
        }
    })
    .await;
}
