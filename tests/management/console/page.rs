//! The console of mocks that are served, open in Chromium.

use std::future::Future;

use raccord_kernel::Outcome;
use raccord_kernel::Trace;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::runtime::Handle;

use crate::chromium::{Chromium, start};
use crate::serving::{Answer, Serving, answer};

/// How long the page may take for anything, in milliseconds.
const PATIENCE_MS: u32 = 30_000;

/// The console, and the mocks that it is of.
pub(super) struct Console {
    pub(super) chromium: Chromium,
    pub(super) serving: Serving,
    runtime: Handle,
}

/// Plays something in the console of some mocks, open and live; nothing where there is no Chromium.
pub(super) async fn in_console(serving: Serving, play: impl FnOnce(&mut Console) + Send + 'static) {
    in_chromium(serving, |console| {
        console.open();
        play(console);
    })
    .await;
}

/// Plays something in Chromium, before any page is open.
pub(super) async fn in_chromium(
    serving: Serving,
    play: impl FnOnce(&mut Console) + Send + 'static,
) {
    let runtime = Handle::current();
    let played = tokio::task::spawn_blocking(move || {
        let Some(chromium) = start() else { return };
        let mut console = Console { chromium, serving, runtime };
        let size = json!({"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": false});
        console.chromium.ask("Emulation.setDeviceMetricsOverride", size);
        play(&mut console);
    });
    if let Err(error) = played.await {
        std::panic::resume_unwind(error.into_panic());
    }
}

impl Console {
    /// Opens the page with the token, and waits until it follows.
    pub(super) fn open(&mut self) {
        self.open_at(&self.serving.management.url());
    }

    /// The same, by another way to the port.
    pub(super) fn open_at(&mut self, url: &str) {
        let token = self.serving.management.token().reveal();
        self.chromium.open(&format!("{url}/#token={token}"));
        self.until("document.getElementById('connection').textContent === 'live'");
    }

    /// Waits until something is so in the page.
    #[track_caller]
    pub(super) fn until(&mut self, condition: &str) {
        let expression = format!(
            "new Promise((done) => {{
                const look = () => {{ if ({condition}) end(true); }};
                const watch = new MutationObserver(look);
                const over = setTimeout(() => end(false), {PATIENCE_MS});
                const end = (is) => {{ watch.disconnect(); clearTimeout(over); done(is); }};
                watch.observe(document, {{
                    subtree: true, childList: true, attributes: true, characterData: true,
                }});
                look();
            }})"
        );
        let found = self.promised(&expression);
        assert_eq!(found, true, "`{condition}` never came true on {}", self.chromium.text());
    }

    /// Waits until the element of an id shows a text.
    #[track_caller]
    pub(super) fn until_shown(&mut self, id: &str, text: &str) {
        self.until(&format!("document.getElementById('{id}').innerText.includes({})", json!(text)));
    }

    /// What a promise of the page comes to.
    pub(super) fn promised(&mut self, expression: &str) -> Value {
        let asked = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let mut told = self.chromium.ask("Runtime.evaluate", asked);
        assert!(told.get("exceptionDetails").is_none(), "{expression}: {told}");
        told["result"]["value"].take()
    }

    /// Clicks on the first element that a selector names.
    pub(super) fn click(&mut self, selector: &str) {
        self.promised(&format!("document.querySelector({}).click()", json!(selector)));
    }

    /// Writes into the field of an id, in place of what is there.
    pub(super) fn write(&mut self, id: &str, text: &str) {
        self.promised(&format!(
            "{{ const field = document.getElementById('{id}'); field.focus(); field.select(); }}"
        ));
        self.chromium.ask("Input.insertText", json!({"text": text}));
    }

    /// Chooses what a list of an id offers.
    pub(super) fn choose(&mut self, id: &str, value: &str) {
        self.promised(&format!(
            "{{ const list = document.getElementById('{id}'); list.value = {};
                for (const kind of ['input', 'change'])
                    list.dispatchEvent(new Event(kind, {{ bubbles: true }})); }}",
            json!(value)
        ));
    }

    /// The operations of the rows that the journal shows.
    pub(super) fn operations(&mut self) -> Vec<String> {
        let found = self.promised(
            "[...document.querySelectorAll('#entries .operation')].map((it) => it.textContent)",
        );
        serde_json::from_value(found).unwrap()
    }

    /// Does something that is not the page's doing.
    pub(super) fn meanwhile<T>(&self, what: impl Future<Output = T>) -> T {
        self.runtime.block_on(what)
    }

    /// Asks the management port for something.
    pub(super) fn get(&self, path: &str) -> Value {
        self.meanwhile(self.serving.get(path))
    }

    /// Sends a request to Chorus Pro's portal, as a browser would.
    pub(super) fn cross(&self, path: &str) -> Answer {
        let door = format!("http://{}{path}", self.serving.mocks().doors().http);
        let request = self.serving.client.request(Method::GET, door);
        let host = "qualif.chorus-pro.gouv.fr.localhost";
        self.meanwhile(answer(request.header("host", host)))
    }

    /// Writes an entry with one field in the journal, as a system would.
    pub(super) fn enter(&self, operation: &str, outcome: Outcome, field: &str, value: &str) {
        let mut trace = Trace::default();
        trace.note(field, value);
        let office = self.serving.mocks().tenant().office();
        office.write("chorus-pro", operation, outcome, trace);
    }
}
