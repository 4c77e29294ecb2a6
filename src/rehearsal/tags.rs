//! Which scenarios a tag expression keeps.

use std::str::FromStr;
use std::sync::LazyLock;

use gherkin::tagexpr::TagOperation;
use regex::{Captures, Regex};

/// Tags joined by `and`, `or`, `not` and parentheses; the `@` of a tag may be left out.
#[derive(Debug, Clone)]
pub struct TagExpression {
    text: String,
    operation: TagOperation,
}

/// A text that is no tag expression.
#[derive(Debug, thiserror::Error)]
#[error(
    "expected tags joined by `and`, `or`, `not` and parentheses, \
     for instance 'not @guessed' or '@piste and (@sandbox or @production)'"
)]
pub struct NotATagExpression;

/// One word of an expression; a backslash keeps the sign that follows it.
static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:\\.|[^\s()\\])+").ok());

impl TagExpression {
    /// Tells whether the expression keeps a scenario with these tags, written without `@`.
    pub fn keeps(&self, tags: &[String]) -> bool {
        keeps(&self.operation, tags)
    }

    /// Returns the expression as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for TagExpression {
    type Err = NotATagExpression;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let operation = with_signs(text.trim()).parse().map_err(|_| NotATagExpression)?;
        Ok(Self { text: text.to_owned(), operation })
    }
}

/// Writes `@` before each tag that lacks it.
fn with_signs(text: &str) -> String {
    let Some(word) = &*WORD else { return text.to_owned() };
    word.replace_all(text, |found: &Captures<'_>| match &found[0] {
        operator @ ("and" | "or" | "not") => operator.to_owned(),
        tag if tag.starts_with('@') => tag.to_owned(),
        tag => format!("@{tag}"),
    })
    .into_owned()
}

fn keeps(operation: &TagOperation, tags: &[String]) -> bool {
    match operation {
        TagOperation::And(left, right) => keeps(left, tags) && keeps(right, tags),
        TagOperation::Or(left, right) => keeps(left, tags) || keeps(right, tags),
        TagOperation::Not(inner) => !keeps(inner, tags),
        TagOperation::Tag(tag) => tags.contains(tag),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expression: &str, tags: &[&str], expected: bool) {
        let tags: Vec<String> = tags.iter().map(|&tag| tag.to_owned()).collect();
        let kept = expression.parse::<TagExpression>().unwrap().keeps(&tags);
        assert_eq!(kept, expected, "{expression} on {tags:?}");
    }

    #[test]
    fn an_expression_reads_with_and_without_its_signs() {
        check("@piste", &["piste"], true);
        check("piste", &["piste"], true);
        check(" not guessed ", &["piste"], true);
        check("not @guessed", &["guessed"], false);
        check("CPP-CERT-03 or (piste and not @needs.time-travel)", &["piste"], true);
        check("piste and not needs.time-travel", &["piste", "needs.time-travel"], false);
        check("android", &["android"], true);
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for text in ["", "@a @b", "@a and", "(@a", "not"] {
            assert!(text.parse::<TagExpression>().is_err(), "{text}");
        }
    }
}
