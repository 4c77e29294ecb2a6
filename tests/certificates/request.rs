//! What `raccord cert request` writes, and advises.

use raccord_certs::Key;

use crate::workplace::Workplace;

const SUBJECT: &str = r"C=FR, O=Exemple\, SA, OU=0002 12345678900012, CN=ventes.exemple.fr";

fn request<'a>(mode: &'a str, subject: &'a str) -> Vec<&'a str> {
    vec!["cert", "request", "--for", mode, "--subject", subject, "--out", "order"]
}

#[test]
fn a_key_and_a_request_for_it_are_written_with_what_to_do() {
    let place = Workplace::new();
    let told = place.made(&request("chorus-pro/edi-sftp", SUBJECT));
    assert_eq!(place.names("order"), ["ssl-client.csr", "ssl-client.key"]);
    let key = Key::from_pkcs8_pem(&place.text("order/ssl-client.key")).unwrap();
    assert_eq!(key.kind(), raccord_certs::KeyKind::Rsa2048);
    assert!(told.contains("raccord cert profiles chorus-pro/edi-sftp"), "{told}");
    assert!(told.contains("SSL Client, authentification serveur de type client"), "{told}");
    assert!(!told.contains("the subject has no"), "{told}");
}

#[test]
fn openssl_and_gnutls_read_the_request_and_find_its_signature_good() {
    let place = Workplace::new();
    place.made(&request("chorus-pro/edi-pesit", SUBJECT));
    let file = "order/ssl-server.csr";
    if let Some(read) =
        place.content("openssl", &["req", "-verify", "-noout", "-text", "-in", file])
    {
        for wanted in [
            "verify OK",
            "O = \"Exemple, SA\"",
            "DNS:ventes.exemple.fr",
            "Digital Signature, Key Encipherment",
            "TLS Web Server Authentication",
        ] {
            assert!(read.contains(wanted), "no `{wanted}` in {read}");
        }
    }
    if let Some(read) = place.content("certtool", &["--crq-info", "--infile", file]) {
        assert!(read.contains("Self signature: verified"), "{read}");
        assert!(read.contains("DNSname: ventes.exemple.fr"), "{read}");
    }
    if let Some(read) = place.content("keytool", &["-printcertreq", "-file", file]) {
        assert!(read.contains("CN=ventes.exemple.fr"), "{read}");
    }
}

#[test]
fn what_a_subject_lacks_is_said_and_the_request_is_written_all_the_same() {
    let place = Workplace::new();
    let told = place.made(&request("chorus-pro/edi-sftp", "C=FR, CN=ventes"));
    assert!(told.contains("the subject has no O, the full official name"), "{told}");
    assert!(told.contains("the subject has no `OU=0002 `"), "{told}");
}

#[test]
fn sofie_s_own_key_is_told_of_and_a_self_signed_certificate_too() {
    let place = Workplace::new();
    let told = place.made(&request("sofie/sort", "C=LU, O=Exemple, CN=Exemple"));
    assert!(told.contains("do not order with this request: SOFiE makes its own key"), "{told}");
    assert_eq!(place.names("order").len(), 4);
    let place = Workplace::new();
    let told = place.made(&request("social-security/rest", "C=BE, O=Exemple, CN=Exemple"));
    assert!(told.contains("raccord cert issue --profile social-security/rest"), "{told}");
}

#[test]
fn nothing_is_requested_where_nothing_is_demanded_or_a_file_is_there() {
    let place = Workplace::new();
    let said = place.raccord(&request("chorus-pro/piste", SUBJECT));
    assert_eq!((said.code, said.stderr.contains("demands no certificate")), (2, true), "{said:?}");
    place.made(&request("chorus-pro/edi-sftp", SUBJECT));
    let before = place.text("order/ssl-client.key");
    assert_eq!(place.raccord(&request("chorus-pro/edi-sftp", SUBJECT)).code, 2);
    assert_eq!(place.text("order/ssl-client.key"), before);
}
