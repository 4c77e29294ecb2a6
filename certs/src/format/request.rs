//! A request for a certificate (PKCS#10): what is sent to a supplier, never with the private key.

use rcgen::CertificateParams;

use super::pem;
use crate::{
    Key, Shape, Subject,
    authority::{AuthorityError, leaf},
    key::signing::Signing,
};

/// Writes a request in DER, signed with the key that it is for.
///
/// It asks for the key usages of the shape and, for a server, the host name. A policy is the
/// supplier's to give, so none is asked for.
///
/// # Errors
///
/// When a server's common name is no host, or a name does not fit its encoding.
pub fn encode_der(shape: &Shape, subject: &Subject, key: &Key) -> Result<Vec<u8>, AuthorityError> {
    let write = |source| AuthorityError::Write { subject: subject.called(), source };
    let signing = Signing::of(key);
    let signing = signing.ok_or(AuthorityError::KeyCannotSign { kind: key.kind() })?;
    let mut params = CertificateParams::default();
    params.distinguished_name = subject.distinguished_name().map_err(write)?;
    params.custom_extensions = leaf::requested_extensions(shape, subject, None)?;
    let request = params.serialize_request(&signing).map_err(write)?;
    Ok(request.der().to_vec())
}

/// Writes a request in PEM, which every supplier's form takes.
///
/// # Errors
///
/// As [`encode_der`].
pub fn encode_pem(shape: &Shape, subject: &Subject, key: &Key) -> Result<String, AuthorityError> {
    Ok(pem::armour("CERTIFICATE REQUEST", &encode_der(shape, subject, key)?))
}
