//! The schemes of PKCS#12: a key digested in the way of RFC 7292 appendix B, then an old cipher.

use openssl::hash::{Hasher, MessageDigest};
use x509_parser::asn1_rs::Any;

use super::{Job, cipher::Cipher, count, damaged};
use crate::format::{asn1, problem::Obstacle};

/// `pkcs-12PbeIds`: this is all but the last arc.
const ARC: &str = "1.2.840.113549.1.12.1.";

/// Returns the cipher of a scheme.
pub(super) fn scheme(oid: &str) -> Option<Cipher> {
    match oid.strip_prefix(ARC)? {
        "3" => Some(Cipher::TripleDes),
        "4" => Some(Cipher::DoubleDes),
        "5" => Some(Cipher::Rc2Of128),
        "6" => Some(Cipher::Rc2Of40),
        _ => None,
    }
}

/// Names the old schemes that are not known here.
pub(super) fn name(oid: &str) -> Option<&'static str> {
    match oid {
        "1.2.840.113549.1.12.1.1" => Some("RC4 with 128 bits"),
        "1.2.840.113549.1.12.1.2" => Some("RC4 with 40 bits"),
        "1.2.840.113549.1.5.1" => Some("DES with MD2"),
        "1.2.840.113549.1.5.3" => Some("DES with MD5"),
        "1.2.840.113549.1.5.4" => Some("RC2 with MD2"),
        "1.2.840.113549.1.5.6" => Some("RC2 with MD5"),
        "1.2.840.113549.1.5.10" => Some("DES with SHA-1"),
        "1.2.840.113549.1.5.11" => Some("RC2 with SHA-1"),
        _ => None,
    }
}

/// Decrypts with the password, and an empty one in both its forms: a terminating zero, or nothing.
pub(super) fn decrypt(
    cipher: Cipher,
    parameters: &Any<'_>,
    data: &[u8],
    job: &Job<'_>,
) -> Result<Vec<u8>, Obstacle> {
    let parts = asn1::elements(parameters.data);
    let [salt, iterations] = parts.as_slice() else {
        return Err(damaged(job.content, "parameters of the encryption"));
    };
    let iterations = count(iterations, job.content)?;
    for password in forms(job.password) {
        let make = |what, octets| {
            let granted = job.budget.grant(iterations, job.content)?;
            derive(what, &password, salt.data, granted, MessageDigest::sha1(), octets)
                .ok_or_else(|| damaged(job.content, "derivation of the key"))
        };
        let key = make(Use::Key, cipher.key_octets())?;
        let iv = make(Use::Iv, cipher.block_octets())?;
        if let Some(plain) = cipher.decrypt(&key, &iv, data) {
            return Ok(plain);
        }
    }
    Err(job.wrong_password())
}

/// Writes a password as PKCS#12 digests it: UTF-16, high octet first, and two zeroes. Programs do
/// not agree on the empty password, which therefore has two forms.
pub(crate) fn forms(password: &str) -> Vec<Vec<u8>> {
    let units = password.encode_utf16().chain([0]);
    let usual = units.flat_map(u16::to_be_bytes).collect();
    if password.is_empty() { vec![usual, Vec::new()] } else { vec![usual] }
}

/// What a derived key is for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Use {
    Key = 1,
    Iv = 2,
    Mac = 3,
}

/// Derives `octets` octets from a password in one of its forms, as RFC 7292 appendix B.2 says;
/// `None` when OpenSSL has not the digest.
pub(crate) fn derive(
    what: Use,
    password: &[u8],
    salt: &[u8],
    iterations: u32,
    digest: MessageDigest,
    octets: usize,
) -> Option<Vec<u8>> {
    let block = digest.block_size();
    let filled = |text: &[u8]| -> Vec<u8> {
        text.iter().copied().cycle().take(text.len().div_ceil(block) * block).collect()
    };
    let diversifier = vec![what as u8; block];
    let mut input = [filled(salt), filled(password)].concat();
    let mut derived = Vec::with_capacity(octets);
    let mut hasher = Hasher::new(digest).ok()?;
    while derived.len() < octets {
        hasher.update(&diversifier).ok()?;
        hasher.update(&input).ok()?;
        let mut digested = hasher.finish().ok()?;
        for _ in 1..iterations {
            hasher.update(&digested).ok()?;
            digested = hasher.finish().ok()?;
        }
        derived.extend_from_slice(&digested);
        let added: Vec<u8> = digested.iter().copied().cycle().take(block).collect();
        input.chunks_exact_mut(block).for_each(|part| add_and_one(part, &added));
    }
    derived.truncate(octets);
    Some(derived)
}

/// Adds one number to another, and one, both with the high octet first, and forgets the carry.
fn add_and_one(number: &mut [u8], other: &[u8]) {
    let mut carry = 1;
    for (octet, added) in number.iter_mut().zip(other).rev() {
        let [high, low] = (u16::from(*octet) + u16::from(*added) + carry).to_be_bytes();
        *octet = low;
        carry = u16::from(high);
    }
}
