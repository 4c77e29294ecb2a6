//! The assertions that were seen and could be taken again.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// What is kept of an assertion: half a SHA-256 of its client and its `jti`.
type Mark = [u8; 16];

/// The marks of assertions, each until the first instant at which the assertion is not taken any
/// more: so what is remembered is bounded by how long assertions live, not by how many come.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<(String, Timestamp)>", into = "Vec<(String, Timestamp)>")]
pub struct Seen {
    until: HashMap<Mark, Timestamp>,
    soonest_first: BTreeSet<(Timestamp, Mark)>,
}

impl Seen {
    /// Notes an assertion that could be taken until `until`, and answers whether it was noted
    /// before. What cannot be taken any more at `now` is forgotten.
    pub fn note(&mut self, client_id: &str, jti: &str, until: Timestamp, now: Timestamp) -> bool {
        self.forget(now);
        let mark = mark(client_id, jti);
        let before = self.until.get(&mark).copied();
        if before.is_none_or(|before| before < until) {
            if let Some(before) = before {
                self.soonest_first.remove(&(before, mark));
            }
            self.keep(mark, until);
        }
        before.is_some()
    }

    /// How many are remembered.
    #[must_use]
    pub fn remembered(&self) -> usize {
        self.until.len()
    }

    fn keep(&mut self, mark: Mark, until: Timestamp) {
        self.until.insert(mark, until);
        self.soonest_first.insert((until, mark));
    }

    fn forget(&mut self, now: Timestamp) {
        while let Some((until, mark)) = self.soonest_first.first().copied() {
            if until > now {
                return;
            }
            self.soonest_first.pop_first();
            self.until.remove(&mark);
        }
    }
}

/// The length of the client id comes first: no two pairs read alike.
fn mark(client_id: &str, jti: &str) -> Mark {
    let mut digest = Sha256::new();
    digest.update(client_id.len().to_be_bytes());
    digest.update(client_id);
    digest.update(jti);
    let digest: [u8; 32] = digest.finalize().into();
    digest.first_chunk().copied().unwrap_or_default()
}

impl std::fmt::Debug for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Seen").field("remembered", &self.remembered()).finish_non_exhaustive()
    }
}

impl From<Seen> for Vec<(String, Timestamp)> {
    fn from(seen: Seen) -> Self {
        seen.soonest_first.iter().map(|(until, mark)| (hex::encode(mark), *until)).collect()
    }
}

impl From<Vec<(String, Timestamp)>> for Seen {
    fn from(marks: Vec<(String, Timestamp)>) -> Self {
        let mut seen = Self::default();
        for (text, until) in marks {
            let mut mark = Mark::default();
            // What is no mark marks nothing.
            if hex::decode_to_slice(text, &mut mark).is_ok() {
                seen.keep(mark, until);
            }
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn an_assertion_is_remembered_until_it_cannot_be_taken_any_more() {
        let mut seen = Seen::default();
        assert!(!seen.note("client", "one", at(300), at(0)));
        assert!(seen.note("client", "one", at(300), at(299)));
        assert!(!seen.note("other", "one", at(300), at(299)));
        assert!(!seen.note("client", "one", at(600), at(300)));
        assert_eq!(seen.remembered(), 1);
    }

    #[test]
    fn however_many_come_only_those_that_could_come_again_are_remembered() {
        let mut seen = Seen::default();
        for second in 0..20_000 {
            // Lifetimes of 100 to 300 seconds, so that they do not end in the order they came.
            let until = at(second + 100 + second % 3 * 100);
            assert!(!seen.note("client", &second.to_string(), until, at(second)));
            assert!(seen.remembered() <= 300);
        }
        assert!(seen.remembered() >= 100);
    }

    #[test]
    fn one_jti_for_ever_is_one_mark_that_stays_as_long_as_its_last_assertion() {
        let mut seen = Seen::default();
        for second in 0..1000 {
            seen.note("client", "jti", at(second + 60), at(second));
        }
        assert_eq!((seen.remembered(), seen.soonest_first.len()), (1, 1));
        assert!(seen.note("client", "jti", at(1000), at(1058)));
        assert!(!seen.note("client", "jti", at(2000), at(1059)));
    }

    #[test]
    fn read_back_they_go_on_where_they_were() {
        let mut seen = Seen::default();
        seen.note("client", "one", at(300), at(0));
        seen.note("client", "two", at(200), at(0));
        let text = serde_json::to_string(&seen).unwrap();
        let mut read_back: Seen = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&read_back).unwrap(), text);
        assert!(read_back.note("client", "two", at(200), at(100)));
    }
}
