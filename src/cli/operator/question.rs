//! A question as it is shown, and what may be typed at it.

use super::layout::Layout;
use crate::environment::Question;
use crate::report::palette::Palette;

/// What stands before the answer.
pub(super) const PROMPT: &str = "answer, or [l]eave: ";

/// Reads an answer as the choices have it, or any text where there are none; `None` is to leave.
///
/// # Errors
///
/// What to type, where it is no answer.
pub(super) fn read(line: &str, choices: &[(String, String)]) -> Result<Option<String>, String> {
    let is_said = |answer: &&String| answer.to_lowercase() == line.to_lowercase();
    let answers = || choices.iter().map(|(answer, _)| answer);
    if let Some(answer) = answers().find(is_said) {
        return Ok(Some(answer.clone()));
    }
    match line.to_lowercase().as_str() {
        "l" | "leave" => Ok(None),
        "" if choices.is_empty() => Err("type the answer, or l to leave".to_owned()),
        _ if choices.is_empty() => Ok(Some(line.to_owned())),
        _ => {
            let answers: Vec<_> = answers().map(|answer| format!("`{answer}`")).collect();
            Err(format!("type one of {}, or l to leave", answers.join(", ")))
        }
    }
}

/// The question: what is asked, how to find out, and what may be answered.
pub(super) fn text(question: &Question, palette: Palette, columns: usize) -> String {
    let mut layout = Layout::new(palette, columns);
    layout.title(&question.asked);
    layout.paragraph(&question.hint);
    if !question.choices.is_empty() {
        layout.gap();
    }
    for (answer, meaning) in &question.choices {
        layout.field(answer, meaning);
    }
    layout.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_one_of_the_choices() {
        let choices = [("yes", "it is there"), ("no", "it is not")];
        let choices = choices.map(|(answer, meaning)| (answer.to_owned(), meaning.to_owned()));
        assert_eq!(read("YES", &choices), Ok(Some("yes".to_owned())));
        assert_eq!(read("l", &choices), Ok(None));
        let told = read("maybe", &choices).unwrap_err();
        assert_eq!(told, "type one of `yes`, `no`, or l to leave");
        assert!(read("", &choices).is_err());
    }

    #[test]
    fn without_choices_any_words_are_an_answer() {
        assert_eq!(read("17 of March", &[]), Ok(Some("17 of March".to_owned())));
        assert_eq!(read("leave", &[]), Ok(None));
        assert!(read("", &[]).is_err());
    }
}
