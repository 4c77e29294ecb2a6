//! What is over and can be forgotten: the newest of it is kept, however much comes.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

/// The keys of what is over, in the order in which it was over.
///
/// Where a clock is held nothing is forgotten, since a run is judged by all that became of it; where
/// it runs, whoever serves for days must not grow.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Past<K> {
    oldest_first: VecDeque<K>,
}

impl<K> Default for Past<K> {
    fn default() -> Self {
        Self { oldest_first: VecDeque::new() }
    }
}

impl<K> Past<K> {
    /// Says that what has this key is over.
    pub fn add(&mut self, key: K) {
        self.oldest_first.push_back(key);
    }

    /// Takes out all but the `newest`, the oldest first: they are to be forgotten.
    pub fn all_but(&mut self, newest: usize) -> impl Iterator<Item = K> + '_ {
        let too_many = self.oldest_first.len().saturating_sub(newest);
        self.oldest_first.drain(..too_many)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_but_the_newest_are_taken_out_oldest_first_and_once() {
        let mut past = Past::default();
        (1..=5).for_each(|key| past.add(key));
        assert_eq!(past.all_but(2).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(past.all_but(2).count(), 0);
        past.add(6);
        let mut read_back: Past<i32> =
            serde_json::from_str(&serde_json::to_string(&past).unwrap()).unwrap();
        assert_eq!(read_back.all_but(2).collect::<Vec<_>>(), [4]);
    }
}
