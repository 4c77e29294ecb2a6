//! A certificate is read, and all that can be asked of it is asked.
#![no_main]

use libfuzzer_sys::fuzz_target;
use raccord_certs::{Certificate, certificate::Request};

fuzz_target!(|der: &[u8]| {
    if let Ok(certificate) = Certificate::from_der(der) {
        let _shown = format!("{certificate:?} {} {}", certificate.issuer(), certificate.key_shape());
        let _urls = (certificate.ca_issuer_urls(), certificate.ocsp_urls(), certificate.crl_urls());
        let _signed = certificate.is_signed_by(&certificate);
    }
    if let Ok(request) = Request::from_der(der) {
        let _signed = (request.subject().to_string(), request.is_signed_by_its_key());
    }
});
