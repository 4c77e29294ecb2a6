//! Chromium without a screen, spoken to over a pipe: a browser that is not of our making.
//!
//! Without `chromium` these tests say so and judge nothing, unless `RACCORD_TEST_PEERS=required`.

#![cfg(test)]

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// One page of a running Chromium.
pub(crate) struct Chromium {
    process: Child,
    to: File,
    from: BufReader<File>,
    session: Option<String>,
    asked: u64,
    _folder: TempDir,
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts Chromium; nothing where there is none.
pub(crate) fn start() -> Option<Chromium> {
    let found = Command::new("chromium").arg("--version").output().is_ok();
    #[expect(clippy::disallowed_methods, reason = "only the test itself can say what CI demands")]
    let is_required = std::env::var_os("RACCORD_TEST_PEERS").is_some_and(|it| it == "required");
    assert!(found || !is_required, "no chromium, and RACCORD_TEST_PEERS=required");
    if !found {
        println!("not judged: install chromium");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    // Chromium reads its orders from the descriptor 3, and answers on 4.
    let command = "mkfifo to from && exec 3<>to 4<>from && echo ready && exec chromium \
        --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \
        --user-data-dir=profile --window-size=1000,900 --remote-debugging-pipe about:blank";
    let mut process = Command::new("sh")
        .args(["-c", command])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut ready = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut ready).unwrap();
    // Each end for one thing only, so that a Chromium that dies is seen to.
    let to = File::options().write(true).open(folder.path().join("to")).unwrap();
    let from = BufReader::new(File::open(folder.path().join("from")).unwrap());
    let mut chromium = Chromium { process, to, from, session: None, asked: 0, _folder: folder };
    let page = chromium.ask("Target.createTarget", json!({"url": "about:blank"}));
    let attach = json!({"targetId": page["targetId"], "flatten": true});
    let attached = chromium.ask("Target.attachToTarget", attach);
    chromium.session = Some(attached["sessionId"].as_str().unwrap().to_owned());
    for domain in ["Page.enable", "DOM.enable", "Log.enable"] {
        chromium.ask(domain, json!({}));
    }
    Some(chromium)
}

impl Chromium {
    /// Opens an address, as if it were typed.
    pub(crate) fn open(&mut self, address: &str) {
        self.ask("Page.navigate", json!({"url": address}));
        self.until("Page.loadEventFired");
    }

    /// Puts the cursor into the field that `label` stands at, and types.
    pub(crate) fn fill(&mut self, label: &str, text: &str) {
        self.evaluate(&format!("{}.focus()", labelled(label)));
        self.ask("Input.insertText", json!({"text": text}));
    }

    /// Presses the space bar in the field that `label` stands at: ticks a box.
    pub(crate) fn tick(&mut self, label: &str) {
        self.evaluate(&format!("{}.focus()", labelled(label)));
        self.key(" ", "Space", 32);
    }

    /// Chooses a file in the field that `label` stands at.
    pub(crate) fn choose(&mut self, label: &str, file: &Path) {
        let field = json!({"expression": labelled(label)});
        let field = self.ask("Runtime.evaluate", field);
        let object = &field["result"]["objectId"];
        self.ask("DOM.setFileInputFiles", json!({"files": [file], "objectId": object}));
    }

    /// Walks to a link, a button or a summary of this text with the tabulator key.
    pub(crate) fn walk_to(&mut self, text: &str) {
        let here = "(document.activeElement.ariaLabel ?? document.activeElement.innerText ?? '')";
        for _ in 0..100 {
            self.key("Tab", "Tab", 9);
            if self.evaluate(&format!("{here}.trim()")) == text {
                return;
            }
        }
        panic!("the keyboard does not reach `{text}` on {}", self.text());
    }

    /// Presses enter, where a page follows.
    pub(crate) fn enter(&mut self) {
        self.key("Enter", "Enter", 13);
        self.until("Page.loadEventFired");
    }

    /// Presses enter, where the page stays.
    pub(crate) fn unfold(&mut self) {
        self.key("Enter", "Enter", 13);
    }

    /// The path of the page.
    pub(crate) fn path(&mut self) -> String {
        self.evaluate("location.pathname").as_str().unwrap().to_owned()
    }

    /// What the page shows.
    pub(crate) fn text(&mut self) -> String {
        self.evaluate("document.body.innerText").as_str().unwrap().to_owned()
    }

    /// The value of an expression in the page.
    pub(crate) fn evaluate(&mut self, expression: &str) -> Value {
        let asked = json!({"expression": expression, "returnByValue": true});
        self.ask("Runtime.evaluate", asked)["result"]["value"].take()
    }

    /// Makes the page this wide, in pixels; as wide as the window where nothing is said.
    pub(crate) fn narrow(&mut self, width: u32) {
        let size = json!({"width": width, "height": 0, "deviceScaleFactor": 1, "mobile": false});
        self.ask("Emulation.setDeviceMetricsOverride", size);
    }

    /// Presses a key: its name or what it writes, its place on the keyboard, its number.
    pub(crate) fn key(&mut self, key: &str, code: &str, number: u32) {
        let text = match key {
            "Enter" => "\r",
            key if key.chars().count() > 1 => "",
            key => key,
        };
        let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let mut down = json!({
            "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number, "text": text,
        });
        self.ask("Input.dispatchKeyEvent", down.clone());
        down["type"] = "keyUp".into();
        down["text"] = "".into();
        self.ask("Input.dispatchKeyEvent", down);
    }

    /// Gives an order of the DevTools protocol, and returns what came of it.
    pub(crate) fn ask(&mut self, method: &str, parameters: Value) -> Value {
        self.asked += 1;
        let number = self.asked;
        let mut order = json!({"id": number, "method": method, "params": parameters});
        if let Some(session) = &self.session {
            order["sessionId"] = session.as_str().into();
        }
        self.to.write_all(format!("{order}\0").as_bytes()).unwrap();
        loop {
            let mut told = self.told();
            if told["id"] == number {
                assert!(told.get("error").is_none(), "{method}: {told}");
                return told["result"].take();
            }
        }
    }

    fn until(&mut self, event: &str) {
        while self.told()["method"] != event {}
    }

    fn told(&mut self) -> Value {
        let mut told = Vec::new();
        self.from.read_until(0, &mut told).unwrap();
        told.pop();
        serde_json::from_slice(&told).unwrap()
    }
}

/// The field that a label of this text is for.
fn labelled(text: &str) -> String {
    format!(
        "[...document.querySelectorAll('label')].find(it => it.innerText.trim() === {}).control",
        json!(text)
    )
}
