//! Files that were made to break whoever reads them: an error that says where, never more.

use raccord_certs::revocation::{Evidence, EvidenceError, OcspRequest, OcspStatus};

use crate::revocation::{answer_of, list_of, revoked};
use crate::workshop::{CLIENT, HIERARCHY, element, issue};

fn error(file: &[u8]) -> String {
    Evidence::read(file).unwrap_err().to_string()
}

fn files() -> [Vec<u8>; 2] {
    let certificate = issue(CLIENT, None).certificate;
    let signer = HIERARCHY.issuing_signer();
    [
        list_of(signer, &[(&certificate, revoked(None))]),
        answer_of(signer, &certificate, OcspStatus::Good),
    ]
}

#[test]
fn a_file_cut_short_or_followed_by_something_is_refused() {
    for file in files() {
        for length in 0..file.len() {
            assert!(Evidence::read(&file[..length]).is_err(), "cut at {length}");
        }
        let followed = [file.as_slice(), &[0]].concat();
        assert!(Evidence::read(&followed).is_err());
    }
}

#[test]
fn a_file_that_is_something_else_is_told_apart() {
    assert!(error(b"").contains("found an empty file"));
    let certificate = issue(CLIENT, None).certificate;
    let said = error(certificate.pem().as_bytes());
    assert!(said.contains("found a PEM of `CERTIFICATE`, expected one of `X509 CRL`"), "{said}");
    assert!(error(certificate.der()).starts_with("failed to read a revocation list"));
    let said = error(b"<html>");
    assert!(said.contains("as an answer, found something else at octet 0"), "{said}");
    let [_, mut answer] = files();
    // The response type, made another.
    let place = answer.windows(9).position(|it| it == [0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1]).unwrap();
    answer[place + 8] = 9;
    assert!(error(&answer).contains("expected the response type `basic`"), "{}", error(&answer));
}

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    let file = vec![0x30; 64 * 1024 * 1024 + 1];
    assert!(
        matches!(Evidence::read(&file), Err(EvidenceError::TooLarge { octets }) if octets == file.len())
    );
}

#[test]
fn nesting_costs_nothing() {
    // An open sequence in every octet but the last.
    let nested: Vec<u8> = [0x30, 0x80].repeat(500_000);
    assert!(Evidence::read(&nested).is_err());
    let mut deep = vec![0x05, 0x00];
    while deep.len() < 60_000 {
        let length = u16::try_from(deep.len()).unwrap().to_be_bytes();
        deep = [&[0x30, 0x82], length.as_slice(), &deep].concat();
    }
    assert!(Evidence::read(&deep).is_err());
    assert!(OcspRequest::from_der(&deep).is_err());
}

#[test]
fn a_list_in_pem_reads_with_windows_line_ends_and_a_byte_order_mark() {
    let [list, _] = files();
    let pem = raccord_certs::format::pem::armour("X509 CRL", &list);
    let met = format!("\u{feff}Liste\r\n{}", pem.replace('\n', "\r\n"));
    assert!(
        matches!(Evidence::read(met.as_bytes()), Ok(Evidence::List(read)) if read.der() == list)
    );
}

#[test]
fn a_request_is_held_to_what_clients_ask() {
    let certificate = issue(CLIENT, None).certificate;
    let good = OcspRequest::about(&certificate, HIERARCHY.issuing());
    let der = good.to_der();
    for length in 0..der.len() {
        assert!(OcspRequest::from_der(&der[..length]).is_err(), "cut at {length}");
    }
    let said =
        |request: &OcspRequest| OcspRequest::from_der(&request.to_der()).unwrap_err().to_string();
    let empty = OcspRequest { certificates: Vec::new(), nonce: None };
    assert!(said(&empty).ends_with("found no certificate in it, expected one at least"));
    let mut many = good.clone();
    many.certificates = vec![good.certificates[0].clone(); 65];
    assert!(said(&many).contains("expected 64 certificates at most"));
    let nonce = Some(vec![0; 132]);
    assert!(said(&OcspRequest { nonce, ..good }).contains("a nonce of more than 128 octets"));
    assert!(OcspRequest::from_der(&vec![0; 70_000]).is_err());
    assert!(OcspRequest::from_der(&element(0x30, &element(0x30, b"nonsense"))).is_err());
}
