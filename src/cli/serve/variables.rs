//! The file of variables, as `NAME=value`, for `.` in a shell or Docker's `--env-file`.

/// Its name.
pub(super) const FILE: &str = "raccord.env";

/// The variables, one a line. A value that a shell would take apart stands in quotes.
pub(super) fn text(variables: &[(&str, String)]) -> String {
    variables.iter().map(|(name, value)| format!("{name}={}\n", quoted(value))).collect()
}

fn quoted(value: &str) -> String {
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "@:/._-+,=".contains(sign);
    if value.chars().all(plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_what_was_written() {
        let variables = [("A", "plain@x".to_owned()), ("B", "a b'c$d".to_owned())];
        assert_eq!(text(&variables), "A=plain@x\nB='a b'\\''c$d'\n");
    }
}
