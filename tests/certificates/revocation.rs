//! What `raccord cert check` makes of the word of an authority on revocation.

use crate::workplace::Workplace;

fn check<'a>(file: &'a str, evidence: &'a str) -> [&'a str; 7] {
    ["cert", "check", file, "--for", "chorus-pro/edi-sftp", "--revocation", evidence]
}

#[test]
fn pki_revocation_01_fails_a_certificate_that_its_authoritys_list_names() {
    let place = Workplace::new();
    let issue = ["cert", "issue", "--profile", "chorus-pro/ssl-client", "--out", "made"];
    place.made(&[&issue[..], &["--defect", "revoked"]].concat());
    let file = "made/ssl-client.p7b";
    let without = place.made(&["cert", "check", file, "--for", "chorus-pro/edi-sftp"]);
    assert!(!without.contains("PKI-REVOCATION"), "{without}");

    let said = place.raccord(&check(file, "made/issuing.crl"));
    assert_eq!(said.code, 1, "{said:?}");
    let line = said.stdout.lines().find(|line| line.contains("PKI-REVOCATION-01")).unwrap();
    assert!(line.contains("failure") && line.contains("revoked"), "{said:?}");
}

#[test]
fn pki_revocation_01_proves_nothing_by_another_authoritys_list() {
    let place = Workplace::new();
    let issue = ["cert", "issue", "--profile", "chorus-pro/ssl-client", "--out"];
    place.made(&[&issue[..], &["other", "--defect", "revoked"]].concat());
    place.made(&[&issue[..], &["made"]].concat());
    let said = place.raccord(&check("made/ssl-client.p7b", "other/issuing.crl"));
    assert_eq!(said.code, 0, "{said:?}");
    let line = said.stdout.lines().find(|line| line.contains("PKI-REVOCATION-01")).unwrap();
    assert!(line.contains("warning"), "{said:?}");
}

#[test]
fn a_file_that_is_no_word_on_revocation_is_told_so() {
    let place = Workplace::new();
    place.made(&["cert", "issue", "--profile", "chorus-pro/ssl-client", "--out", "made"]);
    let said = place.raccord(&check("made/ssl-client.p7b", "made/chain.pem"));
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("as a revocation list or an OCSP answer"), "{said:?}");
}
