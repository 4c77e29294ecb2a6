//! What is told of a command, and what `--strict` minds.

use std::fs;

use serde_json::Value;

use crate::peers::has;
use crate::running::{Ran, exec, exec_in};

const TOKEN: &str = "curl --silent --output /dev/null --data grant_type=client_credentials \
    --data scope=openid --data \"client_id=$RACCORD_PISTE_CLIENT_ID\" \
    --data \"client_secret=$RACCORD_PISTE_CLIENT_SECRET\" \
    \"$RACCORD_PISTE_OAUTH_URL/api/oauth/token\"";
const WRONG_SECRET: &str = "curl --silent --output /dev/null --data grant_type=client_credentials \
    --data scope=openid --data \"client_id=$RACCORD_PISTE_CLIENT_ID\" --data client_secret=wrong \
    \"$RACCORD_PISTE_OAUTH_URL/api/oauth/token\"";
const UNKNOWN_HOST: &str = "curl --silent https://example.com/ || true";
const UNKNOWN_ROUTE: &str = "curl --silent \"$RACCORD_PISTE_OAUTH_URL/api/oauth/tokn\" || true";
const RETIRED: &str = "curl --silent https://sandbox-api.aife.economie.gouv.fr/ || true";

/// The id of the rule that refused in a report.
fn refused_by(ran: &Ran) -> String {
    let after = ran.stderr.split("\nRefused\n").nth(1).expect(&ran.stderr);
    after.split_whitespace().next().unwrap().to_owned()
}

#[test]
fn what_crossed_is_told_and_what_was_not_is_not_claimed() {
    if has("curl") {
        let ran = exec(&[], TOKEN).well();
        assert!(ran.stderr.contains("\nAnswered\n  piste.token  1 ×\n"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("Refused"), "{}", ran.stderr);
        assert!(ran.stderr.contains("only what went through the proxy was watched"));
    }
    let ran = exec(&[], "true").well();
    assert!(ran.stderr.contains("\nNothing crossed that was answered\n"), "{}", ran.stderr);
}

#[test]
fn a_refusal_is_told_with_its_rule_and_is_minded_only_when_strict() {
    if !has("curl") {
        return;
    }
    let rule = refused_by(&exec(&[], WRONG_SECRET).well());
    assert!(rule.starts_with("PISTE-TOKEN-"), "{rule}");
    assert_eq!(exec(&["--strict"], WRONG_SECRET).code, Some(1));
    let ran = exec(&["--strict", "--expect", &rule], WRONG_SECRET).well();
    assert!(ran.stderr.contains("1 ×, as expected"), "{}", ran.stderr);
    let ran = exec(&["--strict", "--expect", &rule], TOKEN);
    assert_eq!(ran.code, Some(1), "a refusal that was expected did not come: {}", ran.stderr);
    assert!(ran.stderr.contains(&format!("Expected to refuse, and did not\n  {rule}")));
}

#[test]
fn what_nothing_here_knows_is_named_and_fails_when_strict() {
    if !has("curl") {
        return;
    }
    for (script, named) in [
        (UNKNOWN_HOST, "the host example.com"),
        (UNKNOWN_ROUTE, "GET /api/oauth/tokn of sandbox-oauth.piste.gouv.fr"),
    ] {
        let ran = exec(&[], script).well();
        assert!(ran.stderr.contains("Asked for, and known to nothing here\n"), "{}", ran.stderr);
        assert!(ran.stderr.contains(named), "{}", ran.stderr);
        assert_eq!(exec(&["--strict"], script).code, Some(1), "{script}");
    }
    let ran = exec(&[], RETIRED).well();
    assert_eq!(refused_by(&ran), "GATEWAY-HOST-01");
    assert!(ran.stderr.contains("use sandbox-api.piste.gouv.fr"), "{}", ran.stderr);
}

#[test]
fn the_evidence_is_kept_and_holds_no_secret() {
    if !has("curl") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let script = format!("{TOKEN}; {WRONG_SECRET}; printf %s \"$RACCORD_PISTE_CLIENT_SECRET\"");
    let options = ["--strict", "--journal", "it.ndjson", "--junit", "it.xml"];
    let ran = exec_in(folder.path(), &options, &script);
    assert_eq!(ran.code, Some(1));
    let journal = fs::read_to_string(folder.path().join("it.ndjson")).unwrap();
    let entries = journal.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let kinds: Vec<_> = entries
        .filter(|entry| entry["operation"] == "piste.token")
        .map(|entry| entry["outcome"]["kind"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, ["accepted", "refused"]);
    let junit = fs::read_to_string(folder.path().join("it.xml")).unwrap();
    assert!(junit.contains("tests=\"6\" failures=\"1\""), "{junit}");
    for text in [&journal, &junit, &ran.stderr] {
        assert!(!text.contains(&ran.stdout), "the secret is in what is kept");
    }
}

#[test]
fn a_rule_that_nobody_knows_is_2() {
    let ran = exec(&["--expect", "PISTE-TOKEN-99"], "true");
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("no rule is called `PISTE-TOKEN-99`"), "{}", ran.stderr);
}
