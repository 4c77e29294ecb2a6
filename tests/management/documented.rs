//! The commands of `docs/management.md`, each run as it stands there, with curl.
//!
//! Without curl they are not judged, and say so, unless `RACCORD_TEST_PEERS=required`.

use std::collections::BTreeSet;

use raccord::starts::{self, Wish};
use regex::Regex;

use crate::peers::{has, shell};
use crate::serving::Serving;

const DOCUMENT: &str = include_str!("../../docs/management.md");

/// The blocks, in the order of the document, and what their output shows.
const BLOCKS: &[(&str, &str)] = &[
    ("management-tenants", "worker-1"),
    ("management-clock", "\"frozen\":true"),
    ("management-faults", "expired-certificate"),
    ("management-journal", "\"entries\""),
    ("management-events", "event: clock"),
    ("management-certificates", "supplier/edi#3"),
    ("management-hand-in", "employer/next#1"),
    ("management-mail", "is now complete"),
    ("management-systems", "CPP-CERTIFICATES"),
    ("management-state", "\"now\""),
    ("management-process", "BEGIN CERTIFICATE"),
];

fn block(name: &str) -> &'static str {
    let block = DOCUMENT.split_once(&format!("```sh {name}\n")).expect(name).1;
    block.split_once("\n```").unwrap().0
}

#[test]
fn every_block_is_run() {
    let named = Regex::new(r"(?m)^```sh (.*)$").unwrap();
    let named: BTreeSet<_> = named.captures_iter(DOCUMENT).map(|it| it[1].to_owned()).collect();
    let run = BLOCKS.iter().map(|(name, _)| *name).chain(["management-function"]);
    assert_eq!(named, run.map(str::to_owned).collect());
}

#[tokio::test(flavor = "multi_thread")]
async fn curl_does_what_the_document_says() {
    if !has("curl") {
        return;
    }
    let serving = Serving::open().await;
    let mocks = serving.mocks();
    let exports = starts::named("connected").unwrap().arrange(mocks, &Wish::default()).unwrap();
    let client_id = exports.text("RACCORD_SOCIAL_SECURITY_CLIENT_ID").unwrap().to_owned();
    serving.management.begin(mocks, exports).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (name, shows) in BLOCKS {
        let commands = format!("{}\n{}", block("management-function"), block(name));
        let mut shell = shell(&commands);
        shell
            .current_dir(folder.path())
            .env("RACCORD_MANAGEMENT_URL", serving.management.url())
            .env("RACCORD_MANAGEMENT_TOKEN", serving.management.token().reveal())
            .env("RACCORD_SOCIAL_SECURITY_CLIENT_ID", &client_id);
        let output = tokio::task::spawn_blocking(move || shell.output().unwrap()).await.unwrap();
        let told = [output.stdout, output.stderr].map(|it| String::from_utf8(it).unwrap());
        assert!(output.status.success(), "{name}: {}", told.concat());
        assert!(told[0].contains(shows), "{name} does not show {shows}: {}", told[0]);
    }
    serving.stop.notified().await;
}
