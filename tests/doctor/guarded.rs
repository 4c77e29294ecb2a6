//! What is refused before anything is contacted.

use crate::place::Place;

#[test]
fn production_takes_a_word_in_the_file_and_one_on_the_command_line() {
    let place = Place::new("piste");
    let test = format!("{}{}", place.network(), place.piste());
    let production = test.replace("sandbox-", "");
    let told = place.examine(&production, &["--allow-production"]);
    assert_eq!((told.code, &*told.stdout), (Some(2), ""), "{}", told.stderr);
    assert!(told.stderr.contains("`oauth.piste.gouv.fr` of production"), "{}", told.stderr);
    let said = production.replace("[environments.q]\n", "[environments.q]\nproduction = true\n");
    let told = place.examine(&said, &[]);
    assert_eq!((told.code, &*told.stdout), (Some(2), ""), "{}", told.stderr);
    assert!(told.stderr.contains("expected --allow-production"), "{}", told.stderr);
    let told = place.examine(&said, &["--allow-production"]);
    assert_eq!(told.code, Some(1), "the sandbox's identifiers are nobody's there: {}", told.stdout);
    assert!(told.has("ok", &["TLS oauth.piste.gouv.fr:443"]), "{}", told.stdout);
}

#[test]
fn an_environment_that_is_not_described_or_wrongly_is_2() {
    let place = Place::new("piste");
    let settings = format!("{}{}", place.network(), place.piste());
    for (found, put, says) in [
        ("environments.q", "environments.p", "found no environment `q`, expected `p`"),
        ("client_id", "cleint_id", "did you mean `client_id`?"),
        ("{ env = \"CPRO_PASSWORD\" }", "\"hunter2\"", "found a secret in clear"),
        ("proxy = \"http://", "proxy = \"http://someone:hunter2@", "proxy_credentials"),
        ("73282932000074", "123", "expected the 14 digits"),
        ("environments.q", "environments.mocks", "the mocks need no settings"),
    ] {
        let told = place.examine(&settings.replace(found, put), &[]);
        assert_eq!((told.code, &*told.stdout), (Some(2), ""), "{}", told.stderr);
        assert!(told.stderr.contains(says), "{says}: {}", told.stderr);
        assert!(!told.stderr.contains("hunter2"), "{}", told.stderr);
    }
}
