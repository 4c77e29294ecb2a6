//! Opens what is encrypted with a password: PKCS#8 keys, and the parts of a PKCS#12.
//!
//! Two families: PBES2 (RFC 8018 §6.2), which is today's, and the schemes of PKCS#12 (RFC 7292
//! appendix C), which Windows, Firefox, OpenSSL 1.1.1 and Java 8 wrote. OpenSSL has the digests
//! and ciphers; RC2 alone, which it keeps in a library that is not built here, is of crate `rc2`.

mod budget;
mod cipher;
mod pbes2;
mod pkcs12;

pub(crate) use budget::Budget;
pub(crate) use pbes2::{digest_of_hmac, pbkdf2};
pub(crate) use pkcs12::{Use, derive, forms};

use x509_parser::asn1_rs::Any;

use super::{asn1, problem::Obstacle, sniff::Content};

/// Decrypts `data` as an `AlgorithmIdentifier` says.
///
/// # Errors
///
/// When the algorithm is unknown or damaged, asks for too much work, or the password is another
/// one. `content` is what is named then.
pub(crate) fn decrypt(
    algorithm: &Any<'_>,
    data: &[u8],
    password: &str,
    content: Content,
    budget: &Budget,
) -> Result<Vec<u8>, Obstacle> {
    let (oid, parameters) = algorithm_identifier(algorithm, content)?;
    let parameters = parameters.ok_or_else(|| damaged(content, "parameters of the encryption"))?;
    let job = Job { password, content, budget };
    if oid == pbes2::PBES2 {
        return pbes2::decrypt(&parameters, data, &job);
    }
    match pkcs12::scheme(&oid) {
        Some(scheme) => pkcs12::decrypt(scheme, &parameters, data, &job),
        None => Err(unsupported(content, pkcs12::name(&oid).unwrap_or(&oid))),
    }
}

/// What every step of a decryption needs to know.
pub(crate) struct Job<'a> {
    pub(crate) password: &'a str,
    pub(crate) content: Content,
    pub(crate) budget: &'a Budget,
}

impl Job<'_> {
    fn wrong_password(&self) -> Obstacle {
        Obstacle::WrongPassword { content: self.content }
    }
}

/// Reads an `AlgorithmIdentifier`: the dotted identifier, and the parameters where there are some.
pub(crate) fn algorithm_identifier<'a>(
    algorithm: &'a Any<'_>,
    content: Content,
) -> Result<(String, Option<Any<'a>>), Obstacle> {
    let mut parts = asn1::elements(algorithm.data).into_iter();
    let oid = parts.next().and_then(|oid| oid.oid().ok());
    let oid = oid.ok_or_else(|| damaged(content, "identifier of an algorithm"))?;
    Ok((oid.to_id_string(), parts.next()))
}

/// Reads a count, which must be positive; what is larger than 64 bits counts as the largest.
pub(crate) fn count(integer: &Any<'_>, content: Content) -> Result<u64, Obstacle> {
    let octets = match integer.data {
        [0, rest @ ..] => rest,
        all => all,
    };
    let negative = integer.data.first().is_none_or(|first| first & 0x80 != 0);
    if negative || integer.tag() != x509_parser::asn1_rs::Tag::Integer {
        return Err(damaged(content, "number of iterations"));
    }
    if octets.len() > 8 {
        return Ok(u64::MAX);
    }
    match octets.iter().fold(0, |sum, octet| (sum << 8) | u64::from(*octet)) {
        0 => Err(damaged(content, "number of iterations")),
        count => Ok(count),
    }
}

pub(crate) fn damaged(content: Content, field: &str) -> Obstacle {
    Obstacle::Field { content, found: format!("the {field} is damaged") }
}

pub(crate) fn unsupported(content: Content, algorithm: &str) -> Obstacle {
    Obstacle::Unsupported { content, algorithm: algorithm.to_owned() }
}
