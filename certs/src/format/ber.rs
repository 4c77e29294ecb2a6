//! Where an ASN.1 element ends, and BER rewritten as DER: old programs write lengths they did not
//! know beforehand, and strings in pieces.

use super::{asn1, limits};

/// Why bytes are not one element of ASN.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// The element says that it is longer than the bytes.
    #[error("found {found} octets, expected {expected}: the file is cut off")]
    Truncated {
        /// How long the bytes should be.
        expected: usize,
        /// How long they are.
        found: usize,
    },
    /// A tag or a length cannot be read.
    #[error("found no tag and length of ASN.1 at octet {offset}")]
    Unreadable {
        /// Where it should stand.
        offset: usize,
    },
    /// Elements stand within one another more often than [`limits::DEPTH`].
    #[error("found more than {} structures one within another at octet {offset}", limits::DEPTH)]
    TooDeep {
        /// Where the innermost one stands.
        offset: usize,
    },
}

/// The octet of an `OCTET STRING` that is written in pieces.
const OCTET_STRING_IN_PIECES: u8 = 0x24;
const OCTET_STRING: u8 = 0x04;
const CONSTRUCTED: u8 = 0x20;

/// Returns how many octets the first element takes, its tag and length among them.
///
/// # Errors
///
/// When the bytes do not begin with one whole element.
pub(crate) fn measure(bytes: &[u8]) -> Result<usize, Damage> {
    measure_at(bytes, 0, 0)
}

/// Rewrites the first element as DER, as far as lengths and octet strings go.
///
/// # Errors
///
/// As [`measure`].
pub(crate) fn to_der(bytes: &[u8]) -> Result<Vec<u8>, Damage> {
    let end = measure(bytes)?;
    rewrite(bytes.get(..end).unwrap_or_default(), 0, 0)
}

struct Head {
    tag: Vec<u8>,
    /// How many octets tag and length take.
    octets: usize,
    /// `None` when the element ends with two zero octets.
    length: Option<usize>,
}

impl Head {
    fn is_constructed(&self) -> bool {
        self.tag.first().is_some_and(|first| first & CONSTRUCTED != 0)
    }
}

fn head(bytes: &[u8], offset: usize) -> Result<Head, Damage> {
    let unreadable = Damage::Unreadable { offset };
    let first = *bytes.first().ok_or(unreadable)?;
    let mut tag = vec![first];
    if first & 0x1f == 0x1f {
        let more = bytes.iter().skip(1).take(4);
        let low = more.clone().take_while(|octet| **octet & 0x80 != 0).count();
        tag.extend(more.take(low + 1));
        if tag.last().is_none_or(|last| tag.len() == 1 || last & 0x80 != 0) {
            return Err(unreadable);
        }
    }
    let length = *bytes.get(tag.len()).ok_or(unreadable)?;
    let octets = tag.len() + 1;
    match length {
        0..0x80 => Ok(Head { tag, octets, length: Some(length.into()) }),
        0x80 => Ok(Head { tag, octets, length: None }),
        _ => {
            let count = usize::from(length & 0x7f);
            let written = bytes.get(octets..octets + count).ok_or(unreadable)?;
            let add = |sum: usize, octet: &u8| {
                sum.checked_mul(256).and_then(|sum| sum.checked_add(usize::from(*octet)))
            };
            let length = written.iter().try_fold(0, add).ok_or(unreadable)?;
            Ok(Head { tag, octets: octets + count, length: Some(length) })
        }
    }
}

fn measure_at(bytes: &[u8], offset: usize, depth: usize) -> Result<usize, Damage> {
    if depth > limits::DEPTH {
        return Err(Damage::TooDeep { offset });
    }
    let head = head(bytes, offset)?;
    if let Some(length) = head.length {
        let end = head.octets.checked_add(length).ok_or(Damage::Unreadable { offset })?;
        let (expected, found) = (offset.saturating_add(end), offset + bytes.len());
        return if end > bytes.len() {
            Err(Damage::Truncated { expected, found })
        } else {
            Ok(end)
        };
    }
    if !head.is_constructed() {
        return Err(Damage::Unreadable { offset });
    }
    let mut at = head.octets;
    loop {
        match bytes.get(at..).unwrap_or_default() {
            [0, 0, ..] => return Ok(at + 2),
            [] | [0] => {
                let found = offset + bytes.len();
                return Err(Damage::Truncated { expected: found + 2, found });
            }
            rest => at += measure_at(rest, offset + at, depth + 1)?,
        }
    }
}

/// Rewrites one element that has been measured.
fn rewrite(element: &[u8], offset: usize, depth: usize) -> Result<Vec<u8>, Damage> {
    if depth > limits::DEPTH {
        return Err(Damage::TooDeep { offset });
    }
    let head = head(element, offset)?;
    let end = head.length.map_or(element.len().saturating_sub(2), |length| head.octets + length);
    let content = element.get(head.octets..end).unwrap_or_default();
    if !head.is_constructed() {
        return Ok(encoded(&head.tag, content));
    }
    let in_pieces = head.tag == [OCTET_STRING_IN_PIECES];
    let mut rewritten = Vec::with_capacity(content.len());
    let mut at = 0;
    while let Some(rest) = content.get(at..).filter(|rest| !rest.is_empty()) {
        let child_offset = offset + head.octets + at;
        let end = measure_at(rest, child_offset, depth + 1)?;
        let child = rewrite(rest.get(..end).unwrap_or_default(), child_offset, depth + 1)?;
        if in_pieces {
            let strings = asn1::elements(&child);
            rewritten.extend(strings.first().map(|string| string.data).unwrap_or_default());
        } else {
            rewritten.extend(child);
        }
        at += end;
    }
    Ok(encoded(if in_pieces { &[OCTET_STRING] } else { &head.tag }, &rewritten))
}

fn encoded(tag: &[u8], content: &[u8]) -> Vec<u8> {
    // `element` writes a tag of one octet; longer ones are put before what it writes.
    let (last, before) = tag.split_last().map_or((0, &[][..]), |(last, before)| (*last, before));
    [before, &asn1::element(last, content)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_that_were_not_known_and_strings_in_pieces_become_der() {
        let ber = [0x30, 0x80, 0x24, 0x80, 4, 1, 7, 4, 2, 8, 9, 0, 0, 2, 1, 5, 0, 0];
        assert_eq!(measure(&ber), Ok(ber.len()));
        assert_eq!(to_der(&ber).unwrap(), [0x30, 8, 4, 3, 7, 8, 9, 2, 1, 5]);
    }

    #[test]
    fn an_element_ends_where_it_says_whatever_follows() {
        assert_eq!(measure(&[0x30, 2, 5, 0, 9, 9]), Ok(4));
        assert_eq!(measure(&[0x30, 3, 5, 0]), Err(Damage::Truncated { expected: 5, found: 4 }));
        assert_eq!(measure(&[0xbf, 0x2a, 1, 0]), Ok(4));
    }

    #[test]
    fn nesting_has_an_end() {
        let deep = [0x30, 0x80].repeat(1_000_000);
        assert_eq!(measure(&deep), Err(Damage::TooDeep { offset: 66 }));
        let mut definite = vec![];
        for _ in 0..40 {
            definite = asn1::element(0x30, &definite);
        }
        assert!(matches!(to_der(&definite), Err(Damage::TooDeep { .. })));
    }

    #[test]
    fn no_length_overflows() {
        for head in [&[0x30, 0x88][..], &[0x30, 0xff], &[0x1f; 9], &[0x30], &[]] {
            let bytes = [head, &[0xff; 20]].concat();
            assert!(measure(&bytes).is_err());
        }
    }
}
