//! Rules: listed, sourced, and each held by a test.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use raccord_kernel::Rule;
use regex::Regex;

use crate::tree::{self, nothing_wrong};

/// A rule where it is written: a constant, and its id.
static WRITTEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?m)^    [A-Z0-9_]+ = "([A-Z0-9-]+)": "#).unwrap());

/// The name of a test.
static TEST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"#\[(?:tokio::)?test[^\]]*\]\s*(?:#\[[^\]]*\]\s*)*(?:async )?fn (\w+)").unwrap()
});

/// Every rule of every mock.
pub(crate) fn all() -> impl Iterator<Item = &'static Rule> {
    raccord_mocks::rules::ALL.iter().flat_map(|rules| rules.iter().copied())
}

fn sources() -> toml::Table {
    std::fs::read_to_string(tree::root().join("docs/sources.toml")).unwrap().parse().unwrap()
}

#[test]
fn every_rule_that_is_written_is_listed_once() {
    let files = tree::files("rules.rs");
    let mut written: Vec<_> = files
        .iter()
        .filter(|file| !file.is_test())
        .flat_map(|file| WRITTEN.captures_iter(&file.text).map(|found| found[1].to_owned()))
        .collect();
    let mut listed: Vec<_> = all().map(|rule| rule.id.to_owned()).collect();
    written.sort_unstable();
    listed.sort_unstable();
    assert_eq!(written, listed, "what rules.rs files hold is not what raccord_mocks::rules lists");
    let once: BTreeSet<_> = listed.iter().collect();
    assert_eq!(once.len(), listed.len(), "two rules have one id");
}

#[test]
fn every_rule_has_an_id_of_the_form_system_subject_number() {
    let form = Regex::new(r"^[A-Z]+-[A-Z]+-\d\d$").unwrap();
    let found: Vec<_> =
        all().filter(|it| !form.is_match(it.id)).map(|it| it.id.to_owned()).collect();
    nothing_wrong("expected <SYSTEM>-<SUBJECT>-<two digits>", &found);
}

#[test]
fn every_rule_stands_on_a_source_that_is_described() {
    let sources = sources();
    let key = |rule: &Rule| {
        let first = rule.source.split(' ').next().unwrap();
        first.trim_end_matches([',', ';', ':']).to_owned()
    };
    let unknown = all().filter(|rule| !sources.contains_key(&key(rule)));
    let found: Vec<_> = unknown.map(|rule| format!("{}: {}", rule.id, rule.source)).collect();
    nothing_wrong("the first word of these sources is no key of docs/sources.toml", &found);
}

#[test]
fn every_source_that_is_described_is_cited() {
    let files: Vec<_> = tree::files(".rs").into_iter().filter(|file| !file.is_test()).collect();
    let cited = |key: &str| {
        let word = Regex::new(&format!(r"(?:^|[^A-Z0-9-]){key}(?:[^A-Z0-9-]|$)")).unwrap();
        files.iter().any(|file| word.is_match(&file.text))
    };
    let found: Vec<_> = sources().keys().filter(|key| !cited(key)).cloned().collect();
    nothing_wrong("nothing cites these sources of docs/sources.toml", &found);
}

#[test]
fn every_rule_is_in_the_name_of_a_test() {
    let files = tree::files(".rs");
    let names: Vec<_> = files
        .iter()
        .flat_map(|file| TEST.captures_iter(&file.text))
        .map(|it| it[1].to_owned())
        .collect();
    let held = |rule: &Rule| {
        let id = rule.id.to_lowercase().replace('-', "_");
        names.iter().any(|name| name.split(&id).skip(1).any(|rest| rest.starts_with('_')))
    };
    let found: Vec<_> = all().filter(|rule| !held(rule)).map(Rule::to_string).collect();
    nothing_wrong("no test bears the id of these rules (as in `cpp_cert_03_refuses_…`)", &found);
}

/// A rule's id anywhere in a text.
static MENTIONED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b[A-Z]{2,}-[A-Z]{2,}-\d\d\b").unwrap());

#[test]
fn every_rule_that_is_mentioned_exists() {
    let ids: BTreeSet<_> = all().map(|rule| rule.id).collect();
    let found: Vec<_> = [".feature", ".md", ".rs"]
        .into_iter()
        .flat_map(tree::files)
        // Examples of rules, not rules: how they are declared, and how they are reported.
        .filter(|file| !file.is_test() && !file.is_in("certs/src/rule.rs"))
        .flat_map(|file| {
            let mentioned = MENTIONED.find_iter(&file.text).map(|it| it.as_str().to_owned());
            let unknown = mentioned.filter(|id| !ids.contains(&**id));
            unknown.map(|id| format!("{}: {id}", file.path)).collect::<Vec<_>>()
        })
        .collect();
    nothing_wrong("these mention rules that do not exist", &found);
}
