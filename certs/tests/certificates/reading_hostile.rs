//! Files that were cut, padded, mixed up or made to do harm: each gets a clear word, and none a
//! panic or a long wait.

use base64::{Engine, engine::general_purpose::STANDARD};
use raccord_certs::{
    conformity::Platform,
    format::{
        contents::Contents,
        limits, pem, pkcs7, pkcs12,
        problem::{Obstacle, Place},
        sniff::{Armour, Content},
        ssh,
    },
};

use rcgen::DnType;

use crate::workshop::{CLIENT, Forge, KEY, check, issue, noon};

/// What the first problem of a file says.
#[track_caller]
fn told(file: &[u8]) -> String {
    let contents = Contents::read(file);
    contents.problems.first().unwrap_or_else(|| panic!("no problem: {contents:?}")).to_string()
}

#[test]
fn cpp_cert_01_refuses_a_pkcs7_that_something_follows() {
    let file = pkcs7::encode_der(&issue(CLIENT, None).with_chain());
    let first = |file: &[u8]| {
        let report = check(file, CLIENT, noon(), Platform::Production);
        report.first_failure().map(|finding| (finding.rule.id, finding.what_to_do.clone()))
    };
    assert_eq!(first(&file), None);
    let with_key = [&*file, KEY.pkcs8_der()].concat();
    let (id, what_to_do) = first(&with_key).unwrap();
    assert_eq!(id, "CPP-CERT-01");
    assert!(what_to_do.contains("keep the private key"), "{what_to_do}");
    assert!(Contents::read(&with_key).holds(Content::PrivateKey));
    assert_eq!(first(&[&*file, b"rubbish"].concat()).unwrap().0, "CPP-CERT-01");
}

#[test]
fn a_certificate_is_read_however_it_is_wrapped() {
    let certificate = issue(CLIENT, None).certificate;
    let bare = STANDARD.encode(certificate.der());
    let mut lines = bare.clone();
    lines.insert_str(64, "\r\n");
    let utf16: Vec<u8> = certificate.pem().encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (file, armour) in [
        (certificate.der().to_vec(), Armour::Der),
        (certificate.pem().into_bytes(), Armour::Pem),
        ([&[0xff, 0xfe][..], &utf16].concat(), Armour::Pem),
        (certificate.pem().replace('\n', "\r\n").into_bytes(), Armour::Pem),
        (bare.into_bytes(), Armour::Base64),
        (format!("\u{feff}{lines}\r\n").into_bytes(), Armour::Base64),
        (
            pem::armour("TRUSTED CERTIFICATE", &[certificate.der(), &[0x30, 0]].concat()).into(),
            Armour::Pem,
        ),
    ] {
        let read = Contents::read(&file);
        assert_eq!((read.armour, &*read.certificates), (armour, &[certificate.clone()][..]));
        assert_eq!(read.problems, []);
    }
}

#[test]
fn keys_of_ssh_are_read() {
    let line = ssh::public_key_line(KEY.public(), "me@desk").unwrap();
    let read = Contents::read(line.as_bytes());
    let [key] = read.ssh_keys.as_slice() else { panic!("{read:?}") };
    assert_eq!((&key.public, &*key.comment), (KEY.public(), "me@desk"));
    let blob = line.split(' ').nth(1).unwrap();
    let other = format!(
        "---- BEGIN SSH2 PUBLIC KEY ----\nComment: \"x\"\n{blob}\n---- END SSH2 PUBLIC KEY ----\n"
    );
    assert_eq!(&Contents::read(other.as_bytes()).ssh_keys[0].public, KEY.public());
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let certificate = issue(CLIENT, None).certificate;
    let der = certificate.der();
    assert_eq!(told(b""), "found an empty file, expected a certificate");
    assert!(told(&der[..der.len() - 1]).contains("the file is cut off"));
    assert!(told(&[der, b"xyz"].concat()).starts_with(&format!("at octet {}: found 3", der.len())));
    assert!(told(b"PK\x03\x04....").contains("a ZIP archive"));
    assert!(told(b"<!DOCTYPE html><html>").contains("a web page"));
    let pem = certificate.pem();
    let binary =
        format!("{pem}x\n-----BEGIN CERTIFICATE-----\nA\0\u{1}B\n-----END CERTIFICATE-----\n");
    let number = pem.lines().count() + 2;
    let wanted = format!(
        "in block 2, which begins on line {number}: the block `CERTIFICATE` cannot be read: found no Base64 on line {}",
        number + 1
    );
    assert_eq!(told(binary.as_bytes()), wanted);
    assert_eq!(Contents::read(binary.as_bytes()).certificates.len(), 1);
    assert!(told(&pem.as_bytes()[..pem.len() - 30]).contains("-----END CERTIFICATE-----"));
    let mut spoilt = der.to_vec();
    let date = der.windows(2).position(|window| window == [0x17, 13]).unwrap();
    spoilt[date + 2..date + 6].copy_from_slice(b"9999");
    let wanted = "at octet 0: a certificate cannot be read: the date (validity) is damaged";
    assert_eq!(told(&spoilt), wanted);
}

#[test]
fn what_asks_for_too_much_is_refused_before_any_work() {
    let huge = vec![0x30; limits::FILE_OCTETS + 1];
    assert!(told(&huge).contains("expected at most 16777216"));
    let deep = [0x30, 0x80].repeat(1_000_000);
    assert!(told(&deep).contains("one within another"));
    let many = [0x30, 0x81, 0].repeat(1_000_000);
    assert_eq!(Contents::read(&many).pieces.len(), limits::PIECES);
    // PKCS#1 with a modulus of 2,049 octets: a version, the modulus, and seven other numbers.
    let modulus = [&[2, 0x82, 8, 1, 0x40][..], &[1; 2048]].concat();
    let numbers = [&[2, 1, 0][..], &modulus, &[2, 1, 3].repeat(7)].concat();
    let length = u16::try_from(numbers.len()).unwrap().to_be_bytes();
    let key = [&[0x30, 0x82][..], &length, &numbers].concat();
    assert!(told(&key).contains("expected at most 16384"), "{}", told(&key));
}

#[test]
fn a_password_is_not_digested_more_often_than_is_reasonable() {
    let issued = issue(CLIENT, None);
    let file = pkcs12::encode(&*KEY, &issued.certificate, &issued.chain, "a").unwrap();
    // The count of the seal stands last: 2,048, as two octets. They become 2^31 - 1 in six.
    let at = file.len() - 4;
    assert_eq!(file[at..], [2, 2, 8, 0]);
    let parts = with_a_longer_count(&file[..at]);
    let contents = Contents::open(&parts, "a");
    let asked = Obstacle::Iterations { content: Content::Pkcs12, found: 0x7fff_ffff };
    assert_eq!(contents.problems.iter().map(|problem| &problem.what).collect::<Vec<_>>(), [&asked]);
    assert_eq!(contents.problems[0].place, Place::Octet(0));
}

/// Puts the longer count at the end, and adds its two octets to the lengths around it.
fn with_a_longer_count(file: &[u8]) -> Vec<u8> {
    let mut longer = [file, &[2, 4, 0x7f, 0xff, 0xff, 0xff]].concat();
    let length = u16::from_be_bytes([longer[2], longer[3]]) + 2;
    longer[2..4].copy_from_slice(&length.to_be_bytes());
    let version = 4 + 3;
    let content = usize::from(u16::from_be_bytes([longer[version + 2], longer[version + 3]]));
    let seal = version + 4 + content;
    assert_eq!(longer[seal], 0x30);
    longer[seal + 1] += 2;
    longer
}

#[test]
fn names_are_shown_without_what_steers_a_terminal() {
    let forge = Forge::new().named(DnType::CommonName, "a\u{1b}[2J\u{202e}b");
    let read = Contents::read(forge.leaf().der());
    let subject = read.certificates[0].subject().to_string();
    assert!(subject.ends_with("CN=a\\u{1b}[2J\\u{202e}b"), "{subject}");
}
