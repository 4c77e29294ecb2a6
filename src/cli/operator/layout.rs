//! Text in columns, for people: labels on the left, long lines wrapped between words, and nothing
//! that steers the terminal.

use raccord_certs::shown;

use crate::report::palette::{Palette, paint};

/// How wide labels are, with the space after them.
const LABEL: usize = 10;
/// Narrower than this, wrapping does more harm than good.
const COLUMNS_MIN: usize = 40;

/// A text that is being laid out.
#[derive(Debug)]
pub(super) struct Layout {
    palette: Palette,
    columns: usize,
    text: String,
}

impl Layout {
    pub(super) fn new(palette: Palette, columns: usize) -> Self {
        Self { palette, columns: columns.max(COLUMNS_MIN), text: String::new() }
    }

    /// What it is about.
    pub(super) fn title(&mut self, title: &str) {
        self.gap();
        for line in self.wrap(title, 0) {
            self.line(&paint(self.palette.title, line));
        }
        self.gap();
    }

    /// Words.
    pub(super) fn paragraph(&mut self, words: &str) {
        for line in self.wrap(words, 2) {
            self.line(&format!("  {line}"));
        }
    }

    /// Something in a numbered list.
    pub(super) fn item(&mut self, number: &str, words: &str) {
        for (first, line) in self.wrap(words, 6).into_iter().enumerate() {
            let number = if first == 0 { number } else { "" };
            self.line(&format!("  {number:<3} {line}"));
        }
    }

    /// Something with a label; nothing where there is nothing to say.
    pub(super) fn field(&mut self, label: &str, words: &str) {
        let mut label = shown::text(label);
        for line in self.wrap(words, LABEL + 2) {
            self.labelled(&label, &line);
            label.clear();
        }
    }

    /// Something with a label that is to be copied: it is never wrapped.
    pub(super) fn field_as_is(&mut self, label: &str, shown: &str) {
        self.labelled(label, shown);
    }

    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// The whole text.
    pub(super) fn finish(mut self) -> String {
        self.gap();
        self.text
    }

    fn labelled(&mut self, label: &str, words: &str) {
        let label = paint(self.palette.faint, format!("{label:<LABEL$}"));
        self.line(&format!("  {label}{words}"));
    }

    fn line(&mut self, line: &str) {
        self.text += line.trim_end();
        self.text.push('\n');
    }

    /// Wraps between words; a word too long for a line, such as an address, stays whole.
    fn wrap(&self, words: &str, indent: usize) -> Vec<String> {
        let width = self.columns.saturating_sub(indent);
        let mut lines: Vec<String> = Vec::new();
        for word in shown::text(words).split(' ').filter(|word| !word.is_empty()) {
            match lines.last_mut() {
                Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_wrapped_under_their_label_and_long_words_stay_whole() {
        let mut layout = Layout::new(Palette::default(), 40);
        layout.field("where", "Raccordements EDI et API › Rechercher fiche EDI");
        layout.field("", "https://qualif.chorus-pro.gouv.fr/raccordements/fiches");
        layout.field("file", "");
        let expected = "  where     Raccordements EDI et API ›\n            \
                        Rechercher fiche EDI\n            \
                        https://qualif.chorus-pro.gouv.fr/raccordements/fiches\n\n";
        assert_eq!(layout.finish(), expected);
    }

    #[test]
    fn nothing_steers_the_terminal() {
        let mut layout = Layout::new(Palette::default(), 80);
        layout.title("a\u{1b}[2Jb\nc");
        layout.item("1.", "\u{202e}d");
        assert_eq!(layout.finish(), "\na\\u{1b}[2Jb\\nc\n\n  1.  \\u{202e}d\n\n");
    }
}
