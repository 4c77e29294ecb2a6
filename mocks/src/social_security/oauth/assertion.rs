//! Reads an assertion: one signed JWT, as far as it can be read without believing it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// The longest assertion that is read: one with a chain of certificates in it has half of this.
const LENGTH_MAX: usize = 16 * 1024;

/// An assertion that was read and not verified.
#[derive(Clone)]
pub(super) struct Assertion {
    header: Map<String, Value>,
    claims: Map<String, Value>,
    /// What is signed: header and claims, as they came.
    signed: String,
    /// The signature, in base64url.
    signature: String,
}

/// Why a text is no assertion.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// It is longer than any assertion.
    #[error("the assertion has {found} characters, expected {LENGTH_MAX} at most")]
    TooLong {
        /// How many it has.
        found: usize,
    },
    /// It has not the parts of a signed JWT.
    #[error(
        "the assertion has {found} parts, expected exactly one signed JWT: header, claims and signature between two dots{}", parts_hint(*.found)
    )]
    Parts {
        /// How many it has.
        found: usize,
    },
    /// A part is not in base64url.
    #[error(
        "the assertion's {part} is not in base64url: expected letters, digits, `-` and `_`, without `=`, spaces or line breaks"
    )]
    Encoding {
        /// Which part.
        part: &'static str,
    },
    /// A part is no JSON object.
    #[error("the assertion's {part} is no JSON object")]
    Json {
        /// Which part.
        part: &'static str,
    },
    /// Its header names extensions that must be understood.
    #[error(
        "the assertion's header has `crit`, and the token server knows no extension; leave it out"
    )]
    Critical,
}

/// What is most often the matter with an assertion of so many parts.
const fn parts_hint(found: usize) -> &'static str {
    match found {
        2 => " (the signature is missing)",
        5 => " (this is an encrypted JWT)",
        _ => "",
    }
}

impl Assertion {
    /// Reads a text.
    ///
    /// # Errors
    ///
    /// When it is no signed JWT in compact form, is longer than 16 KiB, or wants extensions.
    pub(super) fn read(text: &str) -> Result<Self, Malformed> {
        if text.len() > LENGTH_MAX {
            return Err(Malformed::TooLong { found: text.len() });
        }
        let mut parts = text.split('.');
        let (Some(header), Some(claims), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Malformed::Parts { found: text.split('.').count() });
        };
        let assertion = Self {
            header: object(header, "header")?,
            claims: object(claims, "claims")?,
            signed: format!("{header}.{claims}"),
            signature: signature.to_owned(),
        };
        decoded(signature, "signature")?;
        if assertion.header.contains_key("crit") {
            return Err(Malformed::Critical);
        }
        Ok(assertion)
    }

    /// The value of a claim.
    #[must_use]
    pub(super) fn claim(&self, name: &str) -> Option<&Value> {
        self.claims.get(name)
    }

    /// The value of a header field.
    #[must_use]
    pub(super) fn header(&self, name: &str) -> Option<&Value> {
        self.header.get(name)
    }

    /// What is signed.
    #[must_use]
    pub(super) fn signed(&self) -> &[u8] {
        self.signed.as_bytes()
    }

    /// The signature, in base64url.
    #[must_use]
    pub(super) fn signature(&self) -> &str {
        &self.signature
    }
}

/// An assertion is a credential: nothing of it is shown.
impl std::fmt::Debug for Assertion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Assertion(hidden)")
    }
}

fn decoded(text: &str, part: &'static str) -> Result<Vec<u8>, Malformed> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| Malformed::Encoding { part })
}

fn object(text: &str, part: &'static str) -> Result<Map<String, Value>, Malformed> {
    serde_json::from_slice(&decoded(text, part)?).map_err(|_| Malformed::Json { part })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compact(header: &str, claims: &str) -> String {
        let part = |text| URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.{}", part(header), part(claims), part("signature"))
    }

    #[test]
    fn a_header_and_claims_are_read_as_they_came() {
        let text = compact(r#"{"alg":"RS256"}"#, r#"{"iss":"client"}"#);
        let assertion = Assertion::read(&text).unwrap();
        assert_eq!(assertion.header("alg").unwrap(), "RS256");
        assert_eq!(assertion.claim("iss").unwrap(), "client");
        assert!(text.starts_with(std::str::from_utf8(assertion.signed()).unwrap()));
        assert_eq!(format!("{assertion:?}"), "Assertion(hidden)");
    }

    #[test]
    fn what_is_no_jwt_is_told_apart() {
        let good = compact("{}", "{}");
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let cases = [
            ("a.b".to_owned(), Malformed::Parts { found: 2 }),
            (format!("{good}.x.y"), Malformed::Parts { found: 5 }),
            (format!("{good} {good}"), Malformed::Parts { found: 5 }),
            (format!("{good}=="), Malformed::Encoding { part: "signature" }),
            (good.replacen('.', "\n.", 1), Malformed::Encoding { part: "header" }),
            (compact("{}", "[]"), Malformed::Json { part: "claims" }),
            (compact("{", "{}"), Malformed::Json { part: "header" }),
            (compact("{}", r#"{"exp":1e999}"#), Malformed::Json { part: "claims" }),
            (compact("{}", &"[".repeat(9000)), Malformed::Json { part: "claims" }),
            (compact(r#"{"crit":["exp"]}"#, "{}"), Malformed::Critical),
            (part(&"x".repeat(20_000)), Malformed::TooLong { found: 26_667 }),
        ];
        for (text, expected) in cases {
            assert_eq!(Assertion::read(&text).unwrap_err(), expected, "{text:.80}");
        }
    }

    #[test]
    fn however_it_is_cut_or_spoilt_it_is_read_or_refused() {
        let good = compact(r#"{"alg":"RS256"}"#, r#"{"iss":"é","aud":["a"],"exp":1.5e3}"#);
        for at in 0..good.len() {
            let _ = Assertion::read(&good[..at]);
            for octet in [0, b'.', b'=', b'A', b'~', 0x7f] {
                let mut spoilt = good.clone().into_bytes();
                spoilt[at] = octet;
                let _ = Assertion::read(&String::from_utf8_lossy(&spoilt));
            }
        }
    }
}
