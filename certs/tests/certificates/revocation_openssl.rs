//! The `openssl` program judges our lists and answers, and we read those that it makes.
//!
//! Without `openssl` these tests say so and judge nothing, unless `RACCORD_TEST_PEERS=required`.

use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::{SignedDuration, Timestamp};
use raccord_certs::{
    Certificate,
    revocation::{OcspRequest, OcspStatus, Reason, Revocation, Status},
};

use crate::revocation::{answer_of, list_of, read, revoked};
use crate::workshop::{CLIENT, HIERARCHY, issue, issue_serial, noon};

/// A folder with our certificates in it; none where there is no `openssl`.
fn workplace(name: &str) -> Option<PathBuf> {
    let found = Command::new("openssl").arg("version").output().is_ok();
    #[expect(clippy::disallowed_methods, reason = "only the test itself can say what CI demands")]
    let is_required = std::env::var_os("RACCORD_TEST_PEERS").is_some_and(|it| it == "required");
    assert!(found || !is_required, "no openssl, and RACCORD_TEST_PEERS=required");
    if !found {
        println!("not judged: install openssl");
        return None;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("revocation").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).unwrap();
    write("root.pem", HIERARCHY.root().pem());
    write("issuing.pem", HIERARCHY.issuing().pem());
    write("leaf.pem", issue(CLIENT, None).certificate.pem());
    write("other.pem", issue_serial(CLIENT, 3).certificate.pem());
    Some(folder)
}

/// Runs `openssl` in the folder: whether it succeeded, and all it said.
fn openssl(folder: &Path, arguments: &str) -> (bool, String) {
    let mut command = Command::new("openssl");
    let ran = command.current_dir(folder).args(arguments.split_whitespace()).output().unwrap();
    let said = [ran.stdout, ran.stderr].map(|it| String::from_utf8_lossy(&it).into_owned());
    (ran.status.success(), said.concat())
}

fn must(folder: &Path, arguments: &str) -> String {
    let (succeeded, said) = openssl(folder, arguments);
    assert!(succeeded, "openssl {arguments}: {said}");
    said
}

#[test]
fn openssl_believes_our_list_and_refuses_who_is_on_it() {
    let Some(folder) = workplace("our-list") else { return };
    let (folder, at) = (folder.as_path(), noon().as_second());
    let leaf = issue(CLIENT, None).certificate;
    let revocation = revoked(Some(Reason::Superseded));
    let list = list_of(HIERARCHY.issuing_signer(), &[(&leaf, revocation)]);
    std::fs::write(folder.join("list.crl"), list).unwrap();
    let said = must(folder, "crl -inform DER -in list.crl -CAfile issuing.pem -noout -text");
    for expected in ["verify OK", "Version 2 (0x1)", "X509v3 CRL Number", "Superseded"] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    must(folder, "crl -inform DER -in list.crl -out list.pem");
    let verify = format!(
        "verify -attime {at} -crl_check -CAfile root.pem -untrusted issuing.pem -CRLfile list.pem"
    );
    let (accepted, said) = openssl(folder, &format!("{verify} leaf.pem"));
    assert!(!accepted && said.contains("certificate revoked"), "{said}");
    must(folder, &format!("{verify} other.pem"));
    let later = verify.replace(&at.to_string(), &(at + 2 * 86_400).to_string());
    assert!(openssl(folder, &format!("{later} other.pem")).1.contains("CRL has expired"));
}

#[test]
fn openssl_reads_our_answers_as_we_meant_them() {
    let Some(folder) = workplace("our-answers") else { return };
    let (folder, at) = (folder.as_path(), noon().as_second());
    let leaf = issue(CLIENT, None).certificate;
    let revocation = revoked(Some(Reason::KeyCompromise));
    for (status, expected) in [
        (OcspStatus::Good, "leaf.pem: good"),
        (OcspStatus::Unknown, "leaf.pem: unknown"),
        (OcspStatus::Revoked(revocation), "Reason: keyCompromise"),
    ] {
        let answer = answer_of(HIERARCHY.issuing_signer(), &leaf, status);
        std::fs::write(folder.join("answer.der"), answer).unwrap();
        let ask = format!(
            "ocsp -respin answer.der -issuer issuing.pem -cert leaf.pem -CAfile root.pem \
             -verify_other issuing.pem -attime {at} -validity_period 999999999"
        );
        let said = must(folder, &ask);
        assert!(said.contains("Response verify OK"), "{said}");
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn openssl_s_requests_are_read_and_ours_are_read_by_openssl() {
    let Some(folder) = workplace("requests") else { return };
    let folder = folder.as_path();
    let leaf = issue(CLIENT, None).certificate;
    for (option, has_nonce) in
        [("-nonce", true), ("-no_nonce", false), ("-no_nonce -sha256", false)]
    {
        // The hash counts for the certificates that follow.
        let ask = format!("ocsp {option} -issuer issuing.pem -cert leaf.pem -reqout ask.der");
        must(folder, &ask);
        let read = OcspRequest::from_der(&std::fs::read(folder.join("ask.der")).unwrap()).unwrap();
        assert_eq!(read.nonce.is_some(), has_nonce);
        assert!(read.certificates[0].names(&leaf, HIERARCHY.issuing()), "{option}");
    }
    let ours = OcspRequest::about(&leaf, HIERARCHY.issuing()).to_der();
    std::fs::write(folder.join("ours.der"), &ours).unwrap();
    must(folder, "ocsp -no_nonce -issuer issuing.pem -cert leaf.pem -reqout theirs.der");
    assert_eq!(std::fs::read(folder.join("theirs.der")).unwrap(), ours);
}

/// An authority of openssl's making, its index of two certificates, one revoked, and a responder.
const AUTHORITY: &str = "
[ca]
default_ca = here
[here]
database = index.txt
default_md = sha256
crlnumber = number
default_crl_days = 3
crl_extensions = list
[list]
authorityKeyIdentifier = keyid:always
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[leaf]
keyUsage = critical,digitalSignature
authorityKeyIdentifier = keyid
[responder]
extendedKeyUsage = OCSPSigning
authorityKeyIdentifier = keyid
[stranger]
extendedKeyUsage = clientAuth
authorityKeyIdentifier = keyid
";

/// Makes openssl's authority: `ca.pem`, `good.pem`, `gone.pem`, `responder.pem`, `stranger.pem`.
fn authority(folder: &Path) -> (Certificate, Certificate, Certificate) {
    std::fs::write(folder.join("ca.cnf"), AUTHORITY).unwrap();
    std::fs::write(folder.join("number"), "01\n").unwrap();
    must(
        folder,
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -subj /C=FR/CN=Autre -days 365 \
         -config ca.cnf -extensions authority -out ca.pem",
    );
    for (name, serial) in [("good", 16), ("gone", 17), ("responder", 18), ("stranger", 19)] {
        let extensions = if serial < 18 { "leaf" } else { name };
        must(
            folder,
            &format!(
                "req -x509 -newkey rsa:2048 -nodes -keyout {name}.key -subj /C=FR/CN={name} \
                 -set_serial {serial} -days 300 -CA ca.pem -CAkey ca.key -config ca.cnf \
                 -extensions {extensions} -out {name}.pem"
            ),
        );
    }
    let index = "V\t350101000000Z\t\t10\tunknown\t/C=FR/CN=good\n\
                 R\t350101000000Z\t260101000000Z,superseded\t11\tunknown\t/C=FR/CN=gone\n";
    std::fs::write(folder.join("index.txt"), index).unwrap();
    let read =
        |name: &str| Certificate::from_pem(&std::fs::read(folder.join(name)).unwrap()).unwrap();
    (read("ca.pem"), read("good.pem"), read("gone.pem"))
}

fn superseded() -> Status {
    let since = "2026-01-01T00:00:00Z".parse().unwrap();
    Status::Revoked(Revocation { since, reason: Some(Reason::Superseded) })
}

/// Just after what openssl made by the machine's clock.
fn after(made: Timestamp) -> Timestamp {
    made + SignedDuration::from_mins(1)
}

#[test]
fn a_list_made_by_openssl_is_read_and_verified_whatever_signed_it() {
    let Some(folder) = workplace("their-list") else { return };
    let folder = folder.as_path();
    let (ca, good, gone) = authority(folder);
    for option in ["-md sha256", "-md sha512", "-sigopt rsa_padding_mode:pss"] {
        let make = "ca -gencrl -config ca.cnf -cert ca.pem -keyfile ca.key -out list.pem";
        must(folder, &format!("{make} {option}"));
        let list = read(&std::fs::read(folder.join("list.pem")).unwrap());
        let raccord_certs::revocation::Evidence::List(known) = &list else { panic!("no list") };
        let at = after(known.period().this_update);
        assert!(matches!(list.status_of(&good, &ca, at), Status::Good(_)), "{option}");
        assert_eq!(list.status_of(&gone, &ca, at), superseded(), "{option}");
        assert!(matches!(list.status_of(&good, HIERARCHY.issuing(), at), Status::Unverifiable(_)));
    }
    must(folder, "ca -gencrl -config ca.cnf -cert ca.pem -keyfile ca.key -md sha1 -out list.pem");
    let list = read(&std::fs::read(folder.join("list.pem")).unwrap());
    let Status::Unverifiable(doubt) = list.status_of(&gone, &ca, noon()) else { panic!("SHA-1") };
    assert!(doubt.to_string().contains("1.2.840.113549.1.1.5"), "{doubt}");
}

#[test]
fn an_answer_made_by_openssl_is_read_and_verified_by_the_authority_or_its_delegate_only() {
    let Some(folder) = workplace("their-answers") else { return };
    let folder = folder.as_path();
    let (ca, good, gone) = authority(folder);
    for (signer, options, believed) in [
        ("ca", "", true),
        ("ca", "-resp_key_id", true),
        ("responder", "", true),
        ("responder", "-resp_key_id -rmd sha384", true),
        ("responder", "-resp_no_certs", false),
        ("stranger", "", false),
    ] {
        for (certificate, name) in [(&good, "good"), (&gone, "gone")] {
            must(folder, &format!("ocsp -issuer ca.pem -cert {name}.pem -reqout ask.der"));
            must(
                folder,
                &format!(
                    "ocsp -index index.txt -CA ca.pem -rsigner {signer}.pem -rkey {signer}.key \
                     {options} -reqin ask.der -respout answer.der -ndays 1"
                ),
            );
            let answer = read(&std::fs::read(folder.join("answer.der")).unwrap());
            let raccord_certs::revocation::Evidence::Response(known) = &answer else {
                panic!("no answer")
            };
            assert!(known.nonce().is_some());
            let status = answer.status_of(certificate, &ca, after(known.produced_at()));
            let expected = match status {
                Status::Unverifiable(_) => !believed,
                Status::Good(_) => believed && name == "good",
                Status::Revoked(_) => believed && name == "gone" && status == superseded(),
                Status::Unknown | Status::Stale(_) => false,
            };
            assert!(expected, "{name} by {signer} {options}: {status:?}");
        }
    }
}
