//! The files we write, read back by OpenSSL, and by ourselves in the shapes of the field.

use base64::{Engine, engine::general_purpose::STANDARD};
use openssl::{
    bn::BigNum,
    pkcs7::Pkcs7,
    pkcs12::Pkcs12,
    pkey::PKey,
    rsa::Rsa,
    x509::{X509, X509Ref},
};
use raccord_certs::{
    Certificate, Key, KeyKind,
    format::{
        pkcs7, pkcs12,
        sniff::{Armour, Content, sniff},
        ssh,
    },
};

use crate::workshop::{CLIENT, KEY, issue};

fn ders(pkcs7: &Pkcs7) -> Vec<Vec<u8>> {
    let certificates = pkcs7.signed().unwrap().certificates().unwrap();
    certificates.iter().map(|each: &X509Ref| each.to_der().unwrap()).collect()
}

#[test]
fn openssl_reads_our_pkcs7_in_der_and_pem_in_the_order_written() {
    let certificates = issue(CLIENT, None).with_chain();
    let wanted: Vec<Vec<u8>> = certificates.iter().map(|each| each.der().to_vec()).collect();
    let der = Pkcs7::from_der(&pkcs7::encode_der(&certificates)).unwrap();
    assert_eq!(ders(&der), wanted);
    let pem = Pkcs7::from_pem(pkcs7::encode_pem(&certificates).as_bytes()).unwrap();
    assert_eq!(ders(&pem), wanted);
}

#[test]
fn openssl_would_write_the_same_pkcs7_as_we_do() {
    let ours = pkcs7::encode_der(&issue(CLIENT, None).with_chain());
    assert_eq!(Pkcs7::from_der(&ours).unwrap().to_der().unwrap(), ours);
}

#[test]
fn we_read_back_our_pkcs7_and_name_what_is_none() {
    let certificates = issue(CLIENT, None).with_chain();
    assert_eq!(pkcs7::decode(&pkcs7::encode_der(&certificates)).unwrap(), certificates);
    let pem = pkcs7::encode_pem(&certificates);
    let met = format!("\u{feff}subject=C = FR\r\n\r\n{}", pem.replace('\n', "\r\n"));
    assert_eq!(pkcs7::decode(met.as_bytes()).unwrap(), certificates);
    let error = pkcs7::decode(KEY.pkcs8_der()).unwrap_err().to_string();
    let wanted = "failed to read a PKCS#7: found a private key, expected a PKCS#7 of certificates";
    assert_eq!(error, wanted);
}

#[test]
fn a_pkcs7_with_indefinite_lengths_is_read_as_well() {
    let certificates = issue(CLIENT, None).with_chain();
    let definite = pkcs7::encode_der(&certificates);
    // The outermost sequence of a file this size has a length of two octets.
    assert_eq!(definite[1], 0x82);
    let indefinite = [&[0x30, 0x80], &definite[4..], &[0, 0]].concat();
    assert_eq!(sniff(&indefinite).pieces[0].content, Content::Pkcs7);
    assert_eq!(pkcs7::decode(&indefinite).unwrap(), certificates);
}

#[test]
fn openssl_opens_our_pkcs12_with_the_password_and_not_without() {
    let issued = issue(CLIENT, None);
    let file = pkcs12::encode(&*KEY, &issued.certificate, &issued.chain, "clé").unwrap();
    let read = Pkcs12::from_der(&file).unwrap();
    let opened = read.parse2("clé").unwrap();
    let key = opened.pkey.unwrap().private_key_to_pkcs8().unwrap();
    assert_eq!(Key::from_pkcs8_der(&key).unwrap().public(), KEY.public());
    assert_eq!(opened.cert.unwrap().to_der().unwrap(), issued.certificate.der());
    assert_eq!(opened.ca.unwrap().len(), 2);
    assert!(read.parse2("autre").is_err());
}

#[test]
fn our_pkcs12_is_encrypted_with_aes_and_sealed_with_sha_256() {
    let issued = issue(CLIENT, None);
    let file = pkcs12::encode(&*KEY, &issued.certificate, &issued.chain, "secret").unwrap();
    let holds = |oid: &[u8]| file.windows(oid.len()).any(|window| window == oid);
    assert!(holds(&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 42]), "AES-256-CBC");
    assert!(holds(&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1]), "SHA-256");
    assert!(!holds(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 12, 1]), "no old PKCS#12 cipher");
}

#[test]
fn a_pkcs12_is_not_written_for_a_key_that_is_not_the_certificate_s() {
    let issued = issue(CLIENT, None);
    let other = Key::generate(KeyKind::Rsa2048).unwrap();
    assert!(pkcs12::encode(&other, &issued.certificate, &issued.chain, "secret").is_err());
    assert!(pkcs12::encode(&*KEY, &issued.certificate, &issued.chain, "a\0b").is_err());
}

#[test]
fn the_ssh_line_of_a_certificate_holds_its_rsa_key() {
    let certificate = issue(CLIENT, None).certificate;
    let line = ssh::public_key_line(certificate.public_key(), "ventes").unwrap();
    assert_eq!(line, ssh::public_key_line(KEY.public(), "ventes").unwrap());
    let [algorithm, blob, comment] = line.split(' ').collect::<Vec<_>>().try_into().unwrap();
    assert_eq!((algorithm, comment), ("ssh-rsa", "ventes"));
    let [name, exponent, modulus] = fields(&STANDARD.decode(blob).unwrap()).try_into().unwrap();
    assert_eq!(name, b"ssh-rsa");
    let number = |octets: &[u8]| BigNum::from_slice(octets).unwrap();
    let rsa = Rsa::from_public_components(number(&modulus), number(&exponent)).unwrap();
    let read = PKey::from_rsa(rsa).unwrap().public_key_to_der().unwrap();
    assert_eq!(read, certificate.public_key().spki_der());
    assert_eq!(modulus[0], 0, "a modulus of 2048 bits would read as negative");
}

#[test]
fn the_ssh_line_of_a_p256_key_names_its_curve_and_other_keys_have_none() {
    let line = ssh::public_key_line(Key::generate(KeyKind::P256).unwrap().public(), "").unwrap();
    let [algorithm, blob] = line.split(' ').collect::<Vec<_>>().try_into().unwrap();
    assert_eq!(algorithm, "ecdsa-sha2-nistp256");
    let [name, curve, point] = fields(&STANDARD.decode(blob).unwrap()).try_into().unwrap();
    assert_eq!((&*name, &*curve), (&b"ecdsa-sha2-nistp256"[..], &b"nistp256"[..]));
    assert_eq!((point.len(), point[0]), (65, 4), "an uncompressed point");
    let line = ssh::public_key_line(Key::generate(KeyKind::P384).unwrap().public(), "").unwrap();
    let (algorithm, blob) = line.split_once(' ').unwrap();
    assert_eq!(algorithm, "ecdsa-sha2-nistp384");
    assert_eq!(fields(&STANDARD.decode(blob).unwrap())[2].len(), 97, "an uncompressed point");
    let other = PKey::generate_ed25519().unwrap().public_key_to_der().unwrap();
    let other = raccord_certs::PublicKey::from_spki_der(&other);
    let error = ssh::public_key_line(&other, "").unwrap_err().to_string();
    assert_eq!(error, "unsupported SSH key: found ED25519, expected RSA, P-256 or P-384");
}

/// Takes an SSH blob apart into its length-prefixed fields.
fn fields(mut blob: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    while let Some((length, rest)) = blob.split_first_chunk::<4>() {
        let (field, after) = rest.split_at(u32::from_be_bytes(*length) as usize);
        found.push(field.to_vec());
        blob = after;
    }
    found
}

#[test]
fn a_bundle_of_pem_is_taken_apart_piece_by_piece() {
    let issued = issue(CLIENT, None);
    let all: String = issued.with_chain().iter().map(Certificate::pem).collect();
    let sniffed = sniff(format!("{all}{}", KEY.pkcs8_pem()).as_bytes());
    assert_eq!(sniffed.armour, Armour::Pem);
    let contents: Vec<_> = sniffed.pieces.iter().map(|piece| piece.content).collect();
    assert_eq!(contents[..3], [Content::Certificate; 3]);
    assert_eq!(contents[3..], [Content::PrivateKey]);
    assert_eq!(
        format!("{:?}", sniffed.pieces[3]),
        format!("Piece(a private key, {} octets)", KEY.pkcs8_der().len())
    );
    assert!(X509::from_der(&sniffed.pieces[0].der).is_ok());
}
