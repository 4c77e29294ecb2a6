//! What every file is held to.

use std::sync::LazyLock;

use regex::Regex;

use crate::tree::{self, nothing_wrong};

/// Beyond this nobody reads a file to its end.
const LINES_MAX: usize = 500;

/// A type, by its definition.
static TYPE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^\s*(?:pub(?:\([^)]*\))? )?(?:struct|enum|trait|type) (\w+)").unwrap()
});

#[test]
fn every_rust_file_says_first_what_it_is_for() {
    let files = tree::files(".rs").into_iter().filter(|file| !file.text.starts_with("//! "));
    let found: Vec<_> = files.map(|file| file.path).collect();
    nothing_wrong("these do not begin with `//!` and a sentence", &found);
}

#[test]
fn no_file_has_more_than_500_lines() {
    let found: Vec<_> = [".rs", ".feature", ".html", ".css"]
        .into_iter()
        .flat_map(tree::files)
        .filter(|file| file.text.lines().count() > LINES_MAX)
        .map(|file| format!("{}: {} lines", file.path, file.text.lines().count()))
        .collect();
    nothing_wrong("too long: each is to be parted by what it is about", &found);
}

#[test]
fn nothing_is_left_to_do() {
    let marks = ["TO", "FIX", "XX"].into_iter().zip(["DO", "ME", "X"]);
    let marks: Vec<_> = marks.map(|(one, other)| format!("{one}{other}")).collect();
    let mark = Regex::new(&format!(r"\b(?:{})\b", marks.join("|"))).unwrap();
    let found: Vec<_> = [".rs", ".toml", ".feature", ".md", ".html"]
        .into_iter()
        .flat_map(tree::files)
        .filter(|file| mark.is_match(&file.text))
        .map(|file| file.path)
        .collect();
    nothing_wrong(
        "these hold a mark of unfinished work: do it, or say what is not modelled",
        &found,
    );
}

#[test]
fn types_and_files_are_named_after_what_they_are() {
    let vague = ["Handler", "Helper", "Helpers", "Impl", "Manager", "Util", "Utils"];
    let mut found = Vec::new();
    for file in tree::files(".rs") {
        let stem = file.path.rsplit('/').next().unwrap().trim_end_matches(".rs");
        if ["common", "helper", "helpers", "misc", "util", "utils"].contains(&stem) {
            found.push(file.path.clone());
        }
        for name in TYPE.captures_iter(&file.text).map(|found| found[1].to_owned()) {
            // A manager alone is a person: the "gestionnaire" who works in a portal.
            if vague.iter().any(|it| name.ends_with(it)) && name != "Manager" {
                found.push(format!("{}: {name}", file.path));
            }
        }
    }
    nothing_wrong("these names say nothing", &found);
}

#[test]
fn nothing_is_let_through_in_silence() {
    let allow = Regex::new(r"(?m)^\s*#!?\[allow\(").unwrap();
    let files = tree::files(".rs").into_iter().filter(|file| !file.is_test());
    let found: Vec<_> =
        files.filter(|file| allow.is_match(&file.text)).map(|file| file.path).collect();
    nothing_wrong("these have `#[allow]`; `#[expect]` with a reason tells when it is over", &found);
}

#[test]
fn no_test_is_ignored_waits_or_is_glad_of_any_panic() {
    let bad = Regex::new(r"(?m)^\s*#\[(?:ignore|should_panic)|\bsleep\(").unwrap();
    let found: Vec<_> = tree::files(".rs")
        .into_iter()
        .flat_map(|file| {
            let found = bad.find_iter(&file.text).map(|it| it.as_str().trim().to_owned());
            found.map(|it| format!("{}: {it}", file.path)).collect::<Vec<_>>()
        })
        // The file's own pattern.
        .filter(|found| !found.starts_with("tests/tidy/files.rs"))
        .collect();
    nothing_wrong("these tests prove less than they seem to", &found);
}

#[test]
fn features_hold_scenario_files_only() {
    let inside = tree::paths().into_iter().filter(|path| path.starts_with("features/"));
    let found: Vec<_> = inside.filter(|path| !path.ends_with(".feature")).collect();
    nothing_wrong("these are no scenario files", &found);
}
