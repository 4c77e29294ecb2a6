//! Media types: what an `Accept` takes, and what a `Content-Type` says.

/// JSON.
pub(super) const JSON: &str = "application/json";
/// A problem, as JSON.
pub(super) const PROBLEM: &str = "application/problem+json";

/// Whether an `Accept` takes one of these types. None at all, or an empty one, takes everything; a
/// range with `q=0` takes nothing (RFC 9110 §12.5.1).
pub(super) fn takes(accept: &str, types: &[&str]) -> bool {
    accept.trim().is_empty() || types.iter().any(|one| takes_one(accept, one))
}

/// The most precise range that speaks of a type decides.
fn takes_one(accept: &str, media_type: &str) -> bool {
    let ranges = accept.split(',').filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let precision = precision(parts.next()?, media_type)?;
        Some((precision, !parts.any(is_zero)))
    });
    ranges.max_by_key(|(precision, _)| *precision).is_some_and(|(_, is_taken)| is_taken)
}

/// How precisely a range speaks of a type; nothing where it does not.
fn precision(range: &str, media_type: &str) -> Option<u8> {
    let (kind, _) = media_type.split_once('/')?;
    let (of_kind, of_subtype) = range.split_once('/')?;
    match of_subtype {
        "*" if of_kind == "*" => Some(0),
        "*" if of_kind.eq_ignore_ascii_case(kind) => Some(1),
        _ => range.eq_ignore_ascii_case(media_type).then_some(2),
    }
}

fn is_zero(parameter: &str) -> bool {
    let weight =
        parameter.split_once('=').filter(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
    weight.is_some_and(|(_, value)| value.trim().parse::<f32>().is_ok_and(|weight| weight <= 0.0))
}

/// Whether a `Content-Type` says JSON, with whatever parameters.
pub(super) fn is_json(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case(JSON)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_takes_what_it_speaks_of_and_the_most_precise_one_decides() {
        for accept in
            ["", "*/*", "application/*", "text/html, */*;q=0.1", "Application/Problem+JSON;q=0.5"]
        {
            assert!(takes(accept, &[PROBLEM]), "{accept}");
        }
        for accept in
            [JSON, "text/*", "application/problem+json;q=0", "*/*, application/problem+json; q=0.0"]
        {
            assert!(!takes(accept, &[PROBLEM]), "{accept}");
        }
        assert!(takes("application/json", &[JSON, PROBLEM]));
    }

    #[test]
    fn a_content_type_is_json_with_whatever_parameters() {
        assert!(is_json("application/json;charset=UTF-8") && is_json(" APPLICATION/JSON"));
        assert!(!is_json("text/json") && !is_json("application/problem+json") && !is_json(""));
    }
}
