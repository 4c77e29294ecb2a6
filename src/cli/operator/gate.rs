//! A gate as it is shown, and what may be typed at it.

use std::path::absolute;

use raccord_certs::shown;

use super::layout::Layout;
use crate::environment::{Gate, GateFile};
use crate::report::palette::Palette;

/// What stands before the answer.
pub(super) const PROMPT: &str = "[c]onfirm, [r]eject, [l]eave; words may follow: ";
/// What stands before the reason of a rejection.
pub(super) const WHY: &str = "why can it not be done? ";

/// What somebody said to a gate.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// It is done; what was seen, where it was said.
    Confirmed(String),
    /// It cannot be done; why, where it was said.
    Rejected(String),
    /// Not now.
    Left,
}

/// Reads an answer: a letter or the whole word, and words after it.
///
/// # Errors
///
/// What to type, where it is no answer.
pub(super) fn read(line: &str) -> Result<Said, String> {
    let (answer, words) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let words = words.trim().to_owned();
    match answer.to_lowercase().as_str() {
        "c" | "confirm" => Ok(Said::Confirmed(words)),
        "r" | "reject" => Ok(Said::Rejected(words)),
        "l" | "leave" => Ok(Said::Left),
        _ => Err(
            "type c when it is done, as in `c seen on the page`; r when it cannot be done; l to \
                  leave, and go on another time"
                .to_owned(),
        ),
    }
}

/// Reads the reason of a rejection.
///
/// # Errors
///
/// What to type, where nothing was.
pub(super) fn reason(line: &str) -> Result<String, String> {
    match line {
        "" => Err("a rejection needs a reason: it is what the report says".to_owned()),
        reason => Ok(reason.to_owned()),
    }
}

/// The gate: what, how, where, with what, and what will prove it.
pub(super) fn text(gate: &Gate, palette: Palette, columns: usize) -> String {
    let mut layout = Layout::new(palette, columns);
    layout.title(&format!("a person has to do this: {}", gate.title));
    for (number, instruction) in (1..).zip(&gate.instructions) {
        layout.item(&format!("{number}."), instruction);
    }
    layout.gap();
    layout.field("where", &gate.address);
    layout.field("", &gate.menu.join(" › "));
    if let Some(GateFile { path, sha256, conformity }) = &gate.file {
        // A browser's dialog knows nothing of the folder that raccord was started in.
        let path = absolute(path).unwrap_or_else(|_| path.clone());
        layout.field_as_is("file", &shown::file_name(path));
        layout.field("", &format!("SHA-256 {sha256}"));
        for line in conformity {
            layout.field("", line);
        }
    }
    layout.field("proof", &gate.proof);
    layout.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_answers_or_the_word_and_words_may_follow() {
        let confirmed = |words: &str| Ok(Said::Confirmed(words.to_owned()));
        assert_eq!(read("c"), confirmed(""));
        assert_eq!(read("C  vu à l'écran"), confirmed("vu à l'écran"));
        assert_eq!(read("confirm"), confirmed(""));
        assert_eq!(read("r no such menu"), Ok(Said::Rejected("no such menu".to_owned())));
        assert_eq!(read("Leave"), Ok(Said::Left));
    }

    #[test]
    fn nothing_and_anything_else_is_no_answer() {
        for line in ["", "y", "yes", "cr", "confirmed", "q"] {
            assert!(read(line).unwrap_err().contains("type c when it is done"), "{line}");
        }
        assert!(reason("").is_err());
    }
}
