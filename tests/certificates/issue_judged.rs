//! OpenSSL, GnuTLS, Java and OpenSSH read what `raccord cert issue` writes, and refuse each defect
//! that they can judge.

use raccord_certs::{Certificate, Defect, Profile, Shape};

use crate::workplace::Workplace;

/// A folder with one certificate of a profile, in files that begin with the name returned.
fn made(profile: &Profile, more: &[&str]) -> (Workplace, String) {
    let place = Workplace::new();
    let arguments = ["cert", "issue", "--profile", profile.name, "--out", "."];
    place.made(&arguments.iter().chain(more).copied().collect::<Vec<_>>());
    let name = profile.name.rsplit('/').next().unwrap().to_owned();
    (place, name)
}

fn profiles() -> impl Iterator<Item = &'static Profile> {
    Profile::ALL.iter().copied()
}

#[test]
fn gnutls_reads_certificates_chains_and_requests_of_every_profile() {
    for profile in profiles() {
        let (place, name) = made(profile, &["--key", "p256"]);
        let file = |ending: &str| format!("{name}{ending}");
        let cer = file(".cer");
        let Some(read) = place.content("certtool", &["-i", "--inder", "--infile", &cer]) else {
            return;
        };
        let shape = Shape::of(profile);
        let purposes = shape.extended_key_usages.as_ref().map_or(0, |it| it.purposes.len());
        let expected = [("TLS WWW Client", "clientAuth"), ("TLS WWW Server", "serverAuth")];
        for (theirs, ours) in expected {
            let wanted = shape.extended_key_usages.as_ref();
            let wanted = wanted.is_some_and(|it| it.to_string().contains(ours));
            assert_eq!(read.contains(theirs), wanted, "{}: {read}", profile.name);
        }
        assert_eq!(read.contains("Key Purpose"), purposes > 0, "{}: {read}", profile.name);
        assert!(read.contains("Key Usage (critical)"), "{}: {read}", profile.name);
        for policy in &shape.policies {
            assert!(read.contains(policy), "{}: {read}", profile.name);
        }
        let p7b = file(".p7b");
        let held = place.content("certtool", &["--p7-info", "--inder", "--infile", &p7b]).unwrap();
        let count = held.matches("BEGIN CERTIFICATE").count();
        let self_signed = profile.name == "social-security/rest";
        assert_eq!(count, if self_signed { 1 } else { 3 }, "{}: {held}", profile.name);
        let csr = file(".csr");
        let read = place.content("certtool", &["--crq-info", "--infile", &csr]).unwrap();
        assert!(read.contains("Self signature: verified"), "{}: {read}", profile.name);
    }
}

#[test]
fn openssl_gnutls_and_java_open_both_key_stores_with_the_password_and_find_the_alias() {
    let (place, name) = made(&raccord_certs::profile::CHORUS_PRO_SSL_CLIENT, &[]);
    let password = place.text(&format!("{name}.password")).trim().to_owned();
    let ours = Certificate::from_der(&place.read(&format!("{name}.cer"))).unwrap();
    for store in ["ssl-client.pfx", "ssl-client-legacy.pfx"] {
        let word = format!("pass:{password}");
        let open = ["pkcs12", "-in", store, "-passin", &word, "-nodes"];
        for legacy in [&[][..], &["-legacy"]] {
            let arguments: Vec<_> = open.iter().chain(legacy).copied().collect();
            let Some(opened) = place.content("openssl", &arguments) else { continue };
            assert!(opened.contains("friendlyName: ssl-client"), "{opened}");
            assert_eq!(opened.matches("BEGIN CERTIFICATE").count(), 3, "{opened}");
            assert_eq!(opened.matches("BEGIN PRIVATE KEY").count(), 1, "{opened}");
        }
        let word = format!("--password={password}");
        let arguments = ["--p12-info", "--inder", &word, "--infile", store];
        if let Some(opened) = place.content("certtool", &arguments) {
            assert!(opened.contains("Friendly name: ssl-client"), "{opened}");
            assert_eq!(opened.matches("BEGIN CERTIFICATE").count(), 3, "{opened}");
        }
        let list = ["-list", "-v", "-storetype", "PKCS12", "-keystore", store, "-storepass"];
        let arguments: Vec<_> = list.into_iter().chain([password.as_str()]).collect();
        if let Some(listed) = place.content("keytool", &arguments) {
            assert!(listed.contains("Alias name: ssl-client"), "{listed}");
            assert!(listed.contains("Certificate chain length: 3"), "{listed}");
            assert!(listed.contains(&format!("Serial number: {}", ours.serial())), "{listed}");
        }
        let wrong: Vec<_> = list.into_iter().chain(["not-the-password"]).collect();
        assert!(place.judge("keytool", &wrong).is_none_or(|said| said.code != 0), "{store}");
    }
}

#[test]
fn openssl_says_that_the_old_key_store_is_old_and_the_new_one_is_not() {
    let (place, name) = made(&raccord_certs::profile::CHORUS_PRO_SSL_CLIENT, &["--key", "p256"]);
    let word = format!("pass:{}", place.text(&format!("{name}.password")).trim());
    for (store, wanted) in [
        ("ssl-client.pfx", ["MAC: sha256", "AES-256-CBC"]),
        ("ssl-client-legacy.pfx", ["MAC: sha1", "pbeWithSHA1And3-KeyTripleDES-CBC"]),
    ] {
        let arguments = ["pkcs12", "-in", store, "-passin", &word, "-info", "-noout"];
        let Some(told) = place.content("openssl", &arguments) else { return };
        for wanted in wanted {
            assert!(told.contains(wanted), "{store}: {told}");
        }
    }
}

#[test]
fn openssh_reads_the_public_key_and_finds_it_that_of_the_private_one() {
    for kind in ["rsa2048", "p256", "p384"] {
        let (place, name) = made(&raccord_certs::profile::CHORUS_PRO_SSL_CLIENT, &["--key", kind]);
        let (public, private) = (format!("{name}.pub"), format!("{name}.key"));
        let Some(derived) = place.content("ssh-keygen", &["-y", "-f", &private]) else { return };
        let written = place.text(&public);
        let [ours, theirs] =
            [&written, &derived].map(|line| line.split(' ').nth(1).unwrap().trim().to_owned());
        assert_eq!(ours, theirs, "{kind}");
    }
}

/// Asks OpenSSL's program, trusting the root, for the purpose of a TLS client.
fn openssl(place: &Workplace) -> Option<bool> {
    place.content(
        "openssl",
        &["x509", "-inform", "DER", "-in", "ssl-client.cer", "-out", "leaf.pem"],
    )?;
    place.content(
        "openssl",
        &["pkcs7", "-inform", "DER", "-in", "ssl-client.p7b", "-print_certs", "-out", "held.pem"],
    )?;
    let arguments = [
        "verify",
        "-CAfile",
        "root.pem",
        "-untrusted",
        "held.pem",
        "-purpose",
        "sslclient",
        "-auth_level",
        "2",
        "-x509_strict",
        "leaf.pem",
    ];
    Some(place.judge("openssl", &arguments)?.code == 0)
}

/// Asks GnuTLS's program, trusting the root, for the purpose of a TLS client.
fn gnutls(place: &Workplace) -> Option<bool> {
    let held = raccord_certs::format::pkcs7::decode(&place.read("ssl-client.p7b")).unwrap();
    let below: String = held.iter().filter(|it| !is_root(it)).map(Certificate::pem).collect();
    std::fs::write(place.path("below.pem"), below).unwrap();
    let arguments = [
        "--verify",
        "--load-ca-certificate",
        "root.pem",
        "--verify-purpose",
        "1.3.6.1.5.5.7.3.2",
        "--verify-profile",
        "medium",
        "--infile",
        "below.pem",
    ];
    Some(place.judge("certtool", &arguments)?.code == 0)
}

fn is_root(certificate: &Certificate) -> bool {
    certificate.self_issued() && certificate.is_ca()
}

#[test]
fn openssl_and_gnutls_accept_a_good_client_and_refuse_each_defect_that_they_can_judge() {
    let defects = std::iter::once(None).chain(Defect::ALL.iter().copied().map(Some));
    for defect in defects {
        let more = defect.map_or(vec![], |it| vec!["--defect", it.name()]);
        let (place, _) = made(&raccord_certs::profile::CHORUS_PRO_SSL_CLIENT, &more);
        // A self-signed certificate comes with no authority; any other will do.
        let of_another = made(&raccord_certs::profile::CHORUS_PRO_SSL_CLIENT, &["--key", "p256"]).0;
        let has_chain = place.path("chain.pem").exists();
        let authorities = if has_chain { &place } else { &of_another }.read("chain.pem");
        let chain = raccord_certs::format::contents::Contents::read(&authorities).certificates;
        let root = chain.iter().find(|it| is_root(it)).unwrap();
        std::fs::write(place.path("root.pem"), root.pem()).unwrap();
        // They do not know what Chorus Pro knows, nor look at the key beside, nor at policies.
        let harmless = matches!(
            defect,
            None | Some(
                Defect::BothUsages
                    | Defect::NoPolicy
                    | Defect::PolicyNotListed
                    | Defect::TestCertificate
                    | Defect::PersonalCertificate
                    | Defect::OtherKey
                    | Defect::Revoked
            )
        );
        let judged = openssl(&place);
        assert!(judged.is_none_or(|good| good == harmless), "OpenSSL on {defect:?}: {judged:?}");
        // GnuTLS does not hold the key usage against a client's certificate; the name of whatever
        // may be a server it takes for a host, and this root vouches for none.
        let harmless = match defect {
            Some(Defect::WrongKeyUsage) => true,
            Some(Defect::BothUsages) => false,
            _ => harmless,
        };
        let judged = gnutls(&place);
        assert!(judged.is_none_or(|good| good == harmless), "GnuTLS on {defect:?}: {judged:?}");
    }
}

#[test]
fn the_throwaway_root_vouches_for_no_host_that_was_not_ordered() {
    let (place, _) = made(&raccord_certs::profile::CHORUS_PRO_SSL_CLIENT, &["--key", "p256"]);
    let Some(read) = place.content("openssl", &["x509", "-noout", "-text", "-in", "chain.pem"])
    else {
        return;
    };
    assert!(read.contains("X509v3 Name Constraints: critical"), "{read}");
    assert!(read.contains("DNS:invalid") && read.contains("IP:0.0.0.0/0.0.0.0"), "{read}");
    let server = &raccord_certs::profile::CHORUS_PRO_SSL_SERVER;
    let (place, _) = made(server, &["--key", "p256"]);
    let read = place.content("openssl", &["x509", "-noout", "-text", "-in", "chain.pem"]).unwrap();
    assert!(read.contains("DNS:service.example"), "{read}");
}

#[test]
fn the_key_beside_the_defect_of_another_key_is_not_the_certificate_s() {
    let profile = &raccord_certs::profile::CHORUS_PRO_SSL_CLIENT;
    let (place, name) = made(profile, &["--defect", "other-key"]);
    assert!(!place.names(".").iter().any(|file| file.ends_with(".pfx")));
    let key = format!("{name}.key");
    let public = ["pkey", "-in", &key, "-pubout"];
    let Some(of_key) = place.content("openssl", &public) else { return };
    let certificate = format!("{name}.cer");
    let of_certificate = place
        .content("openssl", &["x509", "-noout", "-pubkey", "-inform", "DER", "-in", &certificate]);
    assert_ne!(of_key, of_certificate.unwrap());
}

#[test]
fn a_revoked_certificate_is_on_its_authority_s_list_and_only_there() {
    let profile = &raccord_certs::profile::CHORUS_PRO_SSL_CLIENT;
    let (place, _) = made(profile, &["--defect", "revoked", "--key", "p256"]);
    let leaf = Certificate::from_der(&place.read("ssl-client.cer")).unwrap();
    let list = ["crl", "-inform", "DER", "-in", "issuing.crl", "-noout", "-text"];
    let Some(read) = place.content("openssl", &list) else { return };
    assert!(read.to_lowercase().contains(leaf.serial()), "{read}");
    let to_pem = ["crl", "-inform", "DER", "-in", "issuing.crl", "-out", "crl.pem"];
    place.content("openssl", &to_pem).unwrap();
    let to_pem = ["x509", "-inform", "DER", "-in", "ssl-client.cer", "-out", "leaf.pem"];
    place.content("openssl", &to_pem).unwrap();
    let verify = ["verify", "-CAfile", "chain.pem"];
    let without: Vec<_> = verify.into_iter().chain(["leaf.pem"]).collect();
    assert_eq!(place.judge("openssl", &without).unwrap().code, 0);
    let with = verify.into_iter().chain(["-crl_check", "-CRLfile", "crl.pem", "leaf.pem"]);
    let said = place.judge("openssl", &with.collect::<Vec<_>>()).unwrap();
    assert!(said.code != 0 && said.stderr.contains("certificate revoked"), "{said:?}");
}
