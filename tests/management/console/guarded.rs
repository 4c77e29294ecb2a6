//! What the page lets nobody do: it keeps its token, shows strangers' words as words, and asks
//! nothing of anybody but its own port.

use raccord::environment::{ChorusProConnections as _, ChorusProStates as _};
use raccord_certs::conformity::Platform;
use raccord_kernel::Outcome;
use serde_json::json;

use super::page::{in_chromium, in_console};
use super::relay::Relay;
use crate::serving::{Serving, answer};

#[tokio::test]
async fn the_page_is_open_to_all_and_holds_nothing_but_itself() {
    let serving = Serving::open().await;
    let page = answer(serving.client.get(serving.url("/"))).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let policy = page.header("content-security-policy");
    for directive in ["default-src 'none'", "script-src 'self'", "connect-src 'self'"] {
        assert!(policy.contains(directive), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(!page.text.contains(serving.management.token().reveal()));
    for (file, media_type) in
        [("main.js", "text/javascript; charset=utf-8"), ("style.css", "text/css; charset=utf-8")]
    {
        let loaded = answer(serving.client.get(serving.url(&format!("/console/{file}")))).await;
        assert_eq!((loaded.status.as_u16(), loaded.header("content-type")), (200, media_type));
    }
    let other = answer(serving.client.get(serving.url("/console/other.js"))).await;
    other.expect_problem(401, "no-token");
    let foreign = serving.client.get(serving.url("/")).header("host", "attacker.example");
    answer(foreign).await.expect_problem(421, "not-loopback");
}

#[tokio::test]
async fn the_token_leaves_the_address_bar_and_a_page_without_one_asks_for_it() {
    in_chromium(Serving::open().await, |console| {
        let address = console.serving.url("/");
        console.chromium.open(&address);
        console.until("document.getElementById('token-dialog').open");
        console.write("token", "not the token");
        console.click("#token-form button");
        console.until_shown("token-refused", "does not know this token");
        let token = console.serving.management.token().reveal().to_owned();
        console.write("token", &token);
        console.click("#token-form button");
        console.until_shown("connection", "live");
        console.promised("sessionStorage.clear()");
        console.chromium.open("about:blank");
        console.open();
        assert_eq!(console.chromium.evaluate("location.href"), address);
        let history = console.chromium.ask("Page.getNavigationHistory", json!({}));
        assert_eq!(history["entries"].as_array().unwrap().last().unwrap()["url"], address);
        assert!(!console.chromium.text().contains(&token));
        console.chromium.ask("Page.reload", json!({}));
        console.until("document.getElementById('connection')?.textContent === 'live'");
    })
    .await;
}

#[tokio::test]
async fn what_strangers_sent_is_shown_as_text() {
    const HOSTILE: &str = "<img src=x onerror=\"document.title='struck'\"></li><script>1</script>";
    let serving = Serving::open().await;
    let manager = serving.mocks().structure(Platform::Qualification, true).unwrap();
    serving.mocks().edi(&manager, "VFE012", &["FSO1100A"]).unwrap();
    let named = json!({"profile": "chorus-pro/ssl-client", "role": "<b>role</b>",
        "subject": "CN=<svg onload=alert(1)>,O=<i>O</i>,C=FR"});
    serving.post("/__admin/certificates", named).await;
    let order = json!({"profile": "sofie/crypt", "deliver": "<b>@example.org"});
    serving.post("/__admin/certificates", order).await;
    in_console(serving, |console| {
        let elements = |selector: &str| format!("document.querySelectorAll('{selector}').length");
        console.enter(HOSTILE, Outcome::Accepted, HOSTILE, HOSTILE);
        let refused = Outcome::Refused { rule: HOSTILE.into(), reason: HOSTILE.into() };
        console.enter("portal.login", refused, "login", HOSTILE);
        console.enter(
            "gateway.request",
            Outcome::Unknown { asked: HOSTILE.into() },
            "nearest",
            HOSTILE,
        );
        console.until(&format!("{} === 4", elements("#entries > li")));
        console.click("#entries li:nth-child(3) summary");
        console.until_shown("entries", "<img src=x onerror=");
        console.click("#certificates-as-table summary");
        let found = elements("main img, main script, main i, main b, main svg [onload]");
        assert_eq!(console.promised(&found), 0);
        assert_eq!(console.promised("document.title"), "raccord console");
        let offered = "[...document.getElementById('operations').options].map((it) => it.value)";
        assert!(console.promised(offered).to_string().contains("onerror"));
    })
    .await;
}

#[tokio::test]
async fn nothing_leaves_the_port() {
    let serving = Serving::open().await;
    serving.write("piste", "piste.token", Outcome::Accepted);
    in_console(serving, |console| {
        console.click("[data-advance='1h']");
        console.until_shown("now", "13:0");
        let origin = console.serving.management.url();
        let asked = console.promised(
            "performance.getEntries().map((it) => it.name).filter((it) => it.includes('://'))",
        );
        let asked = asked.as_array().unwrap();
        assert!(asked.len() > 10, "{asked:?}");
        for address in asked {
            assert!(address.as_str().unwrap().starts_with(&origin), "{address}");
        }
        let elsewhere = console.serving.mocks().doors().http;
        let forbidden = format!(
            "new Promise((done) => {{
                addEventListener('securitypolicyviolation', (it) => done(it.effectiveDirective));
                fetch('http://{elsewhere}/').catch(() => {{}});
            }})"
        );
        assert_eq!(console.promised(&forbidden), "connect-src");
        let inline = "new Promise((done) => {
            addEventListener('securitypolicyviolation', (it) => done(it.effectiveDirective));
            const script = document.createElement('script');
            script.textContent = 'document.title = 1';
            document.body.append(script);
        })";
        assert_eq!(console.promised(inline), "script-src-elem");
        assert_eq!(console.promised("document.title"), "raccord console");
    })
    .await;
}

#[tokio::test]
async fn a_connection_that_breaks_is_taken_up_where_it_was() {
    let serving = Serving::open().await;
    let relay = Relay::to(serving.management.address()).await;
    in_chromium(serving, move |console| {
        console.open_at(&format!("http://{}", relay.address));
        console.enter("portal.login", Outcome::Accepted, "login", "before");
        console.until("document.querySelectorAll('#entries li').length === 1");
        relay.close();
        console.until_shown("connection", "connection lost, trying again");
        console.enter("portal.login", Outcome::Accepted, "login", "meanwhile");
        relay.open();
        console.until("document.querySelectorAll('#entries li').length === 2");
        console.enter("portal.login", Outcome::Accepted, "login", "after");
        console.until("document.querySelectorAll('#entries li').length === 3");
        console.until_shown("connection", "live");
    })
    .await;
}

#[tokio::test]
async fn entries_that_were_gone_before_they_could_be_read_are_counted() {
    let serving = Serving::open().await;
    let relay = Relay::to(serving.management.address()).await;
    in_chromium(serving, move |console| {
        console.open_at(&format!("http://{}", relay.address));
        relay.close();
        console.until_shown("connection", "connection lost");
        for _ in 0..10_300 {
            console.serving.write("piste", "piste.token", Outcome::Accepted);
        }
        relay.open();
        console.until_shown("missed", "300 entries were missed");
    })
    .await;
}
