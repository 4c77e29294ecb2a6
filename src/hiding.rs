//! Hides secrets in a text that is about to be told, in every form in which they travel: as they
//! are, in Base64, as an address or a form has them, in JSON, in XML and in hexadecimal.

use std::collections::BTreeSet;
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use raccord_kernel::Secret;

use crate::sha256::shown as hex;

/// What stands in the place of a secret.
const HIDDEN: &str = "(hidden)";
/// A shorter form is looked for as it stands, with the case and the spaces that it has: in any other
/// it would hide what is none.
const FORM_BYTES_MIN: usize = 8;
/// A longer secret, as a key is, is also known by its parts: a text may hold some of it alone.
const WHOLE_BYTES_MAX: usize = 64;
/// How long the parts are; whole groups of Base64.
const PART_BYTES: usize = 24;

/// A text in which none of the secrets stands, nor any part of a long one.
pub(crate) fn hide(text: &str, secrets: &[Secret]) -> String {
    let plain = Squeezed::of(text.as_bytes(), false);
    let decoded = Squeezed::of(text.as_bytes(), true);
    let mut found = Vec::new();
    let secrets: BTreeSet<_> = secrets.iter().map(|it| it.reveal().trim()).collect();
    for secret in secrets.into_iter().filter(|it| !it.is_empty()) {
        for piece in pieces(secret.as_bytes()) {
            for form in forms(piece) {
                if form.len() < FORM_BYTES_MIN {
                    found.extend(places(text.as_bytes(), &form));
                } else {
                    found.extend(plain.places(&Squeezed::of(&form, false)));
                }
            }
            // In an address anything may be written as `%41`, and whoever writes it chooses what is.
            if piece.len() >= FORM_BYTES_MIN {
                found.extend(decoded.places(&Squeezed::without_plus(piece)));
            }
        }
    }
    without(text, found)
}

/// The secret as a whole, and the parts of a long one and of its lines.
fn pieces(secret: &[u8]) -> Vec<&[u8]> {
    let mut pieces = vec![secret];
    if secret.len() > WHOLE_BYTES_MAX {
        pieces.extend(parts(secret));
        pieces.extend(secret.split(|it| *it == b'\n').flat_map(parts));
    }
    // The heading of a key is no secret.
    let is_heading = |piece: &[u8]| piece.len() < secret.len() && piece.starts_with(b"--");
    pieces.retain(|piece| !is_heading(piece));
    pieces
}

/// Some octets in parts; the last one goes to the end.
fn parts(octets: &[u8]) -> impl Iterator<Item = &[u8]> {
    octets.chunks_exact(PART_BYTES).chain(octets.rchunks_exact(PART_BYTES).next())
}

/// In what forms some octets travel.
fn forms(octets: &[u8]) -> Vec<Vec<u8>> {
    let mut forms = vec![octets.to_vec()];
    if let Ok(text) = std::str::from_utf8(octets) {
        let json = serde_json::to_string(text).unwrap_or_default();
        let json = json.trim_start_matches('"').strip_suffix('"').unwrap_or_default().to_owned();
        forms.push(in_ascii(&json).into_bytes());
        forms.push(json.into_bytes());
        let xml = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        forms.push(xml.replace('"', "&quot;").into_bytes());
        forms.push(xml.into_bytes());
        forms.push(url_encoded(text).into_bytes());
    }
    forms.push(hex(octets).into_bytes());
    // Beside other octets, as in `login:password`, it begins at one of three places.
    for skipped in 0..3 {
        let moved = [&*vec![0; skipped], octets].concat();
        // Characters that other octets have a share in stay, unless nothing follows.
        let (first, last) = ((skipped * 8).div_ceil(6), moved.len() * 8 / 6);
        for text in [STANDARD.encode(&moved), URL_SAFE.encode(&moved)] {
            let whole = text.get(first..).unwrap_or_default();
            let (inner, bare) = (text.get(first..last), whole.trim_end_matches('='));
            // Of few characters every second text has some.
            let inner = inner.filter(|inner| inner.len() >= FORM_BYTES_MIN / 2);
            forms.extend(inner.into_iter().chain([bare, whole]).map(|it| it.as_bytes().to_vec()));
        }
    }
    forms.retain(|form| !form.is_empty());
    forms
}

/// A text of JSON whose every character is ASCII.
fn in_ascii(json: &str) -> String {
    let escaped = |unit: &u16| format!("\\u{unit:04x}");
    let ascii = |it: char| match it {
        it if it.is_ascii() => it.to_string(),
        it => it.encode_utf16(&mut [0; 2]).iter().map(escaped).collect(),
    };
    json.chars().map(ascii).collect()
}

/// As a form has it; longer secrets are found however they are written.
fn url_encoded(text: &str) -> String {
    let encoded = |octet: u8| match octet {
        b' ' => "+".to_owned(),
        octet if octet.is_ascii_alphanumeric() || b"-._*".contains(&octet) => {
            char::from(octet).to_string()
        }
        octet => format!("%{octet:02X}"),
    };
    text.bytes().map(encoded).collect()
}

/// Octets without white space and in lower case, and where each of them stood: Base64 is broken into
/// lines, and hexadecimal is written in either case.
struct Squeezed {
    octets: Vec<u8>,
    stood: Vec<Range<usize>>,
}

impl Squeezed {
    fn of(text: &[u8], is_address: bool) -> Self {
        let mut it = Self { octets: Vec::new(), stood: Vec::new() };
        let mut at = 0;
        while let Some((octet, length)) = next(text.get(at..).unwrap_or_default(), is_address) {
            if let Some(octet) = octet {
                it.octets.push(octet.to_ascii_lowercase());
                it.stood.push(at..at + length);
            }
            at += length;
        }
        it
    }

    /// What is looked for where a `+` may be a space.
    fn without_plus(text: &[u8]) -> Self {
        let mut it = Self::of(text, false);
        it.octets.retain(|octet| *octet != b'+');
        it
    }

    /// Where another one stands, as places of the text itself.
    fn places(&self, form: &Self) -> Vec<Range<usize>> {
        let found = places(&self.octets, &form.octets).into_iter();
        let place = |it: Range<usize>| {
            let stood = self.stood.get(it)?;
            Some(stood.first()?.start..stood.last()?.end)
        };
        found.filter_map(place).collect()
    }
}

/// The first octet of a text, if it counts, and how long it is written.
fn next(text: &[u8], is_address: bool) -> Option<(Option<u8>, usize)> {
    Some(match text {
        [] => return None,
        [b'\\', b'n' | b'r', ..] => (None, 2),
        [b'+', ..] if is_address => (None, 1),
        [b'%', high, low, ..] if is_address => {
            let digit = |octet: u8| char::from(octet).to_digit(16).map(u8::try_from);
            match (digit(*high), digit(*low)) {
                (Some(Ok(high)), Some(Ok(low))) => {
                    let octet = high * 16 + low;
                    let counts = octet != b'+' && !octet.is_ascii_whitespace();
                    (counts.then_some(octet), 3)
                }
                _ => (Some(b'%'), 1),
            }
        }
        [octet, ..] => ((!octet.is_ascii_whitespace()).then_some(*octet), 1),
    })
}

/// Where some octets stand among others.
fn places(among: &[u8], octets: &[u8]) -> Vec<Range<usize>> {
    if octets.is_empty() {
        return Vec::new();
    }
    let windows = among.windows(octets.len()).enumerate();
    // Most of them differ from the first octet on.
    let found = windows.filter(|(_, it)| it.first() == octets.first() && *it == octets);
    found.map(|(at, _)| at..at + octets.len()).collect()
}

fn without(text: &str, mut found: Vec<Range<usize>>) -> String {
    found.sort_by_key(|it| it.start);
    let (mut told, mut until) = (Vec::new(), 0);
    for place in found {
        if place.start >= until && (place.start > until || until == 0) {
            told.extend_from_slice(text.as_bytes().get(until..place.start).unwrap_or_default());
            told.extend_from_slice(HIDDEN.as_bytes());
        }
        until = until.max(place.end);
    }
    told.extend_from_slice(text.as_bytes().get(until..).unwrap_or_default());
    String::from_utf8_lossy(&told).into_owned()
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

    use super::*;

    const SECRET: &str = "p&ss+ wörd/\"1%";

    fn hidden(text: &str) -> String {
        hide(text, &[Secret::new(SECRET.to_owned())])
    }

    #[test]
    fn a_secret_is_hidden_in_every_form() {
        for form in [
            SECRET,
            "p%26ss%2B+w%C3%B6rd%2F%221%25",
            "p%26ss%2b%20w%c3%b6rd/%221%25",
            "p&ss+%20w%C3%B6rd/%221%25",
            r#"p&ss+ wörd/\"1%"#,
            r#"p&ss+ w\u00f6rd/\"1%"#,
            "p&amp;ss+ wörd/\"1%",
            "p&amp;ss+ wörd/&quot;1%",
            &hex(SECRET.as_bytes()),
            &hex(SECRET.as_bytes()).to_uppercase(),
        ] {
            assert_eq!(hidden(&format!("a {form} b")), "a (hidden) b", "{form}");
        }
    }

    #[test]
    fn a_secret_is_hidden_beside_others_in_base64() {
        for login in ["", "l", "lo", "log", "login:"] {
            for text in [STANDARD_NO_PAD.encode(format!("{login}{SECRET}:")), {
                URL_SAFE_NO_PAD.encode(format!("{login}{SECRET}:"))
            }] {
                let (begin, end) = text.split_at(text.len() / 2);
                for text in [text.clone(), format!("{begin}\n {end}"), format!("{begin}\\n{end}")] {
                    let told = hidden(&text);
                    // The first and the last character may be shared with what is beside.
                    let rest = told.replace(HIDDEN, "").len();
                    assert!(told.contains(HIDDEN), "{told}");
                    assert!(rest <= login.len() * 8 / 6 + 4, "{told}");
                }
            }
        }
    }

    #[test]
    fn a_part_of_a_key_is_hidden_and_what_is_none_stays() {
        let body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
        let key = format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n");
        let secrets = [Secret::new(key.clone()), Secret::new("ab1".to_owned())];
        let told = hide(&format!("File: {body}, a b1, -----BEGIN PRIVATE KEY-----"), &secrets);
        assert!(told.starts_with("File: (hidden), a b1"), "{told}");
        assert!(told.ends_with("a b1, -----BEGIN PRIVATE KEY-----"), "{told}");
        assert_eq!(hide(&key, &secrets), HIDDEN.to_owned() + "\n");
        assert_eq!(hide("x ab1 y", &secrets), "x (hidden) y");
    }
}
