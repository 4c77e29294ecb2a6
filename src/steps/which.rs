//! One certificate of several, as people call it.

use std::str::FromStr;

use cucumber::Parameter;

/// One of the certificates of a connection, or of the keys that they are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Parameter)]
#[param(name = "which", regex = "old|new|first")]
pub enum Which {
    /// The one before the newest; the only one where there is no other.
    Old,
    /// The newest.
    New,
    /// The first of all.
    First,
}

impl FromStr for Which {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "old" => Ok(Self::Old),
            "new" => Ok(Self::New),
            "first" => Ok(Self::First),
            other => Err(format!("no certificate is called `{other}`")),
        }
    }
}

impl Which {
    /// The name of it among others, oldest first; nothing where there are none.
    #[must_use]
    pub fn of(self, oldest_first: &[String]) -> Option<String> {
        let found = match self {
            Self::New => oldest_first.last(),
            Self::Old => oldest_first.iter().rev().nth(1).or_else(|| oldest_first.last()),
            Self::First => oldest_first.first(),
        };
        found.cloned()
    }
}
