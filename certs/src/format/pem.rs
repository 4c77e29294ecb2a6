//! PEM as it is met in the field: byte order marks, Windows line ends, text before the header.

use base64::{Engine, engine::general_purpose::STANDARD};

/// One block of a PEM text.
#[derive(Clone, PartialEq, Eq)]
pub struct Block {
    /// What stands between `-----BEGIN ` and `-----`.
    pub label: String,
    /// Whether the block has headers that say its content is encrypted (`Proc-Type: 4,ENCRYPTED`).
    pub encrypted: bool,
    /// The decoded content; empty when it is not Base64.
    pub der: Vec<u8>,
}

/// A block may hold a private key, so only its label is shown.
impl std::fmt::Debug for Block {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Block({}, {} octets)", self.label, self.der.len())
    }
}

/// Writes one block, in lines of 64 characters.
#[must_use]
pub fn armour(label: &str, der: &[u8]) -> String {
    let mut text = format!("-----BEGIN {label}-----\n");
    let mut column = 0;
    for character in STANDARD.encode(der).chars() {
        text.push(character);
        column += 1;
        if column == 64 {
            text.push('\n');
            column = 0;
        }
    }
    if column != 0 {
        text.push('\n');
    }
    text.push_str(&format!("-----END {label}-----\n"));
    text
}

/// Finds every closed block in a file, in order; whatever stands around the blocks is passed over.
#[must_use]
pub fn blocks(file: &[u8]) -> Vec<Block> {
    let text = String::from_utf8_lossy(file);
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    for line in text.lines().map(str::trim) {
        if let Some(label) = label(line, "BEGIN") {
            open = Some(Open::new(label));
        } else if let Some(label) = label(line, "END") {
            found.extend(open.take().filter(|block| block.label == label).map(Open::close));
        } else if let Some(block) = &mut open {
            block.take(line);
        }
    }
    found
}

/// Reads the label of a boundary. The header may follow a byte order mark on its line.
fn label<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let line = line.trim_start_matches('\u{feff}');
    let rest = line.strip_prefix("-----")?.strip_suffix("-----")?;
    rest.strip_prefix(word)?.strip_prefix(' ')
}

struct Open {
    label: String,
    encrypted: bool,
    base64: String,
}

impl Open {
    fn new(label: &str) -> Self {
        Self { label: label.to_owned(), encrypted: false, base64: String::new() }
    }

    fn take(&mut self, line: &str) {
        if line.contains(':') {
            self.encrypted |= line.contains("ENCRYPTED");
        } else {
            self.base64.extend(line.split_whitespace());
        }
    }

    fn close(self) -> Block {
        let der = STANDARD.decode(&self.base64).unwrap_or_default();
        Block { label: self.label, encrypted: self.encrypted, der }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_survives_a_byte_order_mark_windows_line_ends_and_text_before_the_header() {
        let plain = armour("CERTIFICATE", &[7; 100]);
        let met = format!(
            "\u{feff}Bag Attributes\r\n  friendlyName: a\r\n{}",
            plain.replace('\n', "\r\n")
        );
        assert_eq!(blocks(met.as_bytes()), blocks(plain.as_bytes()));
        assert_eq!(blocks(format!("\u{feff}{plain}").as_bytes())[0].der, [7; 100]);
    }

    #[test]
    fn a_block_that_is_not_closed_by_its_own_label_is_not_one() {
        assert!(blocks(b"-----BEGIN A-----\nAAAA\n-----END B-----\n").is_empty());
    }

    #[test]
    fn lines_are_of_64_characters_and_never_empty() {
        let text = armour("A", &[0; 48]);
        assert_eq!(text, format!("-----BEGIN A-----\n{}\n-----END A-----\n", "A".repeat(64)));
    }
}
