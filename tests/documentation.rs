//! What the documents say, tried: commands run, output compared, quoted scenarios and links found.

#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use raccord::cli::configuration::Configuration;
use regex::Regex;
use tempfile::TempDir;
use walkdir::WalkDir;

/// Commands that are not run here, and why.
const NOT_RUN: &[(&str, &str)] = &[
    ("cargo test", "it is what runs this test"),
    ("raccord run --connector", "it takes Python and OpenSSH: tests/outside runs it"),
    ("raccord doctor", "it contacts real hosts: tests/doctor runs it against mocks"),
    ("cargo install", "it would build everything once more, and leave it on the machine"),
    ("packaging/static", "it would build everything once more"),
    ("podman build", "there may be none; its three lines need nothing but the file"),
    ("benches/peers/run", "it installs what it measures, and takes minutes"),
];

/// A document, by its path from the root.
struct Document {
    path: PathBuf,
    text: String,
}

/// A block of a document: what stands beside its opening fence, and its text.
struct Block {
    info: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn documents() -> Vec<Document> {
    let docs = WalkDir::new(root().join("docs")).sort_by_file_name().into_iter();
    let docs = docs.map(|entry| entry.unwrap().into_path());
    let docs = docs.filter(|path| path.extension().is_some_and(|it| it == "md"));
    let first = ["README.md", "CONTRIBUTING.md"].map(|name| root().join(name));
    first
        .into_iter()
        .chain(docs)
        .map(|path| Document { text: fs::read_to_string(&path).unwrap(), path })
        .collect()
}

fn blocks(document: &Document) -> Vec<Block> {
    let fenced = Regex::new(r"(?ms)^```([^\n]*)\n(.*?)^```$").unwrap();
    let found = fenced.captures_iter(&document.text);
    found.map(|it| Block { info: it[1].to_owned(), text: it[2].to_owned() }).collect()
}

/// Runs a command of a document, on a copy of the scenarios, and returns what it said.
fn run(command: &str, folder: &TempDir) -> String {
    let command = command.strip_prefix("cargo run -- ").or(command.strip_prefix("raccord "));
    let command = command.expect("a command of ours");
    let words = Regex::new(r"'[^']*'|\S+").unwrap();
    let words = words.find_iter(command).map(|word| word.as_str().trim_matches('\''));
    let output = Command::new(env!("CARGO_BIN_EXE_raccord"))
        .args(words)
        .current_dir(folder.path())
        .env_clear()
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].map(|said| String::from_utf8(said).unwrap()).concat();
    assert!(output.status.success(), "{command}: {}\n{said}", output.status);
    said
}

/// Fails unless `said` has all that is `shown`, in order; `…` stands for anything, on a line of
/// its own for any lines.
fn compare(command: &str, shown: &str, said: &str) {
    let said: Vec<_> = said.lines().collect();
    let mut from = 0;
    let mut anywhere = false;
    for line in shown.lines() {
        if line == "…" {
            anywhere = true;
            continue;
        }
        let pattern = format!("^{}$", regex::escape(line).replace('…', ".*"));
        let pattern = Regex::new(&pattern).unwrap();
        let end = if anywhere { said.len() } else { said.len().min(from + 1) };
        let found = said[from..end].iter().position(|said| pattern.is_match(said));
        let found = found.unwrap_or_else(|| panic!("`{command}` does not say next: {line}"));
        from += found + 1;
        anywhere = false;
    }
}

/// A folder with the scenarios, where commands can leave what they write.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in WalkDir::new(root().join("features")) {
        let entry = entry.unwrap();
        let place = folder.path().join(entry.path().strip_prefix(root()).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(place).unwrap();
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
    folder
}

fn is_not_run(command: &str) -> bool {
    NOT_RUN.iter().any(|(known, _)| command.starts_with(known))
}

#[test]
fn every_command_does_what_it_is_shown_to_do() {
    let folder = folder();
    let mut tried = BTreeSet::new();
    for document in documents() {
        for Block { info, text } in blocks(&document) {
            match info.as_str() {
                "console" => {
                    let (command, shown) = text.split_once('\n').unwrap();
                    let command = command.strip_prefix("$ ").expect("a command after `$`");
                    compare(command, shown, &run(command, &folder));
                    tried.insert(command.to_owned());
                }
                "sh" => {
                    for command in text.lines().filter(|it| !is_not_run(it)) {
                        run(command, &folder);
                        tried.insert(command.to_owned());
                    }
                }
                "gherkin" | "rust" | "text" | "toml" => {}
                // tests/outside reads every one.
                "json" if document.path.ends_with("docs/connector.md") => {}
                // A block with a name is tried by the test that asks for it by that name.
                named => assert!(
                    named.starts_with("sh ") && is_asked_for(named.trim_start_matches("sh ")),
                    "{}: nothing tries the block `{named}`",
                    document.path.display()
                ),
            }
        }
    }
    assert!(tried.contains("cargo run -- run"), "the first command of the README is among them");
}

/// Whether some other test names a block.
fn is_asked_for(name: &str) -> bool {
    let quoted = format!("\"{name}\"");
    WalkDir::new(root().join("tests")).into_iter().map(Result::unwrap).any(|entry| {
        entry.path().extension().is_some_and(|it| it == "rs")
            && fs::read_to_string(entry.path()).unwrap().contains(&quoted)
    })
}

#[test]
fn quoted_scenarios_and_code_stand_where_they_come_from() {
    let flat = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let all = |folder: &str, ending: &str| {
        let files = WalkDir::new(root().join(folder)).into_iter().map(Result::unwrap);
        let files = files.filter(|it| it.path().extension().is_some_and(|it| it == ending));
        files.map(|it| flat(&fs::read_to_string(it.path()).unwrap())).collect::<Vec<_>>()
    };
    let (features, sources) = (all("features", "feature"), all("src", "rs"));
    for document in documents() {
        for Block { info, text } in blocks(&document) {
            let origin = match info.as_str() {
                "gherkin" => &features,
                "rust" => &sources,
                _ => continue,
            };
            let found = origin.iter().any(|it| it.contains(flat(&text).trim()));
            assert!(found, "{}: no file has\n{text}", document.path.display());
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    let anchor = |heading: &str| {
        let kept = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = kept.chars().filter(|it| it.is_alphanumeric() || *it == ' ' || *it == '-');
        kept.collect::<String>().replace(' ', "-")
    };
    for Document { path, text } in documents() {
        let links = link.captures_iter(&text).map(|found| found[1].to_owned());
        for target in links.filter(|it| !it.contains("://")) {
            let (file, heading) = target.split_once('#').unwrap_or((&target, ""));
            let to = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            assert!(to.exists(), "{}: {target} does not exist", path.display());
            if !heading.is_empty() {
                let text = fs::read_to_string(&to).unwrap();
                let mut headings = text.lines().filter(|line| line.starts_with('#'));
                assert!(headings.any(|it| anchor(it) == heading), "{}: {target}", path.display());
            }
        }
    }
}

/// The first words of the lines that a pattern finds.
fn words(text: &str, pattern: &str) -> BTreeSet<String> {
    let pattern = Regex::new(pattern).unwrap();
    pattern.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

#[test]
fn the_readme_has_every_command_that_help_shows() {
    let help = run("raccord --help", &tempfile::tempdir().unwrap());
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let (commands, _) = commands.split_once("\n\n").unwrap();
    let mut known = words(commands, r"(?m)^  (\w+)");
    known.remove("help");
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    assert_eq!(words(&readme, r"(?m)^\| `raccord (\w+)[ `]"), known);
}

#[test]
fn the_architecture_names_tests_and_places_that_exist() {
    let text = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let tests: Vec<_> =
        WalkDir::new(root().join("tests/tidy")).into_iter().map(Result::unwrap).collect();
    let tests = tests.iter().filter(|it| it.file_type().is_file());
    let tests: String = tests.map(|it| fs::read_to_string(it.path()).unwrap()).collect();
    let named = words(&text, r"`([a-z]+(?:_[a-z0-9]+){3,})`");
    assert!(named.len() > 10, "found only {named:?}");
    for name in named {
        assert!(tests.contains(&format!("fn {name}()")), "no test is called {name}");
    }
    for place in words(&text, r"`((?:src|mocks|certs|tests|docs|features)(?:/[\w.]+)*)`") {
        assert!(root().join(&place).exists(), "{place} does not exist");
    }
}

#[test]
fn every_configuration_that_is_shown_is_one() {
    // Other documents show files of other commands.
    let shows = |it: &&Document| {
        ["configuration.md", "connector.md"].iter().any(|of| it.path.ends_with(of))
    };
    let documents = documents();
    let blocks = documents.iter().filter(shows).flat_map(blocks);
    let blocks = blocks.filter(|block| block.info == "toml");
    let texts: Vec<_> = blocks.map(|block| block.text).collect();
    assert!(!texts.is_empty());
    for text in texts {
        toml::from_str::<Configuration>(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    }
}
