//! The commands of `docs/exec.md`, each run as it stands there. A block that needs a program of
//! somebody else's is named; the others are run with those of every document.

use std::fs;
use std::path::Path;

use crate::peers::{has, path};
use crate::running::raccord;

const DOCUMENT: &str = include_str!("../../docs/exec.md");

/// The commands of the block of a name.
fn block(name: &str) -> &'static str {
    let begun = format!("```sh {name}\n");
    let after = DOCUMENT.split(&begun).nth(1).expect(name);
    after.split("\n```").next().unwrap()
}

/// Runs a block in a folder that has the examples, and answers what stderr said.
fn run(folder: &Path, name: &str) -> String {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    fs::create_dir(folder.join("examples")).unwrap();
    fs::copy(examples.join("suite.sh"), folder.join("examples/suite.sh")).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_raccord")).parent().unwrap();
    let mut shell = std::process::Command::new("sh");
    shell.args(["-e", "-c", block(name)]).current_dir(folder).env_clear();
    shell.env("PATH", format!("{}:{}", program.display(), path()));
    let output = shell.output().unwrap();
    let said = [output.stdout, output.stderr].map(|said| String::from_utf8(said).unwrap());
    assert!(output.status.success(), "{}", said.concat());
    said[1].clone()
}

#[test]
fn every_named_block_has_its_test() {
    let names: Vec<_> = DOCUMENT.lines().filter_map(|line| line.strip_prefix("```sh ")).collect();
    assert_eq!(names, ["suite", "expired", "strict"]);
}

#[test]
fn a_suite_is_run_and_what_crossed_is_told() {
    if has("curl") {
        let folder = tempfile::tempdir().unwrap();
        let said = run(folder.path(), "suite");
        assert!(said.contains("\nAnswered\n") && said.contains("  piste.token"), "{said}");
    }
}

#[test]
fn an_expired_certificate_opens_no_session() {
    if has("sftp") {
        let folder = tempfile::tempdir().unwrap();
        let said = run(folder.path(), "expired");
        assert!(said.contains("CPP-SFTP-"), "{said}");
    }
}

#[test]
fn an_expected_refusal_is_none_to_mind_and_the_evidence_is_kept() {
    if has("curl") {
        let folder = tempfile::tempdir().unwrap();
        let said = run(folder.path(), "strict");
        assert!(said.contains(", as expected"), "{said}");
        for file in ["exec.xml", "exec.ndjson"] {
            assert!(folder.path().join(file).exists(), "{file}");
        }
    }
}

#[test]
fn what_the_page_shows_of_a_report_has_the_shape_of_one() {
    let shown = DOCUMENT.split("```text\n").nth(1).unwrap().split("\n```").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let output = raccord(folder.path(), &["exec", "--", "true"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let last = |text: &str| text.lines().last().unwrap().to_owned();
    assert_eq!(last(shown), last(&said));
}
