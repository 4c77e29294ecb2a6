//! Identifiers drawn from a seed: the same seed gives the same identifiers, whatever else is drawn.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A source of identifiers, derived from a seed, a purpose and how often it was asked for that
/// purpose; so what one purpose draws never moves another's.
///
/// They are unique and repeatable, and therefore guessable: fit for a rehearsal, never for a
/// secret that protects anything.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ids {
    seed: u64,
    drawn: BTreeMap<String, u64>,
}

impl Ids {
    /// The source of a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed, drawn: BTreeMap::new() }
    }

    /// The next whole number of a purpose, from 1.
    pub fn sequence(&mut self, purpose: &str) -> u64 {
        if let Some(drawn) = self.drawn.get_mut(purpose) {
            *drawn += 1;
            return *drawn;
        }
        self.drawn.insert(purpose.to_owned(), 1);
        1
    }

    /// The next 32 bytes of a purpose.
    pub fn bytes(&mut self, purpose: &str) -> [u8; 32] {
        let number = self.sequence(purpose);
        let mut hash = Sha256::new();
        hash.update(self.seed.to_be_bytes());
        hash.update(purpose.as_bytes());
        hash.update([0]);
        hash.update(number.to_be_bytes());
        hash.finalize().into()
    }

    /// The next whole number of a purpose in `0..below`; 0 where `below` is 0.
    pub fn below(&mut self, purpose: &str, below: u64) -> u64 {
        let bytes = self.bytes(purpose);
        let number =
            bytes.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        number.checked_rem(below).unwrap_or(0)
    }

    /// The next text of a purpose: `length` characters (at most 64) of `A-Z a-z 0-9`.
    pub fn alphanumeric(&mut self, purpose: &str, length: usize) -> String {
        const ALPHABET: &[u8; 62] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let (first, second) = (self.bytes(purpose), self.bytes(purpose));
        let letter = |byte: &u8| ALPHABET.get(usize::from(*byte) % ALPHABET.len()).copied();
        first.iter().chain(&second).filter_map(letter).map(char::from).take(length).collect()
    }

    /// The next identifier of a purpose in the shape of a UUID (version 4).
    pub fn uuid(&mut self, purpose: &str) -> String {
        let mut bytes = self.bytes(purpose);
        let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
        *version = *version & 0x0f | 0x40;
        *variant = *variant & 0x3f | 0x80;
        let mut text: String = bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        for at in [20, 16, 12, 8] {
            text.insert(at, '-');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_whatever_else_is_drawn() {
        let (mut one, mut other) = (Ids::new(7), Ids::new(7));
        other.bytes("something else");
        assert_eq!(one.alphanumeric("token", 54), other.alphanumeric("token", 54));
        assert_ne!(one.alphanumeric("token", 54), Ids::new(8).alphanumeric("token", 54));
    }

    #[test]
    fn a_purpose_never_draws_the_same_twice() {
        let mut ids = Ids::new(1);
        assert_ne!(ids.uuid("client"), ids.uuid("client"));
        assert_eq!((ids.sequence("flow"), ids.sequence("flow")), (1, 2));
    }

    #[test]
    fn identifiers_have_the_shape_that_was_asked_for() {
        let mut ids = Ids::new(1);
        let uuid = ids.uuid("client");
        assert_eq!(uuid.len(), 36);
        assert_eq!(uuid.chars().nth(14), Some('4'));
        assert_eq!(ids.alphanumeric("token", 54).len(), 54);
        assert!((0..200).all(|_| ids.below("delay", 22) < 22));
        assert_eq!(ids.below("delay", 0), 0);
    }

    #[test]
    fn read_back_it_goes_on_where_it_was() {
        let mut ids = Ids::new(3);
        ids.bytes("token");
        let mut read_back: Ids =
            serde_json::from_str(&serde_json::to_string(&ids).unwrap()).unwrap();
        assert_eq!(ids.bytes("token"), read_back.bytes("token"));
    }
}
