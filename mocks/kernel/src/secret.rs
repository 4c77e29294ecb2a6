//! A text that is compared, and never shown.

use std::fmt;

use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

/// A password or a client secret.
///
/// It is written only where a state is saved; `Debug` hides it, and it has no `Display`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Takes a text in.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// Whether `attempt` is the secret. How long the answer takes depends on the lengths alone.
    #[must_use]
    pub fn matches(&self, attempt: &str) -> bool {
        self.0.as_bytes().ct_eq(attempt.as_bytes()).into()
    }

    /// Shows it to the one person who may see it ("voir le secret").
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_text_matches() {
        let secret = Secret::new("s3cret".into());
        assert!(secret.matches("s3cret"));
        for attempt in ["", "s3cre", "s3cret2", "s3creT"] {
            assert!(!secret.matches(attempt), "{attempt}");
        }
    }

    #[test]
    fn debug_hides_the_text() {
        assert_eq!(format!("{:?}", Secret::new("s3cret".into())), "Secret(hidden)");
    }
}
