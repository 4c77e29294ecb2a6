//! PEM as it is met in the field: byte order marks, Windows line ends, text before the header.

use base64::{
    Engine, alphabet,
    engine::{
        DecodePaddingMode,
        general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD},
    },
};

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
    scan(&text(file)).found.into_iter().map(|found| found.block).collect()
}

/// What a text holds.
pub(super) struct Scan {
    pub(super) found: Vec<Found>,
    /// The blocks that do not end: their labels, and the lines they begin on.
    pub(super) not_closed: Vec<(String, usize)>,
}

/// A closed block, and where it stands.
pub(super) struct Found {
    pub(super) block: Block,
    /// The line it begins on, counted from 1.
    pub(super) line: usize,
    /// The first line that is no Base64.
    pub(super) not_base64: Option<usize>,
    /// The block as it is written, for those who must see its headers.
    pub(super) written: String,
}

/// Finds the blocks of a text, in order.
pub(super) fn scan(text: &str) -> Scan {
    let mut scan = Scan { found: Vec::new(), not_closed: Vec::new() };
    let mut open: Option<Open> = None;
    let not_closed = |open: Option<Open>| open.map(|block| (block.label, block.line));
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        if let Some(label) = label(line, "BEGIN") {
            scan.not_closed.extend(not_closed(open.replace(Open::new(label, number))));
        } else if let Some(label) = label(line, "END") {
            match open.take() {
                Some(block) if block.label == label => scan.found.push(block.close()),
                other => scan.not_closed.extend(not_closed(other)),
            }
        } else if let Some(block) = &mut open {
            block.take(line, number);
        }
    }
    scan.not_closed.extend(not_closed(open));
    scan
}

/// Reads a file as text: UTF-8, or the UTF-16 that Windows' editor calls "Unicode"; lines end with
/// a line feed alone.
pub(super) fn text(file: &[u8]) -> String {
    let read = match file {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [b'-', 0, b'-', 0, ..] => utf16(file, u16::from_le_bytes),
        [0, b'-', 0, b'-', ..] => utf16(file, u16::from_be_bytes),
        _ => String::from_utf8_lossy(file).into_owned(),
    };
    read.replace("\r\n", "\n").replace('\r', "\n")
}

fn utf16(octets: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let pairs = octets.chunks_exact(2).filter_map(|pair| pair.try_into().ok());
    String::from_utf16_lossy(&pairs.map(unit).collect::<Vec<_>>())
}

/// Decodes Base64 that may lack its padding.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    LENIENT.decode(text).ok()
}

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Reads the label of a boundary. The header may follow a byte order mark on its line.
fn label<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let line = line.trim_start_matches('\u{feff}');
    let rest = line.strip_prefix("-----")?.strip_suffix("-----")?;
    rest.strip_prefix(word)?.strip_prefix(' ')
}

struct Open {
    label: String,
    line: usize,
    encrypted: bool,
    base64: String,
    not_base64: Option<usize>,
    written: String,
}

impl Open {
    fn new(label: &str, line: usize) -> Self {
        let written = format!("-----BEGIN {label}-----\n");
        let (label, base64) = (label.to_owned(), String::new());
        Self { label, line, encrypted: false, base64, not_base64: None, written }
    }

    fn take(&mut self, line: &str, number: usize) {
        self.written.push_str(line);
        self.written.push('\n');
        if line.contains(':') {
            self.encrypted |= line.contains("ENCRYPTED");
            return;
        }
        let of_base64 = |octet: u8| octet.is_ascii_alphanumeric() || b"+/= \t".contains(&octet);
        if !line.bytes().all(of_base64) {
            self.not_base64.get_or_insert(number);
        }
        self.base64.extend(line.split_whitespace());
    }

    fn close(mut self) -> Found {
        let der = base64(&self.base64);
        if der.is_none() {
            self.not_base64.get_or_insert(self.line + 1);
        }
        self.written.push_str(&format!("-----END {}-----\n", self.label));
        let der = der.unwrap_or_default();
        let block = Block { label: self.label, encrypted: self.encrypted, der };
        Found { block, line: self.line, not_base64: self.not_base64, written: self.written }
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
    fn the_unicode_of_windows_and_old_line_ends_are_read_as_well() {
        let plain = armour("CERTIFICATE", &[7; 100]);
        let little: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = plain.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [&[0xff, 0xfe][..], &little].concat();
        let old = plain.replace('\n', "\r").into_bytes();
        for file in [little, big, marked, old] {
            assert_eq!(blocks(&file), blocks(plain.as_bytes()));
        }
    }

    #[test]
    fn what_is_cut_off_and_what_is_no_base64_is_found_with_its_line() {
        let cut = scan("text\n-----BEGIN A-----\nAAAA\n-----BEGIN B-----\nAA?A\n-----END B-----\n");
        assert_eq!(cut.not_closed, [("A".to_owned(), 2)]);
        assert_eq!((cut.found[0].line, cut.found[0].not_base64), (4, Some(5)));
    }

    #[test]
    fn lines_are_of_64_characters_and_never_empty() {
        let text = armour("A", &[0; 48]);
        assert_eq!(text, format!("-----BEGIN A-----\n{}\n-----END A-----\n", "A".repeat(64)));
    }
}
