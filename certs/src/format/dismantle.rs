//! Takes a file apart: text or binary, blocks or lines, and the elements in each.

use super::{
    ber::{self, Damage},
    limits, pem,
    problem::{Obstacle, Place, Problem},
    sniff::{Armour, Content, Piece, Sniffed, content_of},
    ssh,
};

/// Takes a file apart: binary ASN.1, PEM, public keys of SSH, Base64 without boundaries, in this
/// order. What is none of them is one unknown piece.
pub(super) fn dismantle(file: &[u8]) -> Sniffed {
    let mut apart = Apart::default();
    if file.len() > limits::FILE_OCTETS {
        apart.hinder(Place::File, Obstacle::TooLarge { octets: file.len() });
        return apart.sniffed(Armour::Der);
    }
    if is_binary(file) {
        apart.take_elements(file, Place::Octet(0), Measure::Whole);
        return apart.sniffed(Armour::Der);
    }
    let text = pem::text(file);
    let scan = pem::scan(&text);
    if !scan.found.is_empty() || !scan.not_closed.is_empty() {
        apart.take_blocks(scan);
        return apart.sniffed(Armour::Pem);
    }
    for (line, key) in ssh::lines(&text) {
        let place = Place::Block { number: apart.pieces.len() + 1, line };
        apart.keep(Content::SshPublicKey, place, key.into_bytes(), None);
    }
    if !apart.pieces.is_empty() {
        return apart.sniffed(Armour::Text);
    }
    if let Some(der) = bare_base64(&text) {
        apart.take_elements(&der, Place::Octet(0), Measure::Whole);
        return apart.sniffed(Armour::Base64);
    }
    apart.take_unknown(file);
    apart.sniffed(Armour::Der)
}

/// A `SEQUENCE` with a length of more than one octet. A text that begins with the digit 0 goes on
/// with another character; a short sequence is ASN.1 when it is as long as the file.
fn is_binary(file: &[u8]) -> bool {
    match file {
        [0x30, 0x80..=0x88, ..] => true,
        [0x30, length, ..] => usize::from(*length) + 2 == file.len(),
        _ => false,
    }
}

/// Decodes a text that is Base64 from its first character to its last, and ASN.1 within.
fn bare_base64(text: &str) -> Option<Vec<u8>> {
    let text: String = text.trim_start_matches('\u{feff}').split_whitespace().collect();
    let first_of_a_sequence = text.starts_with('M');
    let der = first_of_a_sequence.then(|| pem::base64(&text)).flatten()?;
    (der.first() == Some(&0x30)).then_some(der)
}

#[derive(Default)]
struct Apart {
    pieces: Vec<Piece>,
    problems: Vec<Problem>,
}

/// How many elements are expected to stand in some bytes.
#[derive(Clone, Copy)]
enum Measure {
    /// As many as there are.
    Whole,
    /// One, and whatever OpenSSL appends to a `TRUSTED CERTIFICATE`.
    FirstAlone,
}

impl Apart {
    fn take_blocks(&mut self, scan: pem::Scan) {
        for (number, found) in (1..).zip(scan.found) {
            if self.pieces.len() >= limits::PIECES {
                break;
            }
            let place = Place::Block { number, line: found.line };
            let label = found.block.label;
            if found.block.encrypted {
                let block = Some(found.written);
                self.keep(Content::EncryptedPrivateKey, place, found.block.der, block);
            } else if let Some(line) = found.not_base64 {
                self.keep(Content::Unknown, place, Vec::new(), None);
                self.hinder(place, Obstacle::NotBase64 { label: shown(&label), line });
            } else if let Some(content) = ssh::private_key(&found.block.der) {
                self.keep(content, place, found.block.der, None);
            } else if label == "TRUSTED CERTIFICATE" {
                self.take_elements(&found.block.der, place, Measure::FirstAlone);
            } else {
                self.take_elements(&found.block.der, place, Measure::Whole);
            }
        }
        let closed = self.pieces.len();
        for (number, (label, line)) in (closed + 1..).zip(scan.not_closed).take(limits::PIECES) {
            let place = Place::Block { number, line };
            self.keep(Content::Unknown, place, Vec::new(), None);
            self.hinder(place, Obstacle::NotClosed { label: shown(&label) });
        }
    }

    /// Takes the elements that stand one after another, each as a piece. In a binary file a place
    /// is where the element begins; in a block it is the block.
    fn take_elements(&mut self, bytes: &[u8], place: Place, how_many: Measure) {
        let mut at = 0;
        let mut before = Content::Unknown;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty() || at == 0) {
            let here = if let Place::Octet(_) = place { Place::Octet(at) } else { place };
            if at > 0 && rest.first() != Some(&0x30) {
                self.trail(rest, here, before);
                return;
            }
            let length = match ber::measure(rest) {
                Ok(length) => length,
                Err(damage) => return self.give_up(rest, here, damage),
            };
            let der = rest.get(..length).unwrap_or_default();
            before = content_of(der);
            self.keep(before, here, der.to_vec(), None);
            if before == Content::Unknown {
                self.hinder(here, Obstacle::Unknown { found: "ASN.1 of an unknown kind" });
            }
            at += length;
            if matches!(how_many, Measure::FirstAlone) {
                return;
            }
            if self.pieces.len() >= limits::PIECES {
                self.hinder(Place::File, Obstacle::TooManyPieces);
                return;
            }
        }
    }

    /// Bytes after an element that are no element. White space and zeroes are padding; anything
    /// else is a piece of its own.
    fn trail(&mut self, rest: &[u8], place: Place, before: Content) {
        if !rest.iter().all(|octet| octet.is_ascii_whitespace() || *octet == 0) {
            self.keep(Content::Unknown, place, rest.to_vec(), None);
        }
        self.hinder(place, Obstacle::Trailing { content: before, octets: rest.len() });
    }

    /// The rest cannot be measured. What it began as is said, where that shows.
    fn give_up(&mut self, rest: &[u8], place: Place, source: Damage) {
        let content = content_of(rest);
        self.keep(content, place, rest.to_vec(), None);
        self.hinder(place, Obstacle::Damaged { content, source });
    }

    fn take_unknown(&mut self, file: &[u8]) {
        if file.starts_with(&[0xfe, 0xed, 0xfe, 0xed]) || file.starts_with(&[0xce; 4]) {
            self.keep(Content::JavaKeystore, Place::File, file.to_vec(), None);
            return;
        }
        self.keep(Content::Unknown, Place::File, file.to_vec(), None);
        let obstacle = match guess(file) {
            None => Obstacle::Empty,
            Some(found) => Obstacle::Unknown { found },
        };
        self.hinder(Place::File, obstacle);
    }

    fn keep(&mut self, content: Content, place: Place, der: Vec<u8>, block: Option<String>) {
        self.pieces.push(Piece { content, place, der, block });
    }

    fn hinder(&mut self, place: Place, what: Obstacle) {
        self.problems.push(Problem { place, what });
    }

    fn sniffed(self, armour: Armour) -> Sniffed {
        Sniffed { armour, pieces: self.pieces, problems: self.problems }
    }
}

/// A label may be as long as a file.
fn shown(label: &str) -> String {
    crate::shown::text(&label.chars().take(64).collect::<String>())
}

/// Names what a file looks like; `None` when it is empty.
fn guess(file: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &str); 6] = [
        (b"PK\x03\x04", "a ZIP archive (take the certificate out of it first)"),
        (b"%PDF", "a PDF document"),
        (b"\xd0\xcf\x11\xe0", "an old Office document or a mail of Outlook"),
        (b"\x1f\x8b", "a compressed file"),
        (b"\x30", "ASN.1 that is cut off or damaged"),
        (b"\x89PNG", "a picture"),
    ];
    if file.is_empty() {
        return None;
    }
    if let Some((_, name)) = known.iter().find(|(begin, _)| file.starts_with(begin)) {
        return Some(name);
    }
    let begin: Vec<u8> = file.iter().take(512).map(u8::to_ascii_lowercase).collect();
    let has = |word: &[u8]| begin.windows(word.len()).any(|window| window == word);
    Some(if has(b"<html") || has(b"<!doctype") {
        "a web page, as a portal sends instead of a file when it refuses"
    } else if has(b"<?xml") {
        "XML"
    } else if file.iter().all(|octet| *octet == 0) {
        "nothing but zeroes"
    } else if std::str::from_utf8(file).is_ok_and(|text| !text.contains('\0')) {
        "a text without a block of PEM"
    } else {
        "binary data of an unknown kind"
    })
}
