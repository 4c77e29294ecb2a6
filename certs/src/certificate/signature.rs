//! Verifies the signatures that are met every day.

use x509_parser::{certificate::X509Certificate, prelude::FromDer, x509::SubjectPublicKeyInfo};

/// Says whether the key of `spki` made the signature of a certificate, as far as AWS-LC can tell:
/// `false` also where it knows not the algorithm, or the size of the key.
pub(super) fn is_plainly_good(certificate: &[u8], spki: &[u8]) -> bool {
    let read = X509Certificate::from_der(certificate).ok();
    let key = SubjectPublicKeyInfo::from_der(spki).ok();
    let both = read.zip(key);
    both.is_some_and(|((_, read), (_, key))| read.verify_signature(Some(&key)).is_ok())
}
