//! What cannot be made, and what is said then.

use crate::workplace::Workplace;

/// Runs `cert issue`, which must be refused as wrong usage, and returns what it said.
fn refused(arguments: &[&str]) -> String {
    let place = Workplace::new();
    let before = ["cert", "issue", "--out", "made"];
    let said =
        place.raccord(&before.into_iter().chain(arguments.iter().copied()).collect::<Vec<_>>());
    assert_eq!(said.code, 2, "{arguments:?}: {said:?}");
    assert!(!place.path("made").exists(), "{arguments:?}");
    said.stderr
}

#[test]
fn a_mode_without_certificate_makes_none() {
    let said = refused(&["--profile", "chorus-pro/piste"]);
    assert!(said.contains("`chorus-pro/piste` demands no certificate"), "{said}");
}

#[test]
fn a_defect_that_a_profile_cannot_have_is_refused_with_the_reason() {
    let said = refused(&["--profile", "social-security/rest", "--defect", "missing-intermediate"]);
    assert!(said.contains("it is self-signed, so it has no chain"), "{said}");
}

#[test]
fn a_key_beside_the_defect_of_a_small_key_is_refused() {
    let said = refused(&[
        "--profile",
        "chorus-pro/ssl-client",
        "--defect",
        "key-too-small",
        "--key",
        "rsa4096",
    ]);
    assert!(said.contains("leave out --key"), "{said}");
}

#[test]
fn an_end_before_the_beginning_is_refused() {
    let said = refused(&[
        "--profile",
        "chorus-pro/ssl-client",
        "--from",
        "2026-12-31",
        "--until",
        "2026-01-01",
    ]);
    assert!(said.contains("expected an end after the beginning"), "{said}");
}

#[test]
fn a_server_without_a_host_is_refused() {
    let said = refused(&["--profile", "chorus-pro/ssl-server", "--subject", "C=FR, CN=Nos ventes"]);
    assert!(
        said.contains("found the common name `Nos ventes`, expected the name of a host"),
        "{said}"
    );
}

#[test]
fn a_subject_that_cannot_be_read_is_refused_with_the_place() {
    let said = refused(&["--profile", "chorus-pro/ssl-client", "--subject", "C=FR, O=A, SA"]);
    assert!(said.contains("at character 12: found `SA`"), "{said}");
}

#[test]
fn names_and_durations_that_nobody_knows_are_refused() {
    for wrong in [
        &["--profile", "chorus-pro/ssl"][..],
        &["--profile", "chorus-pro/ssl-client", "--defect", "rusty"],
        &["--profile", "chorus-pro/ssl-client", "--key", "rsa1024"],
        &["--profile", "chorus-pro/ssl-client", "--expires-in", "soon"],
        &["--profile", "chorus-pro/ssl-client", "--expires-in", "20d", "--until", "2026-01-01"],
        &["--profile", "chorus-pro/ssl-client", "--like", "file"],
        &["--like", "missing.cer"],
        &[],
    ] {
        refused(wrong);
    }
}

#[test]
fn a_file_without_a_certificate_has_no_shape_to_take() {
    let place = Workplace::new();
    std::fs::write(place.path("notes.txt"), "rien").unwrap();
    let said = place.raccord(&["cert", "issue", "--like", "notes.txt", "--out", "made"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("`notes.txt`: found something unknown"), "{said:?}");
}
