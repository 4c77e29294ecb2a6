//! The tokens that were issued and are not forgotten yet.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::clock::after;

/// One token, that is good for `G`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token<G> {
    /// Its number, from 1: a journal calls it `token#3`.
    pub number: u64,
    /// The first instant at which it is over.
    pub expires_at: Timestamp,
    /// Whom it was issued to, and what for.
    pub grant: G,
}

impl<G> Token<G> {
    /// Its name in a journal.
    #[must_use]
    pub fn name(&self) -> String {
        format!("token#{}", self.number)
    }
}

/// The tokens by their text, and the texts in the order of issue, so that a token is found and
/// forgotten at a cost that does not depend on how many there are.
///
/// A token is kept for a while after it is over, since the real system tells a token that is over
/// from one that it never saw; then it is forgotten, so that a long run does not grow.
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "Vec<(String, Token<G>)>", into = "Vec<(String, Token<G>)>")]
#[serde(bound(serialize = "G: Clone + Serialize", deserialize = "G: Deserialize<'de>"))]
pub struct Tokens<G> {
    issued: u64,
    by_text: HashMap<Arc<str>, Token<G>>,
    oldest_first: VecDeque<Arc<str>>,
}

impl<G> Default for Tokens<G> {
    fn default() -> Self {
        Self { issued: 0, by_text: HashMap::new(), oldest_first: VecDeque::new() }
    }
}

/// How long a token is remembered after it is over.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);

impl<G> Tokens<G> {
    /// Issues a token with a new text, good until `expires_at`, and answers its name. Those that
    /// were over for an hour at `now` are forgotten.
    pub fn issue(
        &mut self,
        text: String,
        grant: G,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> String {
        self.forget(now);
        self.issued += 1;
        let token = Token { number: self.issued, expires_at, grant };
        let name = token.name();
        self.keep(text, token);
        name
    }

    fn keep(&mut self, text: String, token: Token<G>) {
        let text: Arc<str> = text.into();
        self.oldest_first.push_back(Arc::clone(&text));
        self.by_text.insert(text, token);
    }

    /// The token of a text, over or not.
    #[must_use]
    pub fn by_text(&self, text: &str) -> Option<&Token<G>> {
        self.by_text.get(text)
    }

    /// How many are remembered.
    #[must_use]
    pub fn remembered(&self) -> usize {
        self.by_text.len()
    }

    fn forget(&mut self, now: Timestamp) {
        while let Some(oldest) = self.oldest_first.front() {
            let token = self.by_text.get(oldest);
            if token.is_some_and(|token| after(token.expires_at, REMEMBERED) > now) {
                return;
            }
            self.by_text.remove(oldest);
            self.oldest_first.pop_front();
        }
    }
}

/// A token is a credential: only their number is shown.
impl<G> std::fmt::Debug for Tokens<G> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("remembered", &self.remembered()).finish_non_exhaustive()
    }
}

impl<G> From<Vec<(String, Token<G>)>> for Tokens<G> {
    fn from(oldest_first: Vec<(String, Token<G>)>) -> Self {
        let mut tokens = Self::default();
        for (text, token) in oldest_first {
            tokens.issued = token.number;
            tokens.keep(text, token);
        }
        tokens
    }
}

impl<G> From<Tokens<G>> for Vec<(String, Token<G>)> {
    fn from(mut tokens: Tokens<G>) -> Self {
        let texts = std::mem::take(&mut tokens.oldest_first).into_iter();
        texts.filter_map(|text| Some((text.to_string(), tokens.by_text.remove(&text)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn issue(tokens: &mut Tokens<()>, text: &str, second: i64) {
        tokens.issue(text.into(), (), at(second + 3600), at(second));
    }

    #[test]
    fn a_token_is_remembered_for_an_hour_after_it_is_over_then_forgotten() {
        let mut tokens = Tokens::default();
        issue(&mut tokens, "first", 0);
        issue(&mut tokens, "second", 7199);
        assert!(tokens.by_text("first").is_some());
        issue(&mut tokens, "third", 7200);
        assert!(tokens.by_text("first").is_none());
        assert_eq!(tokens.remembered(), 2);
    }

    #[test]
    fn however_many_are_issued_only_two_hours_of_them_are_remembered() {
        let mut tokens = Tokens::default();
        for second in 0..20_000 {
            issue(&mut tokens, &format!("token {second}"), second);
        }
        assert_eq!(tokens.remembered(), 7200);
    }

    #[test]
    fn read_back_they_go_on_where_they_were() {
        let mut tokens = Tokens::default();
        issue(&mut tokens, "first", 0);
        issue(&mut tokens, "second", 60);
        let text = serde_json::to_string(&tokens).unwrap();
        let mut read_back: Tokens<()> = serde_json::from_str(&text).unwrap();
        assert_eq!(read_back.by_text("second"), tokens.by_text("second"));
        assert_eq!(serde_json::to_string(&read_back).unwrap(), text);
        issue(&mut read_back, "third", 120);
        assert_eq!(read_back.by_text("third").unwrap().name(), "token#3");
    }
}
