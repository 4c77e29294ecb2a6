//! PKCS#12 as old programs want it: Windows before Server 2019 and Java before 8u301 know neither
//! AES nor SHA-256 in these files.
//!
//! Key and certificates are encrypted with triple DES, and the seal is SHA-1: what Windows offers as
//! "TripleDES-SHA1". Still older exports encrypt the certificates with RC2 of 40 bits, which protects
//! nothing, and which today's OpenSSL has put away; every program that reads them reads these.

use openssl::{hash::MessageDigest, nid::Nid};

use super::{Algorithms, Pkcs12Error};
use crate::{Certificate, key::Pkcs8};

/// Writes a PKCS#12 for old programs; the alias is what a key store calls its one entry.
///
/// # Errors
///
/// As [`super::encode`].
pub fn encode(
    key: &dyn Pkcs8,
    certificate: &Certificate,
    chain: &[Certificate],
    alias: &str,
    password: &str,
) -> Result<Vec<u8>, Pkcs12Error> {
    let old = Nid::PBE_WITHSHA1AND3_KEY_TRIPLEDES_CBC;
    let algorithms = Algorithms { encryption: old, seal: MessageDigest::sha1() };
    super::encode_with(algorithms, key, certificate, chain, Some(alias), password)
}
