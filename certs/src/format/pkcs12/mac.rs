//! The seal of a PKCS#12: a digest of all it holds, keyed with the password.

use openssl::{hash::MessageDigest, memcmp, nid::Nid, pkey::PKey, sign::Signer};
use x509_parser::asn1_rs::Any;

use super::open::CONTENT;
use crate::format::{
    asn1,
    pbe::{self, Budget, Use, algorithm_identifier, count, damaged, unsupported},
    problem::Obstacle,
};

/// `id-PBMAC1` (RFC 9579), which OpenSSL writes when told to.
const PBMAC1: &str = "1.2.840.113549.1.5.14";

/// Holds the seal against the content.
///
/// # Errors
///
/// When the password is another one, or the seal itself is damaged or asks for too much.
pub(super) fn verify(
    seal: &Any<'_>,
    content: &[u8],
    password: &str,
    budget: &Budget,
) -> Result<(), Obstacle> {
    let wrong = || damaged(CONTENT, "seal (macData)");
    let parts = asn1::elements(seal.data);
    let [digest_info, salt, others @ ..] = parts.as_slice() else { return Err(wrong()) };
    let info = asn1::elements(digest_info.data);
    let [algorithm, expected] = info.as_slice() else { return Err(wrong()) };
    let (oid, parameters) = algorithm_identifier(algorithm, CONTENT)?;
    if oid == PBMAC1 {
        let job = pbe::Job { password, content: CONTENT, budget };
        let (key, digest) = pbmac1(&parameters.ok_or_else(wrong)?, &job)?;
        return hold(&key, digest, content, expected.data).ok_or_else(wrong)?;
    }
    let digest = digest(&oid).ok_or_else(|| unsupported(CONTENT, &oid))?;
    let iterations = others.first().map_or(Ok(1), |iterations| count(iterations, CONTENT))?;
    let mut verdict = Err(Obstacle::WrongPassword { content: CONTENT });
    for password in pbe::forms(password) {
        let iterations = budget.grant(iterations, CONTENT)?;
        let key = pbe::derive(Use::Mac, &password, salt.data, iterations, digest, digest.size());
        let key = key.ok_or_else(wrong)?;
        verdict = hold(&key, digest, content, expected.data).ok_or_else(wrong)?;
        if verdict.is_ok() {
            break;
        }
    }
    verdict
}

/// Computes the keyed digest and compares; `None` when OpenSSL cannot.
fn hold(
    key: &[u8],
    digest: MessageDigest,
    content: &[u8],
    expected: &[u8],
) -> Option<Result<(), Obstacle>> {
    let key = PKey::hmac(key).ok()?;
    let mut signer = Signer::new(digest, &key).ok()?;
    let computed = signer.sign_oneshot_to_vec(content).ok()?;
    let same = computed.len() == expected.len() && memcmp::eq(&computed, expected);
    Some(if same { Ok(()) } else { Err(Obstacle::WrongPassword { content: CONTENT }) })
}

fn digest(oid: &str) -> Option<MessageDigest> {
    match oid {
        "1.3.14.3.2.26" => Some(MessageDigest::sha1()),
        "2.16.840.1.101.3.4.2.4" => Some(MessageDigest::sha224()),
        "2.16.840.1.101.3.4.2.1" => Some(MessageDigest::sha256()),
        "2.16.840.1.101.3.4.2.2" => Some(MessageDigest::sha384()),
        "2.16.840.1.101.3.4.2.3" => Some(MessageDigest::sha512()),
        "1.2.840.113549.2.5" => MessageDigest::from_nid(Nid::MD5),
        _ => None,
    }
}

/// Derives the key of a PBMAC1: parameters are a derivation by PBKDF2, and an HMAC.
fn pbmac1(parameters: &Any<'_>, job: &pbe::Job<'_>) -> Result<(Vec<u8>, MessageDigest), Obstacle> {
    let wrong = || damaged(CONTENT, "seal (macData)");
    let parts = asn1::elements(parameters.data);
    let [derivation, hmac] = parts.as_slice() else { return Err(wrong()) };
    let (oid, _) = algorithm_identifier(hmac, CONTENT)?;
    let digest = pbe::digest_of_hmac(&oid).ok_or_else(|| unsupported(CONTENT, &oid))?;
    let (_, derivation) = algorithm_identifier(derivation, CONTENT)?;
    let key = pbe::pbkdf2(&derivation.ok_or_else(wrong)?, digest.size(), job)?;
    Ok((key, digest))
}
