//! PKCS#12 (`.pfx`, `.p12`): a private key with its certificate and chain, behind a password.
//!
//! It is recognised by [`sniff`](super::sniff), and opened by
//! [`Contents::open`](super::contents::Contents::open).

mod bags;
mod mac;
mod open;

pub(super) use bags::Bag;
pub(super) use open::{decrypt_key, open};

pub mod legacy;

use openssl::{
    error::ErrorStack, hash::MessageDigest, nid::Nid, pkcs12::Pkcs12, pkey::PKey, stack::Stack,
    x509::X509,
};

use crate::{Certificate, key::Pkcs8};

/// A PKCS#12 could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Pkcs12Error {
    /// OpenSSL takes passwords and aliases as C strings.
    #[error("failed to write a PKCS#12: expected a password and an alias without a NUL character")]
    Password,
    /// OpenSSL refused a part of it.
    #[error("failed to write a PKCS#12")]
    Write {
        /// What OpenSSL said.
        source: ErrorStack,
    },
}

/// Writes a PKCS#12 as today's programs do: AES-256 for the key and the certificates, SHA-256 for
/// the seal.
///
/// # Errors
///
/// When the password holds a NUL, or the key is not the certificate's.
pub fn encode(
    key: &dyn Pkcs8,
    certificate: &Certificate,
    chain: &[Certificate],
    password: &str,
) -> Result<Vec<u8>, Pkcs12Error> {
    encode_with(Algorithms::today(), key, certificate, chain, None, password)
}

/// Writes as [`encode`] does, with an alias (`friendlyName`): what a key store calls its one entry.
///
/// # Errors
///
/// As [`encode`], and when the alias holds a NUL.
pub fn encode_named(
    key: &dyn Pkcs8,
    certificate: &Certificate,
    chain: &[Certificate],
    alias: &str,
    password: &str,
) -> Result<Vec<u8>, Pkcs12Error> {
    encode_with(Algorithms::today(), key, certificate, chain, Some(alias), password)
}

/// What the content is encrypted with, and the hash of the seal.
struct Algorithms {
    encryption: Nid,
    seal: MessageDigest,
}

impl Algorithms {
    fn today() -> Self {
        Self { encryption: Nid::AES_256_CBC, seal: MessageDigest::sha256() }
    }
}

fn encode_with(
    algorithms: Algorithms,
    key: &dyn Pkcs8,
    certificate: &Certificate,
    chain: &[Certificate],
    alias: Option<&str>,
    password: &str,
) -> Result<Vec<u8>, Pkcs12Error> {
    if password.contains('\0') || alias.is_some_and(|alias| alias.contains('\0')) {
        return Err(Pkcs12Error::Password);
    }
    let write = || {
        let mut authorities = Stack::new()?;
        for authority in chain {
            authorities.push(X509::from_der(authority.der())?)?;
        }
        let mut builder = Pkcs12::builder();
        builder.pkey(PKey::private_key_from_pkcs8(key.pkcs8_der())?.as_ref());
        builder.cert(X509::from_der(certificate.der())?.as_ref());
        builder.ca(authorities);
        builder.key_algorithm(algorithms.encryption).cert_algorithm(algorithms.encryption);
        builder.mac_md(algorithms.seal);
        if let Some(alias) = alias {
            builder.name(alias);
        }
        builder.build2(password)?.to_der()
    };
    write().map_err(|source| Pkcs12Error::Write { source })
}
