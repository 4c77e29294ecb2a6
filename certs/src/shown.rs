//! What a file says, made fit to be shown: a name out of somebody's file must not steer the
//! terminal it is printed on, nor read backwards.

use std::{
    ffi::OsStr,
    fmt::{self, Write},
};

/// Text from outside, whose control characters are written as `\u{1b}`.
///
/// Escaped are all control characters, line and paragraph separators, byte order marks, and the
/// marks that turn the direction of writing or cannot be seen. Letters of every script stay.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a>(pub &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                other if misleads(other) => write!(f, "\\u{{{:x}}}", u32::from(other))?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// Writes text from outside so that it can be shown, as [`Shown`] does.
#[must_use]
pub fn text(text: &str) -> String {
    Shown(text).to_string()
}

/// Writes the name of a file so that it can be shown, as [`Shown`] does; what is no Unicode in it
/// becomes `\u{fffd}`.
#[must_use]
pub fn file_name(name: impl AsRef<OsStr>) -> String {
    text(&name.as_ref().to_string_lossy()).replace(char::REPLACEMENT_CHARACTER, "\\u{fffd}")
}

/// Says whether a character does something else than to be seen in its place.
fn misleads(character: char) -> bool {
    character.is_control()
        || matches!(character,
            // The soft hyphen, and the Arabic and Mongolian marks that cannot be seen.
            '\u{ad}' | '\u{61c}' | '\u{180e}'
            // No width, and left-to-right and right-to-left marks.
            | '\u{200b}'..='\u{200f}'
            // Line and paragraph separators; embeddings and overrides.
            | '\u{2028}'..='\u{202e}'
            // The word joiner, invisible operators, isolates, deprecated formats.
            | '\u{2060}'..='\u{206f}'
            // The byte order mark, annotations, tags.
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_or_turns_the_writing_is_written_out() {
        assert_eq!(text("a\u{1b}[31mb\0c\u{9b}d"), "a\\u{1b}[31mb\\u{0}c\\u{9b}d");
        assert_eq!(text("exe\u{202e}fdp.\u{2066}x"), "exe\\u{202e}fdp.\\u{2066}x");
        assert_eq!(text("one\r\ntwo\u{feff}"), "one\\r\\ntwo\\u{feff}");
    }

    #[test]
    fn letters_of_every_script_stay() {
        for word in ["Société d'Exemple", "Ελλάδα", "日本", "Bruxelles – Brüssel"] {
            assert_eq!(text(word), word);
        }
    }

    #[test]
    fn the_name_of_a_file_is_shown_even_when_it_is_no_unicode() {
        assert_eq!(file_name("a\nb.cer"), "a\\nb.cer");
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            assert_eq!(file_name(OsStr::from_bytes(b"\xff\x1b.cer")), "\\u{fffd}\\u{1b}.cer");
        }
    }
}
