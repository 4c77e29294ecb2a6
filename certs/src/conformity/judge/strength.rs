//! Judges the cryptography.

use jiff::Timestamp;

use crate::conformity::{
    Case,
    report::{Finding, Verdict},
};
use crate::{key::KeyShape, rule::Rule};

/// An exponent of 65537 or more is required for encryption and recommended always;
/// algorithms that the RGS of 2014 does not list are not known to be refused.
pub(in crate::conformity) fn key_size(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let shape = case.leaf.key_shape();
    let found = shape.to_string();
    Some(match shape {
        KeyShape::Rsa { bits, .. } if *bits < 2048 => too_small(rule, found),
        KeyShape::Ec { bits, .. } if *bits < 256 => too_small(rule, found),
        KeyShape::Rsa { exponent: Some(exponent), .. } if *exponent <= 65_536 => {
            let found = format!("{found} with the public exponent {exponent}");
            Finding::of(rule, Verdict::Warning, found, "make the next key with the exponent 65537")
                .expecting("a public exponent above 65536")
        }
        KeyShape::Rsa { .. } | KeyShape::Ec { .. } => Finding::pass(rule, found),
        KeyShape::Other { .. } => {
            Finding::of(rule, Verdict::Warning, found, "try it in qualification first")
        }
    })
}

/// Where the key must be RSA.
pub(in crate::conformity) fn rsa(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let shape = case.leaf.key_shape();
    Some(if matches!(shape, KeyShape::Rsa { .. }) {
        Finding::pass(rule, shape.to_string())
    } else {
        let what_to_do = "make an RSA key of 2048 bits or more, and a certificate for it";
        Finding::of(rule, Verdict::Failure, shape.to_string(), what_to_do)
    })
}

/// Where the key must be RSA, another kind is told so elsewhere.
pub(in crate::conformity) fn rsa_size(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let is_rsa = matches!(case.leaf.key_shape(), KeyShape::Rsa { .. });
    is_rsa.then(|| key_size(rule, case)).flatten()
}

fn too_small(rule: &'static Rule, found: String) -> Finding {
    let what_to_do = "make a new RSA key of 2048 bits or more, and order a certificate for it";
    Finding::of(rule, Verdict::Failure, found, what_to_do)
}

/// Signature algorithms whose hash is long enough, or stated by parameters (RSASSA-PSS).
const STRONG: [&str; 7] = [
    "1.2.840.113549.1.1.10",
    "1.2.840.113549.1.1.11",
    "1.2.840.113549.1.1.12",
    "1.2.840.113549.1.1.13",
    "1.2.840.10045.4.3.2",
    "1.2.840.10045.4.3.3",
    "1.2.840.10045.4.3.4",
];

/// MD5 and SHA-1, with RSA, DSA and ECDSA.
const WEAK: [(&str, &str); 4] = [
    ("1.2.840.113549.1.1.4", "MD5 with RSA"),
    ("1.2.840.113549.1.1.5", "SHA-1 with RSA"),
    ("1.2.840.10040.4.3", "SHA-1 with DSA"),
    ("1.2.840.10045.4.1", "SHA-1 with ECDSA"),
];

/// Authorities' own signatures are not judged: a root's has no meaning.
pub(in crate::conformity) fn hash(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let algorithm = case.leaf.signature_algorithm();
    let weak = WEAK.iter().find(|(oid, _)| *oid == algorithm);
    Some(if let Some((_, name)) = weak {
        Finding::of(rule, Verdict::Failure, *name, "order a certificate signed with SHA-256")
    } else if STRONG.contains(&algorithm) {
        Finding::pass(rule, format!("signature algorithm {algorithm}"))
    } else {
        let found = format!("signature algorithm {algorithm}, not known here");
        Finding::of(rule, Verdict::Warning, found, "try it in qualification first")
    })
}

/// The first second after the years for which RGS-B1 allows 2048 bits: 2031-01-01T00:00:00Z.
const END_OF_2030: Timestamp = Timestamp::constant(1_924_992_000, 0);

/// A key under 2048 bits is told so elsewhere.
pub(in crate::conformity) fn after_2030(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let KeyShape::Rsa { bits: bits @ 2048.., .. } = case.leaf.key_shape() else { return None };
    let until = case.leaf.validity().until;
    let found = format!("RSA of {bits} bits until {until}");
    Some(if *bits < 3072 && until >= END_OF_2030 {
        Finding::of(rule, Verdict::Warning, found, "make the next key with 3072 bits")
    } else {
        Finding::pass(rule, found)
    })
}
