//! Where a secret is: in a variable, or in a file. A secret itself is never written down.

use std::borrow::Cow;
use std::fmt;
use std::path::PathBuf;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Where a secret is: `{ env = "NAME" }` or `{ file = "PATH" }`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretReference {
    /// In a variable of the process environment, by its name.
    Env(String),
    /// In a file, whose last line end does not count.
    File(PathBuf),
}

/// What to do about a secret in a file that configures.
pub const OUT_OF_THE_FILE: &str = "take it out of this file";

/// What stands where the place of a secret should. It is not repeated: it may be the secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WrongReference {
    /// A text or a number.
    #[error(
        "found a secret in clear, which is not repeated here, expected where it is: \
         {{ env = \"NAME\" }} for a variable, or {{ file = \"PATH\" }} for a file; {OUT_OF_THE_FILE}, \
         and have it changed if others could read it"
    )]
    InClear,
    /// A name that no variable has.
    #[error(
        "found something that is no name of a variable, and is not repeated here, expected letters, \
         digits and _, as in {{ env = \"PISTE_CLIENT_SECRET\" }}"
    )]
    NoName,
    /// Nothing.
    #[error("found neither `env` nor `file`, expected one of the two")]
    Neither,
    /// Both.
    #[error("found both `env` and `file`, expected one of the two")]
    Both,
}

impl SecretReference {
    /// A variable.
    ///
    /// # Errors
    ///
    /// When no variable can have the name.
    pub fn env(name: String) -> Result<Self, WrongReference> {
        let is_name = name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
            && name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_');
        if is_name { Ok(Self::Env(name)) } else { Err(WrongReference::NoName) }
    }
}

impl fmt::Display for SecretReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "the variable `{name}`"),
            Self::File(path) => write!(f, "the file `{}`", path.display()),
        }
    }
}

impl Serialize for SecretReference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        match self {
            Self::Env(name) => map.serialize_entry("env", name)?,
            Self::File(path) => map.serialize_entry("file", path)?,
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for SecretReference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ReferenceVisitor)
    }
}

struct ReferenceVisitor;

fn in_clear<T, E: de::Error>() -> Result<T, E> {
    Err(E::custom(WrongReference::InClear))
}

impl<'de> Visitor<'de> for ReferenceVisitor {
    type Value = SecretReference;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{ env = \"NAME\" } or { file = \"PATH\" }")
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<Self::Value, E> {
        in_clear()
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
        in_clear()
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Self::Value, E> {
        in_clear()
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Self::Value, E> {
        in_clear()
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self::Value, E> {
        in_clear()
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<String>()? {
            let next = match &*key {
                "env" => SecretReference::env(map.next_value()?).map_err(de::Error::custom)?,
                "file" => SecretReference::File(map.next_value()?),
                // TOML hands over a date as a table of its own.
                it if it.starts_with('$') => return in_clear(),
                it => return Err(de::Error::unknown_field(it, &["env", "file"])),
            };
            if found.replace(next).is_some() {
                return Err(de::Error::custom(WrongReference::Both));
            }
        }
        found.ok_or_else(|| de::Error::custom(WrongReference::Neither))
    }
}

impl JsonSchema for SecretReference {
    fn schema_name() -> Cow<'static, str> {
        "SecretReference".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Where a secret is: { env = \"NAME\" } or { file = \"PATH\" }. Never the secret itself.",
            "type": "object",
            "properties": {
                "env": { "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$" },
                "file": { "type": "string", "minLength": 1 },
            },
            "additionalProperties": false,
            "minProperties": 1,
            "maxProperties": 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Holder {
        secret: SecretReference,
    }

    fn read(text: &str) -> Result<SecretReference, String> {
        let read: Result<Holder, _> = toml::from_str(&format!("secret = {text}"));
        read.map(|it| it.secret).map_err(|error| error.message().to_owned())
    }

    #[test]
    fn a_secret_is_in_a_variable_or_in_a_file() {
        assert_eq!(read("{ env = \"A_1\" }"), Ok(SecretReference::Env("A_1".into())));
        assert_eq!(read("{ file = \"a/b\" }"), Ok(SecretReference::File("a/b".into())));
        assert!(read("{}").unwrap_err().contains("neither"));
        assert!(read("{ env = \"A\", file = \"b\" }").unwrap_err().contains("both"));
        assert!(read("{ evn = \"A\" }").unwrap_err().contains("unknown field `evn`"));
    }

    #[test]
    fn a_secret_in_clear_is_refused_and_not_repeated() {
        for text in ["\"9182736450\"", "9182736450", "9182736450.5", "{ env = \"9182736450\" }"] {
            let told = read(text).unwrap_err();
            assert!(told.contains("env = "), "{text}: {told}");
            assert!(!told.contains("9182736450"), "{text}: {told}");
        }
    }
}
