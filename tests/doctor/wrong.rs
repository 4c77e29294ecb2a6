//! What is not as it should be: each is told with what to do, and the rest is examined all the same.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use crate::place::Place;

/// A key of an SSH server, of nobody here.
const OTHER_KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

#[test]
fn what_is_wrong_is_told_with_what_to_do_and_the_rest_is_examined() {
    let place = Place::new("connected");
    let good = place.settings();
    let client_id = place.variable("RACCORD_PISTE_CLIENT_ID");
    let login = place.variable("RACCORD_CPRO_LOGIN");
    let host_key = good.lines().find(|line| line.starts_with("host_key")).unwrap().to_owned();
    let account = place.variable("RACCORD_SOCIAL_SECURITY_CLIENT_ID");
    let cases: &[(&str, &str, &[&str], &[&str])] = &[
        (
            client_id,
            "nobody",
            &["PISTE token", "400", "client id or secret is wrong"],
            &["SFTP login"],
        ),
        (login, "TECH_9_9@cpro.fr", &["technical account", "401", "424 days"], &["PISTE token"]),
        (
            &host_key,
            &format!("host_key = \"{OTHER_KEY}\""),
            &["SFTP host key", "another key than `host_key`", "before you change `host_key`"],
            &["technical account"],
        ),
        (
            "\"VFE012\"",
            "\"VFE999\"",
            &["SFTP login", "check `application_code`"],
            &["SFTP host key"],
        ),
        (
            "edi-sftp.key",
            "edi-sftp-next.key",
            &["certificate supplier/edi#1", "is not that of the certificate"],
            &["certificate supplier/edi#2"],
        ),
        (
            "edi-sftp.p7b",
            "gone.p7b",
            &["certificate supplier/edi#1", "failed to read", "gone.p7b"],
            &["certificate supplier/edi#2"],
        ),
        (
            account,
            "self_service_chaman_1_a",
            &["social security token", "check `client_id`"],
            &["SFTP login"],
        ),
        (
            "siret = \"73282932000074\"",
            "",
            &["setting chorus_pro.siret", "14 digits"],
            &["SFTP login"],
        ),
        (
            "trust = \"rehearsal/ca.pem\"",
            "trust = \"rehearsal/social-security.cer\"",
            &[
                "TLS sandbox-oauth.piste.gouv.fr:443",
                "UnknownIssuer",
                "it shows one issued by `",
                "as `trust`",
            ],
            &["SFTP login"],
        ),
        ("rehearsal/ca.pem", "gone.pem", &["network", "gone.pem"], &["settings"]),
    ];
    for (found, put, words, still) in cases {
        assert!(good.contains(found), "{found}");
        let told = place.examine(&good.replace(found, put), &[]);
        assert_eq!(told.code, Some(1), "{put}: {}", told.stdout);
        assert!(told.has("failed", words), "{words:?}\n{}", told.stdout);
        assert!(told.has("ok", still), "{still:?}\n{}", told.stdout);
    }
}

#[test]
fn a_secret_that_is_missing_or_wrong_is_told_without_any() {
    let place = Place::new("connected");
    let good = place.settings();
    let but = |name: &str, value: &'static str| -> Vec<(&str, &str)> {
        let all = place.secrets().into_iter();
        all.map(|(it, secret)| (it, if it == name { value } else { secret })).collect()
    };
    let told = place.examine_with(&good, &[], &but("PISTE_CLIENT_SECRET", "w-r-o-n-g"));
    assert_eq!(told.code, Some(1));
    assert!(told.has("failed", &["PISTE token", "invalid_client"]), "{}", told.stdout);
    assert!(told.has("not tried", &["technical account", "no token"]), "{}", told.stdout);
    assert!(!told.stdout.contains("w-r-o-n-g"), "{}", told.stdout);

    let told = place.examine_with(&good, &["--only", "piste"], &but("CPRO_PASSWORD", "w-r-o-n-g"));
    assert_eq!(told.code, Some(1));
    let account = ["technical account", "login or password incorrects", "424 days"];
    assert!(told.has("failed", &account), "{}", told.stdout);
    assert!(told.has("ok", &["PISTE token"]), "{}", told.stdout);

    let told = place.examine_with(&good, &[], &but("SOCIAL_SECURITY_PASSWORD", "w-r-o-n-g"));
    assert_eq!(told.code, Some(1));
    assert!(told.has("failed", &["company/rest#1", "failed to open"]), "{}", told.stdout);
    assert!(told.has("not tried", &["social security token"]), "{}", told.stdout);

    let without: Vec<_> =
        place.secrets().into_iter().filter(|(name, _)| *name != "CPRO_PASSWORD").collect();
    let told = place.examine_with(&good, &[], &without);
    assert_eq!(told.code, Some(1));
    let missing = ["secret chorus_pro.piste.password", "no variable `CPRO_PASSWORD`", "read -rs"];
    assert!(told.has("failed", &missing), "{}", told.stdout);
    assert!(told.has("ok", &["SFTP login"]), "{}", told.stdout);

    // A file in the place of a variable.
    let from_file = good.replace("{ env = \"CPRO_PASSWORD\" }", "{ file = \"password\" }");
    fs::write(place.file("password"), format!("{}\n", place.variable("RACCORD_CPRO_PASSWORD")))
        .unwrap();
    fs::set_permissions(place.file("password"), Permissions::from_mode(0o644)).unwrap();
    let told = place.examine_with(&from_file, &["--only", "piste"], &without);
    assert_eq!(told.code, Some(0), "{}", told.stdout);
    assert!(told.has("warning", &["others than you", "0644", "chmod 600"]), "{}", told.stdout);
    fs::set_permissions(place.file("password"), Permissions::from_mode(0o600)).unwrap();
    let told = place.examine_with(&from_file, &["--only", "piste"], &without);
    assert!(!told.stdout.contains("chmod"), "{}", told.stdout);
}

#[test]
fn a_certificate_that_is_over_or_nearly_so_is_told() {
    for (start, code, state, words) in [
        ("edi-sftp-expired", 1, "failed", "over since"),
        ("edi-sftp-expires-in-20-days", 0, "warning", "days left, until"),
    ] {
        let place = Place::new(start);
        let told = place.examine(&format!("{}{}", place.network(), place.edi()), &[]);
        assert_eq!(told.code, Some(code), "{}", told.stdout);
        let words = ["certificate supplier/edi#1, validity", words, "raccord plan"];
        assert!(told.has(state, &words), "{}", told.stdout);
        let lets_in = if code == 0 { "ok" } else { "failed" };
        assert!(told.has(lets_in, &["SFTP login"]), "{}", told.stdout);
    }
}

#[test]
fn a_way_to_connect_that_is_not_described_is_no_success() {
    let place = Place::new("connected");
    let all = [
        ("piste", "chorus_pro.piste", place.piste()),
        ("edi", "chorus_pro.edi", place.edi()),
        ("social-security", "social_security", place.social_security()),
    ];
    for (only, table, described) in all {
        let without = place.settings().replace(&described, "");
        let told = place.examine(&without, &["--only", only]);
        assert_eq!(told.code, Some(1), "{}", told.stdout);
        let missing = format!("no table {table}");
        assert!(told.has("failed", &[&missing, "to do: describe it"]), "{}", told.stdout);
        assert!(!told.has("ok", &["settings: complete"]), "{}", told.stdout);
        // Who asks for nothing in particular has what there is.
        let told = place.examine(&without, &[]);
        assert_eq!(told.code, Some(0), "{}", told.stdout);
    }
}

#[test]
fn where_nobody_can_be_reached_that_is_3() {
    let place = Place::new("connected");
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = closed.local_addr().unwrap();
    drop(closed);
    let settings = place.settings();
    let line = |name: &str| settings.lines().find(|it| it.starts_with(name)).unwrap().to_owned();
    let gone = settings
        .replace(&line("proxy"), &format!("proxy = \"http://{address}\""))
        .replace(&line("sftp"), &format!("sftp = \"{address}\""));
    let told = place.examine(&gone, &[]);
    assert_eq!(told.code, Some(3), "{}", told.stdout);
    assert!(told.has("failed", &["proxy", "leave `proxy` out"]), "{}", told.stdout);
    assert!(told.has("failed", &["TCP 127.0.0.1", "check the port"]), "{}", told.stdout);
    assert!(told.has("ok", &["certificate supplier/edi#1"]), "{}", told.stdout);
    assert!(told.stdout.contains("nothing could be reached"), "{}", told.stdout);
    // One that can be reached makes it a failure of the others.
    let told =
        place.examine(&settings.replace(&line("sftp"), &format!("sftp = \"{address}\"")), &[]);
    assert_eq!(told.code, Some(1), "{}", told.stdout);
}
