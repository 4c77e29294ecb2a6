//! What `raccord cert convert` writes, and what it refuses to write.

use raccord_certs::format::contents::Contents;

use crate::workplace::Workplace;

/// Throwaway files to convert from, in `made`.
fn with_files() -> Workplace {
    let place = Workplace::new();
    place.made(&["cert", "issue", "--profile", "chorus-pro/edi-sftp", "--out", "made"]);
    place
}

fn convert(place: &Workplace, file: &str, to: &str, out: &str, more: &[&str]) -> String {
    let arguments = [&["cert", "convert", file, "--to", to, "--out", out], more].concat();
    place.made(&arguments)
}

#[test]
fn a_certificate_alone_becomes_a_pkcs7_with_its_chain_in_order() {
    let place = with_files();
    let more = ["--chain", "made/chain.pem"];
    let told = convert(&place, "made/ssl-client.cer", "p7b", "client.p7b", &more);
    assert!(told.contains("and the authorities above it, 2 of them"), "{told}");
    let found = Contents::read(&place.read("client.p7b")).certificates;
    assert_eq!(found, Contents::read(&place.read("made/ssl-client.p7b")).certificates);
    let listed = ["pkcs7", "-inform", "DER", "-in", "client.p7b", "-print_certs", "-noout"];
    if let Some(listed) = place.content("openssl", &listed) {
        assert_eq!(listed.matches("subject=").count(), 3, "{listed}");
    }
}

#[test]
fn a_chain_whose_authority_is_missing_names_it_and_is_written_only_when_told_to() {
    let place = with_files();
    let arguments =
        ["cert", "convert", "made/ssl-client.cer", "--to", "p7b", "--out", "client.p7b"];
    let said = place.raccord(&arguments);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("CN=Raccord throwaway issuing CA`, who issued `"), "{said:?}");
    assert!(said.stderr.contains("it does not say where that can be had"), "{said:?}");
    assert!(said.stderr.contains("--chain FILE"), "{said:?}");
    assert!(!place.path("client.p7b").exists());
    place.made(&[&arguments[..], &["--incomplete"]].concat());
    assert_eq!(Contents::read(&place.read("client.p7b")).certificates.len(), 1);
}

#[test]
fn a_pkcs12_gives_its_public_part_away_and_keeps_its_key() {
    let place = with_files();
    let password = place.text("made/ssl-client.password");
    let arguments =
        ["cert", "convert", "made/ssl-client.pfx", "--to", "cer", "--out", "public.cer"];
    let said = place.raccord_with(&arguments, &[("RACCORD_PASSWORD", password.trim_end())]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.contains("the private key was left out"), "{said:?}");
    assert_eq!(place.read("public.cer"), place.read("made/ssl-client.cer"));
}

#[test]
fn a_pkcs12_without_its_password_is_told_where_to_put_it() {
    let place = with_files();
    let arguments =
        ["cert", "convert", "made/ssl-client.pfx", "--to", "cer", "--out", "public.cer"];
    let said = place.raccord(&arguments);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("a password closes it"), "{said:?}");
    assert!(said.stderr.contains("RACCORD_PASSWORD"), "{said:?}");
}

#[test]
fn a_private_key_never_goes_into_a_file_for_others() {
    let place = with_files();
    for to in ["pem", "cer", "p7b", "p7b-pem", "txt", "ssh"] {
        let file = "made/ssl-client.pem";
        let arguments = ["cert", "convert", file, "--to", to, "--out", "out"];
        let more = ["--key", "made/ssl-client.key"];
        let said = place.raccord(&[&arguments[..], &more].concat());
        assert_eq!(said.code, 2, "{to}");
        assert!(said.stderr.contains("refused to put the private key"), "{said:?}");
        assert!(!place.path("out").exists(), "{to}");
    }
}

#[test]
fn a_certificate_and_its_key_become_a_pkcs12_of_either_age() {
    let place = with_files();
    for (to, judge) in [("pfx", &[][..]), ("pfx-legacy", &["-legacy"][..])] {
        let out = format!("{to}.pfx");
        let arguments =
            ["cert", "convert", "made/ssl-client.p7b", "--to", to, "--out", &out, "--key"];
        let variables = [("RACCORD_NEW_PASSWORD", "a password")];
        let arguments = [&arguments[..], &["made/ssl-client.key"]].concat();
        let said = place.raccord_with(&arguments, &variables);
        assert_eq!(said.code, 0, "{said:?}");
        let opened = Contents::open(&place.read(&out), "a password");
        assert_eq!(opened.certificates.len(), 3, "{to}");
        assert!(opened.key_of(&opened.certificates[0]).is_some(), "{to}");
        let list = ["pkcs12", "-in", &out, "-passin", "pass:a password", "-noenc"];
        place.content("openssl", &[&list[..], judge].concat());
    }
}

#[test]
fn a_key_that_is_not_the_certificates_is_refused() {
    let place = with_files();
    place.made(&["cert", "issue", "--profile", "chorus-pro/edi-sftp", "--out", "other"]);
    let arguments = ["cert", "convert", "made/ssl-client.p7b", "--to", "pfx", "--out", "out.pfx"];
    let arguments = [&arguments[..], &["--key", "other/ssl-client.key"]].concat();
    let said = place.raccord_with(&arguments, &[("RACCORD_NEW_PASSWORD", "a password")]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("it is another one's"), "{said:?}");
}

#[test]
#[cfg(unix)]
fn a_file_with_a_key_is_its_owners_and_none_is_written_over_unless_forced() {
    use std::os::unix::fs::PermissionsExt as _;

    let place = with_files();
    convert(&place, "made/ssl-client.key", "key", "out.key", &[]);
    let mode = std::fs::metadata(place.path("out.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let again = ["cert", "convert", "made/ssl-client.key", "--to", "key", "--out", "out.key"];
    let said = place.raccord(&again);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("it is there already"), "{said:?}");
    place.made(&[&again[..], &["--force"]].concat());
}

#[test]
fn what_luxtrust_sends_and_what_openssh_wants_are_written_too() {
    let place = with_files();
    convert(&place, "made/ssl-client.p7b", "txt", "4711.txt", &[]);
    let text = place.text("4711.txt");
    assert!(text.starts_with("-----BEGIN CERTIFICATE-----\r\n"), "{text}");
    convert(&place, "made/ssl-client.p7b", "ssh", "client.pub", &[]);
    if let Some(fingerprint) = place.content("ssh-keygen", &["-l", "-f", "client.pub"]) {
        assert!(fingerprint.contains("(RSA)"), "{fingerprint}");
    }
}
