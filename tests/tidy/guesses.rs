//! `docs/guesses.md`: what is guessed of the real systems, and which setting changes the guess.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use raccord_kernel::Known;
use regex::Regex;
use syn::{Expr, ExprLit, Field, Item, Lit};

use crate::rules;
use crate::tree::{self, File};

/// A rule in the documentation of a setting, or a range of them: "`CPP-CERT-07` to `-26`".
static CITED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"`([A-Z]+-[A-Z]+-)(\d\d)`(?: to `-(\d\d)`)?").unwrap());

const HEAD: &str = "\
# What is guessed

Every rule of a mock is *read* in a document, *seen* on the real system by somebody who wrote it
down, or *guessed*. These are the guesses: each is where raccord and the real system may differ. A
run names the guesses that its green scenarios stood on; `--tags 'not @guessed'` leaves out the
scenarios that stand on one.

A setting stands under `[knobs]` in the [configuration](configuration.md#what-is-guessed), for
`serve` and `exec`; in the code it is a field of the `Knobs` of its system, whose documentation says
its default. Where there is none, only one behaviour is modelled.

";

const FOOT: &str = "
This table is written from the rules: `RACCORD_BLESS=1 cargo test --test tidy` writes it anew.
";

/// The settings that bear on each rule: `chorus_pro.sheet.during_activation`.
fn settings() -> BTreeMap<String, Vec<String>> {
    let mut settings: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in tree::files(".rs").iter().filter(|file| file.is_in("mocks/src") && !file.is_test())
    {
        for (name, documentation) in knobs(file) {
            for id in cited(&documentation) {
                settings.entry(id).or_default().push(name.clone());
            }
        }
    }
    settings
}

/// The fields of a file's `Knobs`, by name and documentation.
fn knobs(file: &File) -> Vec<(String, String)> {
    let owner = file.path.trim_end_matches("/mod.rs").trim_end_matches("/knobs.rs");
    let owner = owner.trim_start_matches("mocks/src/").replace('/', ".");
    let tree = syn::parse_file(&file.text).unwrap();
    let structs = tree.items.iter().filter_map(|item| {
        let Item::Struct(item) = item else { return None };
        (item.ident == "Knobs").then_some(item)
    });
    let name = |field: &Field| format!("{owner}.{}", field.ident.as_ref().unwrap());
    structs
        .flat_map(|item| item.fields.iter())
        .map(|field| (name(field), documentation(field)))
        .collect()
}

fn documentation(field: &Field) -> String {
    let lines = field.attrs.iter().filter_map(|attribute| {
        let Expr::Lit(ExprLit { lit: Lit::Str(line), .. }) =
            &attribute.meta.require_name_value().ok()?.value
        else {
            return None;
        };
        attribute.path().is_ident("doc").then(|| line.value())
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn cited(documentation: &str) -> Vec<String> {
    let ranges = CITED.captures_iter(documentation).map(|found| {
        let first: u8 = found[2].parse().unwrap();
        let last = found.get(3).map_or(first, |last| last.as_str().parse().unwrap());
        (found[1].to_owned(), first..=last)
    });
    ranges.flat_map(|(prefix, range)| range.map(move |it| format!("{prefix}{it:02}"))).collect()
}

fn page() -> String {
    let settings = settings();
    let mut page = HEAD.to_owned();
    page += "| rule | says | nearest source | setting |\n|---|---|---|---|\n";
    for rule in rules::all().filter(|rule| rule.known == Known::Guessed) {
        let names = settings.get(rule.id).map(|names| {
            names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        });
        let setting = names.unwrap_or_else(|| "none".to_owned());
        let says = rule.says.replace('|', "\\|").replace('<', "\\<");
        writeln!(page, "| {} | {says} | {} | {setting} |", rule.id, rule.source).unwrap();
    }
    page + FOOT
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs the tests asks for the page to be written"
)]
fn the_page_of_guesses_is_what_the_rules_say() {
    let (path, page) = (tree::root().join("docs/guesses.md"), page());
    if std::env::var_os("RACCORD_BLESS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&path).unwrap_or_default(),
        page,
        "docs/guesses.md is not what the rules say; `RACCORD_BLESS=1 cargo test --test tidy` writes it anew"
    );
}

#[test]
fn every_setting_of_the_page_can_be_configured() {
    let all = serde_json::to_value(raccord_mocks::gateway::Knobs::default()).unwrap();
    for name in settings().values().flatten() {
        let place = format!("/{}", name.replace('.', "/"));
        assert!(all.pointer(&place).is_some(), "{name} is no key under [knobs]");
    }
}
