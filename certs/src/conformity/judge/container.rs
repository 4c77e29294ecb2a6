//! Judges the file itself, whatever its name.

use crate::{
    conformity::report::{Finding, Verdict},
    format::{contents::Contents, sniff::Content},
    rule::Rule,
};

const FROM_CERTIFICATES: &str = "put the certificate and its authorities into one PKCS#7: `raccord cert convert FILE --chain AUTHORITIES --to p7b --out certificate.p7b`; or export it from Windows as \"Certificats PKCS #7 (.P7B)\" with every certificate of the path";
const FROM_PKCS12: &str = "keep the private key to yourself; take the certificates out with `raccord cert convert FILE --to p7b --out certificate.p7b`";
const FROM_KEY: &str = "keep the private key to yourself, and order a new certificate with a new key if this file has already left your hands; hand over the certificate and its chain as a PKCS#7";
const FROM_REQUEST: &str =
    "send the request to a supplier, and hand over the certificate that comes back, as a PKCS#7";
const FROM_MESSAGE: &str = "export the certificate itself as a PKCS#7, not a message made with it";
const FROM_UNKNOWN: &str = "check that the file is whole, and export the certificate again as a PKCS#7 with its chain (`.p7b`)";

const FROM_DAMAGED: &str = "check that the file is whole, and take it from the supplier again";
const LEAVE_ONE: &str = "leave the one certificate in the file and take the authorities' out: the first one in it is taken by most portals";
const TO_CER: &str = "export the certificate alone, without its private key, as \"X.509 (.cer)\" in DER or Base64; from a PKCS#12: `raccord cert convert FILE --to cer --out certificate.cer`";
const KEY_TO_CER: &str = "keep the private key to yourself, and make a new one if this file has already left your hands; hand over the certificate alone, as a `.cer`";

/// A PKCS#7 of certificates, and nothing else.
pub(in crate::conformity) fn pkcs7(rule: &'static Rule, contents: &Contents) -> Finding {
    let fail = |found: String, what_to_do| Finding::of(rule, Verdict::Failure, found, what_to_do);
    match (contents.problems.first(), contents.pieces.as_slice()) {
        (Some(problem), _) => fail(problem.to_string(), advice(contents)),
        (None, [Content::Pkcs7]) => Finding::pass(rule, contents.describe()),
        (None, _) => fail(contents.describe(), advice(contents)),
    }
}

/// The most dangerous piece decides: a private key before anything else.
fn advice(contents: &Contents) -> &'static str {
    let has = |wanted: Content| contents.holds(wanted);
    if has(Content::PrivateKey) || has(Content::EncryptedPrivateKey) {
        FROM_KEY
    } else if has(Content::Pkcs12) {
        FROM_PKCS12
    } else if has(Content::Certificate) || has(Content::Pkcs7) {
        FROM_CERTIFICATES
    } else if has(Content::Request) {
        FROM_REQUEST
    } else if has(Content::SignedPkcs7) || has(Content::EnvelopedPkcs7) {
        FROM_MESSAGE
    } else {
        FROM_UNKNOWN
    }
}

/// One public certificate, in DER or PEM, and nothing else.
pub(in crate::conformity) fn one_certificate(rule: &'static Rule, contents: &Contents) -> Finding {
    let fail = |what_to_do| Finding::of(rule, Verdict::Failure, contents.describe(), what_to_do);
    let has = |wanted: Content| contents.holds(wanted);
    let has_key = has(Content::PrivateKey) || has(Content::EncryptedPrivateKey);
    if let Some(problem) = contents.problems.first().filter(|_| !has_key && !has(Content::Pkcs12)) {
        return Finding::of(rule, Verdict::Failure, problem.to_string(), FROM_DAMAGED);
    }
    match contents.pieces.as_slice() {
        [Content::Certificate] => Finding::pass(rule, contents.describe()),
        all if all.iter().all(|piece| *piece == Content::Certificate) => {
            Finding::of(rule, Verdict::Warning, contents.describe(), LEAVE_ONE)
        }
        _ if has_key => fail(KEY_TO_CER),
        _ if has(Content::Request) => {
            fail("send the request to the supplier, and hand over the certificate that comes back")
        }
        _ => fail(TO_CER),
    }
}

/// The same, as the supplier sent it.
pub(in crate::conformity) fn as_received(rule: &'static Rule, contents: &Contents) -> Finding {
    let mut finding = one_certificate(rule, contents);
    if finding.verdict == Verdict::Failure && finding.what_to_do == TO_CER {
        AS_RECEIVED.clone_into(&mut finding.what_to_do);
    }
    finding
}

const AS_RECEIVED: &str = "take the file that was attached to the supplier's mail, `<order>.txt`, and hand it in as it is, neither renamed nor converted";
