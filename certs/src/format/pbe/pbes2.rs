//! PBES2: a key by PBKDF2 or scrypt, then a block cipher (RFC 8018 §6.2, RFC 7914).

use openssl::{hash::MessageDigest, pkcs5};
use x509_parser::asn1_rs::{Any, Tag};

use super::{Job, algorithm_identifier, cipher::Cipher, count, damaged, unsupported};
use crate::format::{asn1, limits, problem::Obstacle};

pub(super) const PBES2: &str = "1.2.840.113549.1.5.13";
const PBKDF2: &str = "1.2.840.113549.1.5.12";
const SCRYPT: &str = "1.3.6.1.4.1.11591.4.11";

pub(super) fn decrypt(
    parameters: &Any<'_>,
    data: &[u8],
    job: &Job<'_>,
) -> Result<Vec<u8>, Obstacle> {
    let parts = asn1::elements(parameters.data);
    let [derivation, encryption] = parts.as_slice() else {
        return Err(damaged(job.content, "parameters of the encryption"));
    };
    let (cipher_oid, iv) = algorithm_identifier(encryption, job.content)?;
    let cipher = cipher(&cipher_oid).ok_or_else(|| unsupported(job.content, &cipher_oid))?;
    let iv = iv.filter(|iv| iv.data.len() == cipher.block_octets());
    let iv = iv.ok_or_else(|| damaged(job.content, "initial vector of the encryption"))?;
    let key = key(derivation, cipher.key_octets(), job)?;
    cipher.decrypt(&key, iv.data, data).ok_or_else(|| job.wrong_password())
}

fn cipher(oid: &str) -> Option<Cipher> {
    match oid {
        "2.16.840.1.101.3.4.1.2" => Some(Cipher::Aes128),
        "2.16.840.1.101.3.4.1.22" => Some(Cipher::Aes192),
        "2.16.840.1.101.3.4.1.42" => Some(Cipher::Aes256),
        "1.2.840.113549.3.7" => Some(Cipher::TripleDes),
        _ => None,
    }
}

fn key(derivation: &Any<'_>, octets: usize, job: &Job<'_>) -> Result<Vec<u8>, Obstacle> {
    let (oid, parameters) = algorithm_identifier(derivation, job.content)?;
    let wrong = || damaged(job.content, "derivation of the key");
    let parameters = parameters.ok_or_else(wrong)?;
    match oid.as_str() {
        PBKDF2 => pbkdf2(&parameters, octets, job),
        SCRYPT => scrypt(&parameters, octets, job),
        other => Err(unsupported(job.content, other)),
    }
}

/// Derives a key of `octets` octets by PBKDF2, whose parameters are a salt, a count, an optional
/// length, and an optional digest.
pub(crate) fn pbkdf2(
    parameters: &Any<'_>,
    octets: usize,
    job: &Job<'_>,
) -> Result<Vec<u8>, Obstacle> {
    let wrong = || damaged(job.content, "derivation of the key");
    let parts = asn1::elements(parameters.data);
    let [salt, iterations, others @ ..] = parts.as_slice() else { return Err(wrong()) };
    let iterations = count(iterations, job.content)?;
    let digest = others.iter().find(|part| part.tag() == Tag::Sequence);
    let digest = match digest {
        None => MessageDigest::sha1(),
        Some(algorithm) => {
            let (oid, _) = algorithm_identifier(algorithm, job.content)?;
            digest_of_hmac(&oid).ok_or_else(|| unsupported(job.content, &oid))?
        }
    };
    let iterations = job.budget.grant(iterations, job.content)?;
    let iterations = usize::try_from(iterations).map_err(|_| wrong())?;
    let mut key = vec![0; octets];
    let password = job.password.as_bytes();
    pkcs5::pbkdf2_hmac(password, salt.data, iterations, digest, &mut key).map_err(|_| wrong())?;
    Ok(key)
}

/// Derives a key by scrypt: a salt, a cost, a block size, a parallelism.
fn scrypt(parameters: &Any<'_>, octets: usize, job: &Job<'_>) -> Result<Vec<u8>, Obstacle> {
    let wrong = || damaged(job.content, "derivation of the key");
    let parts = asn1::elements(parameters.data);
    let [salt, cost, block, parallel, ..] = parts.as_slice() else { return Err(wrong()) };
    let number = |part| count(part, job.content);
    let (cost, block, parallel) = (number(cost)?, number(block)?, number(parallel)?);
    let work = cost.saturating_mul(block).saturating_mul(parallel);
    if work.saturating_mul(128) > limits::SCRYPT_OCTETS {
        return Err(Obstacle::Iterations { content: job.content, found: work });
    }
    job.budget.grant(work, job.content)?;
    let mut key = vec![0; octets];
    let memory = limits::SCRYPT_OCTETS * 2;
    let password = job.password.as_bytes();
    pkcs5::scrypt(password, salt.data, cost, block, parallel, memory, &mut key)
        .map_err(|_| wrong())?;
    Ok(key)
}

/// Returns the digest of `hmacWith…`.
pub(crate) fn digest_of_hmac(oid: &str) -> Option<MessageDigest> {
    match oid.strip_prefix("1.2.840.113549.2.")? {
        "7" => Some(MessageDigest::sha1()),
        "8" => Some(MessageDigest::sha224()),
        "9" => Some(MessageDigest::sha256()),
        "10" => Some(MessageDigest::sha384()),
        "11" => Some(MessageDigest::sha512()),
        _ => None,
    }
}
