//! Reads DER element by element, and says where it stumbled.
//!
//! Every reader here walks down a structure that it knows, so nesting costs nothing: an element
//! nobody asked for is stepped over by its length.

use x509_parser::asn1_rs::Any;
use x509_parser::asn1_rs::FromDer;

/// A place in a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
    offset: usize,
}

/// One element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<'a> {
    /// The identifier octet; none here needs two.
    pub(super) tag: u8,
    /// What is inside.
    pub(super) content: &'a [u8],
    /// All of it.
    pub(super) raw: &'a [u8],
    offset: usize,
}

/// What was not found, and where it was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("found something else at octet {offset}, expected {expected}")]
pub struct Stumbled {
    /// What was expected, by its name in the standard.
    pub expected: &'static str,
    /// Where, counted from the beginning of the DER.
    pub offset: usize,
}

impl<'a> Cursor<'a> {
    /// Begins at the beginning of a file.
    pub(super) const fn at(der: &'a [u8]) -> Self {
        Self { rest: der, offset: 0 }
    }

    /// Whether nothing follows.
    pub(super) const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Takes the next element, whatever it is.
    pub(super) fn any(&mut self, expected: &'static str) -> Result<Element<'a>, Stumbled> {
        let stumbled = Stumbled { expected, offset: self.offset };
        let (after, any) = Any::from_der(self.rest).map_err(|_| stumbled)?;
        let length = self.rest.len() - after.len();
        let raw = self.rest.get(..length).ok_or(stumbled)?;
        let tag = *raw.first().ok_or(stumbled)?;
        let content_offset = self.offset + length - any.data.len();
        let content = raw.get(length - any.data.len()..).ok_or(stumbled)?;
        self.rest = after;
        self.offset += length;
        Ok(Element { tag, content, raw, offset: content_offset })
    }

    /// Takes the next element, which must have this tag.
    pub(super) fn take(
        &mut self,
        tag: u8,
        expected: &'static str,
    ) -> Result<Element<'a>, Stumbled> {
        let before = self.offset;
        let element = self.any(expected)?;
        let found = (element.tag == tag).then_some(element);
        found.ok_or(Stumbled { expected, offset: before })
    }

    /// Takes the next element if it has this tag.
    pub(super) fn take_if(&mut self, tag: u8) -> Option<Element<'a>> {
        if self.rest.first() != Some(&tag) {
            return None;
        }
        self.any("").ok()
    }

    /// Fails where something follows.
    pub(super) fn end(&self, expected: &'static str) -> Result<(), Stumbled> {
        let end = self.is_at_end().then_some(());
        end.ok_or(Stumbled { expected, offset: self.offset })
    }
}

impl<'a> Element<'a> {
    /// Goes inside.
    pub(super) const fn inside(&self) -> Cursor<'a> {
        Cursor { rest: self.content, offset: self.offset }
    }

    /// Says that this is not what was expected.
    pub(super) const fn is_not(&self, expected: &'static str) -> Stumbled {
        Stumbled { expected, offset: self.offset }
    }
}
