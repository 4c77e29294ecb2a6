//! Public keys as SSH writes them: OpenSSH's lines, RFC 4716's blocks, and the public half that
//! stands unencrypted in an OpenSSH private key.

use openssl::{
    bn::BigNum,
    ec::{EcGroup, EcKey, EcPoint},
    error::ErrorStack,
    nid::Nid,
    pkey::{Id, PKey, Public},
    rsa::Rsa,
};

use crate::{
    PublicKey,
    format::{limits, pem, problem::Obstacle, sniff::Content},
};

/// A public key for SSH.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SshPublicKey {
    /// The key.
    pub public: PublicKey,
    /// The name of its algorithm, as in `ssh-rsa`.
    pub algorithm: String,
    /// What stands after it: usually whose it is. It is as written, and may hold anything.
    pub comment: String,
}

const ALGORITHMS: [&str; 5] =
    ["ssh-rsa", "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"];

/// Finds the lines of a text that hold a public key, each with its number, counted from 1. A
/// block of RFC 4716 becomes one line.
pub(in crate::format) fn lines(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut block: Option<(usize, String)> = None;
    let mut continued = false;
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        if found.len() >= limits::PIECES {
            break;
        }
        if line == "---- BEGIN SSH2 PUBLIC KEY ----" {
            block = Some((number, String::new()));
        } else if line == "---- END SSH2 PUBLIC KEY ----" {
            found.extend(block.take().and_then(|(number, blob)| Some((number, as_line(&blob)?))));
        } else if let Some((_, blob)) = &mut block {
            let header = continued || line.contains(':');
            continued = header && line.ends_with('\\');
            if !header {
                blob.push_str(line);
            }
        } else if parts(line).is_some() {
            found.push((number, line.to_owned()));
        }
    }
    found
}

fn as_line(base64: &str) -> Option<String> {
    let blob = pem::base64(base64)?;
    let (algorithm, _) = string(&blob)?;
    Some(format!("{} {base64}", std::str::from_utf8(algorithm).ok()?))
}

/// Splits a line into algorithm, Base64 and comment; options of `authorized_keys` may precede.
fn parts(line: &str) -> Option<(&str, &str, &str)> {
    ALGORITHMS.iter().find_map(|algorithm| {
        let at = line.find(algorithm)?;
        let starts = at == 0 || line.get(..at)?.ends_with([' ', '\t']);
        let rest = line.get(at + algorithm.len()..)?.strip_prefix([' ', '\t'])?.trim_start();
        let (base64, comment) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
        (starts && base64.starts_with("AAAA")).then_some((*algorithm, base64, comment.trim()))
    })
}

impl SshPublicKey {
    /// Reads a line as OpenSSH writes it: algorithm, Base64 blob, comment.
    ///
    /// # Errors
    ///
    /// When the line is anything else, or its key is damaged or too large.
    pub fn from_line(line: &str) -> Result<Self, Obstacle> {
        let (algorithm, base64, comment) = parts(line).ok_or_else(damaged)?;
        let blob = pem::base64(base64).ok_or_else(damaged)?;
        let public = from_blob(&blob)?;
        let named = string(&blob).map(|(name, _)| name);
        if named != Some(algorithm.as_bytes()) {
            return Err(damaged());
        }
        Ok(Self { public, algorithm: algorithm.to_owned(), comment: comment.to_owned() })
    }
}

const OPENSSH_PRIVATE_KEY: &[u8] = b"openssh-key-v1\0";

/// Recognises a private key in OpenSSH's own format: encrypted unless its cipher is `none`.
pub(in crate::format) fn private_key(der: &[u8]) -> Option<Content> {
    let (cipher, _) = string(der.strip_prefix(OPENSSH_PRIVATE_KEY)?)?;
    Some(if cipher == b"none" { Content::PrivateKey } else { Content::EncryptedPrivateKey })
}

/// Reads the public half out of a private key in OpenSSH's own format; `None` when it is another.
pub(in crate::format) fn public_half(der: &[u8]) -> Option<Result<PublicKey, Obstacle>> {
    let rest = der.strip_prefix(OPENSSH_PRIVATE_KEY)?;
    let blob = || {
        let (_cipher, rest) = string(rest)?;
        let (_derivation, rest) = string(rest)?;
        let (_options, rest) = string(rest)?;
        let (_count, rest) = rest.split_at_checked(4)?;
        string(rest)
    };
    Some(blob().ok_or_else(damaged).and_then(|(blob, _)| from_blob(blob)))
}

/// Reads a blob (RFC 4253 §6.6, RFC 5656 §3.1, RFC 8709 §4).
fn from_blob(blob: &[u8]) -> Result<PublicKey, Obstacle> {
    let (algorithm, rest) = string(blob).ok_or_else(damaged)?;
    let (first, rest) = string(rest).ok_or_else(damaged)?;
    let second = || string(rest).map(|(second, _)| second).ok_or_else(damaged);
    let key = match algorithm {
        b"ssh-rsa" => rsa(first, second()?)?,
        b"ssh-ed25519" => PKey::public_key_from_raw_bytes(first, Id::ED25519),
        b"ecdsa-sha2-nistp256" => point(Nid::X9_62_PRIME256V1, second()?),
        b"ecdsa-sha2-nistp384" => point(Nid::SECP384R1, second()?),
        b"ecdsa-sha2-nistp521" => point(Nid::SECP521R1, second()?),
        other => {
            let algorithm: String = String::from_utf8_lossy(other).chars().take(64).collect();
            let algorithm = crate::shown::text(&algorithm);
            return Err(Obstacle::Unsupported { content: Content::SshPublicKey, algorithm });
        }
    };
    let der = key.and_then(|key| key.public_key_to_der()).map_err(|_| damaged())?;
    Ok(PublicKey::from_spki_der(&der))
}

fn rsa(exponent: &[u8], modulus: &[u8]) -> Result<Result<PKey<Public>, ErrorStack>, Obstacle> {
    let octets = modulus.iter().skip_while(|octet| **octet == 0).count();
    let bits = u32::try_from(octets.saturating_mul(8)).unwrap_or(u32::MAX);
    if bits > limits::RSA_BITS || exponent.len() > modulus.len() {
        return Err(Obstacle::KeyTooLarge { bits });
    }
    let make = || {
        let (modulus, exponent) = (BigNum::from_slice(modulus)?, BigNum::from_slice(exponent)?);
        PKey::from_rsa(Rsa::from_public_components(modulus, exponent)?)
    };
    Ok(make())
}

fn point(curve: Nid, octets: &[u8]) -> Result<PKey<Public>, ErrorStack> {
    let group = EcGroup::from_curve_name(curve)?;
    let mut context = openssl::bn::BigNumContext::new()?;
    let point = EcPoint::from_bytes(&group, octets, &mut context)?;
    PKey::from_ec_key(EcKey::from_public_key(&group, &point)?)
}

/// Reads a string: four octets of length, then as many.
fn string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

fn damaged() -> Obstacle {
    let found = "its Base64, or what is in it, is damaged".to_owned();
    Obstacle::Field { content: Content::SshPublicKey, found }
}
