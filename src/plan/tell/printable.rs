//! Text from outside, made fit to be shown.

/// Shows what has no shape of its own, or turns the text around it, as `\u{…}`.
#[must_use]
pub fn printable(text: &str) -> String {
    let is_hidden = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_hidden(letter) {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_shown_and_letters_stay() {
        assert_eq!(printable("Élodie \u{1b}[31m\n\u{202e}"), "Élodie \\u{1b}[31m\\n\\u{202e}");
    }
}
