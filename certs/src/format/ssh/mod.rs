//! The public half of a key as a line of OpenSSH's `authorized_keys`.

mod read;

pub use read::SshPublicKey;
pub(super) use read::{lines, private_key, public_half};

use base64::{Engine, engine::general_purpose::STANDARD};
use openssl::{
    bn::{BigNumContext, BigNumRef},
    ec::PointConversionForm,
    error::ErrorStack,
    nid::Nid,
    pkey::{Id, PKey, Public},
};

use crate::{PublicKey, key::KeyShape};

/// Why a public key has no OpenSSH line.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SshError {
    /// Only RSA, P-256 and P-384 keys are used over SSH here.
    #[error("unsupported SSH key: found {found}, expected RSA, P-256 or P-384")]
    Unsupported {
        /// The kind and size found.
        found: KeyShape,
    },
    /// OpenSSL could not read the key.
    #[error("failed to write an SSH public key")]
    Write {
        /// What OpenSSL said.
        source: ErrorStack,
    },
}

/// Writes the line: algorithm, Base64 blob (RFC 4253 §6.6, RFC 5656 §3.1), comment.
///
/// The key of a certificate is [`Certificate::public_key`](crate::Certificate::public_key), the
/// public half of a pair is [`Key::public`](crate::Key::public).
///
/// # Errors
///
/// When the key is none of RSA, P-256 and P-384.
pub fn public_key_line(key: &PublicKey, comment: &str) -> Result<String, SshError> {
    let write = |source| SshError::Write { source };
    let read = key.openssl().map_err(write)?;
    let fields = fields(&read).map_err(write)?;
    let Some(fields) = fields else { return Err(SshError::Unsupported { found: key.shape() }) };
    let algorithm = fields.first().map(|field| String::from_utf8_lossy(field).into_owned());
    let blob: Vec<u8> = fields.iter().flat_map(|field| string(field)).collect();
    let line = format!("{} {}", algorithm.unwrap_or_default(), STANDARD.encode(blob));
    Ok(if comment.is_empty() { line } else { format!("{line} {comment}") })
}

/// Returns the fields of the blob, the algorithm's name first.
fn fields(key: &PKey<Public>) -> Result<Option<Vec<Vec<u8>>>, ErrorStack> {
    match key.id() {
        Id::RSA => {
            let rsa = key.rsa()?;
            Ok(Some(vec![b"ssh-rsa".to_vec(), positive(rsa.e()), positive(rsa.n())]))
        }
        Id::EC => {
            let ec = key.ec_key()?;
            let (algorithm, curve) = match ec.group().curve_name() {
                Some(Nid::X9_62_PRIME256V1) => ("ecdsa-sha2-nistp256", "nistp256"),
                Some(Nid::SECP384R1) => ("ecdsa-sha2-nistp384", "nistp384"),
                _ => return Ok(None),
            };
            let mut context = BigNumContext::new()?;
            let form = PointConversionForm::UNCOMPRESSED;
            let point = ec.public_key().to_bytes(ec.group(), form, &mut context)?;
            Ok(Some(vec![algorithm.as_bytes().to_vec(), curve.as_bytes().to_vec(), point]))
        }
        _ => Ok(None),
    }
}

/// A positive number takes a leading zero when its first bit would read as a sign.
fn positive(number: &BigNumRef) -> Vec<u8> {
    let mut octets = number.to_vec();
    if octets.first().is_some_and(|first| first & 0x80 != 0) {
        octets.insert(0, 0);
    }
    octets
}

fn string(field: &[u8]) -> Vec<u8> {
    let length = u32::try_from(field.len()).unwrap_or(u32::MAX);
    [length.to_be_bytes().as_slice(), field].concat()
}
