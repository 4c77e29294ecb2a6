//! `docs/qualification.md`: its commands are known, and what it shows is what a terminal shows.

use std::collections::BTreeMap;

use regex::Regex;

use crate::home::Home;
use crate::run::play;

const DOCUMENT: &str = include_str!("../../docs/qualification.md");

/// The blocks, by what stands beside their fence, commands by their name; those of one kind in their
/// order.
fn blocks() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut blocks: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let mut parts = DOCUMENT.split("\n```");
    // Text and blocks alternate.
    while let (Some(_), Some(block)) = (parts.next(), parts.next()) {
        let (info, text) = block.split_once('\n').unwrap();
        blocks.entry(info.trim_start_matches("sh ")).or_default().push(text);
    }
    blocks
}

/// Whether a text has the lines of a block, one after the other; `…` stands for anything.
fn shows(text: &str, block: &str) -> bool {
    let line = |line: &str| format!("[^\n]*{}", regex::escape(line).replace('…', "[^\n]*"));
    let lines: Vec<_> = block.lines().map(line).collect();
    Regex::new(&lines.join("\r?\n")).unwrap().is_match(text)
}

#[test]
fn every_command_is_one_and_what_is_shown_is_what_a_terminal_shows() {
    let blocks = blocks();
    let home = Home::new();
    let command = |name: &str| -> Vec<&str> {
        let words = blocks[name][0].split_whitespace();
        words.skip_while(|word| *word == "raccord").collect()
    };
    for name in ["qualification-init", "qualification-doctor"] {
        let folder = tempfile::tempdir().unwrap();
        let is_init = name.ends_with("init");
        let place = if is_init { folder.path() } else { home.path() };
        let ended = home.raccord_in(place, &command(name)).output().unwrap();
        let said = String::from_utf8([ended.stdout, ended.stderr].concat()).unwrap();
        assert_eq!(ended.status.code(), Some(0), "{name}: {said}");
    }
    let begun = play(&home, home.raccord(&command("qualification-run")), None);
    assert_eq!(begun.ended.code, Some(0), "{}", begun.ended.text);
    let mut shown = begun.ended.text;
    // The gates of what takes something away, and how a run is left.
    let mut renewal = command("qualification-run");
    renewal.extend(["--allow-destructive", "--tags", "@destructive and @edi-sftp"]);
    let left = play(&home, home.raccord(&renewal), Some((0, crate::run::Away::Leaves)));
    assert_eq!(left.ended.code, Some(5), "{}", left.ended.text);
    shown += &left.ended.text;
    let [runs, resume] = blocks["qualification-resume"][0].trim().lines().collect::<Vec<_>>()[..]
    else {
        panic!("two commands")
    };
    let words = |line: &'static str| line.split_whitespace().skip(1).collect::<Vec<_>>();
    let listed = home.raccord(&words(runs)).output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(listed.contains("suspended"), "{listed}");
    let resumed = play(&home, home.raccord(&words(resume)), None);
    assert_eq!(resumed.ended.code, Some(0), "{}", resumed.ended.text);
    for block in &blocks["text"] {
        // Tests of what asks and waits show the others, whose moments cannot be met here.
        let is_met = !block.starts_with("waiting since") && !block.starts_with("raccord was");
        assert!(!is_met || shows(&shown, block), "nothing shows\n{block}\nin\n{shown}");
    }
}
