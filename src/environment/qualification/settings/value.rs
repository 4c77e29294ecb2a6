//! The texts of the settings, each checked when it is read. An empty one counts as missing.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use jiff::SignedDuration;
use reqwest::Url;
use russh::keys::PublicKey;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WrongValue {
    /// It is something else.
    #[error("found `{found}`, expected {expected}")]
    Other {
        /// What was found.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
    /// An address has credentials in it.
    #[error(
        "found an address with credentials in it, which is not repeated here, expected \
         http://HOST:PORT, and the credentials as proxy_credentials = {{ env = \"NAME\" }}"
    )]
    Credentials,
}

/// A text, or a number that stands for one: that is how variables come.
fn written<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Written;
    impl Visitor<'_> for Written {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }

        fn visit_i64<E: de::Error>(self, number: i64) -> Result<String, E> {
            Ok(number.to_string())
        }

        fn visit_u64<E: de::Error>(self, number: u64) -> Result<String, E> {
            Ok(number.to_string())
        }

        fn visit_bool<E: de::Error>(self, truth: bool) -> Result<String, E> {
            Ok(truth.to_string())
        }
    }
    deserializer.deserialize_any(Written)
}

/// Defines a kind of text with what makes it one.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $check:path, $pattern:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        pub struct $name(String);

        impl $name {
            /// Takes a text that is one, or nothing.
            ///
            /// # Errors
            ///
            /// When it is something else.
            pub fn new(text: String) -> Result<Self, WrongValue> {
                if text.is_empty() { Ok(Self(text)) } else { $check(text).map(Self) }
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether nothing was said.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }

            /// The text, or another one where nothing was said.
            #[must_use]
            pub fn or<'a>(&'a self, other: &'a str) -> &'a str {
                if self.is_empty() { other } else { &self.0 }
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::new(written(deserializer)?).map_err(de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    )*};
}

texts! {
    /// Any text.
    Text: any, "";
    /// A SIRET: 14 digits.
    Siret: siret, r"^(\d{14})?$";
    /// A Belgian enterprise number: 10 digits.
    EnterpriseNumber: enterprise_number, r"^(\d{10})?$";
    /// Where a system is: `https://HOST`, or with a port; no path.
    Origin: origin, r"^(https://[^/@\s]+)?$";
    /// A proxy: `http://HOST:PORT`, without credentials.
    ProxyAddress: proxy, r"^(https?://[^/@\s]+/?)?$";
    /// The name of a host, or its address.
    HostName: host, r"^[^/@\s]*$";
    /// `HOST:PORT`.
    HostPort: host_port, r"^([^/@\s]+:\d+)?$";
    /// The public key of an SSH server, as OpenSSH writes one: `ssh-ed25519 AAAA…`.
    HostKeyLine: host_key, r"^((ssh|ecdsa)-\S+ \S+.*)?$";
}

fn other<T>(found: String, expected: &'static str) -> Result<T, WrongValue> {
    Err(WrongValue::Other { found, expected })
}

#[expect(clippy::unnecessary_wraps, reason = "it stands beside those that refuse")]
fn any(text: String) -> Result<String, WrongValue> {
    Ok(text)
}

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|it| it.is_ascii_digit())
}

fn siret(text: String) -> Result<String, WrongValue> {
    let plain = text.replace(' ', "");
    if digits(&plain, 14) { Ok(plain) } else { other(text, "the 14 digits of a SIRET") }
}

fn enterprise_number(text: String) -> Result<String, WrongValue> {
    let plain = text.replace([' ', '.'], "");
    let expected = "the 10 digits of an enterprise number (BCE), as in 0123456749";
    if digits(&plain, 10) { Ok(plain) } else { other(text, expected) }
}

/// The origin of an address that is nothing more than one.
fn plain_origin(text: &str, schemes: &[&str]) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let is_plain = schemes.contains(&url.scheme())
        && url.username().is_empty()
        && url.password().is_none()
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none();
    (is_plain && url.has_host()).then(|| url.origin().ascii_serialization())
}

fn origin(text: String) -> Result<String, WrongValue> {
    match plain_origin(&text, &["https"]) {
        Some(origin) => Ok(origin),
        None if text.contains('@') => {
            other("an address with a name in it".to_owned(), "https://HOST, without a name")
        }
        None if !text.starts_with("https://") => {
            other(text, "https:// at the beginning, as in https://HOST")
        }
        None => other(text, "https://HOST, without a path"),
    }
}

fn proxy(text: String) -> Result<String, WrongValue> {
    if text.contains('@') {
        return Err(WrongValue::Credentials);
    }
    match plain_origin(&text, &["http", "https"]) {
        Some(origin) => Ok(origin),
        None => other(text, "http://HOST:PORT"),
    }
}

/// A host as it is compared: in small letters, without the last dot, without brackets.
#[must_use]
pub(in crate::environment) fn normal_host(host: &str) -> String {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    host.trim_start_matches('[').trim_end_matches(']').to_owned()
}

fn host(text: String) -> Result<String, WrongValue> {
    let normal = normal_host(&text);
    let shown = if normal.contains(':') { format!("[{normal}]") } else { normal.clone() };
    let is_one = Url::parse(&format!("https://{shown}/"))
        .is_ok_and(|url| url.host_str().map(normal_host).as_deref() == Some(&*normal));
    if is_one && url_safe(&normal) {
        Ok(normal)
    } else {
        other(text, "the name of a host alone, as in ocsp.example.org")
    }
}

fn url_safe(host: &str) -> bool {
    !host.contains(['/', '@', '?', '#', ' ', '\\'])
}

fn host_port(text: String) -> Result<String, WrongValue> {
    let parts = text.rsplit_once(':').and_then(|(name, port)| {
        let port = port.parse::<u16>().ok().filter(|port| *port > 0)?;
        // An address of IPv6 stands in brackets, for its port to be told from it.
        let is_clear = !name.contains(':') || (name.starts_with('[') && name.ends_with(']'));
        let name = host(name.to_owned()).ok().filter(|name| is_clear && !name.is_empty())?;
        Some(if name.contains(':') { format!("[{name}]:{port}") } else { format!("{name}:{port}") })
    });
    match parts {
        Some(parts) => Ok(parts),
        None => other(text, "HOST:PORT, as in sftp.example.org:22"),
    }
}

fn host_key(text: String) -> Result<String, WrongValue> {
    let expected = "the server's public key as OpenSSH writes it, `ssh-ed25519 AAAA…`, without the \
                    name of the host before it";
    let line = text.trim();
    if PublicKey::from_openssh(line).is_ok() { Ok(line.to_owned()) } else { other(text, expected) }
}

/// A length of time, as people write it: `15min`, `48h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span(SignedDuration);

impl Span {
    /// Takes a length of time.
    #[must_use]
    pub const fn new(duration: SignedDuration) -> Self {
        Self(duration)
    }

    /// How long it is.
    #[must_use]
    pub const fn duration(self) -> SignedDuration {
        self.0
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:#}", self.0))
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let found = written(deserializer)?;
        let read = found.parse::<SignedDuration>().ok().filter(SignedDuration::is_positive);
        let expected = "a duration, as in 30s, 15min or 48h";
        read.map(Self).ok_or_else(|| de::Error::custom(WrongValue::Other { found, expected }))
    }
}

impl JsonSchema for Span {
    fn schema_name() -> Cow<'static, str> {
        "Span".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "description": "A duration, as in 30s, 15min or 48h." })
    }
}
