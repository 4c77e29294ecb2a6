//! What `raccord cert issue` writes, and for whom.

use std::collections::BTreeSet;

use raccord_certs::format::{contents::Contents, ssh};
use raccord_certs::{Certificate, Key, Shape};

use crate::workplace::Workplace;

const CLIENT: [&str; 6] = ["cert", "issue", "--profile", "chorus-pro/edi-sftp", "--out", "made"];

fn with<'a>(before: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    before.iter().chain(more).copied().collect()
}

fn certificate(place: &Workplace, name: &str) -> Certificate {
    Certificate::from_der(&place.read(name)).unwrap()
}

#[test]
fn every_format_of_a_client_is_written_and_said_what_it_is_for() {
    let place = Workplace::new();
    let told = place.made(&CLIENT);
    let wanted = [
        "chain.pem",
        "ssl-client-legacy.pfx",
        "ssl-client.cer",
        "ssl-client.csr",
        "ssl-client.key",
        "ssl-client.p7b",
        "ssl-client.password",
        "ssl-client.pem",
        "ssl-client.pfx",
        "ssl-client.pub",
    ];
    assert_eq!(place.names("made"), wanted);
    for name in wanted {
        assert!(told.contains(name), "{told}");
    }
    assert!(told.contains("for Chorus Pro's portal"), "{told}");
}

#[test]
fn all_files_are_about_one_certificate_and_its_key() {
    let place = Workplace::new();
    place.made(&CLIENT);
    let leaf = certificate(&place, "made/ssl-client.cer");
    let key = Key::from_pkcs8_pem(&place.text("made/ssl-client.key")).unwrap();
    assert_eq!(key.public(), leaf.public_key());
    let line = ssh::public_key_line(key.public(), "ssl-client").unwrap();
    assert_eq!(place.text("made/ssl-client.pub"), format!("{line}\n"));
    let chain = Contents::read(&place.read("made/ssl-client.p7b")).certificates;
    assert_eq!(chain.len(), 3);
    assert_eq!(chain[0], leaf);
    assert_eq!(Contents::read(&place.read("made/chain.pem")).certificates, chain[1..]);
    assert_eq!(Contents::read(&place.read("made/ssl-client.pem")).certificates, chain[..2]);
    for authority in &chain[1..] {
        assert!(authority.subject().to_string().contains("throwaway"), "{authority:?}");
    }
}

#[cfg(unix)]
#[test]
fn secrets_can_be_read_by_their_owner_alone_and_are_not_told() {
    use std::os::unix::fs::PermissionsExt as _;

    let place = Workplace::new();
    let told = place.made(&CLIENT);
    for name in ["ssl-client.key", "ssl-client.password", "ssl-client.pfx", "ssl-client-legacy.pfx"]
    {
        let mode = std::fs::metadata(place.path("made").join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    assert!(!told.contains(place.text("made/ssl-client.password").trim()));
}

#[test]
fn a_password_of_the_environment_is_taken_and_not_written() {
    let place = Workplace::new();
    let said = place.raccord_with(&CLIENT, &[("RACCORD_PASSWORD", "un mot à moi")]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(!place.names("made").contains(&"ssl-client.password".to_owned()));
    let file = openssl_free_password_check(&place, "made/ssl-client.pfx");
    assert!(file.is_none_or(|content| content), "the password opens the file");
}

/// OpenSSL's own program opens the file with the password, and not with another.
fn openssl_free_password_check(place: &Workplace, name: &str) -> Option<bool> {
    let open = |password: &str| {
        let word = format!("pass:{password}");
        place.judge("openssl", &["pkcs12", "-in", name, "-noout", "-passin", &word])
    };
    Some(open("un mot à moi")?.code == 0 && open("un autre")?.code != 0)
}

#[test]
fn nothing_is_written_where_one_file_is_there_already_unless_forced() {
    let place = Workplace::new();
    std::fs::create_dir(place.path("made")).unwrap();
    std::fs::write(place.path("made/ssl-client.key"), "mine").unwrap();
    let said = place.raccord(&CLIENT);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("it is there already"), "{said:?}");
    assert!(said.stderr.contains("--force"), "{said:?}");
    assert_eq!(place.names("made"), ["ssl-client.key"]);
    assert_eq!(place.text("made/ssl-client.key"), "mine");
    place.made(&with(&CLIENT, &["--force"]));
    assert!(place.text("made/ssl-client.key").starts_with("-----BEGIN PRIVATE KEY-----"));
}

#[test]
fn a_mode_that_needs_two_certificates_gets_both_under_one_authority() {
    for (mode, names) in [
        ("chorus-pro/edi-pesit", ["ssl-server.cer", "ssl-client.cer"]),
        ("chorus-pro/edi-as2", ["ssl-server.cer", "ssl-client.cer"]),
        ("sofie/sort", ["crypt.cer", "transport.cer"]),
    ] {
        let place = Workplace::new();
        place.made(&["cert", "issue", "--profile", mode, "--out", "made"]);
        let [one, other] = names.map(|name| certificate(&place, &format!("made/{name}")));
        assert_eq!(one.issuer(), other.issuer(), "{mode}");
        assert_ne!(one.public_key(), other.public_key(), "{mode}");
        assert_ne!(one.serial(), other.serial(), "{mode}");
    }
}

#[test]
fn sofie_gets_the_text_that_easy_ssl_would_mail() {
    let place = Workplace::new();
    place.made(&["cert", "issue", "--profile", "sofie/crypt", "--out", "."]);
    let text = place.text("crypt.txt");
    assert!(text.starts_with("-----BEGIN CERTIFICATE-----\r\n"));
    let read = Certificate::from_pem(text.as_bytes()).unwrap();
    assert_eq!(read, certificate(&place, "crypt.cer"));
    assert!(read.subject().to_string().starts_with("C=LU, L=Luxembourg, O="));
}

#[test]
fn a_certificate_can_be_about_to_expire_as_if_it_had_been_issued_long_ago() {
    let place = Workplace::new();
    place.made(&with(&CLIENT, &["--expires-in", "20d", "--key", "p256"]));
    let validity = certificate(&place, "made/ssl-client.cer").validity();
    let left = validity.until.duration_since(raccord_kernel::clock::machine_now()).as_hours();
    assert!((479..=480).contains(&left), "{left} hours left");
    assert_eq!(validity.until.duration_since(validity.from).as_hours(), 730 * 24);
}

#[test]
fn key_subject_and_period_are_those_asked_for() {
    let place = Workplace::new();
    let subject = r"C=FR, O=Exemple\, SA, OU=0002 12345678900012, OU=Ventes, CN=ventes";
    let asked =
        ["--subject", subject, "--key", "p384", "--from", "2026-01-01", "--until", "2026-12-31"];
    place.made(&with(&CLIENT, &asked));
    let made = certificate(&place, "made/ssl-client.cer");
    assert_eq!(
        made.subject().to_string(),
        "C=FR, O=Exemple, SA, OU=0002 12345678900012, OU=Ventes, CN=ventes"
    );
    assert_eq!(made.key_shape().to_string(), "elliptic curve secp384r1 of 384 bits");
    assert_eq!(made.validity().to_string(), "2026-01-01T00:00:00Z to 2026-12-31T00:00:00Z");
}

#[test]
fn two_runs_never_share_a_key_or_a_serial() {
    let (one, other) = (Workplace::new(), Workplace::new());
    let mut serials = BTreeSet::new();
    for place in [&one, &other] {
        place.made(&with(&CLIENT, &["--key", "p256"]));
        serials.insert(certificate(place, "made/ssl-client.cer").serial().to_owned());
    }
    assert_eq!(serials.len(), 2);
    assert_ne!(one.text("made/ssl-client.key"), other.text("made/ssl-client.key"));
}

#[test]
fn a_certificate_like_another_has_its_shape_and_nobody_s_name() {
    let place = Workplace::new();
    let subject =
        "C=LU, O=Une Vraie Société, OU=0002 552100554, OU=Compta, SN=Durand, CN=vrai.nom.lu";
    place.made(&[
        "cert",
        "issue",
        "--profile",
        "chorus-pro/ssl-server",
        "--subject",
        subject,
        "--key",
        "rsa3072",
        "--from",
        "2024-01-01",
        "--until",
        "2025-06-30",
        "--out",
        "real",
    ]);
    place.made(&["cert", "issue", "--like", "real/ssl-server.cer", "--out", "made"]);
    let real = certificate(&place, "real/ssl-server.cer");
    let made = certificate(&place, "made/certificate.cer");
    let shape = |certificate: &Certificate| Shape { name: "", ..Shape::like(certificate) };
    assert_eq!(shape(&made), shape(&real));
    assert_eq!(
        made.subject().to_string(),
        "C=LU, O=Exemple (throwaway), OU=0002 000000000, OU=Exemple, SN=NOM, CN=service.example"
    );
    assert_eq!(made.dns_names(), ["service.example"]);
}
