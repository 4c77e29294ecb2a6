//! Content lines: escaped, folded at 75 octets, ended by CRLF (RFC 5545 §3.1 and §3.3.11).

use std::io::{self, Write};

/// The most octets of a line, without its end.
const LINE_OCTETS: usize = 75;

pub(super) struct Lines<W>(W);

impl<W: Write> Lines<W> {
    pub(super) const fn new(out: W) -> Self {
        Self(out)
    }

    /// Writes a property whose value needs no escape.
    pub(super) fn put(&mut self, name: &str, value: &str) -> io::Result<()> {
        self.0.write_all(folded(&format!("{name}:{value}")).as_bytes())
    }

    /// Writes a property whose value is text.
    pub(super) fn text(&mut self, name: &str, value: &str) -> io::Result<()> {
        self.put(name, &escaped(value))
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            '\n' => escaped.push_str("\\n"),
            // No other control character may stand in a text; what comes from outside shows them.
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Parts a line so that none has more octets than it may, never within a letter.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 8);
    let mut octets = 0;
    for letter in line.chars() {
        if octets + letter.len_utf8() > LINE_OCTETS {
            folded.push_str("\r\n ");
            octets = 1;
        }
        folded.push(letter);
        octets += letter.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_so_that_it_stays_one_value() {
        assert_eq!(escaped("a,b;c\\d\ne\rf\u{1b}"), "a\\,b\\;c\\\\d\\nef");
    }

    #[test]
    fn no_line_has_more_than_75_octets_and_unfolding_gives_the_text_back() {
        for letter in ["a", "é", "€", "🦀"] {
            let line = format!("SUMMARY:{}", letter.repeat(200));
            let folded = folded(&line);
            assert!(folded.split("\r\n").all(|line| line.len() <= LINE_OCTETS), "{folded}");
            assert_eq!(folded.replace("\r\n ", ""), format!("{line}\r\n"));
        }
    }
}
