//! Opens a PKCS#12 (RFC 7292): its seal, its safes, and what lies in them.
//!
//! OpenSSL reads PKCS#12 too, and is not asked: it gives one key and no names, has no RC2, and
//! digests a password as often as the file wishes.

use x509_parser::asn1_rs::{Any, Tag};

use super::{
    bags::{self, Bag},
    mac,
};
use crate::format::{
    asn1, ber,
    pbe::{self, Budget, damaged, unsupported},
    problem::Obstacle,
    sniff::Content,
};

pub(super) const CONTENT: Content = Content::Pkcs12;
const DATA: &str = "1.2.840.113549.1.7.1";
const ENCRYPTED_DATA: &str = "1.2.840.113549.1.7.6";

/// What a PKCS#12 holds, as far as it could be opened.
#[derive(Default)]
pub(in crate::format) struct Opened {
    pub(in crate::format) bags: Vec<Bag>,
    /// Whether a part stayed closed for want of a password.
    pub(in crate::format) closed: bool,
    pub(in crate::format) obstacles: Vec<Obstacle>,
}

/// Opens a PKCS#12, in DER or BER; without a password, only what lies in it unencrypted.
///
/// # Errors
///
/// When the password is another one, or the file is damaged as a whole. What is wrong with one
/// part is among the obstacles, and the others are read.
pub(in crate::format) fn open(
    file: &[u8],
    password: Option<&str>,
    budget: &Budget,
) -> Result<Opened, Obstacle> {
    let der = ber::to_der(file).map_err(|source| Obstacle::Damaged { content: CONTENT, source })?;
    let outer = asn1::elements(&der);
    let parts = outer.first().map(|outer| asn1::elements(outer.data)).unwrap_or_default();
    let [_version, content_info, seal @ ..] = parts.as_slice() else {
        return Err(damaged(CONTENT, "outer structure"));
    };
    let (kind, content) = content_of(content_info)?;
    if kind != DATA {
        return Err(unsupported(CONTENT, "a signature instead of a password"));
    }
    let content = content.filter(|content| content.tag() == Tag::OctetString);
    let content = content.ok_or_else(|| damaged(CONTENT, "content (authSafe)"))?;
    if let (Some(password), Some(seal)) = (password, seal.first()) {
        mac::verify(seal, content.data, password, budget)?;
    }
    let mut opening =
        Opening { password, budget, opened: Opened::default(), sealed: !seal.is_empty() };
    let safes = ber::to_der(content.data)
        .map_err(|source| Obstacle::Damaged { content: CONTENT, source })?;
    let safes = asn1::elements(&safes);
    let safes = safes.first().map(|safes| asn1::elements(safes.data)).unwrap_or_default();
    for safe in &safes {
        if let Err(obstacle) = opening.open_safe(safe) {
            opening.opened.obstacles.push(obstacle);
        }
    }
    Ok(opening.opened)
}

struct Opening<'a> {
    password: Option<&'a str>,
    budget: &'a Budget,
    opened: Opened,
    /// Whether the seal has proven the password.
    sealed: bool,
}

impl Opening<'_> {
    fn open_safe(&mut self, safe: &Any<'_>) -> Result<(), Obstacle> {
        let (kind, content) = content_of(safe)?;
        let content = content.ok_or_else(|| damaged(CONTENT, "content of a safe"))?;
        match kind.as_str() {
            DATA => self.open_bags(content.data),
            ENCRYPTED_DATA => match self.password {
                None => {
                    self.opened.closed = true;
                    Ok(())
                }
                Some(password) => {
                    let plain = self.decrypt(&content, password)?;
                    self.open_bags(&plain)
                }
            },
            other => Err(unsupported(CONTENT, other)),
        }
    }

    /// Decrypts an `EncryptedData`: a version, then a type, an algorithm, and the octets.
    fn decrypt(&self, data: &Any<'_>, password: &str) -> Result<Vec<u8>, Obstacle> {
        let wrong = || damaged(CONTENT, "encrypted content of a safe");
        let parts = asn1::elements(data.data);
        let info = parts.get(1).map(|info| asn1::elements(info.data)).unwrap_or_default();
        let [_kind, algorithm, octets] = info.as_slice() else { return Err(wrong()) };
        let octets = implicit_octets(octets);
        let plain = pbe::decrypt(algorithm, &octets, password, CONTENT, self.budget);
        let plain = plain.map_err(|obstacle| self.after_seal(obstacle))?;
        // Padding is right by chance once in 256 times: what comes out must be a list of bags.
        if plain.first() == Some(&asn1::SEQUENCE) && ber::measure(&plain) == Ok(plain.len()) {
            return Ok(plain);
        }
        Err(self.after_seal(Obstacle::WrongPassword { content: CONTENT }))
    }

    /// When the seal has proven the password, a part that it does not open is damaged.
    fn after_seal(&self, obstacle: Obstacle) -> Obstacle {
        if self.sealed && matches!(obstacle, Obstacle::WrongPassword { .. }) {
            return damaged(
                CONTENT,
                "encrypted content of a safe (or it has a password of its own)",
            );
        }
        obstacle
    }

    fn open_bags(&mut self, contents: &[u8]) -> Result<(), Obstacle> {
        let der = ber::to_der(contents)
            .map_err(|source| Obstacle::Damaged { content: CONTENT, source })?;
        let mut lists = vec![der];
        let mut levels = 0;
        // A bag may be a list of bags again.
        while let Some(list) = lists.pop() {
            levels += 1;
            let list = asn1::elements(&list);
            let list = list.first().map(|list| asn1::elements(list.data)).unwrap_or_default();
            for bag in &list {
                match bags::read(bag) {
                    Ok(Bag::Nested(inner)) if levels < crate::format::limits::DEPTH => {
                        lists.push(inner);
                    }
                    Ok(Bag::Shrouded { der, alias }) => self.unshroud(&der, alias),
                    Ok(bag) => self.opened.bags.push(bag),
                    Err(obstacle) => self.opened.obstacles.push(obstacle),
                }
            }
        }
        Ok(())
    }

    fn unshroud(&mut self, der: &[u8], alias: Option<String>) {
        let Some(password) = self.password else {
            self.opened.closed = true;
            return;
        };
        match decrypt_key(der, password, self.budget) {
            Ok(der) => self.opened.bags.push(Bag::Key { der, alias }),
            Err(obstacle) => {
                let obstacle = self.after_seal(obstacle);
                self.opened.obstacles.push(obstacle);
            }
        }
    }
}

/// Decrypts an `EncryptedPrivateKeyInfo` into the DER of a PKCS#8.
pub(in crate::format) fn decrypt_key(
    der: &[u8],
    password: &str,
    budget: &Budget,
) -> Result<Vec<u8>, Obstacle> {
    let content = Content::EncryptedPrivateKey;
    let outer = asn1::elements(der);
    let parts = outer.first().map(|outer| asn1::elements(outer.data)).unwrap_or_default();
    let [algorithm, octets] = parts.as_slice() else {
        return Err(damaged(content, "outer structure"));
    };
    let plain = pbe::decrypt(algorithm, octets.data, password, content, budget)?;
    let is_key = plain.first() == Some(&asn1::SEQUENCE) && ber::measure(&plain) == Ok(plain.len());
    if is_key { Ok(plain) } else { Err(Obstacle::WrongPassword { content }) }
}

/// Reads a `ContentInfo`: its type, and what stands in its `[0]`.
fn content_of<'a>(info: &'a Any<'_>) -> Result<(String, Option<Any<'a>>), Obstacle> {
    let (kind, tagged) = pbe::algorithm_identifier(info, CONTENT)?;
    let content = tagged.and_then(|tagged| {
        // What is borrowed is the file, not the element that was taken apart.
        let Any { data, .. } = tagged;
        asn1::elements(data).into_iter().next()
    });
    Ok((kind, content))
}

/// Reads octets behind a context tag, which may be written in pieces.
fn implicit_octets(tagged: &Any<'_>) -> Vec<u8> {
    if !tagged.header.is_constructed() {
        return tagged.data.to_vec();
    }
    asn1::elements(tagged.data).iter().flat_map(|piece| piece.data.to_vec()).collect()
}
