//! How the number of something is read from a path.

/// The number that a segment of a path is, if it is one as it would be written: without a sign, and
/// without zeros before it, so that one thing has one address.
#[must_use]
pub fn number(segment: &str) -> Option<u64> {
    segment.parse().ok().filter(|number: &u64| number.to_string() == segment)
}

/// The number that a segment of a path is; 0, which nothing has, where it is none.
#[must_use]
pub fn number_or_zero(segment: &str) -> u64 {
    number(segment).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_way_to_be_written() {
        assert_eq!(number("12"), Some(12));
        for segment in ["+12", "012", "-12", "12.0", "1e1", " 12", "", "18446744073709551616"] {
            assert_eq!(number(segment), None, "{segment}");
        }
    }
}
