//! Where a connector is configured: by an option, by variables, or in a file.

use super::program::Workplace;

const SCENARIO: &[&str] = &["A private key handed over as PKCS#8"];

/// A connector that ends with a code.
fn ends_with(code: u8) -> String {
    format!("[connector]\ncommand = [\"sh\", \"-c\", \"exit {code}\"]\n")
}

#[test]
fn an_option_wins_over_the_file_here_and_that_over_the_user_s_own() {
    let workplace = Workplace::new();
    std::fs::create_dir_all(workplace.path().join("own/raccord")).unwrap();
    workplace.write("own/raccord/config.toml", &ends_with(11));
    workplace.run(SCENARIO, &[]).ends_with(1, &["exit code 11"]);
    workplace.write("raccord.toml", &ends_with(12));
    workplace.run(SCENARIO, &[]).ends_with(1, &["exit code 12"]);
    workplace.write("other.toml", &ends_with(13));
    workplace.run(SCENARIO, &["--config", "other.toml"]).ends_with(1, &["exit code 13"]);
    let option = ["--connector", "sh -c 'exit 14'"];
    workplace.run(SCENARIO, &option).ends_with(1, &["exit code 14"]);
}

#[test]
fn what_is_not_known_is_an_error_with_what_was_meant() {
    let workplace = Workplace::new();
    workplace.write("raccord.toml", "[connector]\ncomand = [\"sh\"]\n");
    let says = ["`raccord.toml`", "line 2", "did you mean `command`?"];
    workplace.run(SCENARIO, &[]).ends_with(2, &says);
    let says = ["failed to read the configuration `missing.toml`"];
    workplace.run(SCENARIO, &["-c", "missing.toml"]).ends_with(2, &says);
}
