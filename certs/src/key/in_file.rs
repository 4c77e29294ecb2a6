//! Finds the key that a file is about, whatever kind of file it is.

use openssl::pkey::PKey;
use x509_parser::{
    certification_request::X509CertificationRequest, prelude::FromDer, x509::SubjectPublicKeyInfo,
};

use crate::{Certificate, PublicKey, format::pem};

impl PublicKey {
    /// Finds the first key of a file in PEM or DER: the one that a request or a certificate is
    /// about, a public key, or the public half of a private key that no password protects. `None`
    /// where there is none of these.
    #[must_use]
    pub fn in_file(file: &[u8]) -> Option<Self> {
        let blocks = pem::blocks(file);
        if blocks.is_empty() {
            return in_der(file);
        }
        blocks.iter().filter(|block| !block.encrypted).find_map(|block| in_der(&block.der))
    }
}

fn in_der(der: &[u8]) -> Option<PublicKey> {
    if let Ok(([], key)) = SubjectPublicKeyInfo::from_der(der) {
        return Some(PublicKey::from_spki_der(key.raw));
    }
    if let Ok(([], request)) = X509CertificationRequest::from_der(der) {
        let key = &request.certification_request_info.subject_pki;
        return Some(PublicKey::from_spki_der(key.raw));
    }
    if let Ok(certificate) = Certificate::from_der(der) {
        return Some(certificate.public_key().clone());
    }
    let private = PKey::private_key_from_der(der).ok()?;
    private.public_key_to_der().ok().map(|spki| PublicKey::from_spki_der(&spki))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Key, KeyKind};

    #[test]
    fn a_key_is_found_in_whatever_is_about_it() {
        let key = Key::generate(KeyKind::P256).unwrap();
        let pair = key.pair().unwrap();
        let params = rcgen::CertificateParams::default();
        let request = params.serialize_request(pair).unwrap();
        let certificate = params.self_signed(pair).unwrap();
        let openssl = PKey::private_key_from_pkcs8(key.pkcs8_der()).unwrap();
        let files = [
            request.der().to_vec(),
            request.pem().unwrap().into_bytes(),
            certificate.der().to_vec(),
            certificate.pem().into_bytes(),
            key.pkcs8_der().to_vec(),
            key.pkcs8_pem().into_bytes(),
            openssl.ec_key().unwrap().private_key_to_pem().unwrap(),
            openssl.public_key_to_pem().unwrap(),
            openssl.public_key_to_der().unwrap(),
        ];
        for file in files {
            assert_eq!(PublicKey::in_file(&file).as_ref(), Some(key.public()));
        }
        assert_eq!(PublicKey::in_file(b"no key"), None);
    }
}
