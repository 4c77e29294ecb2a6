//! What a misspelt key was meant to be.

/// How alike two words must be, from 0 to 1, for one to be taken for the other.
const ALIKE_MIN: f64 = 0.8;

/// The known key that is most like the unknown one, as a message of `serde` names them: "unknown
/// field `comand`, expected one of `command`, `mode`".
pub(super) fn of(message: &str) -> Option<&str> {
    let (unknown, expected) = message.split_once("expected")?;
    let unknown = unknown.strip_prefix("unknown ")?;
    nearest(quoted(unknown).next()?, quoted(expected))
}

/// The name that is most like another, if one is like it at all.
pub(super) fn nearest<'a>(unknown: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let alike = |known: &str| strsim::jaro_winkler(unknown, known);
    let best = known.max_by(|a, b| alike(a).total_cmp(&alike(b)))?;
    (alike(best) >= ALIKE_MIN).then_some(best)
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn the_known_key_that_is_most_alike_is_meant_if_any_is() {
        let message = "unknown field `comand`, expected one of `command`, `mode`, `zone`";
        assert_eq!(of(message), Some("command"));
        assert_eq!(of("unknown field `xyzzy`, expected `command` or `mode`"), None);
        assert_eq!(of("invalid type: integer `7`, expected a string"), None);
    }
}
