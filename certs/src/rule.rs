//! A rule of a system: its stable identifier, its text, its source, and how it is known.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One thing a system demands or does.
///
/// The identifier (`CPP-CERT-03`) never changes once published: it stands in journals, in reports,
/// in the names of tests and in the tags of scenarios.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// The stable identifier, `<SYSTEM>-<SUBJECT>-<number>`.
    pub id: &'static str,
    /// What the rule says, as one fragment that reads well after the identifier.
    pub says: &'static str,
    /// Where it is written; the first word is a key of `docs/sources.toml`.
    pub source: &'static str,
    /// How it is known.
    pub known: Known,
}

/// How a rule is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Known {
    /// A document says it.
    Read,
    /// A source measured it on the real system.
    Seen,
    /// Nobody says it: it is deduced, and a setting can change it.
    Guessed,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.id, self.says)
    }
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read => "read",
            Self::Seen => "seen",
            Self::Guessed => "guessed",
        })
    }
}

/// Declares the rules of one module: a constant `&'static Rule` for each, and `ALL`, in the order
/// they are written.
///
/// Each constant is documented by its identifier, text and source; a doc comment above it comes
/// first.
///
/// ```
/// raccord_certs::rules! {
///     TOKEN_01 = "PISTE-TOKEN-01": "only client_credentials is granted", "CPP-SWAGGER §1.2", Read;
///     TOKEN_02 = "PISTE-TOKEN-02": "a token lives for an hour", "PISTE-MIGRATION page 4", Seen;
/// }
///
/// assert_eq!(TOKEN_01.to_string(), "PISTE-TOKEN-01: only client_credentials is granted");
/// assert_eq!(ALL, &[TOKEN_01, TOKEN_02]);
/// ```
#[macro_export]
macro_rules! rules {
    ($(
        $(#[$attribute:meta])*
        $name:ident = $id:literal: $says:literal, $source:literal, $known:ident;
    )+) => {
        $(
            $(#[$attribute])*
            #[doc = concat!("`", $id, "`: ", $says, " (", $source, ").")]
            pub const $name: &$crate::rule::Rule = &$crate::rule::Rule {
                id: $id,
                says: $says,
                source: $source,
                known: $crate::rule::Known::$known,
            };
        )+

        /// Every rule of this module, in order.
        pub const ALL: &[&$crate::rule::Rule] = &[$($name),+];
    };
}
