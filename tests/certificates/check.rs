//! `raccord cert check`: what it says of files, and how it ends.

use raccord_certs::{Defect, Profile, profile};
use serde_json::Value;

use crate::workplace::{Said, Workplace};

const CLIENT: &Profile = &profile::CHORUS_PRO_SSL_CLIENT;
const SERVER: &Profile = &profile::CHORUS_PRO_SSL_SERVER;

/// In qualification, at noon on a day on which all is valid.
fn check(desk: &Workplace, arguments: &str) -> Said {
    desk.cert(&format!("check {arguments} --environment qualification --at 2026-06-01T12:00:00Z"))
}

#[test]
fn a_good_file_is_accepted_as_far_as_is_known() {
    let desk = Workplace::new();
    desk.put_pkcs7("client.p7b", CLIENT, None);
    let said = check(&desk, "client.p7b --for chorus-pro/edi-sftp");
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    let expected = "accepted as far as is known: no remark, for chorus-pro/edi-sftp in \
                    qualification on 2026-06-01T12:00:00Z";
    assert_eq!(said.verdict(), expected);
}

#[test]
fn a_certificate_of_the_wrong_kind_is_refused_in_plain_words() {
    let desk = Workplace::new();
    desk.put_pkcs7("server.p7b", CLIENT, Some(Defect::OtherExtendedKeyUsage));
    let said = check(&desk, "server.p7b --for chorus-pro/edi-sftp");
    assert_eq!(said.code, 1);
    let shown = "  failure      CPP-CERT-03  found: answering as a server (serverAuth)\n\
                 \x20              expected: connecting as a client (clientAuth)\n\
                 \x20              to do: order a certificate of the kind \"SSL Client, ";
    assert!(said.stdout.contains(shown), "{}", said.stdout);
    assert!(said.stdout.contains("source: CPP-CERTIFICATES §1, §4, \"Chorus Pro: guide"));
    assert!(said.verdict().starts_with("refused: 1 failure, for "), "{}", said.verdict());
}

#[test]
fn failures_come_first_and_rules_that_are_met_on_one_line() {
    let desk = Workplace::new();
    desk.put_pkcs7("client.p7b", CLIENT, None);
    let said = check(&desk, "client.p7b --for chorus-pro/edi-sftp");
    let met = said.stdout.lines().find(|line| line.starts_with("  met ")).unwrap();
    assert!(met.contains("CPP-CERT-01, CPP-CERT-02"), "{met}");
    let all = check(&desk, "client.p7b --for chorus-pro/edi-sftp -v");
    assert!(all.stdout.contains("  pass         CPP-CERT-01  found: "), "{}", all.stdout);
    let quiet = check(&desk, "client.p7b --for chorus-pro/edi-sftp -q");
    assert_eq!(quiet.stdout.lines().count(), 1);
}

#[test]
fn a_certificate_that_is_missing_is_named() {
    let desk = Workplace::new();
    desk.put_pkcs7("client.p7b", CLIENT, None);
    desk.put_pkcs7("server.p7b", SERVER, None);
    let said = check(&desk, "client.p7b --for chorus-pro/edi-pesit");
    assert_eq!(said.code, 1);
    assert!(said.stdout.contains("1 of 2; missing: \"SSL Serveur"), "{}", said.stdout);
    let said = check(&desk, "client.p7b server.p7b --for chorus-pro/edi-pesit");
    assert_eq!(said.code, 0, "{}", said.stdout);
}

#[test]
fn production_is_meant_unless_another_platform_is_named() {
    let desk = Workplace::new();
    desk.put_pkcs7("test.p7b", CLIENT, Some(Defect::TestCertificate));
    let said = check(&desk, "test.p7b --for chorus-pro/edi-sftp");
    assert_eq!(said.code, 0, "{}", said.stdout);
    let said = desk.cert("check test.p7b --for chorus-pro/edi-sftp --at 2026-06-01");
    assert_eq!(said.code, 1);
    assert!(said.stdout.contains("failure      CPP-CERT-15"), "{}", said.stdout);
}

#[test]
fn strictness_takes_warnings_for_failures() {
    let desk = Workplace::new();
    desk.put_pkcs7("client.p7b", CLIENT, None);
    let arguments = "check client.p7b --for chorus-pro/edi-sftp --at 2026-06-01";
    let said = desk.cert(arguments);
    assert_eq!(said.code, 0);
    assert!(said.verdict().contains(": 1 warning, for"), "{}", said.verdict());
    let said = desk.cert(&format!("{arguments} --strict"));
    assert_eq!(said.code, 1);
    assert!(said.verdict().ends_with("warnings taken for failures"), "{}", said.verdict());
}

#[test]
fn a_renewal_is_held_against_the_certificate_in_place() {
    let desk = Workplace::new();
    desk.put_during("old.p7b", CLIENT, "2024-06-15T00:00:00Z", "2026-06-15T00:00:00Z");
    desk.put_pkcs7("new.p7b", CLIENT, None);
    let said = check(&desk, "new.p7b --for chorus-pro/edi-sftp --previous old.p7b");
    assert_eq!(said.code, 0, "{}", said.stdout);
    assert!(said.stdout.contains("CPP-CERT-32"), "{}", said.stdout);
    let said = check(&desk, "old.p7b --for chorus-pro/edi-sftp --previous old.p7b");
    assert_eq!(said.code, 1);
    assert!(said.stdout.contains("failure      CPP-CERT-23"), "{}", said.stdout);
}

#[test]
fn a_certificate_for_another_key_is_refused() {
    let desk = Workplace::new();
    let (_, key) = desk.put_pkcs7("client.p7b", CLIENT, None);
    let (_, other) = desk.put_pkcs7("other.p7b", CLIENT, None);
    desk.put("key.pem", key.pkcs8_pem());
    desk.put("other.pem", other.pkcs8_pem());
    desk.put("none.toml", "none = true");
    let with = |name: &str| {
        check(&desk, &format!("client.p7b --for chorus-pro/edi-sftp --key {name}")).code
    };
    assert_eq!((with("key.pem"), with("other.pem"), with("none.toml")), (0, 1, 2));
}

#[test]
fn another_list_of_policies_can_be_used() {
    let desk = Workplace::new();
    desk.put_pkcs7("client.p7b", CLIENT, None);
    desk.put("none.toml", "date = \"2026-01-01\"\nsources = [\"nothing\"]\n");
    let said = check(&desk, "client.p7b --for chorus-pro/edi-sftp --policies none.toml");
    assert_eq!(said.code, 0);
    assert!(said.stdout.contains("warning      CPP-CERT-05"), "{}", said.stdout);
}

#[test]
fn what_cannot_be_read_as_a_certificate_is_told_and_ends_with_2() {
    let desk = Workplace::new();
    let (certificate, _) = desk.put_pkcs7("client.p7b", CLIENT, None);
    let whole = desk.read("client.p7b");
    desk.put("empty", "");
    desk.put("text", "no certificate at all");
    desk.put("cut.p7b", &whole[..whole.len() / 2]);
    desk.put("cut.pem", &certificate.pem()[..400]);
    for name in ["empty", "text", "cut.p7b", "cut.pem", "missing"] {
        let said = check(&desk, &format!("{name} --for chorus-pro/edi-sftp"));
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{name}");
        assert!(said.stderr.contains(&format!("failed to read `{name}`")), "{}", said.stderr);
        let arguments = format!("client.p7b --for chorus-pro/edi-sftp --previous {name}");
        assert_eq!(check(&desk, &arguments).code, 2, "{name} as the one in place");
    }
    let said = check(&desk, "client.p7b --for chorus-pro/edi-sftp --policies client.p7b");
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("failed to read the policies"), "{}", said.stderr);
    let said = check(&desk, "client.p7b --for web-server");
    assert_eq!(said.code, 2);
}

#[test]
fn a_private_key_is_refused_and_never_shown() {
    let desk = Workplace::new();
    let (_, key) = desk.put_pkcs7("client.p7b", CLIENT, None);
    desk.put("private.pem", key.pkcs8_pem());
    let said = check(&desk, "private.pem --for chorus-pro/edi-sftp");
    assert_eq!(said.code, 1);
    assert!(said.stdout.contains("keep the private key to yourself"), "{}", said.stdout);
    let secret = key.pkcs8_pem().lines().nth(5).unwrap().to_owned();
    assert!(!said.stdout.contains(&secret) && !said.stderr.contains(&secret));
}

#[test]
fn piste_needs_no_certificate() {
    let said = check(&Workplace::new(), "--for chorus-pro/piste");
    assert_eq!(said.code, 0);
    assert!(said.stdout.contains("no certificate is demanded"), "{}", said.stdout);
}

#[test]
fn json_is_what_its_schema_says() {
    let desk = Workplace::new();
    desk.put_pkcs7("client.p7b", CLIENT, None);
    desk.put_pkcs7("bad.p7b", CLIENT, Some(Defect::BothUsages));
    let (_, key) = desk.put_pkcs7("server.p7b", SERVER, None);
    desk.put("key.pem", key.pkcs8_pem());
    for (arguments, verdict) in [
        ("client.p7b --for chorus-pro/edi-sftp", "accepted"),
        ("client.p7b server.p7b bad.p7b --for chorus-pro/edi-pesit", "accepted"),
        ("bad.p7b --for chorus-pro/ssl-client --previous client.p7b --strict", "refused"),
        ("key.pem --for social-security/rest", "refused"),
        ("--for chorus-pro/piste", "accepted"),
    ] {
        let said = check(&desk, &format!("{arguments} --format json"));
        let document: Value = serde_json::from_str(&said.stdout).unwrap();
        assert_eq!(document["verdict"], verdict, "{arguments}");
        assert_eq!(said.code, i32::from(verdict == "refused"));
        desk.put("said.json", &said.stdout);
        desk.is_of_schema("said.json", "cert-check.schema.json");
    }
}

#[test]
fn no_file_at_all_is_wrong_usage_where_certificates_are_demanded() {
    let said = Workplace::new().cert("check --for chorus-pro/edi-sftp");
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("found no file, expected the certificates for"), "{said:?}");
}

#[test]
fn what_is_wrong_with_a_file_is_said_once_and_with_its_place() {
    let place = Workplace::new();
    place.put_pkcs7("client.p7b", CLIENT, None);
    let whole = place.read("client.p7b");
    place.put("cut.p7b", &whole[..700]);
    let said = place.cert("check cut.p7b --for chorus-pro/edi-sftp");
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("as a certificate: at octet 0: "), "{said:?}");
    assert!(said.stderr.contains("the file is cut off"), "{said:?}");
}
