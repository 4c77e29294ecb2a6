//! Reads a subject as people write it: `C=FR, O=Société d'Exemple, OU=0002 123456789, CN=ventes`.
//!
//! The form is RFC 4514's but for the order: the first attribute is written first, as certificates
//! show it. A backslash takes the next character as it is (`O=Exemple\, SA`), or two hexadecimal
//! digits for one octet.

use std::str::FromStr;

use super::{AttributeType, Subject};

/// A text is no subject.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("failed to read a subject, at character {at}: found {found}, expected {expected}")]
pub struct SubjectError {
    /// Where, counted in characters from 1.
    pub at: usize,
    /// What stands there.
    pub found: String,
    /// What should.
    pub expected: String,
}

impl FromStr for Subject {
    type Err = SubjectError;

    fn from_str(text: &str) -> Result<Self, SubjectError> {
        let mut subject = Self::empty();
        for part in parts(text)? {
            let (kind, value) = part.attribute()?;
            let times = subject.attributes.iter().filter(|(found, _)| *found == kind).count();
            if times >= kind.times_max() {
                let found = format!("{kind} once more");
                return Err(part.wrong(found, format!("at most {} of them", kind.times_max())));
            }
            subject = subject.with(kind, &value);
        }
        Ok(subject)
    }
}

/// What stands between two commas, still escaped.
struct Part<'a> {
    text: &'a str,
    /// Where it begins, in characters from 1.
    at: usize,
}

/// Cuts at the commas that no backslash precedes.
fn parts(text: &str) -> Result<Vec<Part<'_>>, SubjectError> {
    let mut found = Vec::new();
    let (mut begin, mut at, mut escaped) = (0, 1, false);
    for (position, (offset, character)) in text.char_indices().enumerate() {
        if character == ',' && !escaped {
            found.push(Part { text: text.get(begin..offset).unwrap_or_default(), at });
            (begin, at) = (offset + 1, position + 2);
        }
        escaped = character == '\\' && !escaped;
    }
    if escaped {
        let expected = "a character after it".to_owned();
        return Err(SubjectError {
            at: text.chars().count(),
            found: r"a `\` at the end".to_owned(),
            expected,
        });
    }
    found.push(Part { text: text.get(begin..).unwrap_or_default(), at });
    Ok(found)
}

impl Part<'_> {
    fn wrong(&self, found: impl Into<String>, expected: impl Into<String>) -> SubjectError {
        let spaces = self.text.chars().take_while(|each| *each == ' ').count();
        SubjectError { at: self.at + spaces, found: found.into(), expected: expected.into() }
    }

    fn attribute(&self) -> Result<(AttributeType, String), SubjectError> {
        let Some((name, value)) = self.text.split_once('=') else {
            let found = match self.text.trim() {
                "" => "nothing".to_owned(),
                text => format!("`{}`", text.escape_debug()),
            };
            let expected =
                r"an attribute such as `CN=ventes`; a comma inside a value is written `\,`";
            return Err(self.wrong(found, expected));
        };
        let name = name.trim();
        let Some(kind) = AttributeType::named(name) else {
            let known: Vec<_> = AttributeType::keywords().collect();
            let expected = format!("one of {}", known.join(", "));
            return Err(self.wrong(format!("`{}`", name.escape_debug()), expected));
        };
        let value = self.unescaped(trimmed(value))?;
        self.check(kind, &value)?;
        Ok((kind, value))
    }

    fn unescaped(&self, text: &str) -> Result<String, SubjectError> {
        let mut octets = Vec::new();
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            if matches!(character, '+' | '"' | ';' | '<' | '>') {
                let expected = format!(r"`\{character}` where the value itself holds it");
                return Err(self.wrong(format!("`{character}` in a value"), expected));
            }
            let taken =
                if character == '\\' { characters.next().unwrap_or('\\') } else { character };
            let high = taken.to_digit(16).filter(|_| character == '\\');
            let low = characters.peek().and_then(|next| next.to_digit(16));
            if let (Some(high), Some(low)) = (high, low) {
                octets.extend(u8::try_from(high * 16 + low));
                characters.next();
            } else {
                octets.extend(taken.to_string().bytes());
            }
        }
        String::from_utf8(octets).map_err(|_| {
            self.wrong("escaped octets that are no text", "UTF-8, such as `\\C3\\A9` for `é`")
        })
    }

    fn check(&self, kind: AttributeType, value: &str) -> Result<(), SubjectError> {
        let length = value.chars().count();
        if length == 0 {
            return Err(self.wrong(format!("{kind} without a value"), "a value"));
        }
        if let Some(control) = value.chars().find(|each| each.is_control()) {
            let found = format!("the control character `{}`", control.escape_debug());
            return Err(self.wrong(found, "characters that can be read"));
        }
        if kind.is_country() && !(length == 2 && value.bytes().all(|it| it.is_ascii_uppercase())) {
            let found = format!("{kind}=`{value}`");
            return Err(self.wrong(found, "a country as two capital letters, such as `FR`"));
        }
        if length > kind.characters_max() {
            let found = format!("{kind} of {length} characters");
            return Err(self.wrong(found, format!("{} at most", kind.characters_max())));
        }
        let ascii = kind.is_printable() || kind.is_ia5();
        if ascii && !value.is_ascii() {
            return Err(self.wrong(format!("{kind}=`{value}`"), "letters without accents"));
        }
        Ok(())
    }
}

/// Cuts the spaces around a value, but for one at the end that is escaped.
fn trimmed(value: &str) -> &str {
    let start = value.trim_start_matches(' ');
    let cut = start.trim_end_matches(' ');
    let backslashes = cut.bytes().rev().take_while(|each| *each == b'\\').count();
    let kept =
        if backslashes % 2 == 1 && cut.len() < start.len() { cut.len() + 1 } else { cut.len() };
    start.get(..kept).unwrap_or(cut)
}

/// Writes a value so that it reads back.
pub(super) fn escaped(value: &str) -> String {
    let mut text = String::new();
    let last = value.chars().count().saturating_sub(1);
    for (position, character) in value.chars().enumerate() {
        let at_an_end = position == 0 || position == last;
        if matches!(character, ',' | '+' | '"' | '\\' | ';' | '<' | '>')
            || (character == ' ' && at_an_end)
        {
            text.push('\\');
        }
        text.push(character);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        text.parse::<Subject>().unwrap_err().to_string()
    }

    #[test]
    fn a_subject_is_read_in_the_order_written_with_its_commas_and_accents() {
        let text = r"C=FR,O=Société\, d\27Exemple ,  ou=0002 123456789, OU=Ventes, CN= ventes";
        let read: Subject = text.parse().unwrap();
        let attributes: Vec<_> =
            read.attributes().map(|(kind, value)| format!("{kind}={value}")).collect();
        let wanted =
            ["C=FR", "O=Société, d'Exemple", "OU=0002 123456789", "OU=Ventes", "CN=ventes"];
        assert_eq!(attributes, wanted);
        assert_eq!(read.to_string().parse::<Subject>().unwrap(), read);
    }

    #[test]
    fn a_value_keeps_the_spaces_that_are_escaped() {
        let read: Subject = r"CN=\ a\ ".parse().unwrap();
        assert_eq!(read.common_name(), Some(" a "));
        assert_eq!(read.to_string(), r"CN=\ a\ ");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let place = "failed to read a subject, at character";
        assert_eq!(
            told("C=FR, O=Exemple, SA, CN=a"),
            format!(
                r"{place} 18: found `SA`, expected an attribute such as `CN=ventes`; a comma inside a value is written `\,`"
            )
        );
        assert!(told("").starts_with(&format!("{place} 1: found nothing, expected")));
        assert!(
            told("C=FR, X=1").starts_with(&format!("{place} 7: found `X`, expected one of C,"))
        );
        assert!(told("C=fr").contains("a country as two capital letters"));
        assert!(told("CN=").contains("found CN without a value"));
        assert!(told("CN=a\u{7}").contains("the control character `\\u{7}`"));
        assert!(told(r"CN=a\").contains("at the end"));
        assert!(told("CN=a+OU=b").contains(r"expected `\+`"));
        assert!(told(r"CN=\ff").contains("escaped octets that are no text"));
        assert!(told(&format!("CN={}", "é".repeat(65))).contains("65 characters, expected 64"));
        assert!(told("OU=a, OU=b, OU=c").contains("character 13: found OU once more"));
    }
}
