//! `docs/plan.md`: its commands, and its table of durations.

use raccord::plan::procedure::Duration;

use crate::{folder, plan_in};

const DOCUMENT: &str = include_str!("../../docs/plan.md");

/// Every line of the blocks named "sh plan".
fn commands() -> impl Iterator<Item = &'static str> {
    let blocks = DOCUMENT.split("\n```").filter_map(|block| block.strip_prefix("sh plan\n"));
    blocks.flat_map(str::lines)
}

#[test]
fn every_command_does_what_it_is_there_for() {
    let folder = folder();
    std::fs::write(folder.path().join("settings.toml"), block("toml")).unwrap();
    assert!(commands().count() >= 5);
    for command in commands() {
        let words: Vec<_> = command.split_whitespace().collect();
        let words = words.strip_prefix(&["raccord", "plan"]).expect("a command of ours");
        let day = ["--today", "2027-03-01"];
        let day = if words.contains(&"--today") { &day[..0] } else { &day[..] };
        let answer = plan_in(folder.path(), &[words, day].concat());
        assert_eq!(answer.code, 0, "{command}: {}{}", answer.stdout, answer.stderr);
    }
}

#[test]
fn what_is_shown_is_what_is_told() {
    let shown = block("text");
    let arguments = ["edi.p7b", "--for", "chorus-pro/edi-sftp", "--today", "2027-03-01"];
    assert_eq!(shown, plan_in(folder().path(), &arguments).stdout);
}

fn block(info: &str) -> &'static str {
    let start = format!("```{info}\n");
    let (_, rest) = DOCUMENT.split_once(&start).unwrap();
    rest.split_once("```").unwrap().0
}

#[test]
fn the_table_of_durations_is_complete() {
    let rows: Vec<_> = DOCUMENT.lines().filter(|line| line.starts_with("| `")).collect();
    let expected: Vec<_> = Duration::all()
        .iter()
        .map(|it| {
            let shortest = it.shortest();
            let (planned, source, known) = (it.planned(), &it.source, it.known);
            format!(
                "| `{}` | {planned} | {} | {} | {source} | {known} |",
                it.name, shortest.amount, it.says
            )
        })
        .collect();
    assert_eq!(rows, expected, "docs/plan.md has not the table:\n{}", expected.join("\n"));
}
