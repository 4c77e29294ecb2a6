//! What is as it should be.

use serde_json::Value;

use crate::place::Place;

#[test]
fn all_that_can_be_known_before_a_run_is_told_and_is_well() {
    let place = Place::new("connected");
    let told = place.examine(&place.settings(), &[]);
    assert_eq!((told.code, &*told.stderr), (Some(0), ""), "{}", told.stdout);
    for words in [
        &["settings", "complete"][..],
        &["secret chorus_pro.piste.client_secret", "the variable `PISTE_CLIENT_SECRET`"],
        &["certificate supplier/edi#1", "with its key"],
        &["certificate supplier/edi#1, validity", "days left"],
        &["certificate supplier/edi#2", "with its key"],
        &["certificate company/rest#1, conformity", "social-security/rest"],
        &["proxy http://127.0.0.1", "it answers"],
        &["TLS sandbox-oauth.piste.gouv.fr:443", "days left"],
        &["TLS sandbox-api.piste.gouv.fr:443", "a root that is trusted"],
        &["TLS services.socialsecurity.be:443"],
        &["TLS services-sim.socialsecurity.be:443"],
        &["clock sandbox-oauth.piste.gouv.fr:443", "s apart"],
        &["PISTE token", "client id and secret are right"],
        &["API AIFE - Chorus Pro - Factures"],
        &["API AIFE - Chorus Pro - Transverses"],
        &["technical account", "login and password are right"],
        &["TCP 127.0.0.1:", "it answers"],
        &["SFTP host key", "the published one"],
        &["SFTP login", "is let in"],
        &["social security token", "had one for"],
    ] {
        assert!(told.has("ok", words), "{words:?}\n{}", told.stdout);
    }
    assert!(told.has("warning", &["edi#1, conformity", "throwaway"]), "{}", told.stdout);
    assert!(told.has("warning", &["stage", "production's ChaMan"]), "{}", told.stdout);
    assert!(told.has("not tried", &["API par certificat"]), "{}", told.stdout);
    // The two certificates of EDI may end in the same second, which is to be known as well.
    let last = told.stdout.lines().last().unwrap_or_default();
    assert!(last.starts_with("q: nothing failed; 0 failed, "), "{}", told.stdout);

    let told = place.examine(&place.settings(), &["--json"]);
    let report: Value = serde_json::from_str(&told.stdout).unwrap();
    assert_eq!(
        (&report["environment"], &report["conclusion"]),
        (&"q".into(), &"nothing failed".into())
    );
    let checks = report["checks"].as_array().unwrap();
    let is_login = |it: &&Value| it["what"] == "SFTP login" && it["state"] == "ok";
    assert_eq!(checks.iter().filter(is_login).count(), 1, "{report:#}");

    let told = place.examine(&place.settings(), &["--only", "piste"]);
    assert_eq!(told.code, Some(0), "{}", told.stdout);
    assert!(told.has("ok", &["technical account"]), "{}", told.stdout);
    for other in ["SFTP", "social", "edi"] {
        assert!(!told.stdout.contains(other), "{other}: {}", told.stdout);
    }
}
