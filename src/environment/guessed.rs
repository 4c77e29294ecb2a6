//! Which rules of the mocks are guesses.

use raccord_kernel::Known;

/// Whether an id is that of a rule that is guessed.
#[must_use]
pub fn is_guessed(id: &str) -> bool {
    raccord_mocks::rules::find(id).is_some_and(|rule| rule.known == Known::Guessed)
}

/// Whether an id is that of a rule.
#[must_use]
pub fn is_rule(id: &str) -> bool {
    raccord_mocks::rules::find(id).is_some()
}

/// What a guessed rule says.
#[must_use]
pub fn guess(id: &str) -> Option<&'static str> {
    raccord_mocks::rules::find(id).filter(|rule| rule.known == Known::Guessed).map(|rule| rule.says)
}
