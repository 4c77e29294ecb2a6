//! The numbers of flows that came over EDI and are forgotten: none is received twice.

use std::collections::{HashSet, VecDeque};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// How many numbers are kept for each flow that is.
const FOR_EACH_FLOW: usize = 10;

/// What is kept of a number: eight octets of its SHA-256.
type Mark = u64;

/// The newest of those numbers.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Mark>", into = "Vec<Mark>")]
pub(super) struct Received {
    marks: HashSet<Mark>,
    oldest_first: VecDeque<Mark>,
}

impl Received {
    /// Whether it knows a number.
    pub(super) fn knows(&self, number: &str) -> bool {
        !self.marks.is_empty() && self.marks.contains(&mark(number))
    }

    /// Keeps the number of a flow that is forgotten, where the `newest` flows are kept.
    pub(super) fn keep(&mut self, number: &str, newest: usize) {
        self.put(mark(number));
        while self.oldest_first.len() > newest.saturating_mul(FOR_EACH_FLOW) {
            let Some(oldest) = self.oldest_first.pop_front() else { return };
            self.marks.remove(&oldest);
        }
    }

    fn put(&mut self, mark: Mark) {
        if self.marks.insert(mark) {
            self.oldest_first.push_back(mark);
        }
    }
}

fn mark(number: &str) -> Mark {
    let digest: [u8; 32] = Sha256::digest(number).into();
    digest.first_chunk().copied().map_or(0, u64::from_be_bytes)
}

impl From<Received> for Vec<Mark> {
    fn from(received: Received) -> Self {
        received.oldest_first.into()
    }
}

impl From<Vec<Mark>> for Received {
    fn from(oldest_first: Vec<Mark>) -> Self {
        let mut received = Self::default();
        oldest_first.into_iter().for_each(|mark| received.put(mark));
        received
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_times_as_many_numbers_are_kept_as_flows() {
        let mut received = Received::default();
        for number in 0..31 {
            received.keep(&number.to_string(), 3);
        }
        assert!(!received.knows("0"));
        assert!((1..31).all(|number| received.knows(&number.to_string())));
        let read_back: Received =
            serde_json::from_str(&serde_json::to_string(&received).unwrap()).unwrap();
        assert_eq!((read_back.marks.len(), read_back.knows("30")), (30, true));
    }
}
