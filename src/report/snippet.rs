//! Proposes the code of a step that the catalogue does not have yet.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// A quoted text or a whole number: what a step most often varies by.
static VARYING: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#""[^"]*"|\b\d+\b"#).ok());

/// Proposes a step of the catalogue; `kind` is `given`, `when` or `then`.
pub fn propose(kind: &str, text: &str) -> String {
    let mut arguments = String::new();
    let expression = escape(text);
    let expression = match &*VARYING {
        None => expression.into(),
        Some(varying) => varying.replace_all(&expression, |found: &Captures<'_>| {
            let (parameter, kind) =
                if found[0].starts_with('"') { ("{string}", "String") } else { ("{int}", "u64") };
            let number = arguments.matches(':').count() + 1;
            arguments.push_str(&format!(", value_{number}: {kind}"));
            parameter
        }),
    };
    format!(
        "#[{kind}(expr = {expression:?})]\n\
         async fn {}(world: &mut World{arguments}) {{\n    \
         world.step(async |world| todo!()).await;\n\
         }}",
        name(&expression)
    )
}

/// Keeps what a cucumber expression would read as its own signs.
fn escape(text: &str) -> String {
    text.chars()
        .flat_map(|sign| match sign {
            '(' | ')' | '{' | '}' | '/' | '\\' => vec!['\\', sign],
            other => vec![other],
        })
        .collect()
}

/// Makes a function's name of the words of an expression, without its parameters.
fn name(expression: &str) -> String {
    let words = expression.replace("{string}", " ").replace("{int}", " ").to_lowercase();
    let words: Vec<&str> =
        words.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    match words.as_slice() {
        [] => "step".to_owned(),
        words => words.join("_"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_texts_and_numbers_become_parameters() {
        insta::assert_snapshot!(propose("given", r#"a supplier "VFE012" with 2 (two) keys"#), @r##"
        #[given(expr = "a supplier {string} with {int} \\(two\\) keys")]
        async fn a_supplier_with_two_keys(world: &mut World, value_1: String, value_2: u64) {
            world.step(async |world| todo!()).await;
        }
        "##);
    }
}
