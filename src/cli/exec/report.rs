//! What is told of a command on stderr, and the file of what crossed.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use super::ExecError;
use super::child::Ended;
use super::verdict::{Refused, Verdict};
use crate::cli::args::ExecArguments;
use crate::cli::served::{Begin, private_file};
use crate::cli::settings::Settings;
use crate::cli::table::Table;
use crate::environment::is_guessed;
use crate::report::palette::{Palette, paint};

/// Tells what crossed, what was refused and by which rule, and what nothing here knows.
pub(super) fn tell(
    ended: &Ended,
    verdict: &Verdict,
    arguments: &ExecArguments,
    settings: &Settings,
) {
    let palette = Palette::new(settings.color_stderr);
    let mut text = String::from("\n");
    let mut part = |style, title: &str, table: &Table| {
        text += &format!("{}\n{}", paint(style, title), table.lay_out("  "));
    };
    let answered = rows(&verdict.answered);
    match verdict.answered.is_empty() {
        true => part(palette.idle, "Nothing crossed that was answered", &Table::default()),
        false => part(palette.good, "Answered", &answered),
    }
    if !verdict.struck.is_empty() {
        part(palette.idle, "Struck by a fault", &rows(&verdict.struck));
    }
    if !verdict.refused.is_empty() {
        part(palette.bad, "Refused", &refusals(verdict.refused.iter()));
    }
    if !verdict.unknown.is_empty() {
        part(palette.bad, "Asked for, and known to nothing here", &rows(&verdict.unknown));
    }
    if !verdict.incidents.is_empty() {
        let incidents = table(verdict.incidents.iter().map(|what| [what.clone()]));
        part(palette.bad, "Went wrong in raccord itself: please report it", &incidents);
    }
    if verdict.unmet().next().is_some() {
        let unmet = table(verdict.unmet().map(|rule| [rule.id, rule.says]));
        part(palette.bad, "Expected to refuse, and did not", &unmet);
    }
    text += &last_line(ended, verdict, arguments);
    // Talk that nobody hears must not end what it talks about.
    let _unheard = io::stderr().write_all(text.as_bytes());
}

fn table<C: Into<String>, const N: usize>(rows: impl Iterator<Item = [C; N]>) -> Table {
    let mut table = Table::default();
    rows.for_each(|row| table.row(row));
    table
}

fn rows(counted: &std::collections::BTreeMap<String, usize>) -> Table {
    table(counted.iter().map(|(what, times)| [what.clone(), format!("{times} ×")]))
}

fn refusals<'a>(refused: impl Iterator<Item = &'a Refused>) -> Table {
    table(refused.map(|it| {
        let (mut id, mut times) = (it.id.clone(), format!("{} ×", it.times));
        if is_guessed(&it.id) {
            id.push_str(" (a guess)");
        }
        if it.is_expected {
            times.push_str(", as expected");
        }
        let says = it.rule.map(|rule| rule.says).unwrap_or_default();
        [id, times, format!("{says}: {}", it.reason)]
    }))
}

fn last_line(ended: &Ended, verdict: &Verdict, arguments: &ExecArguments) -> String {
    let mut said = vec![format!("the command ended with {}", ended.code())];
    if verdict.missed > 0 {
        said.push(format!("{} entries came too fast to be read", verdict.missed));
    }
    if !arguments.isolate {
        said.push(
            "only what went through the proxy was watched (--isolate watches all)".to_owned(),
        );
    }
    if arguments.strict && !verdict.is_clean() {
        said.push("--strict fails".to_owned());
    }
    format!("raccord: {}\n", said.join("; "))
}

/// Makes the file of what crossed, one JSON object a line, for its owner alone.
pub(super) fn file(path: &Path) -> Result<File, ExecError> {
    private_file(path, Begin::Anew)
        .map_err(|source| ExecError::Report { path: path.to_owned(), source })
}
