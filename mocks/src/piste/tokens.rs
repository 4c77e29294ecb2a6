//! The tokens that were issued and are not forgotten yet.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use raccord_kernel::clock::after;
use serde::{Deserialize, Serialize};

use super::Environment;

/// One token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Its number, from 1: a journal calls it `token#3`.
    pub number: u64,
    /// The client id of the application that it was issued to.
    pub client_id: String,
    /// Where it is good.
    pub environment: Environment,
    /// The first instant at which it is over.
    pub expires_at: Timestamp,
}

impl Token {
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
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<(String, Token)>", into = "Vec<(String, Token)>")]
pub struct Tokens {
    issued: u64,
    by_text: HashMap<Arc<str>, Token>,
    oldest_first: VecDeque<Arc<str>>,
}

/// How long a token is remembered after it is over.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);

impl Tokens {
    /// Takes in a token with a new text, and forgets those that were over for an hour at `now`.
    pub(super) fn issue(&mut self, text: String, token: Token, now: Timestamp) {
        self.forget(now);
        let text: Arc<str> = text.into();
        self.oldest_first.push_back(Arc::clone(&text));
        self.issued = token.number;
        self.by_text.insert(text, token);
    }

    /// The number of the next token.
    pub(super) const fn next_number(&self) -> u64 {
        self.issued + 1
    }

    /// The token of a text, over or not.
    #[must_use]
    pub fn by_text(&self, text: &str) -> Option<&Token> {
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
impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("remembered", &self.remembered()).finish_non_exhaustive()
    }
}

impl From<Vec<(String, Token)>> for Tokens {
    fn from(oldest_first: Vec<(String, Token)>) -> Self {
        let mut tokens = Self::default();
        for (text, token) in oldest_first {
            let text: Arc<str> = text.into();
            tokens.issued = token.number;
            tokens.oldest_first.push_back(Arc::clone(&text));
            tokens.by_text.insert(text, token);
        }
        tokens
    }
}

impl From<Tokens> for Vec<(String, Token)> {
    fn from(mut tokens: Tokens) -> Self {
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

    fn issue(tokens: &mut Tokens, text: &str, second: i64) {
        let token = Token {
            number: tokens.next_number(),
            client_id: "client".into(),
            environment: Environment::Sandbox,
            expires_at: at(second + 3600),
        };
        tokens.issue(text.into(), token, at(second));
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
        let mut read_back: Tokens = serde_json::from_str(&text).unwrap();
        assert_eq!(read_back.by_text("second"), tokens.by_text("second"));
        assert_eq!(serde_json::to_string(&read_back).unwrap(), text);
        issue(&mut read_back, "third", 120);
        assert_eq!(read_back.by_text("third").unwrap().name(), "token#3");
    }
}
