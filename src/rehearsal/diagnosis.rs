//! Says which line of a scenario file is not Gherkin, and why.
//!
//! The parser looks so far ahead that the place it names is the end of the file. The longest
//! beginning of the file that is Gherkin by itself ends right before the line that is not.

use gherkin::{Feature, GherkinEnv, is_language_supported};

use super::ScenarioFile;

/// A line that is not Gherkin.
#[derive(Debug, thiserror::Error)]
#[error("{path}:{line}: {reason}")]
pub struct NotGherkin {
    /// The path of the file.
    pub path: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What was found and what was expected.
    pub reason: String,
}

/// Finds the line that keeps `file` from being Gherkin.
pub fn diagnose(file: &ScenarioFile) -> NotGherkin {
    let lines: Vec<&str> = file.text.lines().collect();
    let good = (1..lines.len()).rev().find(|count| parses(lines.iter().take(*count)));
    let (line, reason) = match good {
        // Empty lines and comments end the good part too early or too late by themselves.
        Some(good) => first_meaningful(&lines, good)
            .map_or((good, "the file ends too early".to_owned()), |(line, text)| {
                (line, reason(text))
            }),
        None => without_feature(&lines),
    };
    NotGherkin { path: file.path.clone(), line, reason }
}

fn parses<'a>(lines: impl Iterator<Item = &'a &'a str>) -> bool {
    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
    Feature::parse(text, GherkinEnv::default()).is_ok()
}

/// Returns the first line after `skipped` that is neither empty nor a comment, with its number.
fn first_meaningful<'a>(lines: &[&'a str], skipped: usize) -> Option<(usize, &'a str)> {
    let numbered = lines.iter().enumerate().skip(skipped);
    numbered
        .map(|(index, text)| (index + 1, text.trim()))
        .find(|(_, text)| !text.is_empty() && !text.starts_with('#'))
}

fn reason(text: &str) -> String {
    if text.starts_with("\"\"\"") || text.starts_with("```") {
        return "the text block that starts here never ends".to_owned();
    }
    if text.starts_with('|') {
        return format!(
            "cannot read the table row `{text}`: expected as many cells as in the first row, \
             a `|` at the end, and after a backslash only `n`, `|` or a backslash"
        );
    }
    format!(
        "cannot read `{text}` here: expected a step (Given, When, Then, And, But), a scenario, \
         its examples, or a rule, in the language of the file"
    )
}

/// Says why not even the beginning of the file is a feature.
fn without_feature(lines: &[&str]) -> (usize, String) {
    if let Some((line, language)) = unknown_language(lines) {
        return (line, format!("the language `{language}` is not one that Gherkin knows"));
    }
    let numbered = lines.iter().enumerate().map(|(index, text)| (index + 1, text.trim()));
    let first =
        numbered.into_iter().find(|(_, text)| !text.is_empty() && !text.starts_with(['#', '@']));
    match first {
        Some((line, text)) => (line, format!("expected `Feature:` and its name, found `{text}`")),
        None => (lines.len().max(1), "expected `Feature:` and its name, found nothing".to_owned()),
    }
}

fn unknown_language<'a>(lines: &[&'a str]) -> Option<(usize, &'a str)> {
    lines.iter().enumerate().find_map(|(index, text)| {
        let directive = text.trim().strip_prefix('#')?.trim().strip_prefix("language")?;
        let language = directive.trim().strip_prefix(':')?.trim();
        (!is_language_supported(language)).then_some((index + 1, language))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let file = ScenarioFile { path: "x.feature".to_owned(), text: text.to_owned() };
        assert!(Feature::parse(text, GherkinEnv::default()).is_err());
        diagnose(&file).to_string()
    }

    #[test]
    fn a_misspelt_keyword_is_found_where_it_stands() {
        insta::assert_snapshot!(told("@a\nFeature: a\n\n  @b\n  Scenario: b\n    Given c\n\n    # why\n    Whn d\n    Then e\n"), @"x.feature:9: cannot read `Whn d` here: expected a step (Given, When, Then, And, But), a scenario, its examples, or a rule, in the language of the file");
    }

    #[test]
    fn a_row_that_lacks_a_cell_is_found() {
        insta::assert_snapshot!(told("Feature: a\n  Scenario: b\n    Given c\n      | a | b |\n      | 1 |\n"), @"x.feature:5: cannot read the table row `| 1 |`: expected as many cells as in the first row, a `|` at the end, and after a backslash only `n`, `|` or a backslash");
    }

    #[test]
    fn a_text_block_without_an_end_is_found_where_it_starts() {
        insta::assert_snapshot!(told("Feature: a\n  Scenario: b\n    Given c\n      \"\"\"\n      x\n"), @"x.feature:4: the text block that starts here never ends");
    }

    #[test]
    fn an_unknown_language_is_named() {
        insta::assert_snapshot!(told("# language: xx\nFeature: a\n"), @"x.feature:1: the language `xx` is not one that Gherkin knows");
    }

    #[test]
    fn a_file_without_a_feature_says_what_it_starts_with() {
        insta::assert_snapshot!(told("\nhello\nworld\n"), @"x.feature:2: expected `Feature:` and its name, found `hello`");
        insta::assert_snapshot!(told(""), @"x.feature:1: expected `Feature:` and its name, found nothing");
    }
}
